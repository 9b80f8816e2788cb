import { wasCancelled } from "../kernel/join.js";
import type { Kernel } from "../kernel/kernel.js";
import { suppress } from "../kernel/notes.js";
import { CANCELLED, FAILED, OBSERVED } from "../kernel/stages.js";
import type { TaskNode } from "../kernel/task.js";
import { makeKernel, type SchedulerOptions } from "./options.js";
import { close, runToEnd } from "./virtual-time.js";

/**
 * Runs a program to its end in virtual time and returns what it returned. Whatever is left when it throws is cancelled and
 * cleaned up first.
 * @throws the program's own error; CancelledError; DeadlockError; OutsideWaitError; LivelockError; TimeLimitError
 *
 * @example
 * const answer = run(function* () {
 *   yield* sleep(1000);
 *   return 42;
 * });
 */
export function run<R>(program: () => Generator<unknown, R, unknown>, options: SchedulerOptions = {}): R {
  const kernel = makeKernel(options);
  const root = spawnMain(kernel, program);
  return kernel.drive("run", () => {
    try {
      runToEnd(kernel);
    } catch (error) {
      closeUnder(kernel, error);
      throw error;
    }
    return outcomeOf(root) as R;
  });
}

/** The root of `run` and `runAsync`: its failure is theirs to throw, so that nobody else reports it. */
export function spawnMain(kernel: Kernel, program: unknown): TaskNode {
  const root = kernel.spawn(null, null, program, []);
  root.flags |= OBSERVED;
  return root;
}

/** What a root that has ended gives: its result, or what is to be thrown. */
export function outcomeOf(root: TaskNode): unknown {
  if (root.stage === FAILED) throw root.value;
  if (root.stage === CANCELLED) throw wasCancelled(root);
  return root.value;
}

/** Cleans up what a failed run left; errors of that are kept under the error that ended the run. */
function closeUnder(kernel: Kernel, error: unknown): void {
  try {
    close(kernel);
  } catch (later) {
    suppress(error, later);
  }
}
