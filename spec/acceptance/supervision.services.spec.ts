import {
  call,
  join,
  receive,
  run,
  Scheduler,
  send,
  sleep,
  spawn,
  spawnWith,
  start,
  supervise,
  type Ready,
  type Task,
} from "rondo";
import { fails, lingers } from "../support/actors.js";
import { caughtBy, does } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

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

describe("a service that is started under a supervisor", () => {
  const service = (ready: Ready<string>, ms: number): Generator<unknown, void> =>
    does(function* () {
      yield* sleep(1);
      ready("up");
      yield* fails(boom, ms);
    });

  it("fails for itself once it is ready, and is reported", () => {
    const { scheduler, heard } = reporting();
    const root = scheduler.spawn(() =>
      does(() =>
        supervise(function* () {
          const { value } = yield* start(service, 5);
          yield* sleep(10);
          return value;
        }),
      ),
    );
    scheduler.run();
    expect([root.result, heard]).toEqual(["up", [boom, "1.1"]]);
  });

  it("is stopped, and started anew with a new value", () => {
    const seen = run(function* () {
      const values: number[] = [];
      for (let n = 1; n <= 3; n++) {
        const { task, value } = yield* start(function* (ready: Ready<number>) {
          ready(n);
          yield* call(lingers, log, String(n));
        });
        values.push(value);
        task.cancel();
        yield* caughtBy(() => join(task));
      }
      return values;
    });
    expect(seen).toEqual([1, 2, 3]);
    expect(log.filter((line) => line.endsWith("leaves"))).toHaveLength(3);
  });
});

describe("a failure that nobody joins", () => {
  it("is thrown by run where nobody listens, after the rest is cleaned up, and never in silence", () => {
    const thrown = thrownBy(() =>
      run(function* () {
        yield* spawn(lingers, log, "sibling");
        yield* spawnWith({ supervised: true }, fails, boom, 1);
        yield* sleep(100);
      }),
    );
    expect([thrown, log]).toEqual([boom, ["sibling leaves", "sibling is gone"]]);
  });

  it("of an actor tells those who wait for its mail to end in an error of their own", () => {
    const { scheduler, heard } = reporting();
    const actor: Task = scheduler.spawn(function* () {
      yield* receive();
      throw boom;
    });
    const client = scheduler.spawn(function* () {
      yield* send(actor, "first");
      yield* sleep(1);
      return ((yield* caughtBy(() => send(actor, "second"))) as Error).name;
    });
    scheduler.run();
    expect([client.result, heard]).toEqual(["TaskFinishedError", [boom, "1"]]);
  });
});
