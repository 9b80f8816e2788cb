import { cancel, Channel, join, now, run, Scheduler, scope, sleep, spawn, spawnWith, supervise, timeout } from "rondo";
import { fails, leavesWith, lingers, stays } from "../support/actors.js";
import { caughtBy, does, sleeps, spawns } from "../support/small-programs.js";

let log: string[];
let boom: Error;

beforeEach(() => {
  log = [];
  boom = new Error("boom");
});

/** A scheduler that writes down what is reported. */
function reporting(): { scheduler: Scheduler; heard: unknown[] } {
  const scheduler = new Scheduler();
  const heard: unknown[] = [];
  scheduler.on("error", (thrown, task) => heard.push(thrown, task?.id));
  return { scheduler, heard };
}

describe("a supervisor", () => {
  it("with two children that fail answers with what its body returned; both are reported, in order", () => {
    const { scheduler, heard } = reporting();
    const second = new Error("second");
    const task = scheduler.spawn(() =>
      does(() =>
        supervise(function* () {
          yield* spawn(fails, boom, 1);
          yield* spawn(fails, second, 1);
          return "OK";
        }),
      ),
    );
    scheduler.run();
    expect([task.result, heard]).toEqual(["OK", [boom, "1.1", second, "1.2"]]);
  });

  it("with one that fails leaves the other as it is", () => {
    const { scheduler } = reporting();
    const task = scheduler.spawn(() =>
      does(() =>
        supervise(function* () {
          const other = yield* spawn(stays, log, "other");
          const failing = yield* spawn(fails, boom, 1);
          yield* caughtBy(() => join(failing));
          const { state } = other;
          yield* cancel(other);
          return [failing.state, state, other.state];
        }),
      ),
    );
    scheduler.run();
    expect(task.result).toEqual(["failed", "waiting", "cancelled"]);
  });

  it("whose body fails ends its children before it throws, and reports those that fail on the way", () => {
    const { scheduler, heard } = reporting();
    const inCleanup = new Error("in a cleanup");
    const task = scheduler.spawn(() =>
      caughtBy(() =>
        supervise(function* () {
          yield* spawn(lingers, log, "child");
          yield* spawn(leavesWith, inCleanup);
          yield* sleep(1);
          throw boom;
        }),
      ),
    );
    scheduler.run();
    expect([task.result, heard, log]).toEqual([boom, [inCleanup, "1.2"], ["child leaves", "child is gone"]]);
  });

  it("that is cancelled takes its children along", () => {
    const { scheduler, heard } = reporting();
    const task = scheduler.spawn(() => does(() => supervise(() => spawns(() => lingers(log, "child")))));
    scheduler.advance(1);
    task.cancel();
    scheduler.run();
    expect([task.state, heard, log]).toEqual(["cancelled", [], ["child leaves", "child is gone"]]);
  });

  it("inside a scope that fails goes with it", () => {
    const seen = run(() =>
      caughtBy(() =>
        scope(function* () {
          yield* spawn(fails, boom, 5);
          yield* supervise(() => spawns(() => lingers(log, "supervised")));
        }),
      ),
    );
    expect([seen, log]).toEqual([boom, ["supervised leaves", "supervised is gone"]]);
  });

  it("that starts its child again waits longer each time, and gives up with the last error", () => {
    const seen = run(function* () {
      return yield* caughtBy(() =>
        supervise(function* () {
          for (let attempt = 1; ; attempt++) {
            const child = yield* spawn(fails, new Error(`attempt ${attempt}`), 1);
            try {
              return yield* child;
            } catch (thrown) {
              log.push(`failed at ${now()}`);
              if (attempt === 3) throw thrown;
            }
            yield* sleep(10 * 2 ** attempt);
          }
        }),
      );
    });
    expect([(seen as Error).message, log]).toEqual(["attempt 3", ["failed at 1", "failed at 22", "failed at 63"]]);
  });

  it("that takes work from a channel loses none of it to workers that fail", () => {
    const { scheduler } = reporting();
    const done: number[] = [];
    scheduler.spawn(function* () {
      const jobs = new Channel<number>(Infinity);
      for (let n = 0; n < 10; n++) jobs.trySend(n);
      jobs.close();
      yield* supervise(function* () {
        for (let got = yield* jobs.next(); !got.done; got = yield* jobs.next()) {
          const n = got.value;
          const worker = yield* spawn(function* () {
            yield* sleep(1);
            if (n % 3 === 0 && !done.includes(-n)) {
              done.push(-n);
              throw boom;
            }
            return n;
          });
          try {
            done.push(yield* worker);
          } catch {
            done.push(yield* sleeps(1, n));
          }
        }
      });
    });
    scheduler.run();
    expect(done.filter((n) => n > 0)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe("a supervised child", () => {
  it("whose failure is joined in the turn in which it fails is not reported; one that is joined later was", () => {
    const { scheduler, heard } = reporting();
    scheduler.spawn(function* () {
      const early = yield* spawnWith({ supervised: true }, fails, boom, 1);
      yield* caughtBy(() => join(early));
      const late = yield* spawnWith({ supervised: true }, fails, boom, 1);
      yield* sleep(2);
      log.push(`late: ${String((yield* caughtBy(() => join(late))) === boom)}`);
    });
    scheduler.run();
    expect([heard, log]).toEqual([[boom, "1.2"], ["late: true"]]);
  });

  it("whose joiner is cancelled before is reported: nobody else will hear of it", () => {
    const { scheduler, heard } = reporting();
    scheduler.spawn(function* () {
      const child = yield* spawnWith({ supervised: true }, fails, boom, 5);
      yield* timeout(2, () => does(() => join(child)), { else: () => undefined });
      yield* sleep(10);
    });
    scheduler.run();
    expect(heard).toEqual([boom, "1.1"]);
  });

  it("that times out by itself fails like any", () => {
    const seen = run(function* () {
      const child = yield* spawnWith({ supervised: true }, () => does(() => timeout(1, () => sleeps(5))));
      return ((yield* caughtBy(() => join(child))) as Error).name;
    });
    expect(seen).toBe("TimeoutError");
  });

  it("keeps the failures of its own children to itself as well: they are its failure", () => {
    const seen = run(function* () {
      const child = yield* spawnWith({ supervised: true }, function* () {
        yield* spawn(() => spawns(() => fails(boom)));
        yield* sleep(100);
      });
      return [yield* caughtBy(() => join(child)), now()];
    });
    expect(seen).toEqual([boom, 1]);
  });
});
