import { checkSetup } from "../scene-checks.js";
import type { Setup } from "../scene.js";
import { caseToSource, disturb, type SweepCase } from "./case.js";
import { SweepFailure } from "./failure.js";
import { planOf, type Plan, type SweepOptions, type SweepReport } from "./options.js";
import { SweepRun } from "./run.js";

/**
 * Runs a small program again and again, and disturbs one task of it before one turn: each task before each turn once with a
 * cancellation, and once with an interrupt. Whenever that comes, all has to be cleaned up. In the end no task, wait, timer,
 * lock, permit or listener is left; each cleanup on the books was done once, and inner ones before outer ones; no error has
 * escaped that does not come of the disturbance; and the scene's own `check` is content.
 *
 * The program runs in virtual time, and has to come to its end when it is left to itself. Tasks that wait for ever because
 * another one was disturbed are cancelled in the end, and are no fault.
 * @throws SweepFailure for the first run that does not come out right
 *
 * @example
 * sweep((cleanups) => {
 *   const connections = new Semaphore(1);
 *   function* worker() {
 *     using permit = yield* connections.acquire();
 *     const done = cleanups.due("worker");
 *     try { yield* sleep(10); } finally { done(); }
 *   }
 *   return { tasks: [worker, worker], check: () => assert.equal(connections.available, 1) };
 * });
 */
export function sweep(setup: Setup, options: SweepOptions = {}): SweepReport {
  checkSetup(setup, "sweep");
  const plan = planOf(options);
  const calm = runUndisturbed(setup, plan);
  const cases = plan.only === undefined ? allCases(plan, calm) : [plan.only];
  for (const each of cases) runDisturbed(setup, plan, calm, each);
  return { steps: calm.trail.length, runs: cases.length + 1 };
}

/** What the program does when it is left to itself. */
interface Calm {
  readonly trail: readonly string[];
  /** The ids of the tasks that are there before each turn. */
  readonly tasks: readonly (readonly string[])[];
}

function allCases(plan: Plan, calm: Calm): SweepCase[] {
  return plan.acts.flatMap((act) => calm.tasks.flatMap((ids, step) => ids.map((task) => ({ act, task, step }))));
}

function runUndisturbed(setup: Setup, plan: Plan): Calm {
  const run = new SweepRun(setup, plan);
  const tasks = [run.ids];
  while (!run.isOver && run.trail.length < plan.maxSteps && run.step()) tasks.push(run.ids);
  const faults = run.isOver ? [] : [`it does not come to its end by itself:\n${run.tree}`];
  const wrong = run.audit(true);
  faults.push(...wrong.faults);
  if (faults.length > 0) throw new SweepFailure("The program was left to itself", faults, { cause: wrong.cause });
  return { trail: run.trail, tasks };
}

function runDisturbed(setup: Setup, plan: Plan, calm: Calm, only: SweepCase): void {
  const run = new SweepRun(setup, plan);
  while (run.trail.length < only.step && run.step());
  checkSame(run.trail, calm.trail);
  const task = run.trail.length < only.step ? undefined : run.find(only.task);
  if (task === undefined) throw new SweepFailure("There is no such task at that step", [caseToSource(only)]);
  const what = disturb(task, only);
  const faults = run.finish(only.act === "cancel" ? task : undefined, turnsFor(plan, calm));
  const wrong = run.audit(false);
  faults.push(...wrong.faults);
  if (faults.length > 0) throw new SweepFailure(what, faults, { only, cause: wrong.cause });
}

/** A program that waits for a disturbed task may go on for ever, if others only pass the time: it is closed then. */
function turnsFor(plan: Plan, { trail }: Calm): number {
  return Math.min(plan.maxSteps, 10 * trail.length + 1000);
}

/** What comes before the disturbance is the same in each run, unless the program keeps something from one run to the next. */
function checkSame(trail: readonly string[], calm: readonly string[]): void {
  const at = trail.findIndex((turn, step) => turn !== calm[step]);
  if (at < 0) return;
  throw new SweepFailure("Two runs of the program differ before anything was done to it", [
    `turn ${String(at)} of the first: ${calm[at] ?? "there is none"}`,
    `turn ${String(at)} of a later one: ${trail[at] ?? "there is none"}`,
    "make all that the program changes inside of setup, which is called for each run",
  ]);
}
