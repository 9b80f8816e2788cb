import { checkFunction } from "../kernel/checks.js";
import { AcquireExit, EnsureExit, enter, Held, type Cleanup } from "../kernel/frames.js";
import { adopt, isGenerator, programName, start } from "../kernel/generators.js";
import type { Kernel } from "../kernel/kernel.js";
import { preview } from "../kernel/preview.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { TaskNode } from "../kernel/task.js";
import { isRefusedThenable } from "../kernel/thenable.js";

/** What is done in the end, however it comes: `ensure` and `use`. */

const ENSURE = /* @__PURE__ */ new Instruction<unknown, unknown>({
  name: "ensure",
  enters: true,
  describe: ({ subject }) => `ensure(${programName(subject)})`,
  begin: (kernel, task, { subject, detail }) =>
    enter(kernel, task, start(subject, [], "ensure"), subject, new EnsureExit(detail)),
});

const USE = /* @__PURE__ */ new Instruction<() => unknown, unknown>({
  name: "use",
  describe: ({ subject }) => `use(${programName(subject)})`,

  begin(kernel, task, { subject, detail }) {
    try {
      acquire(kernel, task, subject(), subject, detail);
    } catch (error) {
      kernel.fail(task, error);
    }
    return false;
  },
});

/** Holds what a plain `acquire` returned; a program that acquires begins in the next turn. */
function acquire(kernel: Kernel, task: TaskNode, made: unknown, program: unknown, release: unknown): void {
  if (isGenerator(made)) {
    enter(kernel, task, adopt(made, "use"), program, new AcquireExit(release));
    kernel.answer(task, undefined);
    return;
  }
  if (isRefusedThenable(made)) throw asyncAcquire(made);
  new Held(task, release, made);
  kernel.answer(task, made);
}

function asyncAcquire(made: unknown): TypeError {
  return new TypeError(
    `use: acquire returned ${preview(made)}, which nothing waits for. Write function* instead of async function.`,
  );
}

/**
 * Runs `body`, and then `cleanup`, however the body ended. The cleanup may wait, and nothing cuts it short. An error of the
 * body goes before one of the cleanup, which is kept with it: see `suppressed`.
 * @throws what the body throws; where it does not, what the cleanup throws
 *
 * @example
 * yield* ensure(function* () { yield* call(transfer); }, function* () { yield* call(hangUp); });
 */
export function ensure<R>(body: () => Generator<unknown, R, unknown>, cleanup: Cleanup): Syscall<R> {
  checkFunction(body, "ensure: body");
  checkFunction(cleanup, "ensure: cleanup");
  return new Request<R, unknown, unknown>(ENSURE, body, cleanup);
}

/**
 * Acquires a resource and holds it until the innermost frame or scope ends, however it ends; then `release` is run with it.
 * Resources and children go in one reverse order of their birth. Both functions may be programs that wait, or plain ones. A
 * program that acquires is a frame: what it uses itself goes when it returns.
 * @throws what `acquire` throws; then nothing is held. What `release` throws comes out of the frame or scope
 *
 * @example
 * const file = yield* use(() => open(path), (file) => file.close());
 */
export function use<T>(acquire: () => Generator<unknown, T, unknown> | T, release: Cleanup<readonly [T]>): Syscall<T> {
  checkFunction(acquire, "use: acquire");
  checkFunction(release, "use: release");
  return new Request<T, () => unknown, unknown>(USE, acquire, release);
}
