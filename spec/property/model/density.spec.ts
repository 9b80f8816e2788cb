import fc from "fast-check";
import { programs } from "./arbitrary.js";
import { interpret } from "./interpret.js";

/** The lines of the logs of some random programs, as the rules have them, without time and task. */
const logs = fc.sample(programs, { numRuns: 1000, seed: 1 }).map((program) => {
  return interpret(program).map((line) => line.replace(/^\d+ [\d.]+ /, ""));
});

/** How lines begin that tell of what tasks do, are answered, and come to; and in how many programs at least. */
const BEGINNINGS: readonly (readonly [number, ...string[]])[] = [
  [100, "spawn", "sleep", "join", "finally", "catch", "throw", "ends done", "ends failed", "ends cancelled"],
  [50, "cancel", "task(", "interrupt", "select", "= { name: a", "= guard", "release", "suspend", "resolve", "disposes"],
  [20, "send", "receive", "emits", "reply", "ask", "channels[0].send", "channels[0].receive", "channels[0].close"],
  [20, "scope", "supervise", "shield", "ensure", "use", "call", "inline", "start", "ready", "timeout"],
  [20, "mutexes[0].lock", "withLock", "condition.wait", "condition.notify", "semaphore.acquire", "withPermits"],
  [20, "rwlock.read", "rwlock.write", "withWrite", "latch.wait", "latch.open", "barrier.wait", "barrier.reset"],
  [10, "all", "race", "any", "settled", "retry", "withRead", "context.with", "= { name: b", "= { name: e", "= ["],
  [10, "reports DeadlockError", "reports LockError", "reports LockAbandonedError", "reports CancelledError"],
  [10, "reports CleanupError", "reports CleanupTimeoutError", "reports ScopeClosedError", "reports TimeoutError"],
  [10, "reports TaskFinishedError", "reports ChannelClosedError", "leaves"],
  [1, "= question", "reports AggregateError", "reports BrokenBarrierError", "catch MailboxFullError"],
];

const cases = BEGINNINGS.flatMap(([least, ...all]) => all.map((beginning) => [beginning, least] as const));

it.each(cases)("of a thousand random programs, “%s” happens in at least %d", (beginning, least) => {
  const found = logs.filter((lines) => lines.some((line) => line.startsWith(beginning)));
  expect(found.length).toBeGreaterThanOrEqual(least);
});
