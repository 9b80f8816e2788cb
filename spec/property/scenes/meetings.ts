import { Barrier, BrokenBarrierError, call, join, Latch, select, sleep, spawn, start, type Ready } from "rondo";
import type { Setup } from "rondo/testing";
import { ensured, naps, tidy } from "./parts.js";

export const meetings: Record<string, Setup> = {
  "a latch that opens when all workers are done, however they end": (cleanups) => {
    const latch = new Latch(2);
    const worker = (name: string, ms: number) =>
      tidy(cleanups, name, function* () {
        try {
          yield* sleep(ms);
        } finally {
          latch.countDown();
        }
      });
    const waits = (name: string) =>
      tidy(cleanups, name, function* () {
        yield* latch.wait();
        yield* latch.wait();
      });
    return { tasks: [waits("a"), worker("w1", 1), waits("b"), worker("w2", 3)] };
  },

  "a latch in a select": (cleanups) => {
    const latch = new Latch();
    const waits = (name: string, ms: number) =>
      tidy(cleanups, name, function* () {
        yield* select({ open: latch.wait(), late: sleep(ms) });
      });
    return {
      tasks: [
        waits("early", 1),
        waits("late", 9),
        tidy(cleanups, "opens", function* () {
          yield* sleep(3);
          latch.open();
        }),
      ],
    };
  },

  "a barrier that three meet at twice": (cleanups) => {
    const barrier = new Barrier(3);
    const passed: number[] = [];
    const party = (name: string, ms: number) =>
      tidy(cleanups, name, function* () {
        for (let round = 0; round < 2; round++) {
          yield* sleep(ms);
          yield* barrier.wait();
          passed.push(round);
        }
      });
    return {
      tasks: [party("a", 1), party("b", 2), party("c", 3)],
      check({ undisturbed, errors }) {
        expect(barrier.waitingCount).toBe(0);
        if (undisturbed) expect([passed, barrier.isBroken]).toEqual([[0, 0, 0, 1, 1, 1], false]);
        if (errors.some((error) => error instanceof BrokenBarrierError)) expect(barrier.isBroken).toBe(true);
        // All of a generation have met, or none.
        for (const round of [0, 1]) expect(passed.filter((each) => each === round).length).toBeLessThanOrEqual(3);
      },
    };
  },

  "a service that is started, and then used": (cleanups) => {
    let isUp = false;
    return {
      tasks: [
        tidy(cleanups, "main", function* () {
          const { task, value } = yield* start(function* server(ready: Ready<number>) {
            const done = cleanups.due("server");
            try {
              yield* sleep(1);
              isUp = true;
              ready(80);
              yield* call(naps);
            } finally {
              isUp = false;
              done();
            }
          });
          expect([isUp, value]).toEqual([true, 80]);
          yield* join(task);
        }),
      ],
      check: () => expect(isUp).toBe(false),
    };
  },

  "tasks that join each other in a row": (cleanups) =>
    function* main() {
      const first = yield* spawn(ensured(cleanups, "first", naps));
      const second = yield* spawn(
        tidy(cleanups, "second", function* () {
          yield* join(first);
        }),
      );
      yield* spawn(
        tidy(cleanups, "third", function* () {
          yield* select({ second, late: sleep(2) });
        }),
      );
      yield* second;
    },
};
