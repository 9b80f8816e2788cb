import { awaitEnd, forgetEnd } from "../kernel/join.js";
import { FAILED, OBSERVED } from "../kernel/stages.js";
import { Instruction, Request, type AnyRequest } from "../kernel/syscall.js";
import type { TaskNode } from "../kernel/task.js";
import type { Waiter } from "../kernel/waiter.js";
import { outcomeOf } from "./run.js";

/** Hears of the end of a task; true where that counts as told of a failure, as a join does. */
type Listener = () => boolean;

const WATCH = /* @__PURE__ */ new Instruction<TaskNode, Listener>({
  name: "watch",
  describe: ({ subject }) => `the end of ${subject.label}`,
  begin: () => false,
  ended: (_kernel, waiter, target) => (waiter.wait?.detail as Listener)() && target.stage === FAILED,
});

/** Stands among the joiners of a task for somebody outside. */
class Watcher implements Waiter {
  readonly task: TaskNode;
  readonly waits = true;
  readonly wait: AnyRequest;
  slot: unknown = null;
  timer = -1;

  constructor(task: TaskNode, listener: Listener) {
    this.task = task;
    this.wait = new Request<void, TaskNode, Listener>(WATCH, task, listener);
  }

  answered(): void {}
  failed(): void {}
  due(): void {}
}

/** Calls `listener` when a task that has not ended does so; what it returns takes the listener off. */
export function onEnd(task: TaskNode, listener: Listener): () => void {
  const watcher = new Watcher(task, listener);
  awaitEnd(watcher, task);
  return () => forgetEnd(watcher, task);
}

/** What a task that has ended gives, for somebody who is told of it as by a join: its result, or what is to be thrown. */
export function tellEnd(task: TaskNode): unknown {
  if (task.stage === FAILED) task.flags |= OBSERVED;
  return outcomeOf(task);
}
