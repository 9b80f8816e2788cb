import fc from "fast-check";
import type { TimeMode } from "rondo/testing";
import { Exhaustive } from "../../../lib/testing/explore/strategies/exhaustive.js";
import { SourceSets } from "../../../lib/testing/explore/dpor/source.js";
import { WakeupTrees } from "../../../lib/testing/explore/dpor/optimal.js";
import { smallPrograms } from "./programs/arbitrary.js";
import { compile } from "./programs/compile.js";
import type { SmallProgram } from "./programs/op.js";
import { endsUnder, TooMany } from "./programs/ends.js";
import { sizeOf } from "./programs/size.js";

/** How many programs of each kind are compared, in each mode of time. Those that are too large to be gone through do not count. */
const numRuns = Number(process.env["RONDO_PROGRAMS"] ?? (process.env["CI"] === "true" ? 1000 : 100));
const seed = Number(process.env["RONDO_SEED"] ?? 1);
const MODES: readonly TimeMode[] = ["quiescent", "any", "free"];

/** How many schedules a program may have, and how many with a fault. */
const MOST = 250;
const MOST_WITH_FAULTS = 600;

/**
 * What the exhaustive search finds and a reduced one does not, or the other way round.
 * @throws TooMany for a program that has too many schedules
 */
function lost(program: SmallProgram, time: TimeMode, cancels: boolean, most: number): string | undefined {
  const options = { setup: () => compile(program), time, cancels };
  const all = endsUnder(() => new Exhaustive(), options, most);
  for (const make of [() => new SourceSets(), () => new WakeupTrees()]) {
    const found = reduced(make, options);
    for (const end of all) if (!found.has(end)) return `${make().name} in ${time} time does not find:\n${end}`;
    for (const end of found) if (!all.has(end)) return `only ${make().name} in ${time} time finds:\n${end}`;
  }
  return undefined;
}

/** A reduced search that does not come to an end is none. */
function reduced(make: () => SourceSets | WakeupTrees, options: Parameters<typeof endsUnder>[1]): Set<string> {
  try {
    return endsUnder(make, options, 10 * MOST_WITH_FAULTS);
  } catch (error) {
    throw error instanceof TooMany ? new Error(`${make().name} in ${options.time} time comes to no end`) : error;
  }
}

function isSmall(program: SmallProgram, time: TimeMode): boolean {
  return sizeOf(() => compile(program), time) <= MOST * 1.5;
}

function compare(program: SmallProgram, time: TimeMode, cancels: boolean): void {
  fc.pre(isSmall(program, time));
  let what: string | undefined;
  try {
    what = lost(program, time, cancels, cancels ? MOST_WITH_FAULTS : MOST);
  } catch (error) {
    if (!(error instanceof TooMany)) throw error;
    fc.pre(false);
  }
  if (what !== undefined) throw new Error(what);
}

// To take down a stack costs as much as a run, and the programs throw in most of them.
const { stackTraceLimit } = Error;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

describe.each([
  ["left to themselves", false],
  ["with any task cancelled anywhere", true],
])("random programs over the whole instruction set, %s", (_name, cancels) => {
  it.each(MODES)("come under reduction to every end that they have at all, in %s time", (time) => {
    fc.assert(
      fc.property(smallPrograms, (program) => compare(program, time, cancels)),
      { numRuns, seed },
    );
  });
});

/** Programs of which a reduced search has lost an end once. */
const FOUND: readonly [string, SmallProgram][] = [
  [
    "whether the owner of a group has one turn more, where a fault counts its turns",
    [
      [
        { do: "all", branches: [[{ do: "cas", cell: 0, from: 0 }]] },
        { do: "lock", lock: 0, body: [{ do: "receive-within", time: 0 }] },
      ],
      [{ do: "sleep", time: 0 }],
    ],
  ],
  [
    "a cancel of a task that joins another one, before and after the end of that",
    [[{ do: "yield" }], [{ do: "join", task: 0 }], [{ do: "cancel", task: 1 }]],
  ],
  [
    "how a task stands that joins another one, before and after the end of that",
    [[{ do: "yield" }], [{ do: "join", task: 0 }], [{ do: "state", task: 1 }]],
  ],
  [
    "a timer that could be due before the one that was set before it",
    [
      [{ do: "ensure", body: [], after: [{ do: "cancel-within", task: 0, time: 0 }] }],
      [{ do: "timeout", time: 2, body: [] }],
    ],
  ],
  ["the ends of all branches of a group, which come before what follows it", [[{ do: "settled", branches: [[], []] }]]],
  [
    "an event that comes before and after somebody listens",
    [
      [{ do: "listen" }, { do: "heard" }],
      [{ do: "listen" }, { do: "event" }],
    ],
  ],
];

it.each(FOUND)("a reduced search tells apart %s", (_name, program) => {
  for (const time of MODES) {
    for (const cancels of [false, true]) expect(lost(program, time, cancels, 10_000)).toBeUndefined();
  }
});
