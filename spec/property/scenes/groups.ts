import { all, any, call, mapEach, pass, race, retry, settled, sleep, timeout } from "rondo";
import type { Setup } from "rondo/testing";
import { ensured, naps, tidy } from "./parts.js";

const boom = new Error("boom");
const isBoom = (error: unknown): boolean => error === boom;

function* fails(ms = 1): Generator<unknown, never> {
  yield* sleep(ms);
  throw boom;
}

function* gives<T>(value: T, ms: number): Generator<unknown, T> {
  yield* sleep(ms);
  return value;
}

export const groups: Record<string, Setup> = {
  "all, in an array and in a record": (cleanups) =>
    tidy(cleanups, "main", function* () {
      const [a, { b, c }] = yield* all([
        tidy(cleanups, "a", () => gives("a", 1)),
        ensured(cleanups, "inner", function* () {
          return yield* all({
            b: tidy(cleanups, "b", () => gives("b", 2)),
            c: ensured(cleanups, "c", () => gives("c", 1)),
          });
        }),
      ]);
      expect([a, b, c]).toEqual(["a", "b", "c"]);
    }),

  "all, of which one fails": (cleanups) => ({
    tasks: [
      tidy(cleanups, "main", function* () {
        yield* all([ensured(cleanups, "a", naps), tidy(cleanups, "b", fails), tidy(cleanups, "c", naps)]);
      }),
    ],
    expects: isBoom,
  }),

  "all, two at a time": (cleanups) =>
    tidy(cleanups, "main", function* () {
      const branches = [1, 2, 3, 4].map((n) => tidy(cleanups, `b${n}`, () => gives(n, n)));
      expect(yield* all(branches, { concurrency: 2 })).toEqual([1, 2, 3, 4]);
    }),

  "mapEach, two at a time": (cleanups) =>
    tidy(cleanups, "main", function* () {
      const doubled = yield* mapEach(
        [1, 2, 3],
        function* (n) {
          return 2 * (yield* call(ensured(cleanups, `n${n}`, () => gives(n, 1))));
        },
        { concurrency: 2 },
      );
      expect(doubled).toEqual([2, 4, 6]);
    }),

  "race, whose losers clean up": (cleanups) =>
    tidy(cleanups, "main", function* () {
      const winner = yield* race({
        slow: ensured(cleanups, "slow", () => gives("slow", 9)),
        fast: tidy(cleanups, "fast", () => gives("fast", 2)),
        other: tidy(cleanups, "other", () => gives("other", 5)),
      });
      // A branch that somebody else has ended may win, too: then this line is not reached.
      expect(["fast", "other", "slow"]).toContain(winner);
    }),

  "any, of which the first fails": (cleanups) => ({
    tasks: [
      tidy(cleanups, "main", function* () {
        const got = yield* any([
          tidy(cleanups, "fails", fails),
          ensured(cleanups, "first", () => gives("first", 2)),
          tidy(cleanups, "second", () => gives("second", 4)),
        ]);
        expect(["first", "second"]).toContain(got);
      }),
    ],
    expects: isBoom,
  }),

  "settled, of which one fails": (cleanups) =>
    tidy(cleanups, "main", function* () {
      const states = yield* settled({
        a: ensured(cleanups, "a", () => gives(1, 2)),
        b: tidy(cleanups, "b", fails),
        c: tidy(cleanups, "c", naps),
      });
      expect(Object.keys(states)).toEqual(["a", "b", "c"]);
      expect(states.b.state).not.toBe("done");
    }),

  "a time-out that comes, with a cleanup that waits": (cleanups) =>
    tidy(cleanups, "main", function* () {
      const got = yield* timeout(
        2,
        ensured(cleanups, "late", () => gives("in time", 9)),
        {
          else: () => gives("late", 1),
        },
      );
      expect(got).toBe("late");
    }),

  "a time-out that does not come": (cleanups) =>
    tidy(cleanups, "main", function* () {
      expect(
        yield* timeout(
          9,
          ensured(cleanups, "in time", () => gives(1, 2)),
        ),
      ).toBe(1);
    }),

  "time-outs inside each other, the inner of which is caught": (cleanups) =>
    tidy(cleanups, "main", function* () {
      const inner = tidy(cleanups, "inner", function* () {
        try {
          yield* timeout(1, ensured(cleanups, "innermost", naps));
        } catch {
          yield* pass();
        }
        yield* sleep(9);
      });
      expect(yield* timeout(4, inner, { else: () => "late" })).toBe("late");
    }),

  "retry, until it comes off": (cleanups) => {
    let attempts = 0;
    return {
      tasks: [
        tidy(cleanups, "main", function* () {
          const got = yield* retry(
            function* (attempt) {
              attempts++;
              return yield* call(
                ensured(cleanups, `attempt ${attempt}`, () => (attempt < 3 ? fails() : gives("at last", 1))),
              );
            },
            { attempts: 4, delay: 2, jitter: 0.5, when: isBoom },
          );
          expect(got).toBe("at last");
        }),
      ],
      check: ({ undisturbed }) => expect(undisturbed ? attempts : 3).toBe(3),
    };
  },
};
