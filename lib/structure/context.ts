import { checkFunction } from "../kernel/checks.js";
import { runningTask } from "../kernel/current.js";
import { enter } from "../kernel/frames.js";
import type { Exit, How } from "../kernel/frame.js";
import { programName, start } from "../kernel/generators.js";
import type { Kernel } from "../kernel/kernel.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { ContextEntry } from "../kernel/extras.js";
import type { TaskNode } from "../kernel/task.js";
import { leave } from "../kernel/teardown.js";

/**
 * A value that goes with a task: what it is set to holds for the frames inside and for the tasks that are born there, and for
 * nobody else.
 */
export interface Context<T> {
  /**
   * The value here. A plain call: it takes no turn.
   * @throws RondoError outside of any turn
   */
  get(): T;
  /** Runs `body` as a frame in which the value is `value`. */
  with<R>(value: T, body: () => Generator<unknown, R, unknown>): Syscall<R>;
}

interface Setting {
  readonly key: object;
  readonly value: unknown;
}

const WITH = /* @__PURE__ */ new Instruction<unknown, Setting>({
  name: "context",
  enters: true,
  describe: ({ subject }) => `context.with(${programName(subject)})`,
  begin(kernel, task, { subject, detail }) {
    const generator = start(subject, [], "context.with");
    const before = task.more.context;
    enter(kernel, task, generator, subject, new Restore(before));
    // A list that is never changed: a child shares its parent's, and setting a value copies nothing.
    task.more.context = { key: detail.key, value: detail.value, next: before };
    return true;
  },
});

/** Leaving the frame brings back what held outside. */
class Restore implements Exit {
  readonly next = null;
  private readonly before: ContextEntry | null;

  constructor(before: ContextEntry | null) {
    this.before = before;
  }

  leave(kernel: Kernel, task: TaskNode, how: How, value: unknown): boolean {
    task.more.context = this.before;
    return leave(kernel, task, how, value);
  }
}

/**
 * Makes a context, with the value that it has where nobody has set one.
 *
 * @example
 * const user = context("nobody");
 * yield* user.with("ada", function* () {
 *   yield* spawn(function* () { user.get(); }); // "ada"
 * });
 */
export function context<T>(initial: T): Context<T> {
  const self: Context<T> = {
    get() {
      for (let at = runningTask("context.get()").extras?.context ?? null; at !== null; at = at.next) {
        if (at.key === self) return at.value as T;
      }
      return initial;
    },
    with<R>(value: T, body: () => Generator<unknown, R, unknown>) {
      checkFunction(body, "context.with: body");
      return new Request<R, unknown, Setting>(WITH, body, { key: self, value });
    },
  };
  return self;
}
