import { Scope } from "../../../kernel/scope.js";
import type { TaskNode } from "../../../kernel/task.js";
import type { Actor } from "./actor.js";
import type { Names } from "./names.js";

/** Who is who in one run: the actors of its tasks, and the numbers of its objects. */
export class Cast {
  private readonly names: Names;
  private run = 0;
  private actors = new Map<TaskNode, Actor>();
  private numbers = new Map<object, number>();

  constructor(names: Names) {
    this.names = names;
  }

  /** A new run begins. */
  reset(run: number): void {
    this.run = run;
    this.actors = new Map();
    if (this.numbers.size > 0) this.numbers = new Map();
  }

  actorOf(task: TaskNode): Actor {
    return this.actors.get(task) ?? this.meet(task);
  }

  private meet(task: TaskNode): Actor {
    const { home } = task;
    const isRoot = !(home instanceof Scope);
    const actor = isRoot ? this.names.root(task.ordinal) : this.names.childOf(this.actorOf(home.task), task.ordinal);
    actor.enter(this.run, task);
    this.actors.set(task, actor);
    return actor;
  }

  numberOf(object: object): number {
    return this.numbers.get(object) ?? this.names.numberOf(object);
  }

  /** An object was made. */
  bear(object: object, maker: Actor): void {
    this.numbers.set(object, this.names.madeBy(maker));
  }
}
