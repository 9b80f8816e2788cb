import { checkFunction } from "../kernel/checks.js";
import { EnsureExit, enter } from "../kernel/frames.js";
import { programName, type AnyGenerator } from "../kernel/generators.js";
import { preview } from "../kernel/preview.js";
import { Instruction, isRequest, Request, type Syscall } from "../kernel/syscall.js";
import { TaskNode } from "../kernel/task.js";
import { call } from "../syscalls/calls.js";
import { Source, type Items } from "./source.js";

type Body = (item: unknown) => AnyGenerator;

const EACH = /* @__PURE__ */ new Instruction<Items, Body>({
  name: "each",
  enters: true,
  describe: ({ subject, detail }) => `each(${preview(subject.iterable)}, ${programName(detail)})`,
  begin(kernel, task, { subject, detail }) {
    const source = new Source(subject);
    const close = new EnsureExit(function closeIterator() {
      return source.close();
    });
    return enter(kernel, task, loop(source, detail), "each", close);
  },
});

/** The body of the frame. Leaving it closes the source, however that comes. */
function* loop(source: Source, body: Body): AnyGenerator<void> {
  while (yield* source.advance()) yield* call(body, source.item);
}

/**
 * Runs `body` with each item of an async iterable, one at a time, as `for await` would; it takes a plain iterable, too, and
 * waits for those of its items that are promises. On every way out but the iterable's own end or error the iterator's `return()`
 * is called and waited for, also by a cancellation. What that throws is suppressed under the error that was the way out, as with
 * `ensure`.
 * @throws TypeError for what cannot be iterated over
 *
 * @example
 * yield* each(stream, function* (line) {
 *   yield* call(handle, line);
 * });
 */
export function each<T>(
  items: AsyncIterable<T> | Iterable<T | PromiseLike<T>>,
  body: (item: T) => Generator<unknown, unknown, unknown>,
): Syscall<void> {
  checkFunction(body, "each: body");
  return new Request<void, Items, Body>(EACH, itemsOf(items), body as Body);
}

function itemsOf(iterable: unknown): Items {
  if (iterable !== null && iterable !== undefined && !isRequest(iterable) && !(iterable instanceof TaskNode)) {
    const methods = iterable as { readonly [Symbol.asyncIterator]?: unknown; readonly [Symbol.iterator]?: unknown };
    const asynchronous = methods[Symbol.asyncIterator] ?? undefined;
    const open = asynchronous ?? methods[Symbol.iterator];
    if (typeof open === "function")
      return { iterable, open: open as Items["open"], isSync: asynchronous === undefined };
  }
  throw new TypeError(`each: ${preview(iterable)} cannot be iterated over. Give it an async iterable, or a plain one.`);
}
