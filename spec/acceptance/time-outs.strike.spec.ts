import {
  cancel,
  ensure,
  now,
  pass,
  race,
  retry,
  run,
  Scheduler,
  shield,
  sleep,
  spawn,
  timeout,
  TimeoutError,
  use,
} from "rondo";
import { fails, lingers, stays } from "../support/actors.js";
import { caughtBy, cleansFor, does, sleeps } from "../support/small-programs.js";

let log: string[];

beforeEach(() => {
  log = [];
});

describe("a time-out", () => {
  it("does not end what its body has called shielded, and is thrown at the first wait after it", () => {
    const seen = run(function* () {
      const thrown = yield* caughtBy(() =>
        timeout(5, function* () {
          yield* shield(() => sleeps(20));
          yield* pass();
          log.push("went on");
        }),
      );
      return [thrown instanceof TimeoutError, now()];
    });
    expect([seen, log]).toEqual([[true, 20], []]);
  });

  it("works inside a shield, inside a cleanup, and for a task that only passes", () => {
    const seen = run(function* () {
      const inShield = yield* shield(() => does(() => timeout(5, () => sleeps(9), { else: () => "shield" })));
      yield* ensure(
        () => sleeps(0),
        function* () {
          log.push(yield* timeout(5, () => sleeps(9), { else: () => "cleanup" }));
        },
      );
      return [inShield, ...log, now()];
    });
    expect(seen).toEqual(["shield", "cleanup", 10]);
  });

  it("ends a child that was spawned in its body, and none that was spawned outside", () => {
    const seen = run(function* () {
      const outside = yield* spawn(sleeps, 9, "outside");
      yield* timeout(5, () => does(() => spawn(lingers, log, "inside")), { else: () => undefined });
      return [yield* outside, now()];
    });
    expect([seen, log]).toEqual([
      ["outside", 9],
      ["inside leaves", "inside is gone"],
    ]);
  });

  it("goes away with a body that fails, and does not strike later", () => {
    const seen = run(function* () {
      const caught = yield* caughtBy(() => timeout(5, () => fails("early", 1)));
      yield* sleep(100);
      return [caught, now()];
    });
    expect(seen).toEqual(["early", 101]);
  });

  it("is an attempt's failure for a retry around it, and a limit for all attempts where it stands outside", () => {
    const seen = run(function* () {
      let tries = 0;
      const slow = (): Generator<unknown, string> => sleeps(++tries === 3 ? 1 : 100, `try ${tries}`);
      const got = yield* retry(() => does(() => timeout(5, slow)), { delay: 1 });
      const outside = yield* timeout(30, () => does(() => retry(() => fails("no", 4), { attempts: 99, delay: 3 })), {
        else: () => "out of time",
      });
      return [got, outside];
    });
    expect(seen).toEqual(["try 3", "out of time"]);
  });

  it("frees what each attempt of a retry holds before the next begins", () => {
    run(function* () {
      yield* caughtBy(() =>
        retry((attempt) =>
          does(() =>
            timeout(5, function* () {
              yield* use(
                () => void log.push(`open ${attempt}`),
                () => void log.push(`close ${attempt}`),
              );
              yield* sleep(10);
            }),
          ),
        ),
      );
    });
    expect(log).toEqual([1, 2, 3].flatMap((n) => [`open ${n}`, `close ${n}`]));
  });

  it("that strikes while a cancel waits for the same task's cleanup changes nothing", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(() => does(() => timeout(5, () => cleansFor(10, log))));
    scheduler.spawn(function* () {
      yield* sleep(3);
      yield* cancel(task);
      log.push(`gone at ${now()}`);
    });
    scheduler.run();
    expect([log, task.state]).toEqual([["body leaves", "body is clean", "gone at 13"], "cancelled"]);
  });

  it("leaves nothing that would keep a run from ending", () => {
    const scheduler = new Scheduler();
    scheduler.spawn(() => does(() => timeout(1e9, () => sleeps(1))));
    scheduler.spawn(() => does(() => race([() => does(() => timeout(1e9, () => stays([], ""))), () => sleeps(2)])));
    scheduler.run();
    expect([scheduler.now, scheduler.nextWakeTime, scheduler.leftovers()]).toEqual([2, undefined, []]);
  });
});
