import fc from "fast-check";
import { makeKernel } from "../../lib/host/options.js";
import type { Order } from "../../lib/kernel/order.js";
import { Priority } from "../../lib/kernel/orders/priority.js";
import { RoundRobin } from "../../lib/kernel/orders/round-robin.js";
import { Shuffled } from "../../lib/kernel/orders/shuffled.js";
import type { TaskNode } from "../../lib/kernel/task.js";

const priorities = [0, 3, -1, 3, 0, 2.5, -1, 0];
const kernel = makeKernel({});
const tasks = priorities.map(taskOf);
const rank = (task: TaskNode): number => priorities[tasks.indexOf(task)]!;

function taskOf(priority: number): TaskNode {
  return kernel.spawn(null, { priority }, function* () {}, []);
}

type Act = { readonly add: number } | { readonly remove: number } | "take";

const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ add: fc.nat(tasks.length - 1) }) },
    { weight: 1, arbitrary: fc.record({ remove: fc.nat(tasks.length - 1) }) },
    { weight: 2, arbitrary: fc.constant<Act>("take") },
  ),
  { maxLength: 60 },
);

/** Performs a program on an order and on a list of arrivals; `taken` checks each choice against that list. */
function perform(
  order: Order,
  program: readonly Act[],
  taken: (task: TaskNode, ready: readonly TaskNode[]) => void,
): void {
  const ready: TaskNode[] = [];
  for (const act of program) {
    if (act === "take") {
      const task = order.take();
      if (task === undefined) expect(ready).toHaveLength(0);
      else {
        taken(task, ready);
        ready.splice(ready.indexOf(task), 1);
      }
    } else if ("add" in act) {
      const task = tasks[act.add]!;
      // A task is ready once, or not at all.
      if (ready.includes(task)) continue;
      order.add(task);
      ready.push(task);
    } else {
      const task = tasks[act.remove]!;
      order.remove(task);
      if (ready.includes(task)) ready.splice(ready.indexOf(task), 1);
    }
    expect(order.size).toBe(ready.length);
    expect(order.list().map((task) => task.id)).toEqual(ready.map((task) => task.id));
  }
}

describe("round robin", () => {
  it("hands out what has been ready longest, and lists all in the order of arrival", () => {
    fc.assert(
      fc.property(acts, (program) => {
        perform(new RoundRobin(), program, (task, ready) => expect(task === ready[0]).toBe(true));
      }),
    );
  });
});

describe("priority", () => {
  it("hands out the highest priority, the one ready longest of these, and lists all in the order of arrival", () => {
    fc.assert(
      fc.property(acts, (program) => {
        perform(new Priority(), program, (task, ready) => {
          const best = Math.max(...ready.map(rank));
          expect(task === ready.find((each) => rank(each) === best)).toBe(true);
        });
      }),
    );
  });

  it("takes infinite priorities for what they are", () => {
    const order = new Priority();
    const [low, middle, high] = [taskOf(-Infinity), taskOf(0), taskOf(Infinity)];
    for (const task of [low, high, middle]) order.add(task);
    expect([order.take() === high, order.take() === middle, order.take() === low]).toEqual([true, true, true]);
  });
});

describe("shuffled", () => {
  it("hands out ready tasks alone, and lists all in the order of arrival", () => {
    fc.assert(
      fc.property(acts, fc.nat(), (program, seed) => {
        perform(new Shuffled(seed), program, (task, ready) => expect(ready.includes(task)).toBe(true));
      }),
    );
  });

  it("makes the same choices for the same seed, and others for another", () => {
    const choices = (seed: number): string => {
      const order = new Shuffled(seed);
      for (const task of tasks) order.add(task);
      return tasks.map(() => order.take()!.id).join();
    };
    const all = Array.from({ length: 50 }, (_, seed) => choices(seed));
    expect(all).toEqual(Array.from({ length: 50 }, (_, seed) => choices(seed)));
    expect(new Set(all).size).toBeGreaterThan(45);
  });

  // The seeds are fixed, so this passes always or never: 24 is passed by chance once in a thousand times.
  it("takes each of eight ready tasks as often as the others", () => {
    const counts = new Map(tasks.map((task) => [task.id, 0]));
    for (let seed = 0; seed < 8000; seed++) {
      const order = new Shuffled(seed);
      for (const task of tasks) order.add(task);
      const { id } = order.take()!;
      counts.set(id, counts.get(id)! + 1);
    }
    const unevenness = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(unevenness).toBeLessThan(24);
  });
});

describe.each([
  ["round robin", () => new RoundRobin()],
  ["priority", () => new Priority()],
  ["shuffled", () => new Shuffled(1)],
])("the list of %s", (_, make) => {
  it("is an array of its own", () => {
    const order: Order = make();
    order.add(tasks[0]!);
    order.list().pop();
    expect([order.size, order.list().length]).toEqual([1, 1]);
  });
});
