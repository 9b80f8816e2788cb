import { wayOf } from "../../../lib/testing/explore/sameness.js";
import { planOf } from "../../../lib/testing/explore/options.js";
import { Follow, Reruns, type Rerun } from "../../../lib/testing/explore/rerun.js";
import { Exhaustive } from "../../../lib/testing/explore/strategies/exhaustive.js";
import { RandomWalk } from "../../../lib/testing/explore/strategies/random.js";
import { leastOrderings, type Ordering, type StepOf } from "../../../lib/testing/explore/story/orderings.js";
import { Telling } from "../../../lib/testing/explore/story/telling.js";
import type { ExploreSetup, TimeMode } from "../../../lib/testing/index.js";
import { lateReply, leaky, lockOrder, lostUpdate, overlap } from "./failing-scenes.js";

/** Where in a run a step comes; never, where it does not. */
function placeOf({ log }: Rerun, { actor, nth }: StepOf): number {
  let count = 0;
  const place = log.actors.findIndex(({ id }) => id === actor.id && ++count === nth);
  return place < 0 ? Infinity : place;
}

const obeys = (run: Rerun, orderings: readonly Ordering[]): boolean =>
  orderings.every(({ first, second }) => {
    const [a, b] = [placeOf(run, first), placeOf(run, second)];
    return a < b || b === Infinity;
  });

const scenes: readonly [string, ExploreSetup, TimeMode][] = [
  ["a lost update of two", lostUpdate(2), "quiescent"],
  ["a lost update of three", lostUpdate(3), "quiescent"],
  ["two locks", lockOrder, "quiescent"],
  ["a lock that is kept", leaky, "quiescent"],
  ["a late reply", lateReply, "any"],
  ["an overlap", overlap, "quiescent"],
];

test.each(scenes)(
  "for %s: all schedules with the orderings fail, and without any of them one does not",
  (_, setup, time) => {
    const plan = planOf({ strategy: "random", time });
    const all: Rerun[] = [];
    const exhaustive = new Exhaustive();
    const every = new Reruns(setup, plan);
    while (exhaustive.begin()) all.push(every.run(exhaustive));
    const walk = new RandomWalk(1);
    for (let n = 0; n < 10;) {
      const failing = new Reruns(setup, plan).run(walk);
      if (failing.problem === undefined) continue;
      n++;
      const reruns = new Reruns(setup, plan, true);
      const telling = new Telling(new Follow(failing.log.indexes));
      telling.run(reruns);
      const { orderings } = leastOrderings(reruns, {
        steps: telling.steps.map(({ event }) => event),
        problem: failing.problem,
      })!;
      const way = wayOf(failing.problem);
      const fails = (run: Rerun) => run.problem !== undefined && wayOf(run.problem) === way;
      expect(all.filter((run) => obeys(run, orderings)).every(fails)).toBe(true);
      for (const one of orderings) {
        const rest = orderings.filter((other) => other !== one);
        expect(all.filter((run) => obeys(run, rest)).every(fails)).toBe(false);
      }
    }
  },
);
