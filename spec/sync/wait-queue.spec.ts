import fc from "fast-check";
import type { TaskNode } from "../../lib/kernel/task.js";
import type { Waiter } from "../../lib/kernel/waiter.js";
import { WaitQueue } from "../../lib/sync/wait-queue.js";

/** As much of a waiter as a queue looks at. */
interface Stand extends Waiter {
  readonly item: number;
  waits: boolean;
}

function stand(owner: number, item: number): Stand {
  const task = tasks[owner] as unknown as TaskNode;
  const never = (): never => {
    throw new Error("a queue answers nobody");
  };
  return { task, item, waits: true, wait: null, slot: null, timer: -1, answered: never, failed: never, due: never };
}

const tasks = [{}, {}, {}];

type Move =
  | { readonly kind: "add"; readonly owner: number; readonly item: number }
  | { readonly kind: "shift" }
  | { readonly kind: "remove" | "answer elsewhere"; readonly which: number }
  | { readonly kind: "next"; readonly item: number };

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constant("add" as const), owner: fc.nat(2), item: fc.nat(3) }),
  fc.record({ kind: fc.constant("add" as const), owner: fc.nat(2), item: fc.nat(3) }),
  fc.record({ kind: fc.constant("shift" as const) }),
  fc.record({ kind: fc.constantFrom("remove" as const, "answer elsewhere" as const), which: fc.nat(9) }),
  fc.record({ kind: fc.constant("next" as const), item: fc.nat(3) }),
);

/** Makes a move in a queue and in a list, and says what each answered. */
function make(queue: WaitQueue<number>, list: Stand[], each: Move): [unknown, unknown] {
  const waiting = list.filter((waiter) => waiter.waits);
  const first = waiting[0];
  switch (each.kind) {
    case "add": {
      const waiter = stand(each.owner, each.item);
      queue.add(waiter, each.item);
      list.push(waiter);
      return [queue.placeOf(waiter)?.item, each.item];
    }
    case "shift":
      if (first !== undefined) list.splice(list.indexOf(first), 1);
      return [queue.shift()?.waiter, first];
    case "next": {
      const others = waiting.findIndex((waiter) => waiter.task !== first?.task);
      const mates = others < 0 ? waiting : waiting.slice(0, others);
      const chosen = mates.find((waiter) => waiter.item === each.item);
      return [queue.next((item) => item === each.item)?.waiter, chosen];
    }
    case "answer elsewhere": {
      const waiter = list[each.which];
      if (waiter !== undefined) waiter.waits = false;
      return [undefined, undefined];
    }
    case "remove": {
      const [waiter] = list.splice(each.which, 1);
      if (waiter !== undefined) queue.remove(waiter);
      return [waiter?.slot ?? null, null];
    }
  }
}

describe("a queue of waiters", () => {
  it("does what a list does, but passes over those who wait no more", () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        const [queue, list]: [WaitQueue<number>, Stand[]] = [new WaitQueue<number>(), []];
        const [seen, expected]: [unknown[], unknown[]] = [[], []];
        for (const each of moves) {
          const [answer, right] = make(queue, list, each);
          const waiting = list.filter((waiter) => waiter.waits);
          seen.push(
            answer,
            queue.size,
            queue.toArray().map(({ waiter }) => waiter),
            queue.peek()?.waiter,
          );
          expected.push(right, list.length, waiting, waiting[0]);
          for (const waiter of list) {
            seen.push(queue.firstOtherThan(waiter)?.waiter);
            expected.push(waiting.find(({ task }) => task !== waiter.task));
          }
        }
        expect(seen).toEqual(expected);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("knows only its own places", () => {
    const [one, other] = [new WaitQueue(), new WaitQueue()];
    const waiter = stand(0, 0);
    one.add(waiter, undefined);
    other.remove(waiter);
    expect([one.size, other.placeOf(waiter), one.placeOf(waiter)?.queue]).toEqual([1, null, one]);
  });
});
