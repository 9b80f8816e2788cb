import { checkDuration, checkFunction, instantAfter } from "../kernel/checks.js";
import { doom } from "../kernel/doom.js";
import { TimeoutError } from "../kernel/errors.js";
import { enter, enterScope } from "../kernel/frames.js";
import { RETURNED, THREW, UNWOUND, type Exit, type How } from "../kernel/frame.js";
import { adopt, isGenerator, programName, start } from "../kernel/generators.js";
import type { Kernel } from "../kernel/kernel.js";
import { suppressIn } from "../kernel/finish.js";
import { preview } from "../kernel/preview.js";
import { wantsUnwinding, type Scope } from "../kernel/scope.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { TaskNode } from "../kernel/task.js";
import { leave } from "../kernel/teardown.js";
import { isRefusedThenable } from "../kernel/thenable.js";
import type { Timed } from "../kernel/timers.js";

/** What a time-out is told besides the time and the body. */
export interface TimeoutOptions<E> {
  /** What gives the answer when time is up, instead of a `TimeoutError`: a program, or a plain function that is not async. */
  readonly else?: () => Generator<unknown, E, unknown> | E;
}

/** Refuses an `else` that gives a promise, which nothing would wait for. */
type NoPromise<E> = 0 extends 1 & E
  ? unknown
  : [Extract<E, PromiseLike<unknown>>] extends [never]
    ? unknown
    : { readonly else: "write function* instead of async function" };

interface Limit {
  readonly ms: number;
  readonly otherwise: (() => unknown) | undefined;
}

const TIMEOUT = /* @__PURE__ */ new Instruction<unknown, Limit>({
  name: "timeout",
  describe: ({ subject, detail }) => `timeout(${String(detail.ms)}, ${programName(subject)})`,
  touches: (task) => [{ object: task.kernel, part: "clock", access: "read" }],

  begin(kernel, task, { subject, detail }) {
    try {
      const time = instantAfter(kernel.now, detail.ms, "timeout");
      const exit = new TimeLimit(kernel, task, detail);
      enterScope(kernel, task, start(subject, [], "timeout"), subject, exit, {});
      exit.scope = task.scope;
      kernel.timers.set(exit, time);
      kernel.answer(task, undefined);
    } catch (error) {
      kernel.fail(task, error);
    }
    return false;
  },
});

/** The limit of a scope: its timer, and what follows when the scope is gone. */
class TimeLimit implements Exit, Timed {
  readonly next = null;
  timer = -1;
  scope: Scope | null = null;
  private readonly kernel: Kernel;
  private readonly limit: Limit;
  readonly task: TaskNode;
  private isLate = false;
  private expired = false;

  constructor(kernel: Kernel, task: TaskNode, limit: Limit) {
    this.kernel = kernel;
    this.task = task;
    this.limit = limit;
  }

  /**
   * Time is up. A body that ends in this instant without waiting again wins (E1), so the limit lets all that is ready go
   * first. A scope that fails or is cancelled already goes its own way.
   */
  due(): void {
    this.kernel.touch(this.task, "family", "read");
    if (this.scope === null || this.scope.doomed) return;
    if (this.isLate) {
      this.expired = true;
      doom(this.kernel, this.scope);
    } else {
      this.isLate = true;
      this.kernel.timers.set(this, this.kernel.now);
    }
  }

  leave(kernel: Kernel, task: TaskNode, how: How, value: unknown): boolean {
    kernel.timers.clear(this);
    // A body that ends by itself in the instant of its time-out wins over it, and a wider cancellation drops it (E1, C9).
    const unwound = this.scope?.outcome === UNWOUND && this.scope.how !== THREW;
    if (!this.expired || !unwound || (how === UNWOUND && wantsUnwinding(task))) return leave(kernel, task, how, value);
    if (this.limit.otherwise === undefined) return leave(kernel, task, THREW, this.timeIsUp(task, how, value));
    return how === THREW ? leave(kernel, task, how, value) : this.answerElse(kernel, task, this.limit.otherwise);
  }

  abandon(kernel: Kernel): void {
    kernel.timers.clear(this);
  }

  /** The error of the time-out; what the teardown threw is kept under it. */
  private timeIsUp(task: TaskNode, how: How, value: unknown): TimeoutError {
    const what = `timeout(${String(this.limit.ms)})`;
    const error = new TimeoutError(`${task.path}: ${what}: the time is up. Catch it, or give it an else.`);
    if (how === THREW) suppressIn(task, error, value);
    return error;
  }

  private answerElse(kernel: Kernel, task: TaskNode, otherwise: () => unknown): boolean {
    try {
      const made = otherwise();
      if (isRefusedThenable(made)) throw asyncElse(made);
      if (!isGenerator(made)) return leave(kernel, task, RETURNED, made);
      adopt(made, "timeout: else");
      task.top = task.top.outer!;
      kernel.observer?.left(task);
      return enter(kernel, task, made, otherwise, null);
    } catch (error) {
      return leave(kernel, task, THREW, error);
    }
  }
}

function asyncElse(made: object): TypeError {
  return new TypeError(
    `timeout: else: it returned ${preview(made)}, which nothing waits for. Write function* instead of async function.`,
  );
}

/**
 * Runs `body` as a scope that may take `ms` units of the clock. When time is up, it is unwound, with all its children; only
 * then is the `TimeoutError` thrown here, or the answer of `else` given.
 * @throws TimeoutError when time is up and there is no `else`
 * @throws RangeError for a negative, infinite or NaN time
 * @throws TypeError, in the task, where `else` is async
 *
 * @example
 * const page = yield* timeout(5000, fetchPage, { else: () => cachedPage });
 */
export function timeout<R, E = never>(
  ms: number,
  body: () => Generator<unknown, R, unknown>,
  options: TimeoutOptions<E> & NoPromise<E> = {} as TimeoutOptions<E> & NoPromise<E>,
): Syscall<R | E> {
  checkDuration(ms, "timeout");
  checkFunction(body, "timeout: body");
  if (options.else !== undefined) checkFunction(options.else, "timeout: else");
  return new Request<R | E, unknown, Limit>(TIMEOUT, body, { ms, otherwise: options.else });
}
