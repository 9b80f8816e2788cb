import { EXIT } from "../../lib/cli/exit-codes.js";
import { onInterrupt } from "../../lib/cli/interrupts.js";

describe("an interrupt", () => {
  const clock = { now: 0 };
  let heard: number[];
  let quit: jest.SpyInstance;
  let ignore: () => void;

  beforeEach(() => {
    heard = [];
    quit = jest.spyOn(process, "exit").mockImplementation((() => undefined) as never);
    ignore = onInterrupt(
      (code) => heard.push(code),
      () => clock.now,
    );
  });
  afterEach(() => {
    ignore();
    quit.mockRestore();
  });

  const send = (signal: "SIGINT" | "SIGTERM", after = 0): void => {
    clock.now += after;
    process.emit(signal, signal);
  };

  it.each([
    ["SIGINT", EXIT.interrupted],
    ["SIGTERM", EXIT.terminated],
  ] as const)("stops the run at the first %s", (signal, code) => {
    send(signal);
    expect(heard).toEqual([code]);
    expect(quit).not.toHaveBeenCalled();
  });

  it("quits at once at the second one", () => {
    send("SIGINT");
    send("SIGINT", 501);
    expect(heard).toEqual([EXIT.interrupted]);
    expect(quit.mock.calls).toEqual([[EXIT.interrupted]]);
  });

  it("is one where it comes twice, from the terminal and passed on by npm", () => {
    send("SIGINT");
    send("SIGINT", 3);
    expect(heard).toEqual([EXIT.interrupted]);
    expect(quit).not.toHaveBeenCalled();
  });

  it("quits at once where another signal follows, however soon", () => {
    send("SIGINT");
    send("SIGTERM");
    expect(quit.mock.calls).toEqual([[EXIT.terminated]]);
  });

  it("is left to Node again when nobody listens any more", () => {
    ignore();
    expect([process.listenerCount("SIGINT"), process.listenerCount("SIGTERM")]).toEqual([0, 0]);
  });
});
