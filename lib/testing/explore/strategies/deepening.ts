import type { Ending, Point } from "../machine/chooser.js";
import { Exhaustive, type Bounds } from "./exhaustive.js";
import type { Strategy } from "./strategy.js";

/**
 * All schedules with no preemption, then all with at most one, and so on: so the first failure is one with the fewest, and
 * where there is none the report says up to which bound that is certain.
 */
export class Deepening implements Strategy {
  readonly name = "exhaustive";
  readonly watches: boolean;
  readonly triesAll = true;
  readonly repeats = true;
  private readonly measure: "preemptions" | "delays";
  private readonly last: number;
  private level = 0;
  private done = -1;
  private inner: Exhaustive;

  constructor({ preemptions, delays, classes }: Bounds & { readonly classes: boolean }) {
    this.watches = classes;
    this.measure = delays === undefined ? "preemptions" : "delays";
    this.last = preemptions ?? delays ?? Infinity;
    this.inner = this.make();
  }

  get complete(): boolean {
    return this.done >= 0 && (this.done === this.last || !this.inner.cut);
  }

  get bound(): Readonly<Record<string, number>> | undefined {
    return this.done < 0 ? undefined : { [this.measure]: this.done };
  }

  get share(): number {
    return this.inner.share;
  }

  begin(): boolean {
    if (this.inner.begin()) return true;
    this.done = this.level;
    if (this.level === this.last || !this.inner.cut) return false;
    this.level++;
    this.inner = this.make();
    return this.inner.begin();
  }

  choose(point: Point): number {
    return this.inner.choose(point);
  }

  over(ending: Ending): void {
    this.inner.over(ending);
  }

  private make(): Exhaustive {
    return new Exhaustive({ [this.measure]: this.level }, this.watches);
  }
}
