import { CleanupTimeoutError } from "./errors.js";
import type { Kernel } from "./kernel.js";
import { CHILD, CHILDREN } from "./family-waits.js";
import { breakWait, doom, isUnwinding } from "./doom.js";
import type { Scope } from "./scope.js";
import { ATTENTION, BODY_OVER, BORN, DONE, UNWIND, WAITING } from "./stages.js";
import { TaskNode } from "./task.js";
import type { Timed } from "./timers.js";
import { checkDuration, instantAfter } from "./checks.js";
import { abandon } from "./abandon.js";

/** What a cancellation comes from, where that is no plain call. */
interface Origin {
  readonly request?: object;
  readonly teardown?: Scope;
}

/** Who goes with the scope around it was cancelled where that was. */
function siteOf(kernel: Kernel, { request, teardown }: Origin): string | undefined {
  return teardown === undefined ? kernel.site(request) : teardown.task.extras?.cancellation?.site;
}

/** Asks a task to end (C1): the first reason wins, and a tighter bound on the cleanup counts. */
export function requestCancel(
  kernel: Kernel,
  task: TaskNode,
  reason: unknown,
  within: number | undefined,
  origin: Origin = {},
): void {
  if (within !== undefined) checkDuration(within, "cancel: within");
  kernel.touch(task, "wake", "write");
  if (task.stage >= DONE) return;
  if (within !== undefined) bound(kernel, task, within);
  if (task.more.cancellation !== null) return;
  task.more.interrupts.length = 0;
  task.more.cancellation = { reason, site: siteOf(kernel, origin), teardown: origin.teardown };
  kernel.observer?.cancelled(task, reason);
  // One that was never resumed is unwound where it stands in the queue: its body does not run (C6).
  if (task.stage === BORN) task.stage = UNWIND;
  doom(kernel, task.body);
}

/** Throws `error` at the present wait of a task, or at its next one (I1). False where it unwinds or has ended. */
export function interruptTask(kernel: Kernel, task: TaskNode, error: unknown): boolean {
  const gone = task.stage >= DONE || (task.flags & BODY_OVER) !== 0;
  kernel.touch(task, "wake", "write");
  if (gone || isUnwinding(task)) return false;
  kernel.observer?.interrupted(task, error);
  task.more.interrupts.push(error);
  task.flags |= ATTENTION;
  const waits = task.stage === WAITING && task !== kernel.running && task.more.after === null;
  if (waits) breakWait(kernel, task);
  return true;
}

/** Bounds the cleanup of a task; of several bounds the one that ends first counts (C5). */
function bound(kernel: Kernel, task: TaskNode, within: number): void {
  const more = task.more;
  kernel.touch(kernel, "clock", "read");
  const time = instantAfter(kernel.now, within, "cancel: within");
  if (more.deadline !== null) {
    if (more.deadline.time <= time) return;
    kernel.timers.clear(more.deadline);
  }
  more.deadline = new Deadline(task, time, within);
  kernel.timers.set(more.deadline, time);
}

class Deadline implements Timed {
  timer = -1;
  readonly task: TaskNode;
  readonly time: number;
  readonly within: number;

  constructor(task: TaskNode, time: number, within: number) {
    this.task = task;
    this.time = time;
    this.within = within;
  }

  due(): void {
    const task = this.task;
    const at = whereItStands(task);
    const inside = at === task ? "" : ` in ${at.path}`;
    const where = at.wait === null ? "" : `, at ${at.wait.toString()}${inside}`;
    const error = new CleanupTimeoutError(
      `The cleanup of ${task.path} did not end within ${String(this.within)}${where}, and was abandoned with all below it. ` +
        `Give it more time, or bound the waits of the cleanup itself.`,
    );
    abandon(task.kernel, task, error);
  }
}

/** The task for which a cleanup waits in the end: that of its youngest child, and so on. */
function whereItStands(task: TaskNode): TaskNode {
  let at = task;
  while (at.wait === CHILD || at.wait === CHILDREN) {
    const youngest = at.scope?.youngest;
    if (!(youngest instanceof TaskNode)) break;
    at = youngest;
  }
  return at;
}
