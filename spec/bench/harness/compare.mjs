/**
 * Holds the sides of one row against each other.
 *
 * The timing is tinybench's. Its runs are small here, one a trial and side, and the sides take turns: A B C, C B A,
 * A B C, … in one process. A machine that slows down half way then slows all sides, and each ratio is taken between
 * neighbours. mitata would do as well, but collects garbage before each run. That is no favour: whatever is dead then
 * (the schedulers of the run before) takes the compiled code with it that was made for it, and the next run measures the
 * compiler. A scheduler in an application lives on.
 */
import { Bench } from "tinybench";
import { median, spread } from "./statistics.mjs";
import { now, Stopwatch } from "./stopwatch.mjs";

/** Milliseconds for which each side runs before the first trial, and at least in each. */
const WARM_UP = 500;
const TRIAL = 50;

/**
 * @typedef {object} Side
 * @property {string} label what the table calls it
 * @property {string} from the file in `jobs/`
 * @property {string} job the function in that file
 * @property {unknown[]} args what the function is called with
 * @property {number} units how many turns, messages or children one call is
 * @property {unknown} [answer] what the job must answer
 *
 * @typedef {object} Goal
 * @property {string} side the label of the side that is judged
 * @property {string[]} against the labels it is held against; of several, the best one
 * @property {number} atMost the ratio to reach
 *
 * @typedef {object} Rate
 * @property {string} side the label of a side
 * @property {number} atLeast how many units a second are wanted
 */

/** Runs all trials of a row; answers its figures and verdicts. */
export async function compare({ unit, sides, goals, rates = [], agree, trials = 9, calls = 3 }, { quick, progress }) {
  const count = quick ? 3 : trials;
  const contestants = await Promise.all(sides.map(prepare));
  for (const it of contestants) await runFor(quick ? 0 : WARM_UP, 1, it.run);
  if (agree) checkAgreement(contestants);
  for (let trial = 0; trial < count; trial++) {
    const order = trial % 2 === 0 ? contestants : contestants.toReversed();
    for (const it of order) {
      it.figures.push((await runFor(quick ? 0 : TRIAL, quick ? 1 : calls, it.run)) / it.side.units);
      progress(`trial ${trial + 1} of ${count}, ${it.side.label}`);
    }
  }
  const byLabel = new Map(contestants.map((it) => [it.side.label, it.figures]));
  return {
    figures: contestants.map((it) => ({ label: it.side.label, unit, ...spread(it.figures) })),
    verdicts: goals.filter((goal) => byLabel.has(goal.side)).map((goal) => judge(goal, byLabel)),
    notes: rates.map((rate) => describeRate(rate, byLabel)),
  };
}

/** How many units a second there are. That depends on the machine, so it is shown and not judged. */
function describeRate({ side, atLeast }, byLabel) {
  const count = (rate) => Math.round(rate).toLocaleString("en").replaceAll(",", " ");
  return `${side}: ${count(1e9 / median(byLabel.get(side)))} a second, where at least ${count(atLeast)} are wanted`;
}

/** Loads a side's job. Its `run` does the job once and says how long it took. */
async function prepare(side) {
  const jobs = await import(`../jobs/${side.from}.mjs`);
  const job = jobs[side.job];
  const it = { side, figures: [], answer: undefined, run };
  return it;

  async function run() {
    const start = now();
    let answer = job(...side.args);
    if (typeof answer?.then === "function") answer = await answer;
    const end = now();
    if (answer instanceof Stopwatch) return { overriddenDuration: answer.elapsed };
    if ("answer" in side && answer !== side.answer) {
      throw new Error(`${side.label}: ${side.job} answered ${String(answer)}, not ${String(side.answer)}.`);
    }
    it.answer = answer;
    return { overriddenDuration: end - start };
  }
}

/** Sides that do the same work answer the same; one that does not has done something else. */
function checkAgreement([first, ...others]) {
  for (const other of others) {
    if (other.answer === first.answer) continue;
    throw new Error(`${other.side.label} answered ${other.answer}, and ${first.side.label} ${first.answer}.`);
  }
}

/** Runs a job for so many milliseconds and at least so many times; answers the median in nanoseconds. */
async function runFor(time, iterations, run) {
  const bench = new Bench({ time, iterations, warmup: false, throws: true });
  bench.add("", run, { async: true });
  const [task] = await bench.run();
  return task.result.latency.p50 * 1e6;
}

/** The ratio of each trial, taken between runs that were neighbours in time. */
function judge({ side, against, atMost }, byLabel) {
  const present = against.filter((label) => byLabel.has(label));
  const best = present.reduce((a, b) => (median(byLabel.get(b)) < median(byLabel.get(a)) ? b : a));
  const mine = byLabel.get(side);
  const ratio = spread(byLabel.get(best).map((figure, trial) => mine[trial] / figure));
  return { what: `${side} : ${best}`, unit: "×", ...ratio, atMost, reached: ratio.median <= atMost };
}
