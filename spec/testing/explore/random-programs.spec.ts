import fc from "fast-check";
import type { TimeMode } from "rondo/testing";
import { Exhaustive } from "../../../lib/testing/explore/strategies/exhaustive.js";
import { SourceSets } from "../../../lib/testing/explore/dpor/source.js";
import { WakeupTrees } from "../../../lib/testing/explore/dpor/optimal.js";
import { smallPrograms, unsafePrograms } from "./programs/arbitrary.js";
import { compile } from "./programs/compile.js";
import type { SmallProgram } from "./programs/op.js";
import { endsUnder, TooMany, type Faults } from "./programs/ends.js";
import { sizeOf } from "./programs/size.js";

const isThorough = process.env["CI"] === "true";
/** How many programs of a kind are compared, in each mode of time. Those that are too large to be gone through do not count. */
const numRuns = Number(process.env["RONDO_PROGRAMS"] ?? (isThorough ? 1200 : 100));
const seed = Number(process.env["RONDO_SEED"] ?? 1);
const MODES: readonly TimeMode[] = ["quiescent", "any", "free"];

/** How many schedules a program may have, and how many with all faults. And how few are not worth it. */
const MOST = 250;
const MOST_WITH_FAULTS = 300;
const FEWEST = 4;

const NO_FAULTS: Faults = { strikes: [], restarts: false, most: 0 };
const CANCELS: Faults = { strikes: ["cancel"], restarts: false, most: 1 };
const CRASHES: Faults = { strikes: ["crash"], restarts: true, most: 1 };

/**
 * What the exhaustive search finds and a reduced one does not, or the other way round.
 * @throws TooMany for a program that has too many schedules
 */
function lost(program: SmallProgram, time: TimeMode, faults: Faults, most: number): string | undefined {
  const options = { setup: () => compile(program), time, faults };
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
    return endsUnder(make, options, 20_000);
  } catch (error) {
    throw error instanceof TooMany ? new Error(`${make().name} in ${options.time} time comes to no end`) : error;
  }
}

function isWorthIt(program: SmallProgram, time: TimeMode, faults: Faults): boolean {
  const { schedules, steps } = sizeOf(() => compile(program), time);
  // Each fault comes at one of the steps, and has some schedules of its own.
  const most = faults === NO_FAULTS ? MOST : MOST_WITH_FAULTS / steps;
  return schedules >= FEWEST && schedules <= most * 1.5;
}

/** Goes on to another program where this one has too many schedules. */
function compare(program: SmallProgram, time: TimeMode, faults: Faults): void {
  fc.pre(isWorthIt(program, time, faults));
  let what: string | undefined;
  try {
    what = lost(program, time, faults, faults === NO_FAULTS ? MOST : MOST_WITH_FAULTS);
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

/** What is done to programs, which ones, and which part of the number. */
const KINDS: readonly [string, Faults, fc.Arbitrary<SmallProgram>, number][] = [
  ["left to themselves", NO_FAULTS, smallPrograms, 1],
  ["with any task cancelled anywhere", CANCELS, smallPrograms, 1],
  ["with any task interrupted anywhere", { ...CANCELS, strikes: ["interrupt"] }, smallPrograms, 0.1],
  ["with any task crashed anywhere", CRASHES, smallPrograms, 0.1],
  ["with places that fail, and a network", { ...CANCELS, strikes: [] }, unsafePrograms, 0.1],
];

describe.each(KINDS)("random programs over the whole instruction set, %s", (_name, faults, programs, part) => {
  it.each(MODES)("come under reduction to every end that they have at all, in %s time", (time) => {
    fc.assert(
      fc.property(programs, (program) => compare(program, time, faults)),
      { numRuns: Math.ceil(numRuns * part), seed },
    );
  });
});

/** Programs of which a reduced search has lost an end once, and with which faults. */
const FOUND: readonly [string, readonly Faults[], SmallProgram][] = [
  [
    "whether the owner of a group has one turn more, where a fault counts its turns",
    [CANCELS],
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
    [NO_FAULTS, CANCELS],
    [[{ do: "yield" }], [{ do: "join", task: 0 }], [{ do: "cancel", task: 1 }]],
  ],
  [
    "how a task stands that joins another one, before and after the end of that",
    [NO_FAULTS, CANCELS],
    [[{ do: "yield" }], [{ do: "join", task: 0 }], [{ do: "state", task: 1 }]],
  ],
  [
    "a timer that could be due before the one that was set before it",
    [NO_FAULTS, CANCELS],
    [
      [{ do: "ensure", body: [], after: [{ do: "cancel-within", task: 0, time: 0 }] }],
      [{ do: "timeout", time: 2, body: [] }],
    ],
  ],
  [
    "the ends of all branches of a group, which come before what follows it",
    [NO_FAULTS, CANCELS],
    [[{ do: "settled", branches: [[], []] }]],
  ],
  [
    "what comes behind a step that was taken to touch more than it does",
    [CRASHES],
    [
      [{ do: "try-lock", lock: 0 }],
      [
        { do: "hold", lock: 0 },
        { do: "set", cell: 0 },
      ],
      [{ do: "cas", cell: 0, from: 0 }],
    ],
  ],
  [
    "whether a task has one turn more, where only that shows a fault that there could be",
    [CANCELS],
    [[{ do: "start", body: [], after: [{ do: "yield" }] }]],
  ],
  [
    "whether a child ends by itself before its scope, which fails, comes to it",
    [NO_FAULTS, CANCELS],
    [[{ do: "spawn", body: [] }, { do: "spawn-supervised", body: [] }, { do: "throw" }]],
  ],
  [
    "an event that comes before and after somebody listens",
    [NO_FAULTS, CANCELS],
    [
      [{ do: "listen" }, { do: "heard" }],
      [{ do: "listen" }, { do: "event" }],
    ],
  ],
];

it.each(FOUND)("a reduced search tells apart %s", (_name, kinds, program) => {
  for (const time of MODES) {
    for (const faults of kinds) expect(lost(program, time, faults, 10_000)).toBeUndefined();
  }
});
