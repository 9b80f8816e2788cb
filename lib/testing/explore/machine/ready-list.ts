import type { Order } from "../../../kernel/order.js";
import type { TaskNode } from "../../../kernel/task.js";
import { isBefore, type Actor } from "./actor.js";
import type { Cast } from "./cast.js";

/** Who is told when an actor becomes ready. */
export interface Wakings {
  woke(actor: Actor): void;
}

/** The order of an exploration: whoever drives it picks the next task. The ready tasks stand sorted by their ids. */
export class ReadyList implements Order {
  readonly name = "explored";
  readonly actors: Actor[] = [];
  /** Those that were ready and will not run after all. Whoever looks empties it. */
  readonly removed: Actor[] = [];
  private readonly cast: Cast;
  private readonly wakings: Wakings;
  private picked: TaskNode | undefined = undefined;
  /** Whose turn it is, or was last: the one who becomes ready next as a rule, and need not be looked up then. */
  private latest: Actor | undefined = undefined;
  private wokenCount = 0;

  constructor(cast: Cast, wakings: Wakings) {
    this.cast = cast;
    this.wakings = wakings;
  }

  get size(): number {
    return this.actors.length;
  }

  add(task: TaskNode): void {
    const { latest } = this;
    const actor = latest?.task === task ? latest : this.cast.actorOf(task);
    actor.since = this.wokenCount++;
    const { actors } = this;
    let at = actors.push(actor) - 1;
    for (; at > 0 && isBefore(actor, actors[at - 1]!); at--) actors[at] = actors[at - 1]!;
    actors[at] = actor;
    this.wakings.woke(actor);
  }

  /** Says who is taken next. */
  pick(actor: Actor): void {
    const { actors } = this;
    this.latest = actor;
    this.picked = actor.task!;
    for (let i = actors.indexOf(actor) + 1; i < actors.length; i++) actors[i - 1] = actors[i]!;
    actors.pop();
  }

  take(): TaskNode | undefined {
    const task = this.picked;
    this.picked = undefined;
    return task;
  }

  remove(task: TaskNode): void {
    const index = this.actors.findIndex((actor) => actor.task === task);
    if (index >= 0) this.removed.push(...this.actors.splice(index, 1));
  }

  list(): TaskNode[] {
    return this.actors.map((actor) => actor.task!);
  }
}
