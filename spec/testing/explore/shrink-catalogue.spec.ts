import { bugs, type Bug } from "../../../examples/bugs/index.js";
import { planOf, type Plan } from "../../../lib/testing/explore/options.js";
import { Reruns, type Rerun } from "../../../lib/testing/explore/rerun.js";
import { wayOf } from "../../../lib/testing/explore/sameness.js";
import { certify } from "../../../lib/testing/explore/shrink/certify.js";
import { Shrinker } from "../../../lib/testing/explore/shrink/shrinker.js";
import { RandomWalk } from "../../../lib/testing/explore/strategies/random.js";

const RUNS = 20;

function planFor({ facts: { time = "quiescent" } }: Bug): Plan {
  return planOf({ strategy: "random", time, steps: 300 });
}

/** Failing runs of a random walk. */
function* failingRuns(reruns: Reruns): Generator<Rerun, void> {
  const walk = new RandomWalk(7);
  for (let found = 0; found < RUNS;) {
    const run = reruns.run(walk);
    if (run.problem === undefined) continue;
    found++;
    yield run;
  }
}

/** How random failing runs of a bug come out when they are made simpler. */
function shrunk(bug: Bug): { readonly least: number; readonly replays: number } {
  const plan = planFor(bug);
  const reruns = new Reruns(bug.default, plan);
  const minima = new Map<string, number>();
  let [least, replays] = [0, 0];
  for (const run of failingRuns(reruns)) {
    const before = reruns.count;
    const best = new Shrinker(reruns, run, { budget: 1000 }).shrink();
    replays += reruns.count - before;
    const way = wayOf(run.problem!);
    expect(wayOf(best.problem!)).toBe(way);
    const known = minima.get(way);
    const minimum = known ?? certify(new Reruns(bug.default, plan), best).log.preemptions;
    minima.set(way, minimum);
    expect(best.log.preemptions).toBeGreaterThanOrEqual(minimum);
    if (best.log.preemptions === minimum) least++;
  }
  return { least, replays };
}

test("over the catalogue of bugs, nearly all random failing runs come down to the fewest preemptions, in few replays", () => {
  const all = Object.values(bugs).map(shrunk);
  const total = all.length * RUNS;
  const [least, replays] = all.reduce(([a, b], one) => [a + one.least, b + one.replays], [0, 0]);
  expect(least / total).toBeGreaterThan(0.95);
  expect(replays / total).toBeLessThan(15);
});
