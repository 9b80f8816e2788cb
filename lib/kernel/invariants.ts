import { InternalError } from "./errors.js";
import { CHILD, CHILDREN } from "./family-waits.js";
import type { Frame } from "./frame.js";
import { Held } from "./frames.js";
import type { Kernel } from "./kernel.js";
import { OutsideSlot } from "./outside.js";
import { Scope, type Family, type Member } from "./scope.js";
import { ATTENTION, BODY_OVER, BORN, DAEMON, DONE, RETURN, UNWIND, WAITING } from "./stages.js";
import { TaskNode } from "./task.js";

/**
 * What must hold of a kernel between two turns: which queue each task is on and who owns it (`stages.ts`), and that all that
 * points two ways does so both ways. It costs time for every task there is, so that only specs and testers call it.
 *
 * @throws InternalError that says what is broken
 *
 * @example
 * while (step(kernel)) checkInvariants(kernel);
 */
export function checkInvariants(kernel: Kernel): void {
  must(kernel.running === null, () => "a turn is under way");
  must(kernel.reporter.unobserved.length === 0, () => "a failure was not reported at the end of its turn");
  const tasks = checkFamilies(kernel);
  checkQueue(kernel, tasks);
  checkTimers(kernel, tasks);
  for (const task of tasks) {
    checkStage(task);
    checkFrames(task);
    checkScopes(task);
    checkWait(task);
    checkMailbox(task, tasks);
    checkJoiners(task, tasks);
  }
  checkOutside(kernel, tasks);
}

function must(holds: boolean, what: () => string): void {
  if (!holds) throw new InternalError(`An invariant is broken: ${what()}.`);
}

// ── families ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Every task that has not ended is in one family, which hangs below the roots. */
function checkFamilies(kernel: Kernel): Set<TaskNode> {
  const tasks = new Set<TaskNode>();
  const pending: Family[] = [kernel.roots];
  for (let family = pending.pop(); family !== undefined; family = pending.pop()) {
    for (const child of checkFamily(family)) {
      must(!tasks.has(child), () => `${child.label} is in two families`);
      tasks.add(child);
      for (const scope of scopesOf(child)) pending.push(scope);
    }
  }
  return tasks;
}

/** The links of a family run both ways, in the order of birth, and it counts those that it waits for. */
function checkFamily(family: Family): TaskNode[] {
  const children: TaskNode[] = [];
  let younger: Member | null = null;
  for (let at = family.youngest; at !== null; at = at.older) {
    const next: Member | null = younger;
    must(at.younger === next, () => `the links beside ${nameOf(at)} do not run both ways`);
    if (at instanceof TaskNode) children.push(at);
    younger = at;
  }
  children.forEach((child, i) => {
    must(child.home === family, () => `${child.label} is in a family that is not its home`);
    must(child.ordinal < (children[i - 1]?.ordinal ?? Infinity), () => `${child.label} is out of the order of birth`);
    if (family instanceof Scope) must(child.ordinal <= family.task.body.born, () => `${child.label} was not counted`);
  });
  const live = children.filter((child) => (child.flags & DAEMON) === 0).length;
  must(family.live === live, () => `a family of ${live} that are no daemons counts ${family.live}`);
  return children;
}

function nameOf(member: Member | null): string {
  return member instanceof TaskNode ? member.label : "a resource";
}

// ── queues ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A ready task is in the run queue once; nothing else is. */
function checkQueue(kernel: Kernel, tasks: ReadonlySet<TaskNode>): void {
  const ready = new Set<TaskNode>();
  for (const task of kernel.order.list()) {
    must(!ready.has(task), () => `${task.label} is in the run queue twice`);
    must(tasks.has(task), () => `${task.label} has ended or was lost, and is in the run queue`);
    ready.add(task);
  }
  must(kernel.order.size === ready.size, () => "the run queue miscounts");
  for (const task of tasks) {
    const agree = task.stage < WAITING === ready.has(task);
    must(agree, () => `${task.label} is ${task.state}, and the queue says otherwise`);
  }
}

/** Timers are ahead, and each belongs to a task that has not ended and knows that it is set. */
function checkTimers(kernel: Kernel, tasks: ReadonlySet<TaskNode>): void {
  const { timers } = kernel;
  const listed = timers.list();
  must(listed.length === timers.size, () => "the timers miscount");
  must(timers.next === (listed[0]?.time ?? Infinity), () => "the earliest timer is not at the top of the heap");
  const owners = new Set<object>();
  for (const { time, owner } of listed) {
    must(time >= kernel.now && Number.isFinite(time), () => `a timer is set for ${time}, and it is ${kernel.now}`);
    must(!owners.has(owner), () => `a timer for ${time} is set twice`);
    owners.add(owner);
    const task = owner instanceof TaskNode ? owner : ownerOf(owner);
    must(task === undefined || tasks.has(task), () => `${task?.label ?? ""} has ended, and a timer of it is set`);
  }
  for (const task of tasks) {
    must(task.timer < 0 !== owners.has(task), () => `${task.label} and the timers do not agree on whether it sleeps`);
    const deadline = task.extras?.deadline ?? null;
    must(deadline === null || owners.has(deadline), () => `the cleanup of ${task.label} has a bound that is not timed`);
  }
}

function ownerOf(timer: object): TaskNode | undefined {
  return "task" in timer && timer.task instanceof TaskNode ? timer.task : undefined;
}

// ── a task by itself ───────────────────────────────────────────────────────────────────────────────────────────────────

/** `stages.ts`, as a check. */
function checkStage(task: TaskNode): void {
  const { stage, label } = task;
  must(stage < DONE, () => `${label} has ended, and is in its family still`);
  must(stage !== RETURN, () => `${label} is told to return, and does not run`);
  must(stage === WAITING || task.slot === null, () => `${label} does not wait, and its wait keeps something`);
  must(stage !== WAITING || task.value === undefined, () => `${label} waits, and holds a value`);
  if (stage === BORN) {
    must(task.top === task && task.wait === null, () => `${label} was never resumed, and has frames or a wait`);
  }
  if (stage === UNWIND) {
    must(mustUnwind(task) || task.scope?.bodyOver === true, () => `${label} is to unwind, and no scope asks for it`);
  }
  const attentive = (task.flags & ATTENTION) !== 0;
  const extras = task.extras;
  must(attentive || (extras?.interrupts.length ?? 0) === 0, () => `${label} would not look at its interrupts`);
  must((extras?.cancellation ?? null) === null || task.body.doomed, () => `${label} is cancelled and not doomed`);
}

/** The frames are a chain down to the task's own; what a frame holds is held by a scope, too. */
function checkFrames(task: TaskNode): void {
  const resources = new Set<Member>(scopesOf(task).flatMap((scope) => scope.members()));
  const generators = new Set<object>();
  for (const frame of framesOf(task)) {
    must(!generators.has(frame.generator), () => `${task.label} has a frame twice`);
    generators.add(frame.generator);
    for (let exit = frame.exit; exit !== null; exit = exit.next) {
      const held = exit;
      must(
        !(held instanceof Held) || resources.has(held),
        () => `a frame of ${task.label} holds what no scope knows of`,
      );
    }
  }
  must(framesOf(task).at(-1) === task, () => `the outermost frame of ${task.label} is not its body`);
}

/** The scopes of a task are a chain; the base of each is one of its frames, inside the base of the next. */
function checkScopes(task: TaskNode): void {
  const frames: Frame[] = framesOf(task);
  let from = 0;
  for (const scope of scopesOf(task)) {
    const where = `a scope of ${task.label}`;
    const base = frames.indexOf(scope.base, from);
    must(scope.task === task, () => `${where} belongs to ${scope.task.label}`);
    must(base >= 0, () => `${where} is based on none of its frames, or on one outside of the next`);
    must(scope.outer !== null || scope.base === task, () => `the outermost scope of ${task.label} is not its body's`);
    if (scope.returning !== null) {
      const at = frames.indexOf(scope.returning, from);
      must(at >= 0 && at <= base, () => `${where} has told a frame to return that is not inside`);
      must(scope.doomed && scope.torn, () => `${where} has told a frame to return, and is not unwound`);
    }
    must(!scope.insists || scope.returning !== null, () => `${where} insists on the return of no frame`);
    must(!scope.torn || scope.doomed || scope.bodyOver, () => `${where} is torn down for no reason`);
    const looks = !scope.doomed || scope.bodyOver || (task.flags & ATTENTION) !== 0;
    must(looks, () => `${where} is doomed, and the task would not look`);
    if (!scope.bodyOver) must(exitsOf(scope.base).includes(scope), () => `${where} has no end`);
    else if (scope.outer === null) must((task.flags & BODY_OVER) !== 0, () => `${task.label} still takes messages`);
    if (scope.bodyOver && scope === task.scope)
      must(task.top === scope.base, () => `${where} is over, and frames are in it`);
    from = base + 1;
  }
}

// ── waits ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Who is to wake a waiting task knows of it, and nothing keeps waiting that is to unwind. */
function checkWait(task: TaskNode): void {
  if (task.stage === WAITING) must(task.wait !== null, () => `${task.label} waits for nothing`);
  const wait = task.stage === WAITING ? task.wait : null;
  const sleeps = wait !== null && ["sleep", "sleepUntil"].includes(wait.instruction.name);
  const withdrawing = (task.extras?.after ?? null) !== null;
  must(task.timer < 0 === (!sleeps || withdrawing), () => `the timer of ${task.label} and its wait do not agree`);
  if (wait === null || withdrawing) return;
  must(wait === CHILD || !mustUnwind(task), () => `${task.label} is to unwind, and waits for ${String(wait)}`);
  must(owned(task, wait), () => `${task.label} waits for ${String(wait)}, which does not know of it`);
}

function owned(task: TaskNode, { instruction, subject }: NonNullable<TaskNode["wait"]>): boolean {
  const { scope, mailbox } = task;
  switch (instruction.name) {
    case CHILDREN.instruction.name:
      return scope?.bodyOver === true && scope.live > 0;
    case CHILD.instruction.name:
      return scope?.youngest instanceof TaskNode && (scope.youngest.extras?.cancellation ?? null) !== null;
    case "join":
    case "cancel":
      return (subject as TaskNode).joiners?.includes(task) === true;
    case "send":
      return sendersTo(subject as TaskNode).includes(task);
    case "receive":
      return (subject as { match?: unknown }).match !== undefined || mailbox === null || mailbox.size === 0;
    case "suspend":
    case "wait":
      return task.slot instanceof OutsideSlot && task.slot.stands;
    default:
      return true;
  }
}

/** A mailbox keeps its bound, and its senders wait for room only where there is none. */
function checkMailbox(task: TaskNode, tasks: ReadonlySet<TaskNode>): void {
  const senders = sendersTo(task);
  must((task.mailbox?.size ?? 0) <= (task.mailbox?.limit ?? 0), () => `the mailbox of ${task.label} is over its bound`);
  must(
    senders.length === 0 || task.mailbox?.full === true,
    () => `tasks wait to send to ${task.label}, which has room`,
  );
  must(
    senders.length === 0 || (task.flags & BODY_OVER) === 0,
    () => `tasks wait to send to ${task.label}, which reads no more`,
  );
  checkWaiters(senders, task, tasks);
}

function sendersTo(task: TaskNode): TaskNode[] {
  return task.mailbox?.senders.toArray().map((sender) => sender.waiter.task) ?? [];
}

/** Each joiner waits for the end of this very task, once. */
function checkJoiners(task: TaskNode, tasks: ReadonlySet<TaskNode>): void {
  checkWaiters(task.joiners?.filter((joiner) => joiner instanceof TaskNode) ?? [], task, tasks);
}

function checkWaiters(waiters: readonly TaskNode[], target: TaskNode, tasks: ReadonlySet<TaskNode>): void {
  must(new Set(waiters).size === waiters.length, () => `a task waits for ${target.label} twice`);
  for (const waiter of waiters) {
    const waits = tasks.has(waiter) && waiter.stage === WAITING && waiter.wait !== null;
    must(waits, () => `${waiter.label} is among those that wait for ${target.label}, and does not`);
    const wakers = waiter.wait?.instruction.wakers(waiter, waiter.wait) ?? [];
    must(
      wakers.includes(target),
      () => `${waiter.label} is among those that wait for ${target.label}, and waits for another`,
    );
  }
}

/** What is waited for outside belongs to a task that waits; a task that waits for nothing else is known to do so. */
function checkOutside(kernel: Kernel, tasks: ReadonlySet<TaskNode>): void {
  for (const { task } of kernel.outside) {
    must(tasks.has(task) && task.stage === WAITING, () => `${task.label} does not wait outside, and is said to`);
  }
  for (const { label, slot, stage } of tasks) {
    if (stage !== WAITING || !(slot instanceof OutsideSlot)) continue;
    must(kernel.outside.has(slot), () => `${label} waits outside, and nobody knows of it`);
  }
}

// ── chains ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Whether a scope around the task is doomed and nothing in between masks it: `wantsUnwinding`, without its effect. */
function mustUnwind(task: TaskNode): boolean {
  for (let scope = task.scope; scope?.returning === null; scope = scope.outer) {
    if (scope.doomed) return true;
    if (scope.shielded) return false;
  }
  return false;
}

/** Innermost first. */
function scopesOf(task: TaskNode): Scope[] {
  const all: Scope[] = [];
  for (let scope = task.scope; scope !== null; scope = scope.outer) all.push(scope);
  return all;
}

/** Innermost first. */
function framesOf(task: TaskNode): Frame[] {
  const all: Frame[] = [];
  for (let frame: Frame | null = task.top; frame !== null; frame = frame.outer) all.push(frame);
  return all;
}

function exitsOf(frame: Frame): unknown[] {
  const all: unknown[] = [];
  for (let exit = frame.exit; exit !== null; exit = exit.next) all.push(exit);
  return all;
}
