/** Iterators that do what a script says, and write down what is called. */

/** What a call of `next()` does. */
export type Next = "value" | "promise" | "end" | "throws" | "rejects" | "no object" | "no done" | "no value";
/** What `return()` does; `"none"`: there is no such method. */
export type Return = "none" | "null" | "returns" | "throws" | "rejects" | "no object" | "no method";

export interface Script {
  readonly isSync: boolean;
  readonly nexts: readonly Next[];
  readonly return: Return;
}

export class Scripted extends Error {}

/** An iterable over `0, 1, 2 …` that goes by a script; it ends after that. */
export function scripted(script: Script, log: string[]): AsyncIterable<number> {
  let calls = 0;
  const settle = (value: unknown): unknown => (script.isSync ? value : Promise.resolve(value));
  const next = (): unknown => {
    const act = script.nexts[calls] ?? "end";
    log.push(`next ${act}`);
    const value = calls++;
    if (act === "throws") throw new Scripted("next throws");
    if (act === "rejects") return script.isSync ? { done: false, value: failing("item") } : failing("next");
    if (act === "no object") return settle(5);
    if (act === "no done")
      return settle({
        value,
        get done(): boolean {
          throw new Scripted("no done");
        },
      });
    if (act === "no value")
      return settle({
        done: false,
        get value(): number {
          throw new Scripted("no value");
        },
      });
    const item = act === "promise" && script.isSync ? Promise.resolve(value) : value;
    return settle({ done: act === "end", value: item });
  };
  const close = (): unknown => {
    log.push("return");
    if (script.return === "throws") throw new Scripted("return throws");
    if (script.return === "rejects") {
      return script.isSync ? { done: true, value: failing("return") } : failing("return");
    }
    return settle(script.return === "no object" ? 5 : { done: true });
  };
  const closes: Partial<Record<Return, unknown>> = { none: undefined, null: null, "no method": 5 };
  const iterator = { next, return: script.return in closes ? closes[script.return] : close };
  return { [script.isSync ? Symbol.iterator : Symbol.asyncIterator]: () => iterator } as never;
}

function failing(what: string): Promise<never> {
  return Promise.reject(new Scripted(`${what} rejects`));
}
