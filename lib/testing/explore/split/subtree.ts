import type { Actor } from "../machine/actor.js";
import type { Sleeper } from "../dpor/reduction.js";
import { SourceSets, type SourceNode } from "../dpor/source.js";
import type { Event } from "../dpor/trace.js";
import type { Ending, Point } from "../machine/chooser.js";
import { prefixLost } from "../strategies/divergence.js";
import { awake } from "./sleepy-frontier.js";

/**
 * The reduced search behind one beginning, with everybody asleep whom an earlier beginning has seen to. What a step touches is
 * told in numbers of this exploration's own, so the steps that are asleep are taken first, once each, in runs that are given up
 * at once.
 *
 * Before the end of the beginning everybody is tried by somebody, so no race has to be put down there. Behind it the search is
 * that of source sets. Wakeup trees would be wrong here: where they go on freely, they count on nobody being asleep any more.
 * With sleep sets no class is run twice, so all parts together run each class once, as the search in one piece does; but
 * some runs are begun in vain.
 */
export class Subtree extends SourceSets {
  override readonly name: string;
  private readonly prefix: readonly number[];
  /** Who could go on at each step of the beginning, up to the one that is meant. */
  private readonly candidates: (readonly Actor[])[] = [];

  /** @param name that of the search which this is a part of */
  constructor(name: string, prefix: readonly number[]) {
    super();
    this.name = name;
    this.prefix = prefix;
  }

  /** The run leaves the beginning, to see what the step of a sleeper touches. */
  get preliminary(): boolean {
    return this.isAside(this.nodes.length - 1);
  }

  override choose(point: Point): number {
    const { length } = this.nodes;
    if (point.depth === length && this.isAside(length - 1)) return -1;
    return super.choose(point);
  }

  override over(ending: Ending): void {
    if (!this.preliminary) super.over(ending);
  }

  protected override arrive(point: Point, sleep: readonly Sleeper[]): SourceNode | undefined {
    const { depth, enabled } = point;
    const meant = this.prefix[depth];
    if (meant === undefined) return super.arrive(point, sleep);
    if (meant >= enabled.length) throw prefixLost(point, meant);
    const candidates = (this.candidates[depth] = enabled.slice(0, meant + 1));
    const [chosen] = awake(candidates, sleep);
    return chosen && { sleep, chosen, event: null, backtrack: new Set([chosen]) };
  }

  protected override nextAt(node: SourceNode): Actor | undefined {
    const depth = this.nodes.indexOf(node);
    if (depth >= this.prefix.length) return super.nextAt(node);
    return awake(this.candidates[depth]!, node.sleep).find((actor) => actor !== node.chosen);
  }

  protected override race(earlier: Event, later: Event): void {
    if (earlier.index >= this.prefix.length) super.race(earlier, later);
  }

  protected override timersAfter(node: SourceNode, steps: readonly Event[], timers: readonly Actor[]): void {
    if (this.nodes.indexOf(node) >= this.prefix.length) super.timersAfter(node, steps, timers);
  }

  /** Whether the step from there is not that of the beginning. */
  private isAside(depth: number): boolean {
    const node = this.nodes[depth];
    return node !== undefined && depth < this.prefix.length && node.chosen !== this.candidates[depth]!.at(-1);
  }
}
