import { sleep } from "rondo";
import { coroutine } from "rondo/coroutine";

/** Yields two rows, and waits between them. */
export function* rows(): Generator<unknown, void> {
  yield "row 1";
  yield* sleep(5);
  yield "row 2";
}

/** What uses a generator that waits, and drops its wait. */
export const drops: readonly (readonly [string, () => unknown])[] = [
  [
    "a for … of that is left by break",
    () => {
      for (const row of rows()) if (row !== "row 1") break;
    },
  ],
  [
    "a for … of that runs to the end",
    () => {
      for (const _row of rows()) continue;
    },
  ],
  ["a spread", () => [...rows()]],
  [
    "a destructuring",
    () => {
      const [_first, _second] = rows();
    },
  ],
  ["Array.from", () => Array.from(rows())],
  [
    "next, and then return",
    () => {
      const it = rows();
      it.next();
      it.next();
      it.return();
    },
  ],
  [
    "next, and then throw",
    () => {
      const it = rows();
      it.next();
      it.next();
      expect(() => it.throw("x")).toThrow("x");
    },
  ],
  [
    "next, and then nothing",
    () => {
      const it = rows();
      it.next();
      it.next();
    },
  ],
  [
    "a coroutine in the hand",
    () => {
      const hand = coroutine(rows());
      hand.next();
      hand.next();
      hand.close();
    },
  ],
  ["the iterator of the syscall itself", () => sleep(5)[Symbol.iterator]().next()],
];
