import { DONE } from "../kernel/stages.js";
import { asTask, type Task, type TaskNode } from "../kernel/task.js";
import { onEnd, tellEnd } from "./task-end.js";

/**
 * The end of a task as a promise, for code outside: it is fulfilled with the result, and rejected with the error of a task that
 * failed and with a `CancelledError` for one that was cancelled. It counts as a join: a failure is told here, and the host call
 * that drives the scheduler does not throw it.
 *
 * It drives nothing by itself, and takes a task that has ended, too.
 *
 * @example
 * const task = scheduler.spawn(main);
 * const result = toPromise(task);
 * scheduler.advance(1000);
 * await result;
 */
export function toPromise<R>(task: Task<R>): Promise<R> {
  const target = asTask(task, "toPromise");
  return new Promise((resolve, reject) => {
    const settle = (): void => settleWith(target, (result) => resolve(result as R), reject);
    if (target.stage >= DONE) settle();
    else {
      onEnd(target, () => {
        settle();
        return true;
      });
    }
  });
}

function settleWith(task: TaskNode, resolve: (result: unknown) => void, reject: (error: unknown) => void): void {
  try {
    resolve(tellEnd(task));
  } catch (error) {
    reject(error);
  }
}
