import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(__dirname, "../..");

/** A user's folder with the package built and installed in it, as it would be published. */
export interface Installed {
  /** The user's folder; the package is in `node_modules/rondo` below it. */
  readonly dir: string;
  /** Writes a file of the user's, and gives its full path. */
  write(name: string, text: string): string;
  /** Runs Node in the user's folder. */
  node(...args: string[]): { status: number | null; stdout: string; stderr: string };
  remove(): void;
}

/**
 * Builds the package from the sources as they are now, into a folder below `node_modules`, where `eventemitter3` is
 * found as a user's own installation would find it. What is in `dist` is neither used nor touched.
 */
export function install(): Installed {
  const cache = path.join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const dir = mkdtempSync(path.join(cache, "rondo-spec-"));
  const home = path.join(dir, "node_modules/rondo");
  const node = (cwd: string, args: string[]): ReturnType<Installed["node"]> =>
    spawnSync(process.execPath, args, { cwd, encoding: "utf8" });

  const built = node(root, [".config/build.js", path.join(home, "dist")]);
  if (built.status !== 0) throw new Error(`the build failed:\n${built.stdout}${built.stderr}`);
  cpSync(path.join(root, "package.json"), path.join(home, "package.json"));
  // Without a manifest of its own, the user's folder would belong to this repository: `rondo` would mean its `dist`.
  writeFileSync(path.join(dir, "package.json"), JSON.stringify({ name: "user", private: true }));
  return {
    dir,
    write(name, text) {
      const file = path.join(dir, name);
      writeFileSync(file, text);
      return file;
    },
    node: (...args) => node(dir, args),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
