import { RandomStream } from "../../../../lib/kernel/random.js";
import type { Actor } from "../../../../lib/testing/explore/machine/actor.js";
import { Names } from "../../../../lib/testing/explore/machine/names.js";
import { Priorities } from "../../../../lib/testing/explore/strategies/priorities.js";

const names = new Names();
const [a, b, c, d] = [1, 2, 3, 4].map((n) => names.root(n)) as [Actor, Actor, Actor, Actor];

function orderOf(priorities: Priorities, actors: readonly Actor[]): Actor[] {
  const left = actors.slice();
  const order: Actor[] = [];
  while (left.length > 0) order.push(...left.splice(priorities.highest(left), 1));
  return order;
}

function* trials(count: number): Generator<Priorities> {
  const priorities = new Priorities(new RandomStream("trials"));
  for (let i = 0; i < count; i++) {
    priorities.reset();
    yield priorities;
  }
}

describe("priorities", () => {
  it("are any order of the first ones", () => {
    const orders = new Set<string>();
    for (const priorities of trials(200)) orders.add(orderOf(priorities, [a, b, c]).join());
    expect(orders.size).toBe(6);
  });

  it("stay as they are", () => {
    for (const priorities of trials(20)) expect(orderOf(priorities, [a, b, c])).toEqual(orderOf(priorities, [c, a, b]));
  });

  it("put one that is lowered below all, and the next one below that", () => {
    for (const priorities of trials(20)) {
      priorities.highest([a, b, c]);
      priorities.lower(b);
      priorities.lower(a);
      priorities.lower(b);
      expect(orderOf(priorities, [a, b, c])).toEqual([c, a, b]);
    }
  });

  it("never put one that comes later below those that were lowered, and give it any other rank", () => {
    const orders = new Set<string>();
    for (const priorities of trials(100)) {
      priorities.highest([a, b]);
      priorities.lower(b);
      const order = orderOf(priorities, [a, b, c, d]);
      expect(order.at(-1)).toBe(b);
      orders.add(order.join());
    }
    expect(orders.size).toBe(6);
  });
});
