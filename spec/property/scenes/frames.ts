import { call, context, ensure, scope, shield, sleep, spawn, spawnWith, supervise, use } from "rondo";
import type { Cleanups, Setup } from "rondo/testing";
import { ensured, naps, tidy } from "./parts.js";

const boom = new Error("boom");
const isBoom = (error: unknown): boolean => error === boom;

function* fails(): Generator<unknown, never> {
  yield* sleep(1);
  throw boom;
}

/** Something that is acquired and released by waiting. */
function held(cleanups: Cleanups, name: string): ReturnType<typeof use<() => void>> {
  return use(
    function* () {
      yield* sleep(1);
      // What is held outlives the frame that holds it, and what that has to clean up.
      return cleanups.due(name, { nested: false });
    },
    function* (release) {
      yield* sleep(1);
      release();
    },
  );
}

export const frames: Record<string, Setup> = {
  "a scope with children that clean up": (cleanups) =>
    tidy(cleanups, "main", function* () {
      yield* scope(
        tidy(cleanups, "body", function* () {
          yield* spawn(ensured(cleanups, "elder", naps));
          yield* spawn(tidy(cleanups, "younger", naps));
          yield* sleep(1);
        }),
      );
    }),

  "a scope whose child fails, and a catch around it": (cleanups) => ({
    tasks: [
      tidy(cleanups, "main", function* () {
        try {
          yield* scope(function* () {
            yield* spawn(ensured(cleanups, "elder", naps));
            yield* spawn(tidy(cleanups, "fails", fails));
            yield* call(ensured(cleanups, "body", naps));
          });
        } catch (error) {
          if (!isBoom(error)) throw error;
        }
        yield* sleep(1);
      }),
    ],
    expects: isBoom,
  }),

  "a supervised scope whose child fails, and is joined": (cleanups) => ({
    tasks: [
      tidy(cleanups, "main", function* () {
        yield* supervise(function* () {
          const child = yield* spawn(ensured(cleanups, "fails", fails));
          yield* spawn(tidy(cleanups, "sibling", naps));
          try {
            yield* child;
          } catch (error) {
            if (!isBoom(error)) throw error;
          }
          yield* sleep(1);
        });
      }),
    ],
    expects: isBoom,
  }),

  "a shield between waits": (cleanups) => {
    let entered = 0;
    let left = 0;
    return {
      tasks: [
        tidy(cleanups, "main", function* () {
          yield* sleep(1);
          yield* shield(function* () {
            entered++;
            try {
              yield* spawn(tidy(cleanups, "child of the shield", naps));
              yield* sleep(2);
            } catch (error) {
              left--;
              throw error;
            } finally {
              left++;
            }
          });
          yield* sleep(1);
        }),
      ],
      check: () => expect(left).toBeLessThanOrEqual(entered),
    };
  },

  "ensure inside ensure, with cleanups that have children": (cleanups) =>
    tidy(cleanups, "main", function* () {
      const done = cleanups.due("outer");
      yield* ensure(ensured(cleanups, "inner", naps), function* () {
        yield* spawn(tidy(cleanups, "helper", naps));
        yield* sleep(1);
        done();
      });
      yield* sleep(1);
    }),

  "resources that frames and the body hold": (cleanups) =>
    tidy(cleanups, "main", function* () {
      yield* held(cleanups, "of the body");
      yield* call(function* () {
        yield* held(cleanups, "of a frame");
        yield* spawn(ensured(cleanups, "child", naps));
        yield* held(cleanups, "of the frame, too");
        yield* sleep(1);
      });
      yield* sleep(1);
    }),

  "daemons and supervised children": (cleanups) =>
    tidy(cleanups, "main", function* () {
      yield* spawnWith(
        { daemon: true },
        ensured(cleanups, "daemon", () => naps(100)),
      );
      yield* spawnWith({ supervised: true }, tidy(cleanups, "supervised", naps));
      yield* spawnWith(
        { daemon: true },
        tidy(cleanups, "another daemon", () => naps(50)),
      );
      yield* sleep(1);
    }),

  "a context that holds in frames, children and cleanups": (cleanups) => {
    const user = context("nobody");
    const seen: string[] = [];
    const says = function* (): Generator<unknown, void> {
      const mine = user.get();
      try {
        yield* sleep(2);
      } finally {
        seen.push(`${mine} ${user.get()}`);
      }
    };
    return {
      tasks: [
        tidy(cleanups, "main", function* () {
          try {
            yield* user.with("ada", function* () {
              yield* spawn(tidy(cleanups, "child", says));
              yield* user.with("grace", () => says());
              yield* call(says);
            });
          } finally {
            seen.push(`nobody ${user.get()}`);
          }
        }),
      ],
      check() {
        for (const [before, after] of seen.map((line) => line.split(" "))) expect(after).toBe(before);
      },
    };
  },
};
