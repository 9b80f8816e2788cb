import { DeadlockError, InternalError, LivelockError, OutsideWaitError, TimeLimitError, type Task } from "../index.js";
import { wasCancelled } from "../kernel/join.js";
import { asTask } from "../kernel/task.js";
import { CommandError, EXIT, type ExitCode } from "./exit-codes.js";
import { describeError } from "./report.js";
import type { View } from "./view.js";

/** How a run ended, for the user: an exit code and, where there is something to say, a text. */
export interface Outcome {
  readonly code: ExitCode;
  readonly text?: string;
}

/** What can bring a run to an end besides its program, with the option that is about it. */
const STANDSTILLS = [
  { type: DeadlockError, code: EXIT.deadlock, advice: "" },
  { type: OutsideWaitError, code: EXIT.outsideWait, advice: "To wait for the outside: rondo run --realtime" },
  { type: LivelockError, code: EXIT.livelock, advice: "To allow more turns: rondo run --max-turns <n>" },
  { type: TimeLimitError, code: EXIT.timeLimit, advice: "To allow more time: rondo run --max-time <time>" },
] as const;

/** The outcome of the program itself, once it has ended. */
export function outcomeOf(program: Task, shown: string, view: View): Outcome {
  if (program.state === "failed") return failureOf(program.error, shown, view);
  if (program.state !== "cancelled") return { code: EXIT.ok };
  return { code: EXIT.cancelled, text: wasCancelled(asTask(program, "run")).message };
}

/** The outcome of a run that an error ended: one of the command's own, a standstill, or a failure. */
export function outcomeOfError(error: unknown, shown: string, view: View): Outcome {
  if (error instanceof CommandError) return { code: error.code, text: error.message };
  const standstill = STANDSTILLS.find(({ type }) => error instanceof type);
  if (standstill === undefined) return failureOf(error, shown, view);
  return { code: standstill.code, text: `${(error as Error).message}\n${standstill.advice}`.trimEnd() };
}

/** A program that fails with a deadlock of its own (it joins itself, say) is told like any failure, with the code of a deadlock. */
function failureOf(error: unknown, shown: string, view: View): Outcome {
  const standstill = STANDSTILLS.find(({ type }) => error instanceof type);
  const code = error instanceof InternalError ? EXIT.bug : (standstill?.code ?? EXIT.failed);
  return { code, text: `${shown} failed.\n${describeError(error, view)}` };
}
