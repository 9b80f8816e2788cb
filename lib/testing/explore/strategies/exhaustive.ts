import type { Actor } from "../machine/actor.js";
import type { Ending, Point } from "../machine/chooser.js";
import { checkSame, prefixLost } from "./divergence.js";
import type { Strategy } from "./strategy.js";

/** What a schedule may cost at the most. */
export interface Bounds {
  /** How often a task that could go on is left for another one. */
  readonly preemptions?: number | undefined;
  /** How many tasks are passed over, in the order of their birth from the last one on. */
  readonly delays?: number | undefined;
}

interface Node {
  readonly enabled: readonly Actor[];
  readonly costs: readonly number[];
  /** What the schedule has cost up to here. */
  readonly spent: number;
  index: number;
}

/** All schedules, depth first; or all that cost no more than a bound. */
export class Exhaustive implements Strategy {
  readonly name = "exhaustive";
  readonly watches: boolean;
  readonly triesAll = true;
  complete = false;
  /** Schedules were left out because they would cost more. */
  cut = false;
  private readonly nodes: Node[] = [];
  private readonly prefix: readonly number[];
  private readonly limit: number;
  private readonly cost: ((point: Point, to: number) => number) | null;
  private depth = 0;
  private begun = false;

  /** @param prefix only the schedules that begin with these choices */
  constructor(bounds: Bounds = {}, watches = false, prefix: readonly number[] = []) {
    this.watches = watches;
    this.prefix = prefix;
    this.limit = bounds.preemptions ?? bounds.delays ?? Infinity;
    this.cost = bounds.preemptions !== undefined ? preemption : bounds.delays !== undefined ? delay : null;
  }

  begin(): boolean {
    this.depth = 0;
    if (!this.begun) return (this.begun = true);
    while (this.nodes.length > this.prefix.length) {
      const node = this.nodes[this.nodes.length - 1]!;
      const next = this.nextOf(node, node.index + 1);
      if (next >= 0) {
        node.index = next;
        return true;
      }
      this.nodes.pop();
    }
    this.complete = true;
    return false;
  }

  choose(point: Point): number {
    if (this.depth < this.nodes.length) return this.again(point);
    const before = this.nodes[this.depth - 1];
    const node: Node = {
      enabled: point.enabled.slice(),
      costs: this.cost === null ? FREE : point.enabled.map((_, i) => this.cost!(point, i)),
      spent: before === undefined ? 0 : before.spent + (before.costs[before.index] ?? 0),
      index: 0,
    };
    node.index = this.prefix[this.depth] ?? this.nextOf(node, 0);
    if (node.index >= node.enabled.length) throw prefixLost(point, node.index);
    this.nodes.push(node);
    this.depth++;
    return node.index;
  }

  over(_ending: Ending): void {}

  /** How much of the tree is behind: at each choice, the part that is done of what can be chosen there. */
  get share(): number {
    if (this.complete) return 1;
    let share = 0;
    let part = 1;
    for (const { enabled, index } of this.nodes.slice(this.prefix.length)) {
      share += (part * index) / enabled.length;
      part /= enabled.length;
    }
    return share;
  }

  /** The first choice from `from` on that the bound allows; -1 where there is none. */
  private nextOf(node: Node, from: number): number {
    for (let i = from; i < node.enabled.length; i++) {
      if (node.spent + (node.costs[i] ?? 0) <= this.limit) return i;
      this.cut = true;
    }
    return -1;
  }

  private again(point: Point): number {
    const node = this.nodes[this.depth]!;
    checkSame(point, node.enabled);
    this.depth++;
    return node.index;
  }
}

const FREE: readonly number[] = [];

/** 1 where a task that could go on is left for another one. A timer that is due is nobody's doing. */
export function preemption({ enabled, last }: Point, to: number): number {
  const next = enabled[to]!;
  return next !== last && next.kind === "task" && enabled.includes(last) ? 1 : 0;
}

/** How many ready tasks are passed over on the way round from the last one to the next. */
export function delay({ enabled, last }: Point, to: number): number {
  if (enabled[to]!.kind !== "task") return 0;
  const tasks = enabled.filter(({ kind }) => kind === "task");
  const from = tasks.findIndex((actor) => actor === last);
  const start =
    from >= 0
      ? from
      : Math.max(
          0,
          tasks.findIndex((actor) => actor.serial > last.serial),
        );
  return (tasks.indexOf(enabled[to]!) - start + tasks.length) % tasks.length;
}
