import { enter } from "../kernel/frames.js";
import { programName, start } from "../kernel/generators.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";

const CALL = /* @__PURE__ */ new Instruction<unknown, readonly unknown[]>({
  name: "call",
  enters: true,
  describe: ({ subject }) => `call(${programName(subject)})`,
  begin: (kernel, task, { subject, detail }) => enter(kernel, task, start(subject, detail, "call"), subject, null),
});

/**
 * Runs a program as a frame of its own and is answered with what it returned. Unlike plain `yield* program()`, its `finally`
 * may wait when a cancellation enters it, and its depth costs nothing.
 * @throws what the program throws; TypeError when it returns no generator
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
