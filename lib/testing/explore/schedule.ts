import type { Chooser, Point, Step } from "./machine/chooser.js";

/** Who goes on where nothing is said: the last task if it can, or else the first that can. */
export function usualChoice({ enabled, last }: Point): number {
  return Math.max(0, enabled.indexOf(last));
}

/** Lets a chooser choose, and keeps what it chose. */
export class Logged implements Chooser {
  /** What was chosen at each step: its place among those who could go on. */
  readonly indexes: number[] = [];
  /** How many states there were with more than one to choose from. */
  choicePoints = 0;
  private high = 0;
  private low = 0;
  private readonly inner: Chooser;

  constructor(inner: Chooser) {
    this.inner = inner;
  }

  reset(): void {
    this.indexes.length = 0;
    this.choicePoints = 0;
    this.high = this.low = 0;
  }

  /** A number of 53 bits that stands for the choices: other choices have another one, but for a chance that is next to none. */
  get hash(): number {
    return (this.high >>> 0) * 0x200000 + (this.low >>> 11);
  }

  choose(point: Point): number {
    const index = this.inner.choose(point);
    if (index < 0) return index;
    this.indexes.push(index);
    if (point.enabled.length > 1) {
      this.choicePoints++;
      this.high = Math.imul(this.high ^ (index + 1), 0x9e3779b1) ^ (this.high >>> 15);
      this.low = Math.imul(this.low ^ (index + 1), 0x85ebca77) ^ (this.low >>> 13);
    }
    return index;
  }

  get known(): number {
    return this.inner.known ?? 0;
  }

  stepped(step: Step): void {
    this.inner.stepped?.(step);
  }
}
