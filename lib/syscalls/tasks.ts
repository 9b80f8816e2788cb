import { interruptTask, requestCancel } from "../kernel/cancel.js";
import { checkCount, checkDuration } from "../kernel/checks.js";
import { current, runningTask } from "../kernel/current.js";
import { programName } from "../kernel/generators.js";
import { awaitEnd, forgetEnd, isSelfOrAncestor, ofAnotherScheduler } from "../kernel/join.js";
import type { Kernel } from "../kernel/kernel.js";
import { preview } from "../kernel/preview.js";
import { RandomStream } from "../kernel/random.js";
import { isHeldBack, wantsUnwinding } from "../kernel/scope.js";
import { DONE } from "../kernel/stages.js";
import { keepSite } from "../kernel/sites.js";
import { Instruction, Request, type AnyRequest, type Syscall } from "../kernel/syscall.js";
import { asTask, joinRequest, type SpawnOptions, type Task, type TaskNode } from "../kernel/task.js";
import { unwind } from "../kernel/teardown.js";

const SPAWN = /* @__PURE__ */ new Instruction<unknown, readonly unknown[]>({
  name: "spawn",
  describe: ({ subject }) => `spawn(${programName(subject)})`,
  begin: (kernel, task, request) => bear(kernel, task, request, null, request.detail),
});

/** What a `spawnWith` carries besides its program. */
interface Birth {
  readonly options: SpawnOptions;
  readonly args: readonly unknown[];
}

const SPAWN_WITH = /* @__PURE__ */ new Instruction<unknown, Birth>({
  name: "spawnWith",
  describe: ({ subject, detail }) => `spawn(${detail.options.name ?? programName(subject)})`,
  begin: (kernel, task, request) => bear(kernel, task, request, request.detail.options, request.detail.args),
});

/** Answers a task with a new child; what is wrong with its program is thrown at that yield. */
function bear(
  kernel: Kernel,
  task: TaskNode,
  request: AnyRequest,
  options: SpawnOptions | null,
  args: readonly unknown[],
): boolean {
  let child: TaskNode;
  try {
    child = kernel.spawn(task, options, request.subject, args, request);
  } catch (error) {
    kernel.fail(task, error);
    return false;
  }
  kernel.answer(task, child);
  return false;
}

const CANCEL = /* @__PURE__ */ new Instruction<TaskNode, number | undefined>({
  name: "cancel",
  describe: ({ subject }) => `cancel(${subject.label})`,
  touches: (_task, { subject }) => [{ object: subject, part: "wake", access: "write" }],

  begin(kernel, task, request) {
    const { subject, detail } = request;
    if (subject.kernel !== kernel) {
      kernel.fail(task, ofAnotherScheduler(task, subject, "cancel"));
      return false;
    }
    // In a cleanup it only asks: what waits for the end of this cleanup cannot be waited for here (C1).
    const onlyAsks = isSelfOrAncestor(subject, task) && isHeldBack(task, subject);
    requestCancel(kernel, subject, undefined, detail, { request });
    if (onlyAsks || subject.stage >= DONE) kernel.answer(task, undefined);
    else if (wantsUnwinding(task)) return unwind(kernel, task);
    else awaitEnd(task, subject);
    return false;
  },

  withdraw(_kernel, task, { subject }) {
    forgetEnd(task, subject);
    return true;
  },

  ended(_kernel, waiter, target) {
    const abandoned = target.extras?.abandoned;
    if (abandoned === undefined) waiter.answered(undefined);
    else waiter.failed(abandoned);
    return false;
  },

  wakers: (_task, { subject }) => [subject],
});

const INTERRUPT = /* @__PURE__ */ new Instruction<TaskNode, unknown>({
  name: "interrupt",
  describe: ({ subject, detail }) => `interrupt(${subject.label}, ${preview(detail)})`,
  touches: (_task, { subject }) => [{ object: subject, part: "wake", access: "write" }],
  begin(kernel, task, { subject, detail }) {
    if (subject.kernel !== kernel) kernel.fail(task, ofAnotherScheduler(task, subject, "interrupt"));
    else kernel.answer(task, interruptTask(kernel, subject, detail));
    return false;
  },
});

/**
 * Starts a program as a child of the innermost scope, and is answered with its task. The child has its first turn before the
 * parent goes on. The scope waits for it, and fails with it.
 * @throws TypeError, in the parent, when the program returns no generator
 * @throws ScopeClosedError, in the parent, when the scope is being torn down
 *
 * @example
 * const worker = yield* spawn(work, "a", 3);
 * const result = yield* worker;
 */
export function spawn<R, Args extends readonly unknown[]>(
  program: (...args: Args) => Generator<unknown, R, unknown>,
  ...args: Args
): Syscall<Task<R>> {
  return located(new Request<Task<R>, unknown, readonly unknown[]>(SPAWN, program, args));
}

/**
 * Starts a program with a name, as a daemon, supervised, with a priority or with a bounded mailbox.
 * @throws TypeError, RangeError for options that make no sense; in the parent, what `spawn` throws
 *
 * @example
 * const clock = yield* spawnWith({ name: "clock", daemon: true }, tick, 1000);
 */
export function spawnWith<R, Args extends readonly unknown[]>(
  options: SpawnOptions,
  program: (...args: Args) => Generator<unknown, R, unknown>,
  ...args: Args
): Syscall<Task<R>> {
  checkSpawnOptions(options);
  return located(new Request<Task<R>, unknown, Birth>(SPAWN_WITH, program, { options: { ...options }, args }));
}

/** Keeps where a syscall was made, for a scheduler with `sites: true`. */
function located<T extends object>(request: T): T {
  if (current.kernel?.sites === true) keepSite(request);
  return request;
}

/** Checks what `spawnWith` was given. */
export function checkSpawnOptions(options: SpawnOptions): void {
  const { priority, mailbox } = options;
  if (priority !== undefined && (typeof priority !== "number" || Number.isNaN(priority))) {
    throw new TypeError(`spawnWith: priority: ${preview(priority)} is not a number.`);
  }
  if (mailbox !== undefined) checkCount(mailbox, "spawnWith: mailbox");
}

/**
 * Waits for the end of a task and is answered with what it returned. `yield* task` does the same.
 * @throws the task's own error when it failed
 * @throws CancelledError when it was cancelled
 * @throws DeadlockError when a task joins itself or one of those around it
 *
 * @example
 * const got = yield* select({ result: join(worker), late: sleep(100) });
 */
export function join<R>(task: Task<R>): Syscall<R> {
  return joinRequest<R>(asTask(task, "join"));
}

/**
 * Cancels a task and waits until it is gone, however it ended. Cancelling oneself, or a task around oneself, unwinds here.
 * @param options.within bounds its cleanup, in units of the clock
 * @throws CleanupTimeoutError when the cleanup did not end within that time, and was abandoned
 * @throws RangeError for a negative, infinite or NaN `within`
 *
 * @example
 * yield* cancel(worker, { within: 500 });
 */
export function cancel(task: Task, options: { readonly within?: number } = {}): Syscall<void> {
  if (options.within !== undefined) checkDuration(options.within, "cancel: within");
  return located(new Request<void, TaskNode, number | undefined>(CANCEL, asTask(task, "cancel"), options.within));
}

/**
 * Throws `error` at the present wait of a task, which is withdrawn, or at its next one. The task may catch it and go on.
 * The answer is false where the task is unwinding or has ended, and hears nothing.
 *
 * @example
 * yield* interrupt(machine, new Breakdown());
 */
export function interrupt(task: Task, error: unknown): Syscall<boolean> {
  return new Request<boolean, TaskNode, unknown>(INTERRUPT, asTask(task, "interrupt"), error);
}

/**
 * The task whose turn it is. A plain call: it takes no turn.
 * @throws RondoError outside of any turn
 *
 * @example
 * yield* send(clerk, { order: "tea", from: self() });
 */
export function self(): Task {
  return runningTask("self()");
}

/**
 * A random number from 0 up to but without 1, from the task's own stream: it follows from the scheduler's seed and the
 * task's id, whatever other tasks draw. A plain call: it takes no turn.
 * @throws RondoError outside of any turn
 *
 * @example
 * yield* sleep(100 + 50 * random());
 */
export function random(): number {
  const task = runningTask("random()");
  const { more } = task;
  more.random ??= new RandomStream(`${String(task.kernel.seed)}/${task.id}`);
  return more.random.next();
}
