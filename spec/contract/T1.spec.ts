import fc from "fast-check";
import { cancel, Observer, pass, receive, Scheduler, self, send, sleep, spawn, type Task } from "rondo";
import { interpret, newWorld, programs } from "../support/logged-programs.js";
import { record } from "../support/record.js";
import { thrownBy } from "../support/thrown.js";

describe("T1 A turn resumes one task, and nothing runs beside it", () => {
  it("goes from one wait of a task to its next one", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    scheduler.spawn(function* () {
      log.push("a");
      log.push("b");
      yield;
      log.push("c");
      yield* pass();
      log.push("d");
    });
    const turns: string[] = [];
    while (scheduler.step()) turns.push(log.splice(0).join(""));
    expect(turns).toEqual(["ab", "c", "d"]);
  });

  it("ends when the task returns", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      return 7;
    });
    expect(scheduler.step()).toBe(true);
    expect([task.state, task.result, scheduler.idle]).toEqual(["done", 7, true]);
    expect(scheduler.step()).toBe(false);
  });

  it("ends when the task throws", () => {
    const error = new Error("no");
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      throw error;
    });
    expect(thrownBy(() => scheduler.step())).toBe(error);
    expect([task.state, task.error, scheduler.idle]).toEqual(["failed", error, true]);
    expect(scheduler.step()).toBe(false);
  });

  it("has one task running while it lasts, and none between turns", () => {
    const scheduler = new Scheduler();
    const seen: string[] = [];
    const look = (): void => void seen.push(tasks.map((task) => task.state).join(" "));
    const tasks: Task[] = [1, 2].map(() =>
      scheduler.spawn(function* () {
        look();
        yield;
        look();
      }),
    );
    look();
    while (scheduler.step()) look();
    expect(seen).toEqual([
      ...["ready ready", "running ready", "ready ready", "ready running", "ready ready"],
      ...["running ready", "done ready", "done running", "done done"],
    ]);
  });

  it("runs no line of a task that it spawns, wakes, interrupts or cancels", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    function* other(): Generator<unknown, void> {
      try {
        yield* receive();
        log.push("other goes on");
      } catch {
        log.push("other catches");
      } finally {
        log.push("other ends");
      }
    }
    const others = [other, other, other].map((program) => scheduler.spawn(program));
    scheduler.advance(0);
    scheduler.spawn(function* () {
      others[0]!.send("message");
      others[1]!.interrupt(new Error("up"));
      others[2]!.cancel();
      expect(log).toEqual([]);
      yield* spawn(other);
    });
    scheduler.step();
    expect(log).toEqual([]);
  });

  it("unwinds a cancelled task in turns of that task", () => {
    const scheduler = new Scheduler();
    const whose: string[] = [];
    scheduler.spawn(function* canceller() {
      const child = yield* spawn(function* victim() {
        try {
          yield* sleep(10);
        } finally {
          whose.push(self().name);
        }
      });
      yield* pass();
      yield* cancel(child);
      whose.push(self().name);
    });
    scheduler.run();
    expect(whose).toEqual(["victim", "canceller"]);
  });

  it("is one task's, from its begin to its end, in any program and any order", () => {
    const ops = programs("pass", "sleep", "spawn", "call", "send", "receive", "emit", "cancel", "interrupt");
    fc.assert(
      fc.property(ops, fc.constantFrom("round-robin", "priority", "shuffled"), fc.nat(), (program, order, seed) => {
        const scheduler = new Scheduler({ order, seed });
        const world = newWorld();
        const lines = record(scheduler);
        scheduler.spawn(interpret, world, program);
        scheduler.advance(100);
        const frames = lines.filter((line) => /^\S+ turn(ed)?,/.test(line)).map((line) => line.replace(/^\S+ /, ""));
        for (let i = 0; i < frames.length; i += 2) expect(frames[i + 1]).toBe(frames[i]!.replace("turn", "turned"));
      }),
    );
  });

  it("is the only place where a task's own code runs", () => {
    const ops = programs("pass", "sleep", "spawn", "call", "send", "receive", "cancel", "interrupt");
    fc.assert(
      fc.property(ops, (program) => {
        const scheduler = new Scheduler();
        const world = newWorld();
        let running: Task | null = null;
        class Watch extends Observer {
          override turn(task: Task): void {
            running = task;
          }
          override turned(): void {
            running = null;
          }
        }
        scheduler.observe(new Watch());
        const push = world.log.push.bind(world.log);
        world.log.push = (line) => {
          expect(running).toBe(self());
          expect(line.split(" ")[0]).toBe(String(world.tasks.indexOf(self())));
          return push(line);
        };
        scheduler.spawn(interpret, world, program);
        scheduler.advance(100);
        expect(world.log.length).toBeGreaterThan(0);
      }),
    );
  });

  it("is not begun for a task that was only sent to or looked at", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      yield* send(self(), 1);
      yield* sleep(5);
    });
    scheduler.advance(1);
    const lines = record(scheduler);
    task.send("later");
    expect([task.state, task.unread, task.waitingFor, scheduler.idle]).toEqual(["waiting", 2, "sleep(5)", true]);
    expect(lines.filter((line) => line.includes("turn"))).toEqual([]);
  });
});
