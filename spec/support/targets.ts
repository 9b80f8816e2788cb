/** Programs in source text, as they run natively and as what compilers make of them for older engines. */
import * as rondo from "rondo";
import { toES5, toRegenerator } from "../coroutine/older-targets.js";

/** Makes `main` out of a source as one of the targets has it. */
export type Target = (source: string, log: (line: string) => void) => rondo.Program;

const names = ["sleep", "pass", "call", "shield", "ensure", "use"] as const;

function target(compile: (source: string) => string): Target {
  return (source, log) => {
    const code = compile(`function (log, ${names.join(", ")}) { ${source} }`);
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a program of the specs
    const make = new Function(`return ${code};`) as () => (...scope: unknown[]) => rondo.Program;
    return make()(log, ...names.map((name) => rondo[name]));
  };
}

export const targets: Readonly<Record<string, Target>> = {
  native: target((source) => source),
  "TypeScript's ES5": target(toES5),
  "Babel's regenerator": target(toRegenerator),
};
