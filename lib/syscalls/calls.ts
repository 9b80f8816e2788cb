import { checkFunction } from "../kernel/checks.js";
import { AcquireExit, EnsureExit, enter, enterScope, Held, raise, type Cleanup } from "../kernel/frames.js";
import { adopt, isGenerator, isThenable, programName, start } from "../kernel/generators.js";
import { preview } from "../kernel/preview.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { TaskNode } from "../kernel/task.js";

/** The syscalls that enter frames. */

const CALL = new Instruction<unknown, readonly unknown[]>({
  name: "call",
  enters: true,
  describe: ({ subject }) => `call(${programName(subject)})`,
  begin: (kernel, task, { subject, detail }) =>
    guarded(task, () => enter(kernel, task, start(subject, detail, "call"), subject, null)),
});

const ENSURE = new Instruction<unknown, unknown>({
  name: "ensure",
  enters: true,
  describe: ({ subject }) => `ensure(${programName(subject)})`,
  begin: (kernel, task, { subject, detail }) =>
    guarded(task, () => enter(kernel, task, start(subject, [], "ensure"), subject, new EnsureExit(detail))),
});

const SHIELD = new Instruction<unknown, undefined>({
  name: "shield",
  enters: true,
  describe: ({ subject }) => `shield(${programName(subject)})`,
  begin: (kernel, task, { subject }) =>
    guarded(task, () => enterScope(kernel, task, start(subject, [], "shield"), subject, null, { shielded: true })),
});

const USE = new Instruction<() => unknown, unknown>({
  name: "use",
  enters: true,
  describe: ({ subject }) => `use(${programName(subject)})`,

  begin(kernel, task, { subject, detail }) {
    return guarded(task, () => {
      const made = subject();
      if (isGenerator(made)) return enter(kernel, task, adopt(made, "use"), subject, new AcquireExit(detail));
      if (typeof made === "object" && made !== null && isThenable(made)) throw asyncAcquire(made);
      new Held(task, detail, made);
      kernel.answer(task, made);
      return false;
    });
  },
});

/** Runs the entry of a frame; what it throws is thrown into the task at that yield. */
function guarded(task: TaskNode, entry: () => boolean): boolean {
  try {
    return entry();
  } catch (error) {
    return raise(task, error);
  }
}

function asyncAcquire(made: unknown): TypeError {
  return new TypeError(
    `use: acquire returned ${preview(made)}, which nothing waits for. Write function* instead of async function.`,
  );
}

/**
 * Runs a program as a frame of its own and is answered with what it returned. Unlike plain `yield* program()`, its `finally`
 * may wait when a cancellation enters it, and its depth costs nothing.
 *
 * @example
 * const rows = yield* call(readRows, "data.csv");
 */
export function call<R, Args extends readonly unknown[]>(
  program: (...args: Args) => Generator<unknown, R, unknown>,
  ...args: Args
): Syscall<R> {
  return new Request<R, unknown, readonly unknown[]>(CALL, program, args);
}

/**
 * Runs `body`, and then `cleanup`, however the body ended. The cleanup may wait, and nothing cuts it short. An error of the
 * body goes before one of the cleanup, which is kept with it: see `suppressed`.
 *
 * @example
 * yield* ensure(function* () { yield* call(transfer); }, function* () { yield* call(hangUp); });
 */
export function ensure<R>(body: () => Generator<unknown, R, unknown>, cleanup: Cleanup): Syscall<R> {
  checkFunction(cleanup, "ensure: cleanup");
  return new Request<R, unknown, unknown>(ENSURE, body, cleanup);
}

/**
 * Acquires a resource and holds it until the innermost frame or scope ends, however it ends; then `release` is run with it.
 * Resources and children go in one reverse order of their birth. Both functions may be programs that wait, or plain ones.
 *
 * @example
 * const file = yield* use(() => open(path), (file) => file.close());
 */
export function use<T>(acquire: () => Generator<unknown, T, unknown> | T, release: Cleanup<readonly [T]>): Syscall<T> {
  checkFunction(acquire, "use: acquire");
  checkFunction(release, "use: release");
  return new Request<T, () => unknown, unknown>(USE, acquire, release);
}

/**
 * Runs `body` as a scope that holds a cancellation back until it is done.
 *
 * @example
 * yield* shield(function* () { yield* call(commit); });
 */
export function shield<R>(body: () => Generator<unknown, R, unknown>): Syscall<R> {
  return new Request<R, unknown, undefined>(SHIELD, body, undefined);
}
