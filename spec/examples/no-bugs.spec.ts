import assert from "node:assert/strict";
import { Mutex, RwLock, Semaphore, spawn } from "rondo";
import { explore, tracked, type ExploreScene, type TimeMode } from "rondo/testing";

/** Bugs that are well known elsewhere, and are none in Rondo. Each is proved by going through all schedules. */

describe.each<TimeMode>(["quiescent", "any", "free"])("in %s time", (time) => {
  function prove(setup: () => ExploreScene): void {
    for (const strategy of ["dpor", "exhaustive"] as const) {
      expect(explore(setup, { strategy, time })).toMatchObject({ complete: true, failing: 0 });
    }
  }

  it("a cancel before an acquire that succeeds at once invents no permit, though the finally releases one", () => {
    // The permit is on its way when the request is made, and is delivered before the cancel takes effect (C3); a task that is
    // cancelled before its first turn never runs, and has no finally (C6).
    prove(() => {
      const permits = new Semaphore(1);
      function* worker() {
        try {
          yield* permits.acquire();
          yield;
        } finally {
          permits.release();
        }
      }
      function* main() {
        const task = yield* spawn(worker);
        yield;
        task.cancel();
      }
      return { tasks: [main], check: () => assert.equal(permits.available, 1) };
    });
  });

  it("a cancel at a bare yield under a lock loses no lock: the turn is given first", () => {
    prove(() => {
      const mutex = new Mutex();
      const printer = tracked({ holds: false });
      function* worker() {
        const guard = yield* mutex.lock();
        printer.holds = true;
        yield;
        guard.release();
      }
      function* main() {
        const task = yield* spawn(worker);
        if (printer.holds) task.cancel();
      }
      function* other() {
        using _guard = yield* mutex.lock();
      }
      return { tasks: [main, other] };
    });
  });

  it("a lock whose holder is cancelled blocks nobody for ever: whoever asks is told that it is lost", () => {
    const report = explore(
      () => {
        const mutex = new Mutex();
        function* worker() {
          const guard = yield* mutex.lock();
          yield;
          guard.release();
        }
        function* main() {
          (yield* spawn(worker)).cancel();
        }
        function* other() {
          using _guard = yield* mutex.lock();
        }
        return { tasks: [main, other] };
      },
      { strategy: "exhaustive", time, collect: true },
    );
    const kinds = report.failures.map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(["error", "leak"]));
  });

  it("readers that come again and again pass a waiting writer never, and one that was there before it once", () => {
    // A request stands in the queue from the step in which it is made, and RwLock serves in the order of asking.
    prove(() => {
      const lock = new RwLock();
      const writer = tracked({ waits: false, overtaken: 0 });
      function* reader() {
        for (let i = 0; i < 2; i++) {
          const guard = yield* lock.read();
          if (writer.waits) writer.overtaken++;
          yield;
          guard.release();
        }
      }
      function* writes() {
        writer.waits = true;
        const guard = yield* lock.write();
        writer.waits = false;
        yield;
        guard.release();
      }
      return { tasks: [reader, writes], check: () => assert.ok(writer.overtaken <= 1) };
    });
  });

  it("two that ask for both permits at once never hold one each", () => {
    prove(() => {
      const permits = new Semaphore(2);
      function* needsTwo() {
        using _both = yield* permits.acquire(2);
        yield;
      }
      return { tasks: [needsTwo, needsTwo, needsTwo] };
    });
  });
});
