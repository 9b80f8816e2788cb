import fc from "fast-check";
import type { TimeMode } from "rondo/testing";
import { Exhaustive } from "../../../lib/testing/explore/strategies/exhaustive.js";
import { SourceSets } from "../../../lib/testing/explore/dpor/source.js";
import { WakeupTrees } from "../../../lib/testing/explore/dpor/optimal.js";
import { smallPrograms } from "./programs/arbitrary.js";
import { compile } from "./programs/compile.js";
import type { SmallProgram } from "./programs/op.js";
import { endsUnder, TooMany } from "./programs/ends.js";

/** How many programs of each kind; each is run in the three modes of time. */
const numRuns = Number(process.env["RONDO_PROGRAMS"] ?? (process.env["CI"] === "true" ? 200 : 60));
const seed = Number(process.env["RONDO_SEED"] ?? 1);
const MODES: readonly TimeMode[] = ["quiescent", "any", "free"];

/** What the exhaustive search finds and a reduced one does not; nothing where the program has too many schedules. */
function lost(program: SmallProgram, time: TimeMode, cancels: boolean): string | undefined {
  const options = { setup: () => compile(program), time, cancels };
  try {
    const all = endsUnder(() => new Exhaustive(), options, cancels ? 600 : 250);
    for (const make of [() => new SourceSets(), () => new WakeupTrees()]) {
      const found = endsUnder(make, options, 4000);
      for (const end of all) if (!found.has(end)) return `${make().name} in ${time} time does not find:\n${end}`;
      for (const end of found) if (!all.has(end)) return `only ${make().name} in ${time} time finds:\n${end}`;
    }
  } catch (error) {
    if (!(error instanceof TooMany)) throw error;
  }
  return undefined;
}

describe.each([
  ["left to themselves", false],
  ["with any task cancelled anywhere", true],
])("random programs over the whole instruction set, %s", (_name, cancels) => {
  it.each(MODES)("come under reduction to every end that they have at all, in %s time", (time) => {
    fc.assert(
      fc.property(smallPrograms, (program) => {
        const what = lost(program, time, cancels);
        if (what !== undefined) throw new Error(what);
      }),
      { numRuns, seed },
    );
  });
});

it("tells apart whether the owner of a group has one turn more, where a fault counts its turns", () => {
  const program: SmallProgram = [
    [
      { do: "all", branches: [[{ do: "cas", cell: 0, from: 0 }]] },
      { do: "lock", lock: 0, body: [{ do: "receive-within", time: 0 }] },
    ],
    [{ do: "sleep", time: 0 }],
  ];
  for (const time of MODES) expect(lost(program, time, true)).toBeUndefined();
});
