/** Runs tiny programs many times under a strategy, and holds the frequencies against what they should be. */
import { pass, type Program } from "../../../../lib/index.js";
import { Machine } from "../../../../lib/testing/explore/machine/machine.js";
import type { MachineOptions } from "../../../../lib/testing/explore/machine/machine-options.js";
import type { Strategy } from "../../../../lib/testing/explore/strategies/strategy.js";
import type { ExploreSetup } from "../../../../lib/testing/explore/machine/subject.js";

/** A setup, and what came of the run that it was made for last. */
export interface Sampled {
  readonly setup: ExploreSetup;
  readonly outcome: () => string;
}

export function machineFor(setup: ExploreSetup, options: Partial<MachineOptions> = {}): Machine {
  return new Machine({ setup, time: "quiescent", maxSteps: 10_000, scheduler: {}, goesOn: true, ...options });
}

/** One run under a strategy. */
export function once(machine: Machine, strategy: Strategy): void {
  strategy.begin();
  machine.watches = strategy.watches;
  strategy.over(machine.run(strategy));
}

/** How often a strategy comes to each outcome in so many runs, after some that do not count. */
export function histogram(
  { setup, outcome }: Sampled,
  strategy: Strategy,
  { runs, warmUp = 0 }: { readonly runs: number; readonly warmUp?: number },
): Map<string, number> {
  const machine = machineFor(setup);
  const counts = new Map<string, number>();
  for (let i = -warmUp; i < runs; i++) {
    once(machine, strategy);
    if (i >= 0) counts.set(outcome(), (counts.get(outcome()) ?? 0) + 1);
  }
  return counts;
}

/** How often the outcome is `wanted` in the last of a few runs of each of many strategies. */
export function hitsOverSeeds(
  { setup, outcome }: Sampled,
  make: (seed: number) => Strategy,
  wanted: (outcome: string) => boolean,
  { seeds, warmUp }: { readonly seeds: number; readonly warmUp: number },
): number {
  const machine = machineFor(setup);
  let hits = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const strategy = make(seed);
    for (let i = 0; i <= warmUp; i++) once(machine, strategy);
    if (wanted(outcome())) hits++;
  }
  return hits;
}

/** How many standard errors a number of hits is away from what a probability makes of that many runs. */
export function errors(hits: number, runs: number, probability: number): number {
  return (hits - runs * probability) / Math.sqrt(runs * probability * (1 - probability));
}

/** Pearson's chi-square, as standard errors of its own: its mean is the degrees of freedom, its variance twice that. */
export function chiSquare(counts: ReadonlyMap<string, number>, expected: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [outcome, mean] of expected) sum += ((counts.get(outcome) ?? 0) - mean) ** 2 / mean;
  const freedom = expected.size - 1;
  return (sum - freedom) / Math.sqrt(2 * freedom);
}

/** Tasks of so many steps each, called a, b, c …; the outcome is who took each step. */
export function steppers(...lengths: readonly number[]): Sampled {
  let order = "";
  const stepper = (name: string, length: number): Program =>
    function* () {
      for (let i = 1; i <= length; i++) {
        order += name;
        if (i < length) yield* pass();
      }
    };
  const setup = (): { tasks: Program[] } => {
    order = "";
    return { tasks: lengths.map((length, i) => stepper("abcdef"[i]!, length)) };
  };
  return { setup, outcome: () => order };
}

/** All the ways to interleave sequences of so many steps, as `steppers` writes them. */
export function interleavings(...lengths: readonly number[]): string[] {
  if (lengths.every((length) => length === 0)) return [""];
  return lengths.flatMap((length, i) =>
    length === 0
      ? []
      : interleavings(...lengths.map((other, k) => (k === i ? other - 1 : other))).map((rest) => "abcdef"[i]! + rest),
  );
}

/** One task counts up to k, one reads: k/2 is the needle in the haystack. The outcome is what was read. */
export function needle(k: number): Sampled {
  let count = 0;
  let read = -1;
  const setup = (): { tasks: Program[] } => {
    count = 0;
    return {
      tasks: [
        function* () {
          for (let i = 1; i <= k; i++) {
            count = i;
            if (i < k) yield* pass();
          }
        },
        function* () {
          read = count;
        },
      ],
    };
  };
  return { setup, outcome: () => String(read) };
}
