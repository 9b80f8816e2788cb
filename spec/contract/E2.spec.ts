import { ensure, explain, run, Scheduler, sleep, suppressed, type Program } from "rondo";
import { fails, stays } from "../support/actors.js";
import { thrownBy } from "../support/thrown.js";

let log: string[];
let ofBody: Error;
let ofCleanup: Error;

beforeEach(() => {
  log = [];
  ofBody = new Error("of the body");
  ofCleanup = new Error("of the cleanup");
});

const nothing: Program = function* () {};

describe("E2 ensure", () => {
  it("answers with what the body returned, when the cleanup is done", () => {
    const result = run(function* () {
      const answer = yield* ensure(
        function* () {
          yield* sleep(1);
          return "a result";
        },
        function* () {
          yield* sleep(2);
          log.push("cleaned up");
          return "ignored";
        },
      );
      log.push(answer);
      return answer;
    });
    expect([result, log]).toEqual(["a result", ["cleaned up", "a result"]]);
  });

  const cleanups: [string, () => Generator<unknown, unknown> | void][] = [
    ["a program that throws at once", () => fails(ofCleanup, 0)],
    ["a program that throws after a wait", () => fails(ofCleanup, 2)],
    [
      "a plain function that throws",
      () => {
        throw ofCleanup;
      },
    ],
  ];

  it.each(cleanups)("throws the body's error, with the cleanup's suppressed under it: %s", (_what, cleanup) => {
    const thrown = thrownBy(() => run(() => entering(() => ensure(() => fails(ofBody), cleanup))));
    expect(thrown).toBe(ofBody);
    expect(suppressed(thrown)).toEqual([ofCleanup]);
    expect(explain(thrown)).toMatch(/^Error: of the body\n(.*\n)* {2}suppressed: Error: of the cleanup/);
  });

  it.each(cleanups)("throws the cleanup's error alone where the body returned: %s", (_what, cleanup) => {
    const caught = run(function* () {
      try {
        yield* ensure(nothing, cleanup);
      } catch (error) {
        return error;
      }
      return "nothing was thrown";
    });
    expect(caught).toBe(ofCleanup);
    expect(suppressed(caught)).toEqual([]);
  });

  it.each(cleanups)(
    "ends the task failed with the cleanup's error where the body was cancelled: %s",
    (_what, cleanup) => {
      const scheduler = new Scheduler();
      const task = scheduler.spawn(() => entering(() => ensure(() => stays(log, "body"), cleanup)));
      scheduler.advance(0);
      task.cancel();
      expect(thrownBy(() => scheduler.run())).toBe(ofCleanup);
      expect([task.state, log]).toEqual(["failed", ["body leaves"]]);
    },
  );

  it("inside ensure suppresses in the order in which the errors came", () => {
    const [second, third] = [new Error("second"), new Error("third")];
    const thrown = thrownBy(() =>
      run(() =>
        entering(() =>
          ensure(
            () =>
              entering(() =>
                ensure(
                  () => fails(ofBody),
                  () => fails(second),
                ),
              ),
            () => fails(third),
          ),
        ),
      ),
    );
    expect([thrown, suppressed(thrown)]).toEqual([ofBody, [second, third]]);
  });

  it("does not run the cleanup where the body was never entered: a bad body is an error at that yield", () => {
    const thrown = thrownBy(() =>
      run(() => entering(() => ensure((() => 5) as never, () => void log.push("cleanup")))),
    );
    expect(thrown).toBeInstanceOf(TypeError);
    expect(log).toEqual([]);
  });

  it("refuses a cleanup that is async", () => {
    const thrown = thrownBy(() => run(() => entering(() => ensure(nothing, (async () => {}) as never))));
    expect((thrown as Error).message).toContain("async");
  });
});

function* entering<R>(enter: () => Iterable<unknown, R, unknown>): Generator<unknown, R> {
  return yield* enter();
}
