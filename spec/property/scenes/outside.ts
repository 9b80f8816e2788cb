import { EventEmitter } from "eventemitter3";
import { abortSignal, call, on, scope, select, sleep, suspend, wait } from "rondo";
import type { Setup } from "rondo/testing";
import { ensured, naps, tidy } from "./parts.js";

export const outside: Record<string, Setup> = {
  "suspended tasks, which others answer": (cleanups) => {
    const waiting = new Set<() => void>();
    const suspends = (name: string) =>
      tidy(cleanups, name, function* () {
        yield* suspend<string>((resolve) => {
          const answer = (): void => resolve("now");
          const disposed = cleanups.due(`the disposer of ${name}`, { nested: false });
          waiting.add(answer);
          return () => {
            waiting.delete(answer);
            disposed();
          };
        });
        yield* sleep(1);
      });
    return {
      tasks: [
        suspends("a"),
        suspends("b"),
        tidy(cleanups, "answers", function* () {
          for (let left = 2; left > 0; left--) {
            yield* sleep(1);
            for (const answer of [...waiting].slice(0, 1)) answer();
          }
        }),
      ],
      check: () => expect(waiting.size).toBe(0),
    };
  },

  "a suspended task under select": (cleanups) => {
    let open = 0;
    return {
      tasks: [
        ensured(cleanups, "chooses", function* () {
          for (let left = 3; left > 0; left--) {
            const never = suspend(() => {
              open++;
              return () => {
                open--;
              };
            });
            yield* select({ never, late: sleep(1) });
          }
        }),
      ],
      check: () => expect(open).toBe(0),
    };
  },

  "a promise that another task settles": (cleanups) => {
    const waiting: ((value: string) => void)[] = [];
    // It answers in the very turn in which it is told to, and not in a micro-task: the sweep waits for none.
    const thenable = { then: (resolve: (value: string) => void) => waiting.push(resolve) };
    const waits = (name: string) =>
      ensured(cleanups, name, function* () {
        expect(yield* wait(thenable as unknown as PromiseLike<string>)).toBe("settled");
        yield* sleep(1);
      });
    return {
      tasks: [
        waits("a"),
        waits("b"),
        tidy(cleanups, "settles", function* () {
          yield* sleep(2);
          for (const resolve of waiting) resolve("settled");
        }),
      ],
    };
  },

  "listeners of an emitter": (cleanups) => {
    const emitter = new EventEmitter<{ tick: [n: number] }>();
    const listens = (name: string) =>
      tidy(cleanups, name, function* () {
        yield* call(function* () {
          const ticks = yield* on(emitter, "tick");
          expect(yield* ticks.next()).toBe(0);
          yield* select({ tick: ticks.next(), late: sleep(9) });
        });
        yield* sleep(1);
      });
    return {
      tasks: [
        listens("a"),
        listens("b"),
        tidy(cleanups, "emits", function* () {
          yield* sleep(1);
          for (const n of [0, 1, 2]) emitter.emit("tick", n);
        }),
      ],
      check: () => expect(emitter.listenerCount("tick")).toBe(0),
    };
  },

  "the signal of a scope": (cleanups) => {
    const signals: AbortSignal[] = [];
    let aborted = 0;
    return {
      tasks: [
        tidy(cleanups, "main", function* () {
          yield* scope(
            ensured(cleanups, "body", function* () {
              const signal = yield* abortSignal();
              signals.push(signal);
              signal.addEventListener("abort", () => aborted++);
              yield* call(naps);
            }),
          );
          expect(aborted).toBe(1);
          yield* sleep(1);
        }),
      ],
      check() {
        expect(signals.every((signal) => signal.aborted)).toBe(true);
        expect(aborted).toBe(signals.length);
      },
    };
  },
};
