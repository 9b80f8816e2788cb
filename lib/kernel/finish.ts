import { TaskFinishedError } from "./errors.js";
import { removeMember } from "./family.js";
import { RETURNED, THREW, UNWOUND, type How } from "./frame.js";
import type { AnyGenerator } from "./generators.js";
import { isEchoOfTeardown } from "./join.js";
import type { Kernel } from "./kernel.js";
import { findNotes, forgetPrimitive, notesOf, suppress, type Notes } from "./notes.js";
import { Scope } from "./scope.js";
import { BODY_OVER, CANCELLED, DAEMON, DONE, FAILED, OBSERVED, SUPERVISED, UNWIND, WAITING } from "./stages.js";
import type { TaskNode } from "./task.js";
import { CHILDREN, CHILD } from "./family-waits.js";
import { doom } from "./doom.js";

/** Stands for the generator of a task that has ended. */
const GONE: AnyGenerator = (function* () {})();
GONE.return(undefined);

/** The end of a task: it leaves its scope, then fails it, then answers the joiners that still wait, in order (F2). */
export function finish(kernel: Kernel, task: TaskNode, outcome: How, value: unknown): void {
  const how = outcome === THREW && isEchoOfTeardown(task, value) ? UNWOUND : outcome;
  if (how === THREW) annotate(task, value);
  task.stage = how === RETURNED ? DONE : how === THREW ? FAILED : CANCELLED;
  task.value = how === UNWOUND ? undefined : value;
  kernel.observer?.ended(task);
  closeMailbox(kernel, task);
  clearDeadline(kernel, task);
  task.wait = null;
  task.scope = null;
  // Who keeps a finished task keeps no generator: spawning 100 000 and joining them takes a sixth less.
  task.generator = GONE;
  kernel.reporter.tell("end", task);
  const held = task.extras?.held;
  if (held !== null && held !== undefined) for (const lock of [...held]) lock.ownerEnded(task);
  leaveHome(kernel, task);
  failHome(kernel, task);
  const isJoined = answerJoiners(kernel, task);
  if (task.stage === FAILED) kernel.touch(task, "joiners", "write");
  const unobserved = task.stage === FAILED && (task.flags & OBSERVED) === 0;
  if (unobserved) kernel.reporter.unobserved.push(task);
  if (unobserved || task.home === kernel.roots) kernel.hostIsCalled = true;
  if (task.stage === FAILED && task.home === kernel.roots && !isJoined) notesOf(task.value).sealed = true;
}

/** Keeps with an error where it came from. The innermost task in which it was raised is named; those around it know less. */
function annotate(task: TaskNode, error: unknown): void {
  const notes = newNotes(task, error);
  if (notes.path !== undefined) return;
  notes.path = task.path;
  if (task.wait !== null) notes.waitedFor ??= task.wait.toString();
  if (task.parent !== undefined) notes.spawnedBy = task.parent.name;
  if (task.extras?.site !== undefined) notes.spawnedAt = task.extras.site;
  const site = task.extras?.cancellation?.site;
  if (site !== undefined) notes.cancelledAt = site;
}

/** The notes of an error; new ones for a primitive that was thrown before, by a task that is none of those inside. */
function newNotes(task: TaskNode, error: unknown): Notes {
  if (typeof error !== "object" || error === null) {
    const path = findNotes(error)?.path;
    if (path !== undefined && !path.endsWith(task.path)) forgetPrimitive(error);
  }
  return notesOf(error);
}

/** Keeps with an error that leaves a body what the task had waited for until then: waits for its children follow. */
export function noteWait(task: TaskNode, error: unknown): void {
  if (task.wait !== null) notesOf(error).waitedFor ??= task.wait.toString();
}

/** The body of a task has ended: nobody will read its mail any more, and those that wait to send to it are told. */
export function closeMailbox(kernel: Kernel, task: TaskNode): void {
  if ((task.flags & BODY_OVER) === 0) {
    task.flags |= BODY_OVER;
    kernel.touch(task, "mail", "write");
    const senders = task.mailbox?.senders;
    for (let next = senders?.shift(); next !== undefined; next = senders?.shift()) {
      next.waiter.failed(finished(task));
    }
  }
  if (task.stage >= DONE && task.mailbox !== null && task.mailbox.size > 0) {
    kernel.reporter.tell("unread", task, task.mailbox.toArray());
  }
}

export function finished(task: TaskNode): TaskFinishedError {
  return new TaskFinishedError(
    `${task.label} has ended and takes no messages. Join it, or look at task.done, before you send to it.`,
  );
}

function clearDeadline(kernel: Kernel, task: TaskNode): void {
  const deadline = task.extras?.deadline;
  if (deadline !== null && deadline !== undefined) kernel.timers.clear(deadline);
}

function leaveHome(kernel: Kernel, task: TaskNode): void {
  const home = task.home;
  const wasYoungest = home.youngest === task;
  removeMember(home, task);
  if ((task.flags & DAEMON) === 0) home.live--;
  if (!(home instanceof Scope)) return;
  const owner = home.task;
  if (owner.scope !== home || owner.stage !== WAITING) return;
  const isAwaited = owner.wait === CHILD ? wasYoungest : owner.wait === CHILDREN && home.live === 0;
  if (isAwaited) kernel.wake(owner, UNWIND, undefined);
}

function failHome(kernel: Kernel, task: TaskNode): void {
  const home = task.home;
  if (task.stage !== FAILED || !(home instanceof Scope)) return;
  if ((task.flags & SUPERVISED) !== 0 || home.supervised) return;
  task.flags |= OBSERVED;
  note(home, task.value);
  doom(kernel, home);
}

/** True where one of them was told of a failure. */
function answerJoiners(kernel: Kernel, task: TaskNode): boolean {
  const joiners = task.joiners ?? [];
  task.joiners = null;
  let isTold = false;
  for (const joiner of joiners) {
    if (joiner.wait?.instruction.ended(kernel, joiner, task) === true) isTold = true;
  }
  if (isTold) task.flags |= OBSERVED;
  return isTold;
}

/** Keeps an error that a task threw under the one that came first, with where it came from. */
export function suppressIn(task: TaskNode, first: unknown, later: unknown): void {
  if (first === later) return;
  annotate(task, later);
  suppress(first, later);
}

/** Keeps an error with a scope: the first is the scope's own, those after it are suppressed under it. */
export function note(scope: Scope, error: unknown): void {
  if (scope.failed) suppressIn(scope.task, scope.error, error);
  else {
    scope.failed = true;
    scope.error = error;
  }
}
