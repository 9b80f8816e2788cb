import type { Ending, Point, Step } from "../machine/chooser.js";
import type { Machine } from "../machine/machine.js";
import type { Strategy } from "../strategies/strategy.js";
import { FaultPlans, type Faults } from "./plans.js";

/**
 * Lets a strategy go through the schedules of a program without any fault, then with each fault that could have been, then with
 * each pair of them, up to a bound. Which faults there are is chosen before the schedules, so that a reduced search stays whole.
 */
export class FaultSearch implements Strategy {
  readonly name: string;
  private readonly machine: Machine;
  private readonly make: () => Strategy;
  private inner: Strategy;
  private plan: Faults = [];
  private readonly plans: FaultPlans;
  private begun = 0;
  private blockedBefore = 0;
  private unfinished = false;

  constructor(machine: Machine, make: () => Strategy, most: number) {
    this.machine = machine;
    this.make = make;
    this.plans = new FaultPlans(most);
    this.inner = make();
    this.name = this.inner.name;
    machine.faults = [];
  }

  get watches(): boolean {
    return this.inner.watches;
  }

  get known(): number {
    return this.inner.known ?? 0;
  }

  get complete(): boolean {
    return !this.unfinished && this.inner.complete && this.plans.size === 0;
  }

  get repeats(): boolean {
    return this.inner.repeats ?? false;
  }

  get fair(): boolean {
    return this.inner.fair ?? false;
  }

  get triesAll(): boolean {
    return this.inner.triesAll ?? false;
  }

  get mindsLimit(): boolean {
    return this.inner.mindsLimit ?? false;
  }

  get trustsTracking(): boolean {
    return this.inner.trustsTracking ?? false;
  }

  get stale(): boolean {
    return this.inner.stale ?? false;
  }

  /** How many runs were given up, with all faults so far. */
  get blocked(): number {
    return this.blockedBefore + blockedOf(this.inner);
  }

  get share(): number | undefined {
    return this.plans.size === 0 ? this.inner.share : undefined;
  }

  get looksFurther(): (() => void) | undefined {
    const { inner } = this;
    return inner.looksFurther === undefined ? undefined : () => inner.looksFurther?.();
  }

  get bound(): Readonly<Record<string, number>> | undefined {
    return this.inner.bound;
  }

  begin(): boolean {
    // What never ends by itself leaves room for the next faults after a while.
    const isTiresome = this.begun >= TURNS && this.plans.size > 0 && (this.inner.repeats ?? false);
    if (isTiresome) this.unfinished = true;
    else if (this.inner.begin()) {
      this.begun++;
      return true;
    } else if (this.inner.stale === true) return false;
    if (!isTiresome && !this.inner.complete) this.unfinished = true;
    const next = this.plans.next();
    if (next === undefined) return false;
    this.plan = next;
    this.machine.faults = next;
    this.blockedBefore += blockedOf(this.inner);
    this.inner = this.make();
    this.begun = 0;
    return this.begin();
  }

  choose(point: Point): number {
    return this.inner.choose(point);
  }

  stepped(step: Step): void {
    this.inner.stepped?.(step);
  }

  over(ending: Ending): void {
    this.inner.over(ending);
    this.plans.consider(this.plan, this.machine.injector.points);
  }

  passed(): void {
    this.inner.passed?.();
  }
}

/** How many schedules in a row a strategy that draws has with the same faults. */
const TURNS = 20;

function blockedOf(strategy: Strategy): number {
  return "blocked" in strategy ? (strategy.blocked as number) : 0;
}
