import fc from "fast-check";
import { Observer, pass, receive, Scheduler, self, send, spawn, spawnWith, type Task } from "rondo";
import { interpret, newWorld, programs, type Op } from "../support/logged-programs.js";

const kinds = ["pass", "spawn", "send", "receive"] as const;

/** Round robin, once more and as short as can be: what each task does, in order. */
function roundRobin(program: readonly Op[]): string[] {
  interface Model {
    readonly ops: readonly Op[];
    at: number;
    number: number;
    mail: number;
    state: "ready" | "receiving" | "over";
  }
  const log: string[] = [];
  const tasks: Model[] = [];
  const queue: Model[] = [];
  const bear = (ops: readonly Op[]): unknown => queue.push({ ops, at: 0, number: -1, mail: 0, state: "ready" });
  bear(program);
  for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
    if (task.number < 0) task.number = tasks.push(task) - 1;
    const op = task.ops[task.at++];
    log.push(`${String(task.number)} ${op?.do ?? "end"}`);
    task.state = op === undefined ? "over" : op.do === "receive" && task.mail === 0 ? "receiving" : "ready";
    if (op?.do === "spawn") bear(op.body);
    if (op?.do === "receive" && task.mail > 0) task.mail--;
    if (op?.do === "send") {
      const to = tasks[op.to % tasks.length]!;
      if (to.state === "receiving") queue.push(Object.assign(to, { state: "ready" }));
      else if (to.state === "ready") to.mail++;
    }
    if (task.state === "ready") queue.push(task);
  }
  return log;
}

/** Keeps the ready tasks as an observer can see them, and shows each choice with them. */
class Choices extends Observer {
  private readonly queue: Task[] = [];
  /** Which of the ready tasks had its turn, each time: 0 for the one that was ready longest. */
  readonly taken: number[] = [];
  private readonly see: (task: Task, queue: readonly Task[]) => void;

  constructor(see: (task: Task, queue: readonly Task[]) => void = () => {}) {
    super();
    this.see = see;
  }

  override spawned(task: Task): void {
    this.queue.push(task);
  }
  override ready(task: Task): void {
    this.queue.push(task);
  }
  override turn(task: Task): void {
    this.see(task, this.queue);
    const index = this.queue.indexOf(task);
    this.taken.push(index);
    this.queue.splice(index, 1);
  }
}

/** Each of these says its name at each of its turns. */
function* chorus(log: string[], turns: number): Generator<unknown, void> {
  for (let i = 0; i < turns; i++) {
    log.push(self().name);
    yield* pass();
  }
}

describe("T2 round robin, and other orders", () => {
  it("runs what the shortest model of a queue runs, for any program", () => {
    fc.assert(
      fc.property(programs(...kinds), (program) => {
        const world = newWorld();
        const scheduler = new Scheduler();
        scheduler.spawn(interpret, world, program);
        scheduler.advance(0);
        expect(world.log.filter((line) => !line.includes("catches"))).toEqual(roundRobin(program));
      }),
      { numRuns: 300 },
    );
  });

  it("has given every ready task a turn before any has a second one", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    for (const name of ["a", "b", "c"]) scheduler.spawnWith({ name }, chorus, log, 3);
    scheduler.run();
    expect(log.join("")).toBe("abcabcabc");
  });

  it("lets a spawned child enter before its parent re-enters, and behind those that were ready before", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    scheduler.spawnWith({ name: "parent" }, function* () {
      yield* spawnWith({ name: "child" }, chorus, log, 2);
      log.push("parent");
      yield* pass();
      log.push("parent");
    });
    scheduler.spawnWith({ name: "other" }, chorus, log, 2);
    scheduler.run();
    expect(log).toEqual(["other", "child", "parent", "other", "child", "parent"]);
  });

  it("takes roots in the order in which they were spawned", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const names = Array.from({ length: 200 }, (_, i) => `root ${String(i)}`);
    for (const name of names) scheduler.spawnWith({ name }, chorus, log, 1);
    scheduler.run();
    expect(log).toEqual(names);
  });

  it("keeps a task at its place in the queue when others are sent to or finish", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    const receiver = scheduler.spawn(function* () {
      log.push(`got ${String(yield* receive())}`);
    });
    scheduler.spawn(function* () {
      yield* send(receiver, 1);
      log.push("sent");
    });
    scheduler.spawnWith({ name: "other" }, chorus, log, 1);
    scheduler.run();
    expect(log).toEqual(["other", "got 1", "sent"]);
  });

  it("always takes the task that has been ready longest", () => {
    fc.assert(
      fc.property(programs(...kinds, "sleep", "call", "emit", "cancel", "interrupt"), (program) => {
        const scheduler = new Scheduler();
        const choices = new Choices();
        scheduler.observe(choices);
        scheduler.spawn(interpret, newWorld(), program);
        scheduler.advance(100);
        expect(choices.taken.filter((index) => index !== 0)).toEqual([]);
      }),
    );
  });

  it.each(["shuffled", "priority"] as const)("takes none but ready tasks in %s order, each once", (order) => {
    fc.assert(
      fc.property(programs(...kinds, "sleep", "cancel", "interrupt"), fc.nat(), (program, seed) => {
        const scheduler = new Scheduler({ order, seed });
        const choices = new Choices((task, queue) => expect(queue.filter((each) => each === task).length).toBe(1));
        scheduler.observe(choices);
        scheduler.spawn(interpret, newWorld(), program);
        scheduler.advance(100);
        expect(choices.taken.length).toBeGreaterThan(0);
      }),
    );
  });

  it("makes every choice that there is, over the seeds of shuffled order", () => {
    const first = new Set<string>();
    const whole = new Set<string>();
    for (let seed = 0; seed < 300; seed++) {
      const log: string[] = [];
      const scheduler = new Scheduler({ order: "shuffled", seed });
      for (const name of ["a", "b", "c", "d"]) scheduler.spawnWith({ name }, chorus, log, 1);
      scheduler.run();
      first.add(log[0]!);
      whole.add(log.join(""));
    }
    expect([first.size, whole.size]).toEqual([4, 24]);
  });

  it("runs the highest priority first, and those of one priority in turn", () => {
    const log: string[] = [];
    const scheduler = new Scheduler({ order: "priority" });
    const priorities = { low: -1, plain: undefined, high: 2.5, higher: 3, alsoHigh: 2.5 };
    for (const [name, priority] of Object.entries(priorities)) {
      scheduler.spawnWith(priority === undefined ? { name } : { name, priority }, chorus, log, 2);
    }
    scheduler.run();
    expect(log).toEqual([
      ...["higher", "higher", "high", "alsoHigh", "high", "alsoHigh"],
      ...["plain", "plain", "low", "low"],
    ]);
  });

  it("takes a task of the highest priority among the ready ones, and the one ready longest of these", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: -2, max: 2 }), fc.nat(4)), { maxLength: 8 }), (tasks) => {
        const scheduler = new Scheduler({ order: "priority" });
        const rank = (task: Task): number => Number(task.name);
        scheduler.observe(
          new Choices((task, queue) => {
            const best = Math.max(...queue.map(rank));
            expect(task).toBe(queue.find((each) => rank(each) === best));
          }),
        );
        scheduler.spawnWith({ name: "9", priority: 9 }, function* () {
          for (const [priority, turns] of tasks) {
            yield* spawnWith({ name: String(priority), priority }, chorus, [], turns);
          }
        });
        scheduler.run();
      }),
    );
  });

  it("answers the spawn of a child with that child", () => {
    const scheduler = new Scheduler();
    const seen: Task[] = [];
    const parent = scheduler.spawn(function* parent() {
      seen.push(yield* spawn(chorus, [], 0), yield* spawn(chorus, [], 0));
    });
    scheduler.run();
    expect(seen.map((task) => task.path)).toEqual(["chorus 1.1 < parent 1", "chorus 1.2 < parent 1"]);
    expect(seen.every((task) => task.parent === parent)).toBe(true);
  });
});
