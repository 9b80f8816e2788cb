import { checkCount } from "../kernel/checks.js";
import { born } from "../kernel/identity.js";
import { Shown } from "../kernel/preview.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import type { Waiter } from "../kernel/waiter.js";
import { touch, writes } from "./touches.js";
import { WaitQueue } from "./wait-queue.js";
import { Waking } from "./waking.js";

/**
 * A gate that opens once, for all: after `open`, or after as many `countDown`s as it was made with. Waiting at an open one
 * goes on at once.
 *
 * @example
 * const ready = new Latch();
 * yield* ready.wait(); // elsewhere: ready.open()
 */
export class Latch extends Shown {
  private static readonly WAIT = /* @__PURE__ */ new Instruction<Latch, undefined>({
    name: "latch.wait",
    describe: ({ subject }) => `${String(subject)}.wait()`,
    touches: (_task, { subject }) => writes(subject),
    selectable: true,
    begin(_kernel, waiter: Waiter, { subject }) {
      if (subject.left === 0) waiter.answered(undefined);
      else subject.waiters.add(waiter, undefined);
      return false;
    },
    withdraw(_kernel, waiter: Waiter, { subject }) {
      subject.waiters.remove(waiter);
      return true;
    },
  });

  private left: number;
  private readonly waiters = new WaitQueue();
  private readonly waiting: Syscall<void> = new Request<void, Latch, undefined>(Latch.WAIT, this, undefined);
  private readonly what: string;

  /**
   * @param count how many times it is counted down until it opens: 1 where left out
   * @param name what reports call it
   */
  constructor(count = 1, name?: string) {
    super();
    born(this);
    checkCount(count, "Latch: count", 0);
    this.left = count;
    this.what = name === undefined ? "Latch" : `Latch ${name}`;
  }

  /** Whether it is open, and nobody has to wait. */
  get isOpen(): boolean {
    touch(this, "read");
    return this.left === 0;
  }

  /** Waits until it is open. */
  wait(): Syscall<void> {
    return this.waiting;
  }

  /** Opens it. Opening an open one changes nothing. */
  open(): void {
    this.countDown(Infinity);
  }

  /** Counts down; at zero it opens. */
  countDown(count = 1): void {
    checkCount(count, "Latch.countDown");
    touch(this, "write");
    this.left = Math.max(0, this.left - count);
    if (this.left > 0) return;
    const waking = new Waking("open");
    for (let place = this.waiters.shift(); place !== null; place = this.waiters.shift()) {
      waking.wakes(place.waiter);
      place.waiter.answered(undefined);
    }
  }

  toString(): string {
    return this.what;
  }
}
