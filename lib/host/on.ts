import { preview } from "../kernel/preview.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import { bufferRule, type BufferOptions } from "./buffer.js";
import { attachTo, type AnyEmitter, type EventNameOf, type EventOf } from "./emitters.js";
import { Inbox, type Listening, type Subscription } from "./subscription.js";

/** How a subscription keeps its events. */
export interface OnOptions extends BufferOptions {
  /**
   * True where the events come from outside of the scheduler: a task in `next()` then waits for the outside as one in `wait`
   * does. That is no deadlock, and virtual time does not run ahead of the event. False where left out.
   */
  readonly outside?: boolean;
}

/** How many events are kept where no capacity is given. */
const CAPACITY = 1024;

const ON = /* @__PURE__ */ new Instruction<Listening, undefined>({
  name: "on",
  describe: ({ subject }) => `on(${preview(subject.event)})`,
  begin(kernel, task, { subject }) {
    try {
      const inbox = new Inbox(task, subject);
      inbox.open();
      kernel.answer(task, inbox);
    } catch (error) {
      kernel.fail(task, error);
    }
    return false;
  },
});

/**
 * Listens to an event of a DOM `EventTarget`, of a Node emitter, of eventemitter3 or of whatever has `on` and `off`. The answer
 * is a subscription, which is held until the innermost frame or scope ends, however it ends; then the listener is taken off.
 * 1024 events are kept for a reader that lags behind, and one more ends the subscription with an `OverflowError`:
 * `capacity` and `overflow` say otherwise.
 *
 * A subscription is no wait for the outside (see `outside`): where all tasks wait for events that only they could tell of, that
 * is a deadlock.
 * @throws TypeError where `emitter` takes no listeners
 *
 * @example
 * const keys = yield* on<KeyboardEvent>(document, "keydown");
 * while (true) yield* call(handle, yield* keys.next());
 */
export function on<const E extends AnyEmitter, const K extends EventNameOf<E>>(
  emitter: E,
  event: K,
  options?: OnOptions,
): Syscall<Subscription<EventOf<E, K>>>;
// The type of the events is given, or else this is none of the signatures: then a wrong name is an error of the one above.
export function on<Event = never>(
  emitter: [Event] extends [never] ? never : AnyEmitter,
  event: PropertyKey,
  options?: OnOptions,
): Syscall<Subscription<Event>>;
export function on(emitter: unknown, event: unknown, options: OnOptions = {}): Syscall<Subscription> {
  const listening: Listening = {
    event,
    attach: attachTo(emitter, "on"),
    rule: bufferRule(options, "on", CAPACITY),
    outside: options.outside ?? false,
  };
  return new Request<Subscription, Listening, undefined>(ON, listening, undefined);
}
