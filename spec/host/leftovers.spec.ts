import { EventEmitter } from "eventemitter3";
import {
  Channel,
  Mutex,
  on,
  receive,
  RwLock,
  Scheduler,
  scope,
  select,
  Semaphore,
  shield,
  sleep,
  suspend,
  timeout,
  type Program,
} from "rondo";

/** What is left of a program in its first instant. */
function left(program: Program, then?: (scheduler: Scheduler) => void): string[] {
  const scheduler = new Scheduler();
  scheduler.on("error", () => {});
  scheduler.spawn(program);
  scheduler.advance(0);
  then?.(scheduler);
  return scheduler.leftovers();
}

function* forEver(): Generator<unknown, void> {
  yield* suspend(() => {});
}

describe("scheduler.leftovers()", () => {
  it("names locks and permits with the task that holds them, in the order in which it took them", () => {
    const [mutex, rwLock, semaphore] = [new Mutex("m"), new RwLock("rw"), new Semaphore(3, "s")];
    const found = left(function* main() {
      yield* mutex.lock();
      yield* rwLock.read();
      yield* semaphore.acquire(2);
      yield* semaphore.acquire();
      yield* forEver();
    });
    expect(found).toEqual([
      "task main 1: waits for suspend(anonymous)",
      "held by main 1: Mutex m",
      "held by main 1: RwLock rw",
      "held by main 1: 3 permits of Semaphore s",
    ]);
  });

  it("names locks and permits that were lost with tasks that have ended, last, in the order of their ends", () => {
    const [mutex, rwLock, semaphore] = [new Mutex("m"), new RwLock("rw"), new Semaphore(3, "s")];
    const scheduler = new Scheduler();
    scheduler.spawn(function* first() {
      yield* semaphore.acquire();
      yield* mutex.lock();
    });
    scheduler.spawn(function* second() {
      yield* rwLock.write();
      yield* sleep(1);
    });
    scheduler.spawn(function* reader() {
      yield* new RwLock().read();
    });
    scheduler.run();
    expect(scheduler.leftovers()).toEqual([
      "1 permit of Semaphore s, taken by first 1, which has ended",
      "Mutex m, lost with first 1, which has ended",
      "RwLock rw, lost with second 2, which has ended",
    ]);
    semaphore.release();
    expect(scheduler.leftovers()).toHaveLength(2);
  });

  it("tells each scheduler of its own only", () => {
    const semaphore = new Semaphore(2);
    const takes: Program = function* takes() {
      yield* semaphore.acquire();
    };
    expect([left(takes), left(takes)]).toEqual([
      ["1 permit of Semaphore(2), taken by takes 1, which has ended"],
      ["1 permit of Semaphore(2), taken by takes 1, which has ended"],
    ]);
    expect(new Scheduler().leftovers()).toEqual([]);
  });

  it("names listeners, outer scopes first, until they are taken off", () => {
    const emitter = new EventEmitter<{ tick: []; tock: [] }>();
    const program: Program = function* main() {
      yield* on(emitter, "tick");
      yield* shield(function* () {
        const tocks = yield* on(emitter, "tock");
        yield* receive();
        tocks.close();
        yield* receive();
      });
    };
    const open = ['listener on("tick") of main 1', 'listener on("tock") of main 1'];
    expect(left(program).slice(1)).toEqual(open);
    const afterClose = left(program, (scheduler) => {
      scheduler.tasks()[0]?.send("close");
      scheduler.advance(0);
    });
    expect(afterClose.slice(1)).toEqual(open.slice(0, 1));
    expect(left(program, (scheduler) => scheduler.close())).toEqual([]);
    expect(emitter.listenerCount("tick")).toBe(2);
  });

  it.each<[string, Program, number]>([
    [
      "a sleep",
      function* main() {
        yield* sleep(5);
      },
      5,
    ],
    [
      "a receive that waits so long",
      function* main() {
        yield* receive({ timeout: 6 });
      },
      6,
    ],
    [
      "an alternative of a select",
      function* main() {
        yield* select({ late: sleep(7), value: new Channel().receive() });
      },
      7,
    ],
    [
      "a time-out",
      function* main() {
        yield* timeout(8, forEver);
      },
      8,
    ],
    [
      "a cleanup that may take so long",
      function* main() {
        yield* shield(function* () {
          yield* scope(forEver);
        });
      },
      9,
    ],
  ])("says whose a timer is that is set for %s", (what, program, time) => {
    const found = left(program, (scheduler) => {
      if (what.startsWith("a cleanup")) scheduler.tasks()[0]?.cancel("late", { within: 9 });
    });
    expect(found.filter((line) => line.startsWith("timer"))).toEqual([`timer at ${time} of main 1`]);
  });
});
