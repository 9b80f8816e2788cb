import type { ExploreSetup, TimeMode } from "rondo/testing";
import type { FaultPlan } from "../../../../lib/testing/explore/faults/options.js";
import { FaultSearch } from "../../../../lib/testing/explore/faults/search.js";
import { Machine } from "../../../../lib/testing/explore/machine/machine.js";
import type { Strategy } from "../../../../lib/testing/explore/strategies/strategy.js";

/** A program has more schedules than were allowed. */
export class TooMany extends Error {}

export interface EndsOptions {
  readonly setup: ExploreSetup;
  readonly time: TimeMode;
  readonly faults: Faults;
}

/** What may be done to a program, and how much of it in one schedule. */
export type Faults = Pick<FaultPlan, "strikes" | "restarts" | "most">;

/**
 * All that a program comes to under the schedules of a strategy: how the run ended, how each task ended, what each of them saw,
 * and the errors. A strategy that has to begin again does.
 */
export function endsUnder(make: () => Strategy, { setup, time, faults }: EndsOptions, limit: number): Set<string> {
  const machine = new Machine({ setup, time, maxSteps: 300, scheduler: {}, goesOn: true, injects: faults });
  const start = (): Strategy => new FaultSearch(machine, make, faults.most);
  let strategy = start();
  let ends = new Set<string>();
  machine.watches = strategy.watches;
  for (let runs = 0; ; runs++) {
    if (!strategy.begin()) {
      if (strategy.stale !== true) return ends;
      strategy = start();
      ends = new Set();
      continue;
    }
    if (runs > limit) throw new TooMany();
    const ending = machine.run(strategy);
    strategy.over(ending);
    if (ending === "endless") throw new TooMany();
    if (ending !== "abandoned") ends.add(endOf(machine, ending));
    if (!strategy.watches || !machine.watch.looksFurther) continue;
    machine.watch.looksFurther = false;
    strategy = start();
    ends = new Set();
  }
}

function endOf(machine: Machine, ending: string): string {
  const errors = [
    ...machine.wrong.map(({ kind, error }) => `${kind} ${String(error)}`),
    ...machine.expected.map(String),
  ];
  const roots = machine.roots.map((task) => `${task.state} ${String(task.error)}`);
  return [ending, machine.faults.join(), ...roots, String(machine.subject.result?.()), ...errors.sort()].join("\n");
}
