/** Everything by which a run could differ from the one before: clocks, chance, the event loop. */
const names = [
  "Date",
  "performance",
  "crypto",
  "Promise",
  "queueMicrotask",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "clearTimeout",
  "WeakRef",
  "FinalizationRegistry",
] as const;

/** Runs `work` while each use of a clock, of chance or of the event loop is an error, also one that is caught. */
export function withPoison<R>(work: () => R): R {
  const used: string[] = [];
  const restore = [...names.map((name) => poison(globalThis, name, used)), poison(Math, "random", used)];
  restore.push(poison(process, "hrtime", used), poison(process, "nextTick", used));
  try {
    return work();
  } finally {
    for (const each of restore) each();
    if (used.length > 0) throw new Error(`the kernel used ${used.join(", ")}`);
  }
}

function poison(object: object, name: string, used: string[]): () => void {
  const own = Object.getOwnPropertyDescriptor(object, name);
  if (own === undefined) throw new Error(`there is no ${name}`);
  const refuse = (): never => {
    used.push(name);
    throw new Error(`${name} is poisoned`);
  };
  Object.defineProperty(object, name, { configurable: true, get: refuse });
  return () => Object.defineProperty(object, name, own);
}
