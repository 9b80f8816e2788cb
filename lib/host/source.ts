import { OutsideWait, withdrawOutside } from "../kernel/outside.js";
import { preview } from "../kernel/preview.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { Waiter } from "../kernel/waiter.js";
import { follow, thenableOf, type Thenable } from "./thenables.js";

/** What is iterated over, with its method that makes an iterator. */
export interface Items {
  readonly iterable: unknown;
  readonly open: (this: unknown) => unknown;
  /** Its items may be promises, which are waited for; those of an async iterable are not. */
  readonly isSync: boolean;
}

interface AnyIterator {
  readonly next: (this: unknown) => unknown;
  readonly return?: ((this: unknown) => unknown) | null;
}

/** What is done with a promise of an iterator. */
interface Pending {
  readonly words: string;
  readonly rejected: () => void;
}

const PENDING = /* @__PURE__ */ new Instruction<Thenable, Pending>({
  name: "wait",
  describe: ({ detail }) => detail.words,
  begin(_kernel, waiter: Waiter, { subject, detail }) {
    new OutsideWait(waiter.task.kernel, waiter).start((resolve, reject) =>
      follow(subject, resolve, (error) => {
        detail.rejected();
        reject(error);
      }),
    );
    return false;
  },
  withdraw: withdrawOutside,
});

/** A generator that a frame of `each` inlines. */
type Steps<R> = Generator<Syscall<unknown>, R, unknown>;

/** An iterator under way, driven by the language's rules for `for await`. */
export class Source {
  /** The item that `advance` has come to. */
  item: unknown = undefined;
  private readonly items: Items;
  private readonly iterator: AnyIterator;
  private readonly next: (this: unknown) => unknown;
  /** The iterator takes no `return()`: it has come to its end, or has thrown. */
  private isOver = true;

  constructor(items: Items) {
    this.items = items;
    this.iterator = this.checked(items.open.call(items.iterable), "its iterator") as AnyIterator;
    this.next = this.iterator.next;
  }

  /** Goes to the next item; false at the end. What the iterator itself throws is its end. */
  *advance(): Steps<boolean> {
    this.isOver = true;
    let result = this.next.call(this.iterator);
    if (!this.items.isSync) {
      // What interrupts the wait is no error of the iterator.
      this.isOver = false;
      result = yield* this.settled(result, "the next item", () => (this.isOver = true));
      this.isOver = true;
    }
    const step = this.checked(result, "next()") as IteratorResult<unknown, unknown>;
    if (step.done === true) return false;
    const { value } = step;
    this.isOver = false;
    this.item = this.items.isSync ? yield* this.settled(value, "the next item") : value;
    return true;
  }

  /** Closes the iterator where it takes that; what is returned then is to be run. */
  close(): Steps<void> | undefined {
    return this.isOver ? undefined : this.closing();
  }

  private *closing(): Steps<void> {
    this.isOver = true;
    const close = this.iterator.return ?? undefined;
    if (close === undefined) return;
    let result = close.call(this.iterator);
    if (!this.items.isSync) result = yield* this.settled(result, "return()");
    const { value } = this.checked(result, "return()") as IteratorResult<unknown, unknown>;
    if (this.items.isSync) yield* this.settled(value, "return()");
  }

  /** Waits for a value that is a promise, as `await` does. */
  private *settled(value: unknown, what: string, rejected: () => void = () => undefined): Steps<unknown> {
    const thenable = thenableOf(value);
    if (thenable === undefined) return value;
    const words = `${what} of ${preview(this.items.iterable)}`;
    return yield* new Request<unknown, Thenable, Pending>(PENDING, thenable, { words, rejected });
  }

  private checked(value: unknown, what: string): object {
    if ((typeof value === "object" && value !== null) || typeof value === "function") return value;
    throw new TypeError(`each: ${what} of ${preview(this.items.iterable)} is ${preview(value)}, which is no object.`);
  }
}
