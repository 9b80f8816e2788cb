import { RandomStream } from "../../../kernel/random.js";
import type { Actor } from "../machine/actor.js";
import type { Ending, Point } from "../machine/chooser.js";
import { Priorities } from "./priorities.js";
import type { Strategy } from "./strategy.js";

/** After so many steps a task is taken for one that spins, as long as no run has told how many there may be. */
const PATIENCE = 1000;

/**
 * Priorities, with a few changes at random (PCT: Burckhardt, Kothari, Musuvathi and Nagarakatte, ASPLOS 2010). Whoever has the
 * highest priority goes on, and at `depth - 1` steps that are drawn before, whoever would go on is put below all others. A
 * bug of that depth among n tasks and k steps is found in each run with a probability of at least 1/(n·k^(depth-1)).
 *
 * Only steps with more than one to choose from are changed. How many a run can have is not known; k is the length of the longest
 * run so far, from the first choice on, which is never too small where all have the same length. While nothing is known of it,
 * runs are random walks. Timers have priorities, as tasks do. A task that is born later gets a random rank.
 *
 * A task that spins would keep all below it from going on. So whoever has taken more steps than there were in the longest run
 * so far is put below all others, too: where each run has the same number of steps, that never happens. A run in which it does
 * is not learnt from, or all would grow longer and longer.
 */
export class Pct implements Strategy {
  readonly name: string = "pct";
  readonly watches = false;
  readonly fair: boolean = false;
  readonly repeats = true;
  readonly complete = false;
  protected readonly random: RandomStream;
  /** The longest run that has ended: its steps. */
  protected longest = 0;
  private readonly changes: number;
  private readonly priorities: Priorities;
  /** The most steps that a run has had from its first choice on. */
  private k = 0;
  private points = new Set<number>();
  private choices = 0;
  private steps = 0;
  /** How many steps there were before the first choice. */
  private forced = 0;
  /** Somebody was taken for one that spins: in this run, and in any so far. */
  private hasSpun = false;
  private spinsEver = false;
  /** How many steps each actor had taken when it was lowered last, by its serial number. */
  private rested: number[] = [];

  constructor(seed: number, depth: number) {
    this.random = new RandomStream(`${String(seed)}/pct ${String(depth)}`);
    this.changes = depth - 1;
    this.priorities = new Priorities(this.random);
  }

  begin(): boolean {
    this.priorities.reset();
    this.rested = [];
    this.hasSpun = false;
    this.choices = this.steps = this.forced = 0;
    this.points = drawPoints(Math.min(this.changes, this.k), this.k, this.random);
    return true;
  }

  choose({ enabled, depth }: Point): number {
    this.steps = depth + 1;
    if (enabled.length === 1) return 0;
    if (this.choices++ === 0) this.forced = depth;
    return this.drifts(depth) ? this.random.below(enabled.length) : this.next(enabled);
  }

  over(ending: Ending): void {
    if ((ending !== "done" && ending !== "stuck") || this.hasSpun) return;
    if (this.choices > 0) this.k = Math.max(this.k, this.steps - this.forced);
    this.longest = Math.max(this.longest, this.steps);
  }

  /** Whether the run goes on as a random walk. */
  protected drifts(_depth: number): boolean {
    return this.longest === 0 && (this.changes > 0 || this.spinsEver);
  }

  private next(enabled: readonly Actor[]): number {
    const index = this.priorities.highest(enabled);
    const actor = enabled[index]!;
    const spins = this.spins(actor);
    if (!spins && !this.points.has(this.choices)) return index;
    if (spins) this.hasSpun = this.spinsEver = true;
    this.rested[actor.serial] = actor.steps;
    this.priorities.lower(actor);
    return this.priorities.highest(enabled);
  }

  private spins({ serial, steps }: Actor): boolean {
    return steps - (this.rested[serial] ?? 0) >= (this.longest || PATIENCE);
  }
}

/** Some of the numbers from 1 to `k`, each set as likely as the other. */
function drawPoints(count: number, k: number, random: RandomStream): Set<number> {
  const points = new Set<number>();
  while (points.size < count) points.add(1 + random.below(k));
  return points;
}
