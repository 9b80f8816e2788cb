/** Tasks that do one thing each, and what they say came of it: in a scheduler, and in naive models of what is specified. */
import { Observer, Scheduler, type Task } from "rondo";

type Wait = Iterable<unknown, unknown, unknown>;

/** Players in a scheduler. */
export class Players {
  readonly scheduler: Scheduler;
  /** What they said, in order. */
  readonly said: string[] = [];
  /** What came in from outside. */
  readonly inputs: string[] = [];
  private readonly tasks = new Map<string, Task>();

  constructor() {
    this.scheduler = new Scheduler({ observer: this.listener() });
  }

  /** One that waits for something and says what it was answered. It is ready now, and runs when they settle. */
  waits(name: string, wait: () => Wait): Task {
    const { said } = this;
    return this.acts(name, function* () {
      let what = "was cancelled";
      try {
        what = `got ${show(yield* wait())}`;
      } catch (error) {
        what = `got ${show(error)}`;
      } finally {
        said.push(`${name} ${what}`);
      }
    });
  }

  /** One that makes a plain call, in its turn, and says what that returned. */
  calls(name: string, call: () => unknown): Task {
    const { said } = this;
    return this.acts(name, function* () {
      try {
        said.push(`${name} got ${show(call())}`);
      } catch (error) {
        said.push(`${name} got ${show(error)}`);
      }
    });
  }

  /** One that runs a program. */
  acts(name: string, program: () => Generator<unknown, unknown, unknown>): Task {
    const task = this.scheduler.spawnWith({ name }, program);
    this.tasks.set(name, task);
    return task;
  }

  /** One that cancels another, if there is one of that name. */
  cancels(name: string): void {
    const task = this.tasks.get(name);
    this.acts(`cancel ${name}`, function* () {
      task?.cancel();
    });
  }

  /** One that interrupts another, if there is one of that name. */
  interrupts(name: string): void {
    const task = this.tasks.get(name);
    this.acts(`interrupt ${name}`, function* () {
      task?.interrupt(new Error("interrupted"));
    });
  }

  /** One that sends a message to another, if that is there to hear it. */
  tells(name: string): void {
    const task = this.tasks.get(name);
    this.acts(`tell ${name}`, function* () {
      if (task?.done === false) task.send("now");
    });
  }

  settle(): this {
    this.scheduler.advance(0);
    return this;
  }

  /** What they have said since this was asked last. */
  news(): string[] {
    return this.settle().said.splice(0);
  }

  private listener(): Observer {
    const observer = new Observer();
    observer.input = (_serial, what) => {
      if (!what.startsWith("spawn ")) this.inputs.push(what);
    };
    return observer;
  }
}

/** A value in a word or two. */
export function show(value: unknown): string {
  if (value instanceof Error) return value.name === "Error" ? value.message : value.name;
  if (typeof value !== "object" || value === null) return String(value);
  if ("release" in value) return "a guard";
  return JSON.stringify(value);
}

/** A naive model of a scheduler: what is ready is done in turn. */
export class Model {
  readonly said: string[] = [];
  private readonly ready: (() => void)[] = [];

  /** Something to be done when all that is ready now is done. */
  soon(act: () => void): void {
    this.ready.push(act);
  }

  news(): string[] {
    for (let act = this.ready.shift(); act !== undefined; act = this.ready.shift()) act();
    return this.said.splice(0);
  }
}
