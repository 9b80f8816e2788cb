import fc from "fast-check";
import { cancel, runAsync, select, self, sleep, spawn, timeout, wait } from "../../lib/index.js";
import { deferred, eventLoop, thenable, waitingOn, waitsFor } from "../support/outside.js";
import { WatchedKernel } from "../support/watched-kernel.js";

const [first, second] = [new Error("first"), new Error("second")];

// Jest fails a test in which a rejection is not handled; it has to come up before the end of that test.
afterEach(eventLoop);

describe("a promise that settles after its wait was withdrawn", () => {
  type Settle = "resolve" | "reject";

  it.each<Settle>(["resolve", "reject"])("by a cancellation is ignored: %s", async (verb) => {
    const late = deferred();
    const { task, watched, log } = waitingOn(wait(late.promise));
    task.cancel();
    watched.settle();
    // It touches the task, for those who ask which steps depend on each other; nothing else happens.
    const happened = (): readonly string[] => watched.events.filter((event) => !event.startsWith("touched"));
    const before = happened();
    late[verb]("late");
    await eventLoop();
    expect([task.state, log, happened(), watched.leftovers()]).toEqual(["cancelled", [], before, []]);
  });

  it.each<Settle>(["resolve", "reject"])("by an interrupt is ignored: %s", async (verb) => {
    const late = deferred();
    const { task, watched, log } = waitingOn(wait(late.promise));
    task.interrupt(first);
    late[verb]("late");
    await eventLoop();
    watched.settle();
    expect([log, watched.thrown]).toEqual([[first, "went on"], []]);
  });

  it.each<Settle>(["resolve", "reject"])("in a run that has ended is ignored: %s", async (verb) => {
    const late = deferred();
    await runAsync(function* () {
      const child = yield* spawn(() => waitsFor(wait(late.promise)));
      yield* sleep(1);
      yield* cancel(child);
    });
    late[verb]("late");
    await eventLoop();
  });

  it.each<[string, (promise: Promise<unknown>) => Iterable<unknown, unknown, unknown>]>([
    ["lost in a select", (promise) => select({ wait: wait(promise), late: sleep(1) })],
    ["was never begun in a select", (promise) => select({ first: pass0(), wait: wait(promise) })],
    ["ran out of time", (promise) => timeout(1, () => waitsFor(wait(promise)), { else: () => "else" })],
  ])("and %s brings no unhandled rejection", async (_, make) => {
    const late = deferred();
    await runAsync(() => waitsFor(make(late.promise)));
    late.reject(second);
    await eventLoop();
  });

  it("was never waited for because a cancellation was pending brings no unhandled rejection", async () => {
    const watched = new WatchedKernel();
    const task = watched.spawn(function* () {
      self().cancel();
      yield* wait(Promise.reject(second));
    });
    watched.settle();
    await eventLoop();
    expect([task.state, watched.thrown]).toEqual(["cancelled", []]);
  });
});

describe("an answer of a promise and a cancellation at once", () => {
  it("whichever comes first counts, and nothing is left", async () => {
    const acts = ["resolve", "reject", "cancel", "interrupt", "step", "event loop"] as const;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...acts), { maxLength: 6 }), async (order) => {
        const { promise, resolve, reject } = deferred();
        const { task, watched, log } = waitingOn(wait(promise));
        for (const act of order) {
          if (act === "resolve") resolve("value");
          else if (act === "reject") reject(first);
          else if (act === "cancel") task.cancel();
          else if (act === "interrupt") task.interrupt(second);
          else if (act === "step") watched.step();
          else await eventLoop();
        }
        await eventLoop();
        watched.settle();
        const settled = order.some((act) => act === "resolve" || act === "reject");
        const ended = order.some((act) => act === "cancel" || act === "interrupt");
        expect([task.state === "waiting", watched.kernel.outside.size]).toEqual(
          settled || ended ? [false, 0] : [true, 1],
        );
        expect(log.filter((entry) => entry !== "went on").length).toBeLessThanOrEqual(1);
        watched.close();
        expect([watched.leftovers(), watched.thrown.filter((error) => error !== second)]).toEqual([[], []]);
      }),
      { numRuns: 200 },
    );
  });
});

/** A wait that is answered at once. */
function pass0() {
  return wait(thenable((resolve) => resolve("at once")));
}
