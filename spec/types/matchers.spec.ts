import { expect as jestExpect } from "@jest/globals";
import { pass } from "rondo";
import { everySchedule, explore, rondoMatchers, runUnder, type RondoMatchers } from "rondo/testing";

// What the page on exploring tells users to write, for the types of each way to use jest.
declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the types of jest are one
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars
    interface Matchers<R, T = {}> extends RondoMatchers<R> {}
  }
}
declare module "expect" {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars
  interface Matchers<R extends void | Promise<void>, T = unknown> extends RondoMatchers<R> {}
}

expect.extend(rondoMatchers);
jestExpect.extend(rondoMatchers);

function* main(): Generator<unknown, void> {
  yield* pass();
}

describe("the types of the matchers", () => {
  it("are those of @types/jest once they are declared", () => {
    expect(main).toHoldUnderEverySchedule();
    expect(() => main).not.toDeadlock({ strategy: "dpor" });
  });

  it("are those of @jest/globals once they are declared", () => {
    jestExpect(main).toHoldUnderEverySchedule({ seed: 1 });
    jestExpect(main).not.toDeadlock();
  });

  it("refuse options and setups that are none", () => {
    const mustFail = (): void => {
      // @ts-expect-error -- no such strategy
      expect(main).toHoldUnderEverySchedule({ strategy: "all" });
      // @ts-expect-error -- no token
      expect(main).toFailUnder();
      // @ts-expect-error -- no such option
      jestExpect(main).toDeadlock({ times: 5 });
      // @ts-expect-error -- no setup: an async function
      everySchedule("title", async () => Promise.resolve(main));
      // @ts-expect-error -- no setup: a number
      explore(5);
      // @ts-expect-error -- choices are numbers
      runUnder(main, ["1"]);
      // @ts-expect-error -- one schedule has no strategy
      runUnder(main, [], { strategy: "dpor" });
    };
    expect(mustFail).toBeInstanceOf(Function);
  });
});
