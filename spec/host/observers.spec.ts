import { Observer, pass, receive, run, Scheduler, type Observed, type Task } from "../../lib/index.js";

/** Counts the turns that it hears of. */
class Counter extends Observer {
  turns = 0;
  override turn(): void {
    this.turns++;
  }
}

function* twoTurns(): Generator<unknown, void, unknown> {
  yield* pass();
}

describe("an observer", () => {
  it("hears nothing before it is attached, nor after it is detached", () => {
    const scheduler = new Scheduler();
    scheduler.spawn(twoTurns);
    scheduler.step();
    const counter = new Counter();
    const detach = scheduler.observe(counter);
    scheduler.step();
    detach();
    detach();
    scheduler.spawn(twoTurns);
    scheduler.run();
    expect(counter.turns).toBe(1);
  });

  it("stands beside others, each of which may leave at any time", () => {
    const scheduler = new Scheduler();
    const [first, last] = [new Counter(), new Counter()];
    class Once extends Counter {
      override turn(): void {
        super.turn();
        leave();
      }
    }
    const once = new Once();
    scheduler.observe(first);
    const leave = scheduler.observe(once);
    scheduler.observe(last);
    scheduler.spawn(twoTurns);
    scheduler.run();
    expect([first.turns, once.turns, last.turns]).toEqual([2, 1, 2]);
  });

  it("is told what it observes, and may look at it at any time", () => {
    const seen: string[] = [];
    class Looker extends Observer {
      private scheduler: Observed | undefined;
      override attached(scheduler: Observed): void {
        this.scheduler = scheduler;
        const { order, seed, startTime, now, running, driving } = scheduler;
        seen.push(JSON.stringify({ order, seed, startTime, now, running, driving }));
      }
      override turn(): void {
        const ids = (tasks: Task[] = []): string => tasks.map((task) => task.id).join();
        const { running, driving, now } = this.scheduler ?? {};
        seen.push(
          [now, running?.id, driving, ids(this.scheduler?.tasks()), ids(this.scheduler?.ready())].map(String).join(" "),
        );
      }
    }
    const scheduler = new Scheduler({ order: "priority", seed: 4, startTime: 9, observer: new Looker() });
    scheduler.spawn(twoTurns);
    scheduler.spawn(function* () {
      yield* receive();
    });
    scheduler.advance(1);
    expect(seen).toEqual([
      '{"order":"priority","seed":4,"startTime":9,"now":9,"running":null,"driving":false}',
      "9 1 true 1,2 2",
      "9 2 true 1,2 1",
      "9 1 true 1,2 ",
    ]);
  });

  it("that refuses to be attached throws to whoever attaches it, and hears nothing", () => {
    class Unwilling extends Counter {
      override attached(): void {
        throw new RangeError("not here");
      }
    }
    const unwilling = new Unwilling();
    expect(() => run(twoTurns, { observer: unwilling })).toThrow("not here");
    const scheduler = new Scheduler();
    expect(() => scheduler.observe(unwilling)).toThrow("not here");
    scheduler.spawn(twoTurns);
    scheduler.run();
    expect(unwilling.turns).toBe(0);
  });

  it("detaches itself by the function that it was given", () => {
    class First extends Counter {
      private detach: (() => void) | undefined;
      override attached(_scheduler: Observed, detach: () => void): void {
        this.detach = detach;
      }
      override turn(): void {
        super.turn();
        this.detach?.();
      }
    }
    const first = new First();
    run(twoTurns, { observer: first });
    expect(first.turns).toBe(1);
  });

  it("that throws keeps nothing from the others, and its error is thrown by the host call at its end", () => {
    class Broken extends Counter {
      override turn(): void {
        super.turn();
        if (this.turns === 1) throw new RangeError("broken");
      }
    }
    const [broken, other] = [new Broken(), new Counter()];
    const scheduler = new Scheduler({ observer: broken });
    scheduler.observe(other);
    scheduler.spawn(twoTurns);
    expect(() => scheduler.run()).toThrow("broken");
    expect([broken.turns, other.turns]).toEqual([2, 2]);
  });

  it("is told that a turn is over also where a livelock cuts it short", () => {
    const heard: string[] = [];
    class Ends extends Observer {
      override turn(task: Task): void {
        heard.push(`turn ${task.id}`);
      }
      override turned(task: Task): void {
        heard.push(`turned ${task.id} ${task.state}`);
      }
      override stopped(error: Error): void {
        heard.push(error.name);
      }
    }
    function* deep(): Generator<unknown, void, unknown> {
      for (;;) yield empty();
    }
    function* empty(): Generator<unknown, void, unknown> {}
    const scheduler = new Scheduler({ maxTurnsPerInstant: 20, observer: new Ends() });
    scheduler.spawn(deep);
    expect(() => scheduler.step()).toThrow("Livelock");
    expect(heard).toEqual(["turn 1", "LivelockError", "turned 1 ready"]);
    expect(scheduler.idle).toBe(false);
  });
});
