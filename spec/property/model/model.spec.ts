import fc from "fast-check";
import { programs } from "./arbitrary.js";
import { runOnRondo } from "./compile.js";
import { interpret } from "./interpret.js";
import type { Program } from "./program.js";
import { Source } from "./words.js";

const numRuns = Number(process.env["RONDO_PROGRAMS"] ?? (process.env["CI"] === "true" ? 10_000 : 2_000));
const seed = Number(process.env["RONDO_SEED"] ?? 1);

/** How many lines are shown before the first that differs, and from there on. */
const [BEFORE, AFTER] = [30, 8];

/** Where the log of Rondo differs from what the rules say, for a reader; `undefined` where it does not. */
function difference(program: Program): string | undefined {
  const wanted = interpret(program);
  const got = runOnRondo(program);
  const longest = wanted.length > got.length ? wanted : got;
  const first = longest.findIndex((_, i) => wanted[i] !== got[i]);
  if (first < 0) return undefined;
  const same = got.slice(Math.max(0, first - BEFORE), first);
  const from = (log: readonly string[]): readonly string[] => log.slice(first, first + AFTER);
  return ["the same:", ...same, "the model:", ...from(wanted), "Rondo:", ...from(got)].join("\n");
}

it("any program does on Rondo what the rules say, line for line", () => {
  fc.assert(
    fc.property(programs, (program) => {
      const found = difference(program);
      if (found !== undefined) throw new Error(`${new Source(false).program(program)}\n\n${found}`);
    }),
    { numRuns, seed },
  );
});
