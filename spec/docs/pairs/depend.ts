/** Whether two steps of a program depend on each other, by the footprints that they leave. */
import { pass, type Program } from "../../../lib/index.js";
import type { Chooser, Point, Step } from "../../../lib/testing/explore/machine/chooser.js";
import { conflict } from "../../../lib/testing/explore/machine/footprint.js";
import { Machine } from "../../../lib/testing/explore/machine/machine.js";
import { usualChoice } from "../../../lib/testing/explore/schedule.js";
import type { TimeMode } from "../../../lib/testing/explore/machine/time.js";

/** A program, and who takes its first steps. The two that are looked at have a `*`. */
export interface Pair {
  readonly steps: string;
  readonly make: () => readonly Program[];
  readonly time?: TimeMode;
}

/** Follows a list of ids, and keeps what each step touches. */
class Watcher implements Chooser {
  readonly taken: Step[] = [];
  private readonly ids: readonly string[];

  constructor(ids: readonly string[]) {
    this.ids = ids;
  }

  choose(point: Point): number {
    const id = this.ids[point.depth];
    if (id === undefined) return usualChoice(point);
    const index = point.enabled.findIndex((actor) => actor.id === id);
    if (index < 0) throw new Error(`${id} cannot go on after ${this.taken.map(({ actor }) => actor.id).join(" ")}`);
    return index;
  }

  stepped(step: Step): void {
    this.taken.push({ ...step });
  }
}

/** Whether the two steps of a pair depend on each other. */
export function depend({ steps, make, time = "quiescent" }: Pair): boolean {
  const words = steps.split(" ");
  const machine = new Machine({
    setup: () => ({ tasks: make() }),
    time,
    maxSteps: 100,
    scheduler: {},
    goesOn: true,
  });
  machine.watches = true;
  const watcher = new Watcher(words.map((word) => word.replace("*", "")));
  machine.run(watcher);
  const [one, other] = words.flatMap((word, i) => (word.endsWith("*") ? [watcher.taken[i]!] : []));
  return one!.barrier || other!.barrier || conflict(one!.footprint, other!.footprint);
}

/** The same for two tasks. */
export const both = (program: Program): Program[] => [program, program];

/** Whatever reads something to no end. */
export const see = (_value: unknown): void => {};

export const idle = function* (): Generator<unknown, void> {
  yield* pass();
};
