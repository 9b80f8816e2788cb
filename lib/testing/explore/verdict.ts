import { leftovers } from "../../host/inspect.js";
import { OutsideWaitError } from "../../kernel/errors.js";
import { isError, preview } from "../../kernel/preview.js";
import { refusalOf } from "../scene-checks.js";
import type { Ending } from "./chooser.js";
import type { Machine } from "./machine.js";
import type { Wrong } from "./machine-options.js";

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

/** Nobody can do what the error of a plain run says, where tasks wait for the outside. */
function standingStill(error: Error): string {
  if (!(error instanceof OutsideWaitError)) return error.message;
  const [, ...waits] = error.message.split("\n");
  const text = "Only the outside can wake what is left, and an exploration waits for nothing outside.";
  return [`${text} Let a task of the scene answer in its place:`, ...waits].join("\n");
}

function endless(machine: Machine): Problem {
  const text = `It has not come to an end after ${String(machine.stepCount)} steps. Raise steps if it should have more.`;
  return { kind: "livelock", error: undefined, text };
}

/** What had to be so eventually, and was not so up to here. */
export function neverSo({ lookout, stepCount }: Machine): Problem | undefined {
  const [condition] = lookout.awaited;
  if (condition === undefined) return undefined;
  const text = `What has to be so eventually was never so in ${String(stepCount)} steps: ${sourceOf(condition)}`;
  return { kind: "liveness", error: undefined, text };
}

/** The beginning of a function's text: of a condition it says more than its name. */
function sourceOf(condition: () => unknown): string {
  const text = condition.toString().replace(/\s+/g, " ");
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
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
    const text = refusalOf(answer);
    return text === undefined ? undefined : { kind: "check", error: undefined, text };
  } catch (error) {
    return { kind: "check", error, text: textOf({ kind: "check", error }) };
  }
}

function textOf({ kind, error }: Pick<Wrong, "error"> & { readonly kind: FailureKind }): string {
  if (kind === "invariant" && error === undefined) return "An invariant does not hold.";
  return isError(error) ? `${error.name}: ${error.message}` : preview(error);
}
