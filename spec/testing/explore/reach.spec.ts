import { join, Mutex, select, Semaphore, sleep, spawn, type Guard } from "rondo";
import { cell } from "rondo/testing";
import { expectSameReach } from "./outcomes.js";
import { compile } from "./programs/compile.js";
import type { Op } from "./programs/op.js";

/** Programs for which a reduction once missed an outcome. */
describe("a reduction reaches what all schedules reach", () => {
  it("where a step cancels a child, and leaves the scope because that has ended", () => {
    const { outcomes } = expectSameReach(() => {
      const x = cell(0);
      function* child() {
        yield;
        x.value = 1;
        yield;
        x.value = 2;
      }
      function* parent() {
        (yield* spawn(child)).cancel();
      }
      function* other() {
        const seen = x.value;
        yield;
        x.value = seen + 10;
      }
      return { tasks: [parent, other], result: () => x.value };
    });
    expect(outcomes).toHaveLength(5);
  });

  it("where a permit too many is released, and it matters who does it first", () => {
    const { outcomes } = expectSameReach(() => {
      const permits = new Semaphore(1);
      const refused = cell("");
      function* releases(name: string) {
        try {
          permits.release();
        } catch {
          refused.value += name;
        }
      }
      function* first() {
        permits.tryAcquire();
        yield;
        yield* releases("a");
      }
      function* second() {
        yield;
        yield* releases("b");
      }
      return { tasks: [first, second], result: () => refused.value };
    });
    expect(outcomes).toHaveLength(2);
  });

  it("where two tasks release one guard of a semaphore", () => {
    const { outcomes } = expectSameReach(() => {
      const refused = cell("");
      const permit = new Semaphore(1).tryAcquire()!;
      function* releases(name: string) {
        try {
          permit.release();
        } catch {
          refused.value += name;
        }
      }
      return { tasks: [() => releases("a"), () => releases("b")], result: () => refused.value };
    });
    expect(outcomes).toHaveLength(2);
  });

  it("where a task disposes of the guard of another one, which may have released it before", () => {
    const { outcomes } = expectSameReach(() => {
      const mutex = new Mutex();
      const held = cell<{ guard: Guard | null }>(Object.freeze({ guard: null }));
      const refused = cell(false);
      function* holder() {
        const guard = yield* mutex.lock();
        held.value = Object.freeze({ guard });
        yield;
        guard.release();
      }
      function* other() {
        const { guard } = held.value;
        yield;
        try {
          guard?.[Symbol.dispose]();
        } catch {
          refused.value = true;
        }
      }
      return { tasks: [other, holder], result: () => refused.value };
    });
    expect(outcomes).toHaveLength(2);
  });

  it("where a lock is asked for before or after its holder begins to wait for the end of who asks", () => {
    const { outcomes } = expectSameReach(() => {
      const mutex = new Mutex();
      const refused = cell(false);
      function* child() {
        yield;
        try {
          using _guard = yield* mutex.lock();
        } catch {
          refused.value = true;
        }
      }
      function* parent() {
        const guard = yield* mutex.lock();
        const task = yield* spawn(child);
        yield;
        yield* select({ end: join(task), late: sleep(1) });
        guard.release();
      }
      function* joins() {
        const guard = yield* mutex.lock();
        yield* yield* spawn(child);
        guard.release();
      }
      return { tasks: [parent, joins], result: () => refused.value };
    });
    expect(outcomes.length).toBeGreaterThan(1);
  });

  it.each(["any", "free"] as const)("where a later timer is due before an earlier one is set, in %s time", (time) => {
    const { outcomes } = expectSameReach(
      () => {
        const seen = cell(-1);
        const state = cell(0);
        function* early() {
          state.value = 1;
          yield* sleep(5);
        }
        function* late() {
          yield* sleep(10);
          seen.value = state.value;
        }
        return { tasks: [early, late], result: () => seen.value };
      },
      { time },
    );
    expect(outcomes).toHaveLength(2);
  });

  it("where a step does less when its turn comes late, and a third one only meets what it does early", () => {
    const { outcomes } = expectSameReach(() =>
      compile([
        [
          {
            do: "spawn",
            body: [
              { do: "set", cell: 0 },
              { do: "send", to: 0 },
            ],
          },
        ],
        [{ do: "timeout", time: 0, body: [{ do: "cancel-within", task: 0, time: 0 }] }],
        [{ do: "get", cell: 0 }],
      ]),
    );
    expect(outcomes).toHaveLength(7);
  });

  it("where a scope waits for its children, and cancels its daemons when the last of them has ended", () => {
    const daemon: Op = { do: "spawn-daemon", body: [] };
    const { report } = expectSameReach(() =>
      compile([
        [
          { do: "spawn", body: [] },
          { do: "start", body: [daemon, { do: "spawn", body: [] }], after: [{ do: "join", task: 2 }] },
          daemon,
        ],
      ]),
    );
    expect(report.blocked).toBe(0);
  });
});
