/** How tasks are born, asked to end, interrupted and given up, and what their end brings. */
import type { Code } from "./code.js";
import { Cancelled, Failure, shown, suppress } from "./errors.js";
import { heard } from "./groups.js";
import { notify } from "./locks.js";
import { closeMailbox } from "./mail.js";
import type { SpawnOptions } from "./program.js";
import { Scope, Task, type Outcome, type Request, type World } from "./state.js";
import { answer, cutShort, fail, makeReady, withdraw, without } from "./waits.js";

/** What a task is that was spawned without options. */
export const PLAIN_TASK: SpawnOptions = { daemon: false, supervised: false, mailbox: Infinity, priority: 0 };

/** A new task: a child of the innermost scope of `parent`, or a root. It enters the queue at once (F1, T2). */
export function bear(world: World, parent: Task | undefined, code: (task: Task) => Code, options: SpawnOptions): Task {
  const scope = parent?.scope;
  if (scope !== undefined && (isDoomed(scope) || scope.bodyOver)) throw new Failure("ScopeClosedError");
  const id = parent === undefined ? String(world.roots.length + 1) : `${parent.id}.${++parent.born}`;
  const task = new Task(id, scope, options);
  task.stack = [new Scope(task, "none"), { kind: "code", code: code(task) }];
  if (scope === undefined) world.roots.push(task);
  else scope.members.push(task);
  world.tasks.push(task);
  world.queue.push(task);
  return task;
}

/** A scope and those around it are to be unwound, as far out as nothing in between holds that back. */
export function isDoomed(scope: Scope): boolean {
  const { scopes } = scope.task;
  for (const at of scopes.slice(scopes.indexOf(scope))) {
    if (at !== scope && at.returning !== undefined) return false;
    if (at.doomed) return true;
    if (at.traits === "shielded" || at.traits === "cleanup") return false;
  }
  return false;
}

/** Whether a task is to unwind at its next wait. A frame that is at its own `finally` holds that back, too (C4, C8). */
export function mustUnwind(task: Task): boolean {
  return task.scope.returning === undefined && isDoomed(task.scope);
}

/** Whether the task runs a cleanup at present. */
function isInCleanup(task: Task): boolean {
  return task.scopes.some(({ traits, returning }) => traits === "cleanup" || returning !== undefined);
}

/** An interrupt is thrown at the next wait, but not in a cleanup. */
export function mustThrow(task: Task): boolean {
  return task.interrupts.length > 0 && !isInCleanup(task);
}

// ── asking a task to end ───────────────────────────────────────────────────────────────────────────────────────────────

/** C1: the first reason wins. */
export function requestCancel(world: World, task: Task, reason: unknown, teardown?: Scope): void {
  if (task.hasEnded || task.cancellation !== undefined) return;
  task.cancellation = { reason, teardown };
  task.interrupts = [];
  // One that was never resumed is unwound where it stands in the queue: its body does not run (C6).
  if (!task.started) task.resumption = { do: "unwind" };
  doom(world, task.body);
}

/** Of several bounds on the cleanup the one that ends first counts (C5). */
export function bound(world: World, task: Task, within: number | undefined): void {
  if (within === undefined || task.hasEnded) return;
  const time = world.now + within;
  const set = world.timers.find((timer) => timer.owner === task);
  if (set !== undefined && set.time <= time) return;
  world.clearTimer(task);
  world.setTimer(time, task, () => abandon(world, task));
}

/** A scope is to be unwound: now, where its owner waits for something that has no answer yet (C3). */
export function doom(world: World, scope: Scope): void {
  scope.doomed = true;
  const { task } = scope;
  if (task.state !== "waiting" || task === world.running || waitsForChildToGo(task) || !mustUnwind(task)) return;
  seize(task);
  cutShort(world, task, { do: "unwind" });
}

/** An unwinding takes hold of all that is to go with it. */
export function seize(task: Task): void {
  for (const scope of task.scopes) if (isDoomed(scope)) scope.doomed = true;
}

function waitsForChildToGo(task: Task): boolean {
  return task.requests[0]?.wait.do === "child";
}

/** Whether what holds back a cancellation of `target` waits for `task`, which is inside of it (C1). */
export function isHeldBack(task: Task, target: Task): boolean {
  let scopes = task.scopes;
  for (let at = task; ; at = at.parent!) {
    if (
      scopes.some(({ traits, returning }) => traits === "shielded" || traits === "cleanup" || returning !== undefined)
    )
      return true;
    if (at === target) return false;
    scopes = at.parent!.scopes.slice(at.parent!.scopes.indexOf(at.home!));
  }
}

/** I1: false where the task unwinds, or its body has ended. */
export function interrupt(world: World, task: Task, error: Error): boolean {
  if (task.hasEnded || task.bodyOver || task.scopes.some(({ doomed }) => doomed)) return false;
  task.interrupts.push(error);
  const isLeaving = task.leaving !== undefined || waitsForChildToGo(task);
  if (task.state !== "waiting" || task === world.running || isLeaving || !mustThrow(task)) return true;
  const thrown = task.interrupts.shift()!;
  if (task.requests[0]?.wait.do !== "children") cutShort(world, task, { do: "throw", error: thrown });
  else {
    failDraining(task, thrown);
    cutShort(world, task, { do: "unwind" });
  }
  return true;
}

/** A scope that waits for its children fails with an interrupt. */
export function failDraining(task: Task, error: Error): void {
  keep(task.scope, error);
  task.scope.doomed = true;
}

// ── the end of a task ──────────────────────────────────────────────────────────────────────────────────────────────────

/** A task leaves its scope, then fails it, then answers the joiners that still wait, in order (F2). */
export function finish(world: World, task: Task, how: Outcome): void {
  const outcome: Outcome = isEchoOfTeardown(task, how) ? { how: "unwound" } : how;
  task.state = outcome.how === "returned" ? "done" : outcome.how === "threw" ? "failed" : "cancelled";
  task.result = outcome.how === "returned" ? outcome.value : undefined;
  task.error = outcome.how === "threw" ? outcome.error : undefined;
  task.requests = [];
  closeMailbox(world, task);
  if (task.mailbox.length > 0) world.say(task, `leaves ${shown(task.mailbox)} unread`);
  world.say(task, `ends ${task.state}: ${shown(task.error ?? task.result)}`);
  world.clearTimer(task);
  for (const holding of task.holdings) holding.abandon();
  leaveHome(world, task);
  failHome(world, task);
  for (const joiner of task.joiners.splice(0)) tell(world, joiner, task);
  if (task.state === "failed" && !task.observed) world.unseen.push(task);
}

/**
 * A task that joined a younger sibling, which the teardown of their scope has cancelled, and that would have been cancelled
 * next, has not failed by that.
 */
function isEchoOfTeardown(task: Task, outcome: Outcome): boolean {
  const error = outcome.how === "threw" ? outcome.error : undefined;
  const teardown = error instanceof Cancelled ? error.task.cancellation?.teardown : undefined;
  return teardown !== undefined && teardown === task.home;
}

function leaveHome(world: World, task: Task): void {
  world.roots = without(world.roots, task);
  const { home } = task;
  if (home === undefined) return;
  home.members = without(home.members, task);
  const owner = home.task;
  const wait = owner.requests[0]?.wait;
  const wasAwaited = wait?.do === "child" && wait.child === task;
  const wasLast = wait?.do === "children" && owner.scope === home && childrenLeft(home).length === 0;
  if (wasAwaited || wasLast) makeReady(world, owner, { do: "unwind" });
}

/** Those that a scope waits for. */
export function childrenLeft(scope: Scope): Task[] {
  return scope.members.filter((member) => member instanceof Task).filter(({ isDaemon }) => !isDaemon);
}

function failHome(world: World, task: Task): void {
  const { home, error } = task;
  if (error === undefined || home === undefined || task.isSupervised || home.traits === "supervised") return;
  task.observed = true;
  keep(home, error);
  doom(world, home);
}

/** Tells one of those who wait for the end of a task, or only hear of it. */
function tell(world: World, joiner: Task["joiners"][number], task: Task): void {
  if ("kind" in joiner) heard(world, joiner, task);
  else if (joiner.wait.do === "ask") fail(world, joiner, new Failure("TaskFinishedError"));
  else if (joiner.wait.do === "handshake" && task.state === "done") fail(world, joiner, new Failure("RondoError"));
  else if (joiner.wait.do !== "cancel") tellOutcome(world, joiner, task);
  else if (task.abandoned !== undefined) fail(world, joiner, task.abandoned);
  else answer(world, joiner, undefined);
}

export function beginJoin(world: World, request: Request): void {
  const target = request.target!;
  if (isSelfOrAncestor(target, request.task)) fail(world, request, new Failure("DeadlockError"));
  else if (target.hasEnded) tellOutcome(world, request, target);
  else target.joiners.push(request);
}

/** Answers a join (C7, F3). */
function tellOutcome(world: World, request: Request, target: Task): void {
  if (target.state === "failed") target.observed = true;
  if (target.state === "done") answer(world, request, target.result);
  else fail(world, request, target.error ?? new Cancelled(target));
}

export function isSelfOrAncestor(target: Task, task: Task): boolean {
  return target === task || (task.parent !== undefined && isSelfOrAncestor(target, task.parent));
}

/** The first error of a scope is its own; those after it are kept under it (F2). */
export function keep(scope: Scope, error: Error): void {
  if (scope.error === undefined) scope.error = error;
  else suppress(scope.error, error);
}

/** Gives a task up with all below it: no frame of theirs is resumed again (C5). */
function abandon(world: World, task: Task): void {
  const error = new Failure("CleanupTimeoutError");
  const isAwaited = task.joiners.some((joiner) => "wait" in joiner && joiner.wait.do === "cancel");
  giveUp(world, task, error);
  if (!isAwaited) world.say(task, `reports ${shown(error)}`);
}

function giveUp(world: World, task: Task, error: Error): void {
  const { scopes } = task;
  const members = scopes.flatMap((scope) => [...scope.members].reverse());
  for (const member of members) if (member instanceof Task) giveUp(world, member, error);
  task.abandoned = error;
  for (const layer of [...task.stack].reverse()) {
    world.clearTimer(layer);
    if (layer.kind === "cleanup" && layer.kept.how === "threw") suppress(error, layer.kept.error);
  }
  world.queue = without(world.queue, task);
  giveUpWait(world, task);
  for (const scope of scopes) if (scope.error !== undefined) suppress(error, scope.error);
  finish(world, task, { how: "unwound" });
}

/** One that has been notified of its condition passes that on; it has no turn left in which it could give a lock back. */
function giveUpWait(world: World, task: Task): void {
  const [request] = task.requests;
  const wasNotified = world.condition.mutex.heirs.some((heir) => heir.request === request);
  const isLeaving = task.leaving !== undefined;
  withdraw(world, task);
  if (request?.wait.do === "condition.wait" && wasNotified && !isLeaving) notify(world, world.condition, 1);
}
