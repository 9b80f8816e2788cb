import { call, ensure, pass, runAsync, Scheduler, sleep, spawn, type SchedulerOptions } from "rondo";
import { record, recordEvents } from "../support/record.js";

/** The host's clock, which only moves when a spec says so. */
let hostTime = 0;
let reads: jest.SpyInstance;

beforeEach(() => {
  hostTime = 1000;
  reads = jest.spyOn(performance, "now").mockImplementation(() => hostTime);
});
afterEach(() => reads.mockRestore());

/** Turns that take so many milliseconds each. */
function* works(...turns: readonly number[]): Generator<unknown, void> {
  for (const ms of turns) {
    hostTime += ms;
    yield* pass();
  }
}

const drives: readonly (readonly [string, (scheduler: Scheduler) => unknown])[] = [
  ["run", (scheduler) => scheduler.run()],
  [
    "step",
    (scheduler) => {
      while (scheduler.step());
    },
  ],
  ["advance", (scheduler) => scheduler.advance(1)],
  ["runAsync", (scheduler) => scheduler.runAsync()],
];

describe("D3 A turn that takes longer than slowTurnMs", () => {
  it.each(drives)("is a slow event that names the task and how long it took (%s)", async (_, drive) => {
    const scheduler = new Scheduler({ slowTurnMs: 16 });
    const slow = recordEvents(scheduler, "slow");
    scheduler.spawnWith({ name: "quick" }, works, 1, 15.75, 16, 0);
    scheduler.spawnWith({ name: "slow" }, works, 1, 16.5, 3, 40);
    await drive(scheduler);
    expect(slow).toEqual(["0 slow, slow 2, 16.5", "0 slow, slow 2, 40"]);
  });

  it("is measured from its begin to its end, with the frames that it enters, and with what ends it", () => {
    const scheduler = new Scheduler({ slowTurnMs: 10 });
    const slow = recordEvents(scheduler, "slow");
    scheduler.on("error", () => {});
    scheduler.spawn(function* framed() {
      hostTime += 6;
      yield* call(() => works(5, 0));
    });
    scheduler.spawn(function* cleanup() {
      yield* ensure(
        function* () {},
        () => {
          hostTime += 12;
        },
      );
    });
    scheduler.spawn(function* failing() {
      hostTime += 13;
      throw new Error("no");
    });
    scheduler.spawn(function* returning() {
      hostTime += 14;
    });
    scheduler.spawn(function* waking() {
      hostTime += 9;
      yield* sleep(5);
      hostTime += 9;
    });
    scheduler.run();
    expect(slow).toEqual([
      "0 slow, framed 1, 11",
      "0 slow, cleanup 2, 12",
      "0 slow, failing 3, 13",
      "0 slow, returning 4, 14",
    ]);
  });

  it("is one whatever the limit: none at all, for instance", () => {
    const scheduler = new Scheduler({ slowTurnMs: 0 });
    const slow = recordEvents(scheduler, "slow");
    scheduler.spawn(works, 0, 0.25);
    scheduler.run();
    expect(slow).toEqual(["0 slow, works 1, 0.25"]);
  });

  it("changes nothing that observers hear", () => {
    const heard = (options: SchedulerOptions): string[] => {
      const scheduler = new Scheduler(options);
      const lines = record(scheduler);
      scheduler.spawn(function* () {
        yield* spawn(works, 100, 100);
        yield* works(100);
      });
      scheduler.run();
      return lines;
    };
    expect(heard({ slowTurnMs: 1 })).toEqual(heard({}));
  });

  it("does no harm when its listener throws: that is thrown by the host call, when all else is done", () => {
    const scheduler = new Scheduler({ slowTurnMs: 1 });
    const error = new Error("listener");
    scheduler.on("slow", () => {
      throw error;
    });
    const task = scheduler.spawn(works, 5);
    expect(() => scheduler.run()).toThrow(error);
    expect(task.state).toBe("done");
  });

  it("is not looked for where slowTurnMs is left out: the host's clock is not even read", () => {
    const scheduler = new Scheduler();
    const slow = recordEvents(scheduler, "slow");
    scheduler.spawn(works, 100_000);
    scheduler.run();
    expect([slow, reads.mock.calls]).toEqual([[], []]);
  });

  it.each([-1, NaN, Infinity, "16", null])("is not one for a limit of %p, which is refused", async (limit) => {
    const options = { slowTurnMs: limit as number };
    expect(() => new Scheduler(options)).toThrow("Scheduler: slowTurnMs: ");
    await expect(runAsync(() => works(), options)).rejects.toThrow("Scheduler: slowTurnMs: ");
  });
});
