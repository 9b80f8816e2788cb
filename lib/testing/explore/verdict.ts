import { leftovers } from "../../host/inspect.js";
import { OutsideWaitError } from "../../kernel/errors.js";
import { isError, preview } from "../../kernel/preview.js";
import { refusalOf, sourceOf } from "../scene-checks.js";
import type { Ending } from "./machine/chooser.js";
import type { Machine } from "./machine/machine.js";
import type { Wrong } from "./machine/machine-options.js";

/** The ways in which a schedule can fail. */
export type FailureKind =
  /** An error escaped from the program. */
  | "error"
  /** An `invariant` did not hold after a step. */
  | "invariant"
  /** The final `check` threw. */
  | "check"
  /** Tasks are left, and nothing can wake them. */
  | "deadlock"
  /** It goes on for ever, and gets nowhere. */
  | "livelock"
  /** What had to be so `eventually` was never so. */
  | "liveness"
  /** A task, lock, permit, timer or listener was left behind, or a cleanup was not done. */
  | "leak"
  /** Two schedules do not come to the same. */
  | "disagreement"
  /** An `audit` saw a final state that the reduced search did not: there is state that is not tracked. */
  | "untracked"
  /** The same choices do not give the same run. */
  | "nondeterminism";

/** What a single run shows by itself, whatever its order. */
export const PLAIN: ReadonlySet<FailureKind> = new Set<FailureKind>([
  "error",
  "invariant",
  "check",
  "deadlock",
  "leak",
  "disagreement",
]);

/** What is wrong with a run. */
export interface Problem {
  readonly kind: FailureKind;
  /** The error that tells of it, if there is one. */
  readonly error: unknown;
  /** It in words. */
  readonly text: string;
  /** The steps end in a state that was there before, and can be repeated from there for ever. */
  readonly isCycle?: boolean;
}

/** What is wrong with a run that has come to its end; `undefined` where all is right. */
export function judge(machine: Machine, ending: Ending): Problem | undefined {
  const [first] = machine.wrong;
  if (first !== undefined) return { ...first, text: textOf(first) };
  if (ending === "stuck") {
    const error = machine.standstill;
    if (machine.subject.expects(error)) return undefined;
    return { kind: "deadlock", error, text: standingStill(error) };
  }
  if (ending === "endless") return neverSo(machine) ?? endless(machine);
  return ending === "done" ? judgeEnd(machine) : undefined;
}

/** What a run that stands still is told in place of the advice to wait for the outside. */
export const ONLY_OUTSIDE = "Only the outside can wake what is left, and an exploration waits for nothing outside";

/** Nobody can do what the error of a plain run says, where tasks wait for the outside. */
function standingStill(error: Error): string {
  if (!(error instanceof OutsideWaitError)) return error.message;
  const [, ...waits] = error.message.split("\n");
  return [`${ONLY_OUTSIDE}. Let a task of the scene answer in its place:`, ...waits].join("\n");
}

function endless(machine: Machine): Problem {
  const text = `It has not come to an end after ${String(machine.stepCount)} steps. ${standingClock(machine) ?? MORE_STEPS}`;
  return { kind: "livelock", error: undefined, text };
}

const MORE_STEPS = "Raise steps if it should have more. What is to go on for ever belongs into a daemon.";

/** Tasks that only look again and again keep the clock from moving, and so those that sleep from doing what is looked for. */
function standingClock({ kernel, stepCount, options }: Machine): string | undefined {
  const { timers, budget } = kernel;
  if (options.time !== "quiescent" || timers.size === 0 || budget.spent * 2 < stepCount) return undefined;
  return (
    `The clock moves when no task can go on, so the next timer, at ${String(timers.next)}, is never due. ` +
    'A task that waits by looking again and again should wait for a message or a Condition, or sleep; or try time: "any".'
  );
}

/** What had to be so eventually, and was not so up to here. */
export function neverSo({ lookout, stepCount }: Machine): Problem | undefined {
  const [condition] = lookout.awaited;
  if (condition === undefined) return undefined;
  const text = `What has to be so eventually was never so in ${String(stepCount)} steps: ${sourceOf(condition)}`;
  return { kind: "liveness", error: undefined, text };
}

function judgeEnd(machine: Machine): Problem | undefined {
  const { kernel, subject, cleanups } = machine;
  const faults = [...leftovers(kernel).map((thing) => `left behind: ${thing}`), ...cleanups.audit()];
  if (faults.length > 0) return { kind: "leak", error: undefined, text: faults.join("\n") };
  const awaited = neverSo(machine);
  if (awaited !== undefined) return awaited;
  if (subject.check === undefined) return undefined;
  try {
    const answer: unknown = subject.check({
      results: machine.roots.map((task) => task.result),
      errors: machine.expected,
      faults: machine.faults,
    });
    const text = refusalOf(answer, subject.check);
    return text === undefined ? undefined : { kind: "check", error: undefined, text };
  } catch (error) {
    return { kind: "check", error, text: textOf({ kind: "check", error }) };
  }
}

function textOf({ kind, error, condition }: Omit<Wrong, "kind"> & { readonly kind: FailureKind }): string {
  if (kind === "invariant" && condition !== undefined) return `What has to hold does not hold: ${sourceOf(condition)}`;
  return isError(error) ? `${error.name}: ${error.message}` : preview(error);
}
