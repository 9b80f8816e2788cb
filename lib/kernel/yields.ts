import { enter, raise } from "./frames.js";
import {
  adopt,
  isAnyGeneratorFunction,
  isGenerator,
  isGeneratorFunction,
  programName,
  type AnyGenerator,
} from "./generators.js";
import { preview, proxies } from "./preview.js";
import { Instruction, isForeignSyscall, Request, type AnyRequest } from "./syscall.js";
import { TASK_BRAND, TaskNode } from "./task.js";
import { isRefusedThenable } from "./thenable.js";

/** What the plain values mean that a task yields. */

/** `yield` alone and `pass()`: gives up the turn (Y1). */
export const PASS: AnyRequest = /* @__PURE__ */ new Request(
  new Instruction<undefined, undefined>({
    name: "pass",
    describe: () => "pass()",
    begin(kernel, task) {
      kernel.answer(task, undefined);
      return false;
    },
  }),
  undefined,
  undefined,
);

/** `yield value` and `emit(value)`: listeners hear it; the answer is the oldest message, where messages are taken (Y3). */
export const EMIT: Instruction<unknown, boolean> = /* @__PURE__ */ new Instruction<unknown, boolean>({
  name: "emit",
  describe: ({ subject }) => `emit(${preview(subject)})`,
  touches: (task, { detail }) => (detail ? [{ object: task, part: "mail", access: "write" }] : []),

  begin(kernel, task, { subject, detail }) {
    kernel.observer?.emitted(task, subject);
    kernel.reporter.tell("emission", subject, task);
    const { mailbox } = task;
    const message = detail && mailbox !== null && mailbox.size > 0 ? mailbox.take(kernel, task, 0) : undefined;
    kernel.answer(task, message);
    return false;
  },
});

/** `yield child()`: runs a generator that was made already as a frame (Y4). */
const ENTER = /* @__PURE__ */ new Instruction<AnyGenerator, undefined>({
  name: "enter",
  enters: true,
  describe: () => "call(a generator)",
  begin: (kernel, task, { subject }) => enter(kernel, task, adopt(subject, "yield"), "generator", null),
});

/** A value that cannot have been meant (Y5). */
const MISTAKE = /* @__PURE__ */ new Instruction<TypeError, undefined>({
  name: "mistake",
  enters: true,
  describe: ({ subject }) => subject.message,
  begin: (_kernel, task, { subject }) => raise(task, subject),
});

/** What a yielded value other than a syscall asks for. One whose own code throws when it is looked at is emitted as it is. */
export function understand(value: unknown): AnyRequest {
  try {
    if (!proxies.test(value)) return classify(value);
  } catch {
    // A getter or a trap of the value has thrown: it is none of the things that are looked for.
  }
  return new Request(EMIT, value, true);
}

function classify(value: unknown): AnyRequest {
  if (isGenerator(value)) return new Request(ENTER, value, undefined);
  const mistake = findMistake(value);
  if (mistake === undefined) return new Request(EMIT, value, true);
  return new Request(MISTAKE, new TypeError(mistake), undefined);
}

function findMistake(value: unknown): string | undefined {
  if (typeof value === "function") {
    if (!isAnyGeneratorFunction(value)) return undefined;
    const name = programName(value);
    if (!isGeneratorFunction(value)) {
      return `yield ${name}: an async generator function was yielded. Write function* instead of async function*, and call it.`;
    }
    return `yield ${name}: a generator function was yielded and not called. Write yield* call(${name}), or yield ${name}().`;
  }
  if (typeof value !== "object" || value === null) return undefined;
  if (value instanceof TaskNode) {
    return `yield ${preview(value)}: a task was yielded. Write yield* task, or yield* join(task), to wait for its end.`;
  }
  if (isForeignSyscall(value) || TASK_BRAND in value) {
    return `yield ${preview(value)}: this comes from another copy of Rondo. Import both from the same one.`;
  }
  if (Symbol.asyncIterator in value) {
    return `yield ${preview(value)}: an async generator was yielded. Write function* instead of async function*.`;
  }
  if (isRefusedThenable(value)) {
    return `yield ${preview(value)}: a promise was yielded, and would not be waited for. Write yield* wait(promise).`;
  }
  return undefined;
}
