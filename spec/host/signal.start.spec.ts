import { Observer, runAsync, sleep } from "rondo";

describe("an AbortSignal of runAsync", () => {
  it("that is aborted already begins nothing: no observer hears of a task", async () => {
    const observer = new Observer();
    const spawned = jest.spyOn(observer, "spawned");
    const program = jest.fn();
    await expect(runAsync(program as never, { signal: AbortSignal.abort("no"), observer })).rejects.toBe("no");
    expect([program.mock.calls.length, spawned.mock.calls.length]).toEqual([0, 0]);
  });

  it("that is aborted by the call of the program lets none of its turns begin", async () => {
    const controller = new AbortController();
    const log: string[] = [];
    function* body(): Generator<unknown, void> {
      log.push("began");
      yield* sleep(1);
    }
    const program = (): Generator<unknown, void> => {
      controller.abort("changed my mind");
      return body();
    };
    await expect(runAsync(program, { signal: controller.signal })).rejects.toBe("changed my mind");
    expect(log).toEqual([]);
  });

  it("that is aborted while the program cleans up changes nothing, and that is not cut short", async () => {
    const controller = new AbortController();
    const log: string[] = [];
    const result = runAsync(
      function* () {
        try {
          yield* sleep(1000);
        } finally {
          controller.abort("again");
          yield* sleep(1);
          log.push("cleaned up");
        }
      },
      { signal: AbortSignal.any([AbortSignal.timeout(1), controller.signal]) },
    );
    await expect(result).rejects.toMatchObject({ name: "TimeoutError" });
    expect(log).toEqual(["cleaned up"]);
  });
});
