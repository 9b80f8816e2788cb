import type { Kernel } from "../kernel/kernel.js";
import { DONE } from "../kernel/stages.js";
import type { TaskNode } from "../kernel/task.js";
import { Buffer, type BufferRule } from "./buffer.js";
import { onEnd, tellEnd } from "./task-end.js";
import { standstill, step } from "./virtual-time.js";

/** What reading comes to: an emission, or the end with the result. */
export type Result<T, R> = IteratorResult<T, R | undefined>;

/** One who waits for the next emission. */
interface Reader<T, R> {
  readonly resolve: (result: Result<T, R>) => void;
  readonly reject: (error: unknown) => void;
}

/** What a task has emitted and nobody has read, and those who wait for more. */
export class Feed<T, R> {
  private readonly task: TaskNode;
  private readonly kernel: Kernel;
  private readonly kept: Buffer<T>;
  private readonly readers: Reader<T, R>[] = [];
  /** What takes the listeners off. */
  private listeners: readonly (() => void)[] = [];
  private overrun: Error | undefined = undefined;
  /** A `next()` is driving the scheduler. */
  private pulling = false;
  /** The end has been read, or it was broken off. */
  private over = false;

  constructor(task: TaskNode, rule: BufferRule) {
    this.task = task;
    this.kernel = task.kernel;
    this.kept = new Buffer<T>(rule);
    if (task.stage >= DONE) return;
    this.listeners = [
      onEnd(task, () => this.taskEnded()),
      this.kernel.reporter.on("emission", (value, from) => {
        if (from === task) this.emitted(value as T);
      }),
    ];
  }

  /** Drives the scheduler until there is something to read. What is thrown on the way ends it. */
  pull(): Result<T, R> {
    try {
      for (let result = this.read(); ; result = this.read()) {
        if (result !== undefined) return result;
        this.drive();
      }
    } catch (error) {
      this.end();
      throw error;
    }
  }

  /** Waits until somebody else's driving brings something to read. */
  await(): Promise<Result<T, R>> {
    return new Promise((resolve, reject) => {
      const result = this.read();
      if (result === undefined) this.readers.push({ resolve, reject });
      else resolve(result);
    });
  }

  /** Breaks it off, ends the task, and drives the scheduler until that is done. */
  cancel(): Result<T, R> {
    const goesOn = !this.over && this.task.stage < DONE;
    if (goesOn) this.kernel.checkFree("emissions");
    const result = this.end();
    if (goesOn) this.kernel.cancel(this.task, "its emissions are not read any more", undefined);
    while (goesOn && this.task.stage < DONE) this.drive();
    return result;
  }

  /** Breaks it off. */
  end(): Result<T, R> {
    this.over = true;
    this.silence();
    this.kept.clear();
    for (const reader of this.readers.splice(0)) reader.resolve({ done: true, value: undefined });
    return { done: true, value: undefined };
  }

  /** The next thing to read; `undefined` where there is nothing yet. */
  private read(): Result<T, R> | undefined {
    if (this.kept.size > 0) return { done: false, value: this.kept.take() };
    if (this.over) return { done: true, value: undefined };
    if (this.overrun === undefined && this.task.stage < DONE) return undefined;
    this.over = true;
    if (this.overrun !== undefined) throw this.overrun;
    return { done: true, value: tellEnd(this.task) as R };
  }

  private drive(): void {
    this.pulling = true;
    try {
      if (!this.kernel.drive("emissions", () => step(this.kernel))) throw standstill(this.kernel);
    } finally {
      this.pulling = false;
    }
  }

  private emitted(value: T): void {
    const reader = this.readers.shift();
    if (reader !== undefined) reader.resolve({ done: false, value });
    else if (!this.kept.put(value)) {
      this.overrun = this.kept.overrun(`emissions of ${this.task.path}`);
      this.silence();
    }
  }

  /** Tells those who wait. It counts as a join where somebody does. */
  private taskEnded(): boolean {
    this.silence();
    const isTold = this.pulling || this.readers.length > 0;
    for (const { resolve, reject } of this.readers.splice(0)) {
      try {
        resolve(this.read()!);
      } catch (error) {
        reject(error);
      }
    }
    return isTold;
  }

  private silence(): void {
    for (const off of this.listeners) off();
    this.listeners = [];
  }
}
