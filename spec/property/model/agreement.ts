import fc from "fast-check";
import { programs } from "./arbitrary.js";
import { runOnRondo } from "./compile.js";
import { interpret } from "./interpret.js";
import type { Program } from "./program.js";
import { Source } from "./words.js";

const numRuns = Number(process.env["RONDO_PROGRAMS"] ?? (process.env["CI"] === "true" ? 10_000 : 2_000));
const seed = Number(process.env["RONDO_SEED"] ?? 1);

function difference(program: Program): string | undefined {
  const wanted = interpret(program);
  const got = runOnRondo(program);
  const at = got.findIndex((line, i) => line !== wanted[i]);
  if (at < 0 && wanted.length === got.length) return undefined;
  const first = at < 0 ? Math.min(wanted.length, got.length) : at;
  const from = Math.max(0, first - 30);
  return [
    "the same:",
    ...got.slice(from, first),
    "the model:",
    ...wanted.slice(first, first + 8),
    "Rondo:",
    ...got.slice(first, first + 8),
  ].join("\n");
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
