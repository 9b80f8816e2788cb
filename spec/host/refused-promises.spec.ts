import { call, ensure, run, spawn, suspend, timeout, use, type Program } from "rondo";
import { eventLoop } from "../support/outside.js";
import { caughtBy, does, sleeps } from "../support/small-programs.js";

// Jest fails a test in which a rejection is not handled; it has to come up before the end of that test.
afterEach(eventLoop);

/** What an async function returns that was written where a program or a plain function was meant. */
async function late(): Promise<never> {
  await Promise.resolve();
  throw new Error("nobody waits for this");
}

/** Async where Rondo takes a program, or a plain function. */
const places: readonly (readonly [string, () => Iterable<unknown, unknown, unknown>])[] = [
  ["a bare yield", () => yieldsBare(late())],
  ["spawn", () => spawn(late as unknown as Program)],
  ["call", () => call(late as unknown as Program)],
  ["the acquire of use", () => use(late, () => {})],
  ["the release of use", () => does(() => call(() => does(() => use(() => 1, late as () => void))))],
  ["the cleanup of ensure", () => ensure(() => sleeps(1), late as () => void)],
  ["the start of suspend", () => suspend(late as () => void)],
  ["the else of timeout", () => timeout(1, () => sleeps(9), { else: late as () => never })],
];

it.each(places)("a promise that is refused at %s is told of once, and its rejection is no unhandled one", (_, at) => {
  const error = run(() => caughtBy(at));
  expect(error).toBeInstanceOf(TypeError);
  expect((error as Error).message).toMatch(/function\*|yield\* wait\(promise\)/);
});

function* yieldsBare(value: unknown): Generator<unknown, void> {
  yield value;
}
