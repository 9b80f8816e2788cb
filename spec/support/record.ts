import { inspect } from "node:util";
import { Observer, self, type Scheduler, type SchedulerEvents, type Syscall, type Task } from "rondo";

/** A value in one line. */
export function show(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message.split("\n")[0] ?? ""}`;
  return typeof value === "object" && value !== null && "path" in value
    ? String(value.path)
    : inspect(value, { breakLength: Infinity });
}

class Recorder extends Observer {
  readonly lines: string[] = [];
  private readonly scheduler: Scheduler;

  constructor(scheduler: Scheduler) {
    super();
    this.scheduler = scheduler;
  }

  /** The time stands before each line, so that a move of the clock shows where something happens. */
  private write(what: string, ...about: unknown[]): void {
    this.lines.push([`${String(this.scheduler.now)} ${what}`, ...about.map(show)].join(", "));
  }

  override spawned(task: Task): void {
    this.write("spawned", task);
  }
  override ready(task: Task): void {
    this.write("ready", task);
  }
  override turn(task: Task): void {
    this.write("turn", task);
  }
  override asked(task: Task, request: Syscall<unknown>): void {
    this.write("asked", task, String(request));
  }
  override entered(task: Task, program: string): void {
    this.write("entered", task, program);
  }
  override left(task: Task): void {
    this.write("left", task);
  }
  override turned(task: Task): void {
    this.write("turned", task);
  }
  override emitted(task: Task, value: unknown): void {
    this.write("emitted", task, value);
  }
  override sent(task: Task, message: unknown, from: Task | null): void {
    this.write("sent", task, message, from);
  }
  override cancelled(task: Task, reason: unknown): void {
    this.write("cancelled", task, reason);
  }
  override interrupted(task: Task, error: unknown): void {
    this.write("interrupted", task, error);
  }
  override unwinding(task: Task): void {
    this.write("unwinding", task);
  }
  override ended(task: Task): void {
    this.write("ended", task, task.result, task.error);
  }
  override input(serial: number, what: string): void {
    this.write("input", serial, what);
  }
}

/** Writes down all that a scheduler does from now on, a line each, such as `12 turn, counter 1.3 < main 1`. */
export function record(scheduler: Scheduler): string[] {
  const recorder = new Recorder(scheduler);
  scheduler.observe(recorder);
  return recorder.lines;
}

/** Writes down what listeners are told of these events, a line each, such as `0 end, main 1`. */
export function recordEvents(scheduler: Scheduler, ...events: (keyof SchedulerEvents)[]): string[] {
  const lines: string[] = [];
  for (const event of events) {
    scheduler.on(event, (...about: readonly unknown[]) => {
      lines.push([`${String(scheduler.now)} ${event}`, ...about.map(show)].join(", "));
    });
  }
  return lines;
}

/** Counts the turns of each task: how many the running one has had, the present one included. */
export function countTurns(scheduler: Scheduler): () => number {
  const turns = new Map<Task, number>();
  class Counter extends Observer {
    override turn(task: Task): void {
      turns.set(task, (turns.get(task) ?? 0) + 1);
    }
  }
  scheduler.observe(new Counter());
  return () => turns.get(self()) ?? 0;
}
