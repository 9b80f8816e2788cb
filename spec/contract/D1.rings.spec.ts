import fc from "fast-check";
import {
  DeadlockError,
  join,
  Mutex,
  pass,
  receive,
  Scheduler,
  self,
  sleep,
  spawn,
  spawnWith,
  type SpawnOptions,
  type Task,
} from "rondo";
import { thrownBy } from "../support/thrown.js";

/** A task of a family: it bears its children, then joins the task with this number, or receives in vain. */
interface Plan {
  readonly joins: number | undefined;
  readonly daemon: boolean;
  readonly children: readonly Plan[];
}

const { plan } = fc.letrec<{ plan: Plan }>((tie) => ({
  plan: fc.record({
    joins: fc.option(fc.nat(9), { nil: undefined }),
    daemon: fc.boolean(),
    children: fc.oneof({ depthSize: "small" }, fc.constant([]), fc.array(tie("plan"), { maxLength: 3 })),
  }),
}));

function options({ daemon }: Plan): SpawnOptions {
  return { daemon, name: daemon ? "daemon" : "member" };
}

/** Runs families until they stand still. */
function standing(plans: readonly Plan[]): Scheduler {
  const scheduler = new Scheduler();
  const tasks: Task[] = [];
  function* member(each: Plan): Generator<unknown, void> {
    tasks.push(self());
    for (const child of each.children) yield* spawnWith(options(child), member, child);
    yield* sleep(1);
    try {
      yield* each.joins === undefined ? receive() : join(tasks[each.joins % tasks.length]!);
    } catch {
      // It has joined itself or one of those around it, or a daemon that was cancelled.
    }
  }
  for (const each of plans) scheduler.spawnWith(options(each), member, each);
  scheduler.advance(5);
  return scheduler;
}

/** Whom each task waits for, from what it says of itself. */
function waits(tasks: readonly Task[]): Map<string, string[]> {
  const children = (of: Task): Task[] => tasks.filter((task) => task.parent === of && task.name !== "daemon");
  return new Map(
    tasks.map((task) => {
      const joined = /^join\(\S+ ([\d.]+)\)$/.exec(task.waitingFor ?? "")?.[1];
      const whom = tasks.filter((each) => each.id === joined);
      return [task.path, (task.waitingFor === "its children to end" ? children(task) : whom).map((each) => each.path)];
    }),
  );
}

/** Whether tasks are left when those that wait for nobody are taken away, again and again. */
function hasRing(edges: ReadonlyMap<string, readonly string[]>): boolean {
  const left = new Map(edges);
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const [path, whom] of left) if (!whom.some((each) => left.has(each))) left.delete(path);
  }
  return left.size > 0;
}

function deadlockOf(scheduler: Scheduler): DeadlockError {
  const error = thrownBy(() => scheduler.run());
  expect(error).toBeInstanceOf(DeadlockError);
  return error as DeadlockError;
}

describe("D1 The ring of a deadlock", () => {
  it("names the tasks that wait for each other in a ring", () => {
    const scheduler = new Scheduler();
    const tasks: Task[] = [];
    for (const [index, name] of ["a", "b", "c"].entries()) {
      tasks.push(scheduler.spawnWith({ name }, () => joins(() => tasks[(index + 1) % 3]!)));
    }
    scheduler.spawnWith({ name: "beside" }, () => joins(() => tasks[0]!));
    const error = deadlockOf(scheduler);
    expect([error.cycle, error.blocked.length]).toEqual([["a 1", "b 2", "c 3"], 4]);
    expect(error.message).toContain("In a ring: a 1 → b 2 → c 3 → a 1");
  });

  it("is found wherever there is one, through families, and is one; and every blocked task is listed", () => {
    let rings = 0;
    fc.assert(
      fc.property(fc.array(plan, { minLength: 1, maxLength: 4 }), (plans) => {
        const scheduler = standing(plans);
        const tasks = scheduler.tasks();
        const roots = tasks.filter((task) => task.parent === undefined);
        fc.pre(roots.some((task) => task.name !== "daemon"));
        const edges = waits(tasks);
        const { blocked, cycle } = deadlockOf(scheduler);
        expect(blocked.length).toBe(tasks.length);
        cycle.forEach((path, i) => expect(edges.get(path)).toContain(cycle[(i + 1) % cycle.length]));
        expect(new Set(cycle).size).toBe(cycle.length);
        expect(cycle.length > 0).toBe(hasRing(edges));
        rings += cycle.length > 0 ? 1 : 0;
      }),
      { numRuns: 300 },
    );
    expect(rings).toBeGreaterThan(10);
  });

  it("may lead through one of several children", () => {
    const scheduler = new Scheduler();
    const roots: Task[] = [];
    roots.push(
      scheduler.spawn(function* first() {
        yield* spawn(function* blocked() {
          yield* receive();
        });
        yield* spawn(function* joiner() {
          yield* join(roots[1]!);
        });
      }),
    );
    roots.push(scheduler.spawnWith({ name: "second" }, () => joins(() => roots[0]!)));
    expect(deadlockOf(scheduler).cycle).toEqual(["first 1", "joiner 1.2 < first 1", "second 2"]);
  });
});

describe("D1 joining oneself or an ancestor", () => {
  it.each<readonly [string, number, readonly string[]]>([
    ["itself", 0, ["c 1.1.1"]],
    ["its parent", 1, ["c 1.1.1", "b 1.1"]],
    ["its grandparent", 2, ["c 1.1.1", "a 1"]],
  ])("%s is a DeadlockError at that yield, which can be caught", (_, up, ring) => {
    const scheduler = new Scheduler();
    const caught: unknown[] = [];
    const named = (name: string, body: () => Generator<unknown, unknown>): (() => Generator<unknown, void>) =>
      function* () {
        yield* spawnWith({ name }, body);
      };
    function* innermost(): Generator<unknown, void> {
      const family = [self(), self().parent!, self().parent!.parent!];
      for (const step of [join(family[up]!), family[up]!]) {
        try {
          yield* step;
        } catch (error) {
          caught.push(error);
        }
      }
      yield* pass();
      caught.push("goes on");
    }
    scheduler.spawnWith({ name: "a" }, named("b", named("c", innermost)));
    scheduler.run();
    expect(caught).toEqual([expect.any(DeadlockError), expect.any(DeadlockError), "goes on"]);
    const { message, cycle } = caught[0] as DeadlockError;
    expect(message).toMatch(/^c 1\.1\.1 < b 1\.1 < a 1 joins .*: that can never end\. \S+/);
    expect(cycle.map((path) => path.split(" < ")[0])).toEqual(ring);
  });

  it("has its like in a lock whose holder waits for the end of the task that asks", () => {
    const scheduler = new Scheduler();
    const mutex = new Mutex("door");
    const caught: unknown[] = [];
    function* asks(): Generator<unknown, void> {
      yield* pass();
      try {
        yield* mutex.lock();
      } catch (error) {
        caught.push(error);
      }
      yield* pass();
    }
    const holder = scheduler.spawn(function* holder() {
      const guard = yield* mutex.lock();
      yield* join(yield* spawn(asks));
      guard.release();
      return "released";
    });
    scheduler.run();
    expect([caught, holder.result, mutex.locked]).toEqual([[expect.any(DeadlockError)], "released", false]);
    expect((caught[0] as Error).message).toMatch(/asks 1\.1 < holder 1.*Mutex door.*\. \S+/s);
  });

  it("is not what joining a child, a sibling or another root is", () => {
    const scheduler = new Scheduler();
    const root = scheduler.spawn(() => sleeps(3));
    const task = scheduler.spawn(function* () {
      const [first] = [yield* spawn(() => sleeps(1))];
      const second = yield* spawn(() => joins(() => first));
      yield* join(second);
      yield* join(root);
      return yield* first;
    });
    scheduler.run();
    expect(task.state).toBe("done");
  });
});

function* sleeps(ms: number): Generator<unknown, void> {
  yield* sleep(ms);
}

function* joins(target: () => Task): Generator<unknown, void> {
  yield* join(target());
}
