import type { Op } from "./operation.js";

/**
 * The invocations and returns of the operations that are not in the order yet, in the order of their times: a doubly linked
 * list, so that taking an operation out and putting it back costs the same in a history of any length. (After Wing and Gong.)
 *
 * The slot of the invocation of operation n is n + 1, that of its return comes after all of these; slot 0 is both ends.
 */
export class OpenEvents {
  /** How many operations that have returned are in it. */
  completed: number;
  private readonly ops: readonly Op[];
  private readonly next: Int32Array;
  private readonly prev: Int32Array;

  constructor(ops: readonly Op[]) {
    this.ops = ops;
    const slots = slotsInTime(ops);
    this.completed = slots.length - ops.length;
    this.next = new Int32Array(2 * ops.length + 1);
    this.prev = new Int32Array(2 * ops.length + 1);
    let last = 0;
    for (const slot of slots) {
      this.next[last] = slot;
      this.prev[slot] = last;
      last = slot;
    }
    this.prev[0] = last;
  }

  /**
   * The operations that may come next: those that were invoked before any of the open ones returned. Pending ones come last:
   * most of them are not needed.
   */
  candidates(): Op[] {
    const returning: Op[] = [];
    const pending: Op[] = [];
    for (let slot = this.next[0]!; slot !== 0 && slot <= this.ops.length; slot = this.next[slot]!) {
      const op = this.ops[slot - 1]!;
      (op.outcome === null ? pending : returning).push(op);
    }
    return returning.concat(pending);
  }

  take({ number, outcome }: Op): void {
    this.unlink(number + 1);
    if (outcome === null) return;
    this.unlink(number + 1 + this.ops.length);
    this.completed--;
  }

  /** Undoes the last `take` that is not undone yet. */
  putBack({ number, outcome }: Op): void {
    if (outcome !== null) {
      this.link(number + 1 + this.ops.length);
      this.completed++;
    }
    this.link(number + 1);
  }

  private unlink(slot: number): void {
    this.next[this.prev[slot]!] = this.next[slot]!;
    this.prev[this.next[slot]!] = this.prev[slot]!;
  }

  private link(slot: number): void {
    this.next[this.prev[slot]!] = slot;
    this.prev[this.next[slot]!] = slot;
  }
}

/** Operations that touch in one instant overlap: there the invocations come first. */
function slotsInTime(ops: readonly Op[]): number[] {
  const slots = ops.map(({ number }) => number + 1);
  for (const { number, outcome } of ops) if (outcome !== null) slots.push(number + 1 + ops.length);
  const isCall = (slot: number): boolean => slot <= ops.length;
  const timeOf = (slot: number): number => (isCall(slot) ? ops[slot - 1]!.call : ops[slot - 1 - ops.length]!.end);
  return slots.sort((a, b) => timeOf(a) - timeOf(b) || Number(isCall(b)) - Number(isCall(a)) || a - b);
}
