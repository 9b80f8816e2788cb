import { CleanupError, DroppedSyscallError } from "./errors.js";
import { raise } from "./frames.js";
import { frameName, RETURNED, THREW } from "./frame.js";
import type { Kernel } from "./kernel.js";
import { note } from "./finish.js";
import type { Observer } from "./observer.js";
import { breakWait, hasInterrupt } from "./doom.js";
import { wantsUnwinding } from "./scope.js";
import { ATTENTION, NEXT, RETURN, THROW, UNWIND, WAITING } from "./stages.js";
import { latch, resetLatch, Steps, waitDepth } from "./steps.js";
import { isRequest, Request, type AnyRequest } from "./syscall.js";
import type { TaskNode } from "./task.js";
import { over, TOKEN, unwind } from "./teardown.js";
import { PASS, understand } from "./yields.js";

/** One turn (T1): resumes a task until it waits on the scheduler or ends. Frames are entered and left on the way. */
export function turn(kernel: Kernel, task: TaskNode): void {
  kernel.running = task;
  if (latch.open !== 0) resetLatch();
  if (kernel.observer !== null) observedTurn(kernel, task, kernel.observer);
  else runTurn(kernel, task);
  // What is thrown on the way is thrown by the host call, which resets this, too.
  kernel.running = null;
}

function runTurn(kernel: Kernel, task: TaskNode): void {
  let goesOn = task.stage !== UNWIND || unwind(kernel, task);
  while (goesOn) goesOn = resume(kernel, task);
}

function observedTurn(kernel: Kernel, task: TaskNode, observer: Observer): void {
  observer.turn(task);
  try {
    runTurn(kernel, task);
  } finally {
    kernel.running = null;
    kernel.observer?.turned(task);
  }
}

/** The one place in which the scheduler resumes a generator. */
function resume(kernel: Kernel, task: TaskNode): boolean {
  const verb = task.stage;
  const value = task.value;
  const generator = task.top.generator;
  task.value = undefined;
  let result: IteratorResult<unknown, unknown>;
  try {
    if (verb === THROW) result = generator.throw(value);
    else if (verb === RETURN) result = generator.return(value);
    else result = generator.next(value);
  } catch (error) {
    resetLatch();
    return over(kernel, task, THREW, error);
  }
  if (latch.open !== 0 && !reached(result)) return dropped(kernel, task, result);
  if (result.done === true) return over(kernel, task, RETURNED, result.value);
  if (verb === RETURN && !mayWait(kernel, task, result)) return true;
  const yielded = result.value;
  if (yielded === PASS && (task.flags & ATTENTION) === 0 && kernel.observer === null) return pass(kernel, task);
  if (isRequest(yielded)) return carryOut(kernel, task, yielded);
  return carryOut(kernel, task, yielded === undefined ? PASS : understand(yielded));
}

/** The most frequent syscall, carried out on the spot: that saves 4 ns of 25. */
function pass(kernel: Kernel, task: TaskNode): boolean {
  task.wait = PASS;
  task.stage = NEXT;
  kernel.order.add(task);
  return false;
}

/** Carries out what the task yielded. What is rare stands in functions of its own: that saves 5 ns of 30 a turn. */
function carryOut(kernel: Kernel, task: TaskNode, request: AnyRequest): boolean {
  if (request.instruction.enters) return goIn(kernel, task, request);
  if ((task.flags & ATTENTION) !== 0) return attend(kernel, task, request);
  return ask(kernel, task, request);
}

function ask(kernel: Kernel, task: TaskNode, request: AnyRequest): boolean {
  task.wait = request;
  task.stage = WAITING;
  if (kernel.observer !== null) kernel.observer.asked(task, request);
  const goesOn = request.instruction.begin(kernel, task, request);
  if ((task.flags & ATTENTION) !== 0 && task.stage === WAITING) breakWait(kernel, task);
  return goesOn;
}

/** What was held back comes first: a cancellation, before any interrupt (I1). */
function attend(kernel: Kernel, task: TaskNode, request: AnyRequest): boolean {
  if (insists(task)) return tellAgain(kernel, task);
  if (wantsUnwinding(task)) return unwind(kernel, task);
  if (hasInterrupt(task)) {
    raise(task, task.extras?.interrupts.shift());
    kernel.countEntry(task);
    return true;
  }
  return ask(kernel, task, request);
}

/** Enters a frame. It is counted when that is done, so that a livelock that is found there leaves the task whole. */
function goIn(kernel: Kernel, task: TaskNode, request: AnyRequest): boolean {
  if ((task.flags & ATTENTION) !== 0 && insists(task)) return tellAgain(kernel, task);
  try {
    request.instruction.begin(kernel, task, request);
  } catch (error) {
    raise(task, error);
  }
  kernel.countEntry(task);
  return true;
}

/** The frame has met a `CleanupError` since it was told to return: it is told again at each wait of its own (C4). */
function insists(task: TaskNode): boolean {
  const scope = task.scope;
  return scope !== null && scope.insists && scope.returning === task.top;
}

function tellAgain(kernel: Kernel, task: TaskNode): boolean {
  task.stage = RETURN;
  task.value = TOKEN;
  kernel.countEntry(task);
  return true;
}

/**
 * A frame has answered `return()` with a wait. Its own `finally` may do that; a program that it inlined may not, because the
 * language would lose the `return()` (C4). False: what the task does instead is set.
 */
function mayWait(kernel: Kernel, task: TaskNode, result: unknown): boolean {
  const depth = result instanceof Steps ? waitDepth(task.top.generator) : -1;
  const scope = task.scope!;
  if (depth === 1) return !scope.insists || !tellAgain(kernel, task);
  const error = cannotWait(task, result, depth);
  note(scope, error);
  scope.insists = true;
  task.flags |= ATTENTION;
  raise(task, error);
  kernel.countEntry(task);
  return false;
}

function cannotWait(task: TaskNode, result: unknown, depth: number): CleanupError {
  const name = frameName(task.top);
  const yielded = (result as IteratorResult<unknown, unknown>).value;
  const what = yielded instanceof Request ? String(yielded) : "a yield";
  const where = `${task.path}: ${what} in a finally of ${name}, which a cancellation entered`;
  if (depth < 0) return new CleanupError(`${where}, cannot wait: it is a bare yield. Write yield* there.`);
  return new CleanupError(
    `${where}, cannot wait: it is in a program that ${name} runs inline with yield*, which would lose the cancellation. ` +
      `Run that program with yield* call(program), or put the cleanup into ensure(body, cleanup) or use(acquire, release).`,
  );
}

/** Whether the syscall that was begun last is the one that the task has yielded, by `yield*` or by hand. */
function reached(result: IteratorResult<unknown, unknown>): boolean {
  const { open, syscall, dropped } = latch;
  if (open !== 1 || dropped !== null || result.done === true || syscall !== result.value) return false;
  latch.open = 0;
  return true;
}

function dropped(kernel: Kernel, task: TaskNode, result: IteratorResult<unknown, unknown>): boolean {
  const lost = (latch.dropped ?? latch.syscall) as AnyRequest;
  resetLatch();
  const error = new DroppedSyscallError(
    `${task.path}: ${String(lost)} was begun and never reached the scheduler. A generator that waits was ` +
      `driven by something else, for instance closed by a for … of. Run it with yield* call(program) instead.`,
  );
  if (result.done === true) return over(kernel, task, THREW, error);
  raise(task, error);
  kernel.countEntry(task);
  return true;
}
