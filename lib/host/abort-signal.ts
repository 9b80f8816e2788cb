import type { Scope } from "../kernel/scope.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { TaskNode } from "../kernel/task.js";
import { HeldPlainly } from "./held.js";

/** The signal of each scope that has been asked for one. */
const signals = new WeakMap<Scope, AbortSignal>();

const ABORT_SIGNAL: Syscall<AbortSignal> = /* @__PURE__ */ new Request<AbortSignal, undefined, undefined>(
  new Instruction<undefined, undefined>({
    name: "abortSignal",
    describe: () => "abortSignal()",
    begin(kernel, task) {
      kernel.answer(task, signalOf(task));
      return false;
    },
  }),
  undefined,
  undefined,
);

/** The signal of the innermost scope of a task. */
function signalOf(task: TaskNode): AbortSignal {
  const scope = task.scope ?? task.body;
  const known = signals.get(scope);
  if (known !== undefined) return known;
  const controller = new AbortController();
  new HeldPlainly(task, () => controller.abort(), { byScope: true });
  signals.set(scope, controller.signal);
  return controller.signal;
}

/**
 * The `AbortSignal` of the innermost scope, for what is begun outside: it is aborted once, when the scope ends, however it ends.
 * Each call in one scope is answered with the same signal. It goes in its turn among the children and resources of the scope:
 * what was born there after the first call is gone before it.
 *
 * @example
 * const response = yield* wait(fetch(url, { signal: yield* abortSignal() }));
 */
export function abortSignal(): Syscall<AbortSignal> {
  return ABORT_SIGNAL;
}
