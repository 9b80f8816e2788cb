import { call, Channel, Latch, now, run, scope, select, sleep } from "rondo";
import { does, sleeps } from "../support/small-programs.js";
import { thrownBy } from "../support/thrown.js";

describe("select with an else", () => {
  it("answers with it where nothing can be answered at once, and leaves no waiter", () => {
    const channel = new Channel<string>();
    const seen = run(function* () {
      const none = yield* select({ value: channel.receive(), late: sleep(5) }, { else: "nothing" });
      return [none, channel.trySend("x"), now()];
    });
    expect(seen).toEqual([{ name: "else", value: "nothing" }, false, 0]);
  });

  it("takes what there is, and may be given undefined", () => {
    const channel = new Channel<string>(1);
    const seen = run(function* () {
      channel.trySend("x");
      const first = yield* select({ value: channel.receive() }, { else: undefined });
      return [first, yield* select({ value: channel.receive() }, { else: undefined })];
    });
    expect(seen).toEqual([
      { name: "value", value: "x" },
      { name: "else", value: undefined },
    ]);
  });
});

describe("select by chance", () => {
  it("chooses among those that can be answered by the seed: each in its turn, the same again with the same seed", () => {
    const chosen = (seed: number, fair: boolean): string =>
      run(
        function* () {
          const open = new Latch(0);
          let names = "";
          for (let i = 0; i < 40; i++) names += (yield* select({ a: open.wait(), b: open.wait() }, { fair })).name;
          return names;
        },
        { seed },
      );
    expect(chosen(1, true)).toBe(chosen(1, true));
    expect(chosen(1, true)).not.toBe(chosen(2, true));
    expect(chosen(1, true)).toMatch(/^(?=.*a)(?=.*b)/);
    expect(chosen(1, false)).toBe("a".repeat(40));
  });
});

describe("select refuses", () => {
  it.each<[string, () => unknown, string]>([
    ["no waits", () => select({}), "could never be answered"],
    ["a program", () => select({ x: sleeps as never }), "programs go to race"],
    ["a promise", () => select({ x: Promise.resolve() as never }), "is no syscall"],
    ["a frame", () => select({ x: call(sleeps, 1) }), "Give it to race"],
    ["a condition", () => select({ x: scope(() => sleeps(1)) }), "Give it to race"],
    ["the name else", () => select({ else: sleep(1) }), "else"],
  ])("%s", (_what, make, text) => {
    const refusal = thrownBy(make);
    expect(refusal).toBeInstanceOf(TypeError);
    expect((refusal as Error).message).toContain(text);
  });

  it("none where there is an else: that is the answer", () => {
    expect(run(() => does(() => select({}, { else: 1 })))).toEqual({ name: "else", value: 1 });
  });
});
