import { EnsureExit, enter } from "../kernel/frames.js";
import { programName, start } from "../kernel/generators.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { Guard } from "./guard.js";

/** Runs a body while a guard is held: what `withLock` and its like are made of. */
const HOLD = /* @__PURE__ */ new Instruction<Syscall<Guard>, unknown>({
  name: "hold",
  enters: true,
  describe: ({ subject, detail }) => `${String(subject)} around ${programName(detail)}`,
  begin: (kernel, task, { subject, detail }) => enter(kernel, task, acquireAndRun(subject, detail), detail, null),
});

function* acquireAndRun(acquire: Syscall<Guard>, body: unknown): Generator<unknown, unknown, unknown> {
  const guard = yield* acquire;
  return yield new Request(RUN, body, guard);
}

const RUN = /* @__PURE__ */ new Instruction<unknown, Guard>({
  name: "run",
  enters: true,
  describe: ({ subject }) => programName(subject),
  begin(kernel, task, { subject, detail }) {
    // The guard is given back even where the body cannot be started.
    const release = new EnsureExit(() => detail[Symbol.dispose]());
    return enter(kernel, task, startOrFail(subject), subject, release);
  },
});

function startOrFail(body: unknown): ReturnType<typeof start> {
  try {
    return start(body, [], "hold");
  } catch (error) {
    return failing(error);
  }
}

function* failing(error: unknown): ReturnType<typeof start> {
  throw error;
}

/** A frame that acquires, runs `body`, and releases when that is over. */
export function holding<R>(acquire: Syscall<Guard>, body: () => Generator<unknown, R, unknown>): Syscall<R> {
  return new Request<R, Syscall<Guard>, unknown>(HOLD, acquire, body);
}
