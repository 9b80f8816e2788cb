import { proxies } from "../kernel/preview.js";

interface NodeLike {
  process?: { getBuiltinModule?: (id: string) => { types: { isProxy: (value: unknown) => boolean } } | undefined };
}

/** Lets previews tell proxies from plain objects where the host can: Node can, browsers cannot. */
export function learnProxies(): void {
  const test = (globalThis as NodeLike).process?.getBuiltinModule?.("node:util")?.types.isProxy;
  if (test !== undefined) proxies.test = test;
}
