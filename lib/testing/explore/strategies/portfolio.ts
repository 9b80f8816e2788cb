import type { Ending, Point, Step } from "../machine/chooser.js";
import { WakeupTrees } from "../dpor/optimal.js";
import { Deepening } from "./deepening.js";
import { Pct } from "./pct.js";
import { PartialOrderSampling } from "./pos.js";
import { RandomWalk } from "./random.js";
import { RoundRobin } from "./round-robin.js";
import type { Strategy } from "./strategy.js";
import { Uniform } from "./uniform.js";

/** One of the strategies that take turns. */
interface Member {
  strategy: Strategy;
  /** It has tried all that it can. */
  over: boolean;
  /** One of its runs was broken off, so that it proves nothing. */
  cut: boolean;
}

/** In which order the members take turns. None dominates in published comparisons, so each gets a share. */
const TURNS = ["bounded", "pct1", "reduced", "random", "pct2", "bounded", "pos", "reduced", "pct3", "uniform"] as const;

type Role = (typeof TURNS)[number] | "plain";

/**
 * Some of several strategies, one schedule of each in turn. The plain scheduler's schedule comes first. Then a fifth of the schedules
 * have few preemptions, and more and more of them; a fifth are of the reduced search; the others are drawn in six ways.
 *
 * The search by preemptions comes to an end for a small program: then all its schedules were seen, and there is nothing more to do.
 * Where the reduced search does, the others go on as a check: it knows only of state that is tracked.
 */
export class Portfolio implements Strategy {
  readonly name = "portfolio";
  readonly repeats = true;
  readonly mindsLimit = true;
  private readonly members: Readonly<Record<Role, Member>>;
  private current: Member;
  private turn = -1;

  constructor(seed: number) {
    this.members = {
      plain: member(new RoundRobin()),
      bounded: member(new Deepening({ classes: false })),
      reduced: member(new WakeupTrees()),
      pct1: member(new Pct(seed, 1)),
      pct2: member(new Pct(seed, 2)),
      pct3: member(new Pct(seed, 3)),
      pos: member(new PartialOrderSampling(seed)),
      random: member(new RandomWalk(seed)),
      uniform: member(new Uniform(seed)),
    };
    this.current = this.members.plain;
  }

  get watches(): boolean {
    return this.current.strategy.watches;
  }

  get fair(): boolean {
    return this.current.strategy.fair === true;
  }

  get triesAll(): boolean {
    return this.current.strategy.triesAll === true;
  }

  get complete(): boolean {
    return this.isProvedBy("plain") || this.isProvedBy("bounded") || this.isProvedBy("reduced");
  }

  get trustsTracking(): boolean {
    return !this.isProvedBy("plain") && !this.isProvedBy("bounded");
  }

  get bound(): Readonly<Record<string, number>> | undefined {
    const { cut, strategy } = this.members.bounded;
    return cut ? undefined : strategy.bound;
  }

  begin(): boolean {
    while (!this.isProvedBy("plain") && !this.isProvedBy("bounded")) {
      this.current = this.members[TURNS[this.turn] ?? "plain"];
      this.turn = (this.turn + 1) % TURNS.length;
      if (!this.current.over && this.current.strategy.begin()) return true;
      this.current.over = true;
    }
    return false;
  }

  choose(point: Point): number {
    return this.current.strategy.choose(point);
  }

  get known(): number {
    return this.current.strategy.known ?? 0;
  }

  stepped(step: Step): void {
    this.current.strategy.stepped?.(step);
  }

  over(ending: Ending): void {
    if (ending === "endless") this.current.cut = true;
    this.current.strategy.over(ending);
    if (this.current === this.members.plain) this.current.over = true;
  }

  /** Only the reduced search has to begin again. */
  looksFurther(): void {
    Object.assign(this.members.reduced, member(new WakeupTrees()));
  }

  private isProvedBy(role: Role): boolean {
    const { over, cut, strategy } = this.members[role];
    return over && !cut && strategy.complete;
  }
}

function member(strategy: Strategy): Member {
  return { strategy, over: false, cut: false };
}
