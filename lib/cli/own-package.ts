import { readFileSync } from "node:fs";
import nodeModule, { Module } from "node:module";

/** The package that this command belongs to, and how programs come to use this very copy of it. */
export interface OwnPackage {
  readonly version: string;
  /** The folder of the package, as a URL that ends in a slash. */
  readonly home: URL;
  /** What `rondo`, `rondo/trace`, … mean: the address of each ES module. */
  readonly addresses: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, string | { readonly import: { readonly default: string } }>>;
}

/** Reads the manifest in the folder of the package. */
export function readOwnPackage(home: URL): OwnPackage {
  const { version, exports } = JSON.parse(readFileSync(new URL("package.json", home), "utf8")) as Manifest;
  const addresses: Record<string, string> = {};
  for (const [subpath, target] of Object.entries(exports)) {
    if (typeof target === "string") continue;
    addresses[subpath.replace(/^\./, "rondo")] = new URL(target.import.default, home).href;
  }
  return { version, home, addresses };
}

/** The modules of the package by the names that programs import them by. */
export type SharedModules = Readonly<Record<string, object>>;

/**
 * From now on `rondo` means the running copy, to every module that imports or requires it, wherever that module lies:
 * a second copy would have a kernel of its own, which knows nothing of the first one's tasks. It also spares users of a
 * command that is installed globally an installation in their own folder.
 */
export async function shareOwnPackage({ addresses }: OwnPackage): Promise<SharedModules> {
  const names = Object.keys(addresses);
  const modules = await Promise.all(names.map((name) => import(addresses[name]!) as Promise<object>));
  const shared = Object.fromEntries(names.map((name, i) => [name, modules[i]!]));
  shareWithRequire(shared);
  shareWithImport(addresses);
  return shared;
}

interface Requirer {
  require: (this: unknown, name: string) => unknown;
}

function shareWithRequire(shared: SharedModules): void {
  const prototype = Module.prototype as Requirer;
  const { require } = prototype;
  prototype.require = function (name) {
    return Object.hasOwn(shared, name) ? shared[name] : require.call(this, name);
  };
}

type Resolve = (name: string, context: unknown) => unknown;

interface ModuleHooks {
  /** Node 22.15 and later: the hooks run where the modules do. */
  registerHooks?: (hooks: { resolve: (name: string, context: unknown, next: Resolve) => unknown }) => void;
}

function shareWithImport(addresses: OwnPackage["addresses"]): void {
  const { registerHooks } = nodeModule as ModuleHooks;
  if (registerHooks === undefined) {
    nodeModule.register(`data:text/javascript,${encodeURIComponent(RESOLVER)}`, { data: addresses });
    return;
  }
  registerHooks({
    resolve: (name, context, next) => next(Object.hasOwn(addresses, name) ? addresses[name]! : name, context),
  });
}

/** The same hook for older versions of Node, which run it in a thread of its own. */
const RESOLVER = `
let addresses;
export const initialize = (data) => { addresses = data; };
export const resolve = (name, context, next) => next(Object.hasOwn(addresses, name) ? addresses[name] : name, context);
`;
