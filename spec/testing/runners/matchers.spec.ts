import { pass, receive } from "rondo";
import { explore, rondoMatchers, ScheduleFailure, TokenError } from "rondo/testing";
import { forgetful, lockOrder, lostUpdate, twoFaults, wholeUpdate } from "../../support/explored.js";
import { thrownBy } from "../../support/thrown.js";

expect.extend(rondoMatchers);

/** What a matcher says where it does not match. */
function told(matching: () => void): string {
  return (thrownBy(matching) as Error).message;
}

describe("toHoldUnderEverySchedule", () => {
  it("matches a program that explore finds no failure of", () => {
    expect(wholeUpdate).toHoldUnderEverySchedule();
    expect(wholeUpdate).toHoldUnderEverySchedule({ strategy: "dpor" });
  });

  it("does not match one that fails, and says what explore says", () => {
    const failure = thrownBy(() => explore(lostUpdate, { strategy: "dpor" })) as ScheduleFailure;
    expect(failure).toBeInstanceOf(ScheduleFailure);
    expect(lostUpdate).not.toHoldUnderEverySchedule();
    expect(told(() => expect(lostUpdate).toHoldUnderEverySchedule({ strategy: "dpor" }))).toBe(failure.message);
  });

  it("tells how many schedules there were, and whether that was all, where the program was not to hold", () => {
    expect(told(() => expect(wholeUpdate).not.toHoldUnderEverySchedule({ strategy: "exhaustive" }))).toBe(
      "No schedule was to be found under which it does not hold, and none was: 6 schedules (exhaustive), and that is all of them.",
    );
    expect(told(() => expect(wholeUpdate).not.toHoldUnderEverySchedule({ strategy: "random", schedules: 1 }))).toMatch(
      /none was: 1 schedule \(random\), which are not all\.$/,
    );
  });

  it("fails at the first failure also where collect is asked for", () => {
    expect(lostUpdate).not.toHoldUnderEverySchedule({ strategy: "dpor", collect: true });
  });

  it("takes a program that is its own setup", () => {
    expect(function* main() {
      yield* pass();
    }).toHoldUnderEverySchedule({ strategy: "exhaustive" });
  });

  it.each([[undefined], [5], [{ tasks: [] }]])("refuses what is no function, negated or not: %p", (received) => {
    const refused = new TypeError(
      `toHoldUnderEverySchedule: ${received === undefined ? "undefined" : received === 5 ? "5" : "{ tasks: [] }"} ` +
        "is no setup. Give expect the function that explore takes.",
    );
    expect(() => expect(received).toHoldUnderEverySchedule()).toThrow(refused);
    expect(() => expect(received).not.toHoldUnderEverySchedule()).toThrow(refused);
  });

  it("throws for options that make no sense, negated or not", () => {
    expect(() => expect(wholeUpdate).not.toHoldUnderEverySchedule({ schedules: 0 })).toThrow(RangeError);
  });
});

describe("toDeadlock", () => {
  it("matches a program with a schedule that comes to a deadlock", () => {
    expect(lockOrder).toDeadlock();
    expect(lockOrder).toDeadlock({ strategy: "dpor" });
    expect(function* reader() {
      yield* receive();
    }).toDeadlock();
  });

  it("looks past failures of other kinds", () => {
    expect(twoFaults).toDeadlock({ strategy: "exhaustive" });
    expect(twoFaults).toDeadlock({ strategy: "dpor" });
  });

  it("does not match one that only fails otherwise, and says so", () => {
    expect(told(() => expect(lostUpdate).toDeadlock({ strategy: "exhaustive" }))).toBe(
      "No schedule was found under which it comes to a deadlock: 6 schedules (exhaustive), and that is all of them.\n" +
        "But 4 of them failed in another way: toHoldUnderEverySchedule shows how.",
    );
  });

  it("does not match one that holds", () => {
    expect(wholeUpdate).not.toDeadlock();
    expect(told(() => expect(wholeUpdate).toDeadlock({ strategy: "dpor" }))).toMatch(
      / \(dpor\), and that is all of them\.$/,
    );
  });

  it("shows the deadlock where there was to be none", () => {
    expect(told(() => expect(lockOrder).not.toDeadlock())).toMatch(/^deadlock: /);
  });

  it("refuses a program that changes from run to run, instead of saying that it has no deadlock", () => {
    const setup = forgetful();
    expect(() => expect(setup).not.toDeadlock({ strategy: "exhaustive" })).toThrow(ScheduleFailure);
  });
});

describe("toFailUnder", () => {
  const { token } = thrownBy(() => explore(lostUpdate, { strategy: "dpor" })) as ScheduleFailure;

  it("matches a program that fails under the schedule of a token", () => {
    expect(lostUpdate).toFailUnder(token);
    expect(told(() => expect(lostUpdate).not.toFailUnder(token))).toMatch(/^check: AssertionError: /);
  });

  it("does not match one that was mended and still has that schedule", () => {
    expect(wholeUpdate).not.toFailUnder(token);
    expect(told(() => expect(wholeUpdate).toFailUnder(token))).toBe(`It does not fail under the schedule of ${token}.`);
  });

  it("throws for a program that has no such schedule any more, negated or not, unless that is to be passed over", () => {
    const shorter = function* main(): Generator<unknown, void> {
      yield* pass();
    };
    expect(() => expect(shorter).toFailUnder(token)).toThrow(TokenError);
    expect(() => expect(shorter).not.toFailUnder(token)).toThrow(TokenError);
    expect(shorter).not.toFailUnder(token, { strict: false });
  });

  it("throws for a text that is no token", () => {
    expect(() => expect(lostUpdate).not.toFailUnder("r0")).toThrow(/"r0" is no token of a schedule\./);
    expect(() => expect(lostUpdate).toFailUnder(undefined as never)).toThrow(/needs a token/);
  });
});
