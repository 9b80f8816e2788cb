import type { Actor } from "../machine/actor.js";
import { Reduction, type Node, type Sleeper } from "../dpor/reduction.js";
import type { Ending, Point } from "../machine/chooser.js";
import type { Prefix } from "./job.js";

interface FrontierNode extends Node {
  readonly enabled: readonly Actor[];
}

/**
 * The same for the reduced search: all beginnings, save those that only swap independent steps of an earlier one (sleep sets:
 * Godefroid 1996). Everybody who is awake is tried at each state, so nothing has to be known of what comes behind.
 */
export class SleepyFrontier extends Reduction<FrontierNode> {
  readonly name = "dpor";
  readonly prefixes: Prefix[] = [];
  goesFurther = false;
  private readonly level: number;
  private indexes: number[] = [];
  private choices = 0;
  private weight = 1;

  constructor(level: number) {
    super();
    this.level = level;
  }

  override begin(): boolean {
    this.indexes = [];
    this.choices = 0;
    this.weight = 1;
    return super.begin();
  }

  override choose(point: Point): number {
    const { length } = point.enabled;
    if (length > 1 && ++this.choices > this.level) {
      this.goesFurther = true;
      this.put();
      return -1;
    }
    this.weight /= length;
    const index = super.choose(point);
    this.indexes.push(index);
    return index;
  }

  override over(ending: Ending): void {
    // One that is abandoned elsewhere has nobody awake: all that begins so is behind an earlier beginning.
    if (ending !== "abandoned") this.put();
  }

  private put(): void {
    this.prefixes.push({ indexes: this.indexes, weight: this.weight });
  }

  protected arrive({ enabled }: Point, sleep: readonly Sleeper[]): FrontierNode | undefined {
    const [chosen] = awake(enabled, sleep);
    return chosen && { enabled: enabled.slice(), sleep, chosen, event: null };
  }

  protected nextAt({ enabled, sleep, chosen }: FrontierNode): Actor | undefined {
    return awake(enabled, sleep).find((actor) => actor !== chosen);
  }

  protected waitingAt(): number {
    return 0;
  }

  protected race(): void {}

  protected timersAfter(): void {}
}

/** Those that are awake. Whoever was tried before is asleep. */
export function awake(actors: readonly Actor[], sleep: readonly Sleeper[]): readonly Actor[] {
  return actors.filter((actor) => !sleep.some((sleeper) => sleeper.actor === actor));
}
