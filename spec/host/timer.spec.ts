import { HostTimer, soon } from "../../lib/host/timer.js";

const LONGEST = 2 ** 31 - 1;
const YEAR = 365 * 24 * 3600 * 1000;

describe("a host timer", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it.each([0, 1, 250, LONGEST])("calls its work after %d ms, once, and not before", (ms) => {
    const work = jest.fn();
    new HostTimer().set(ms, work);
    if (ms > 0) jest.advanceTimersByTime(ms - 1);
    expect(work).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(work).toHaveBeenCalledTimes(1);
    jest.runAllTimers();
    expect(work).toHaveBeenCalledTimes(1);
  });

  it.each([LONGEST + 1, 2 ** 32, 3 * LONGEST + 7, YEAR])(
    "keeps a delay of %d ms, which is too long for the host",
    (ms) => {
      const set = jest.spyOn(globalThis, "setTimeout");
      const work = jest.fn();
      new HostTimer().set(ms, work);
      jest.advanceTimersByTime(ms - 1);
      expect([work.mock.calls.length, jest.getTimerCount()]).toEqual([0, 1]);
      jest.advanceTimersByTime(1);
      expect([work.mock.calls.length, jest.getTimerCount()]).toEqual([1, 0]);
      expect(set.mock.calls.every(([, delay]) => delay! <= LONGEST)).toBe(true);
    },
  );

  it("set again, takes the place of what was set before", () => {
    const timer = new HostTimer();
    const [first, second] = [jest.fn(), jest.fn()];
    timer.set(10, first);
    timer.set(20, second);
    expect(jest.getTimerCount()).toBe(1);
    jest.runAllTimers();
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
  });

  it("cleared, calls nothing, also in the middle of a long delay", () => {
    const timer = new HostTimer();
    const work = jest.fn();
    timer.set(YEAR, work);
    jest.advanceTimersByTime(LONGEST + 5);
    timer.clear();
    expect(jest.getTimerCount()).toBe(0);
    timer.clear();
    jest.advanceTimersByTime(2 * YEAR);
    expect(work).not.toHaveBeenCalled();
  });

  it("may be set by its own work", () => {
    const timer = new HostTimer();
    const work = jest.fn(() => {
      if (work.mock.calls.length < 3) timer.set(5, work);
    });
    timer.set(5, work);
    jest.advanceTimersByTime(100);
    expect([work.mock.calls.length, jest.getTimerCount()]).toEqual([3, 0]);
  });
});

describe("soon", () => {
  it("calls its work after the promises and immediates that wait already", async () => {
    const log: string[] = [];
    setImmediate(() => log.push("immediate"));
    const called = new Promise<void>((resolve) => {
      soon(() => {
        log.push("soon");
        resolve();
      });
    });
    void Promise.resolve().then(() => log.push("promise"));
    log.push("now");
    await called;
    expect(log).toEqual(["now", "promise", "immediate", "soon"]);
  });

  it("sets a timer where the host has no immediates, as in a browser", () => {
    jest.useFakeTimers();
    try {
      // The fake timers put the real one back.
      Object.assign(globalThis, { setImmediate: undefined });
      const work = jest.fn();
      soon(work);
      expect([work.mock.calls.length, jest.getTimerCount()]).toEqual([0, 1]);
      jest.advanceTimersByTime(1);
      expect(work).toHaveBeenCalledTimes(1);
    } finally {
      jest.useRealTimers();
    }
  });
});
