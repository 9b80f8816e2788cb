import { explore, invariant, eventually, network, replay, runUnder, tracked, type ExploreSetup } from "rondo/testing";
import { errorOf } from "../../support/thrown.js";

function* main(): Generator<unknown, void> {
  yield;
}
const setup = (): { tasks: (typeof main)[] } => ({ tasks: [main, main] });

/** What comes of a call whose types are wrong. */
function told(call: () => unknown): string {
  const { name, message } = errorOf(call);
  return `${name}: ${message}`;
}

const withOptions = (options: unknown): string => told(() => explore(setup, options as object));
const withScene = (scene: unknown): string => told(() => explore((() => scene) as ExploreSetup));
const withField = (field: object): string => withScene({ tasks: [main], ...field });

describe("what is explored", () => {
  it("is a function that makes the program", () => {
    const why =
      "is not a function. Write a function that makes the program for each run: () => ({ tasks: [program, …] }).";
    for (const call of [explore, (given: ExploreSetup) => runUnder(given, [])]) {
      expect(told(() => call(undefined as never))).toBe(`TypeError: explore: the setup: undefined ${why}`);
      expect(told(() => call({ tasks: [main] } as never))).toContain(
        "the setup: { tasks: [function main] } is not a function",
      );
    }
    expect(told(() => replay(5 as never, "r1:-:2pxx"))).toBe(`TypeError: explore: the setup: 5 ${why}`);
  });

  it("is made at once", () => {
    expect(withScene(Promise.resolve({ tasks: [main] }))).toBe(
      "TypeError: setup returned Promise {}: it is async. The program is made at once; its tasks may wait.",
    );
    // The rejection is nobody's any more, and ends no process.
    expect(withScene(Promise.reject(new Error("the database is down")))).toMatch(/it is async/);
  });

  it("is a list of programs, each a function", () => {
    const why = "TypeError: setup returned { tasks }: tasks[1]";
    expect(withScene({ tasks: [] })).toMatch(/^TypeError: setup returned \{ tasks: \[\] \}\. Return a program, or/);
    expect(withScene({ tasks: [main, main()] })).toBe(
      `${why}: {} is a generator that was already made. Give the function that makes it: () => deposit(1).`,
    );
    expect(withScene({ tasks: [main, 5] })).toMatch(`${why}: 5 is no program.`);
    expect(withScene({ tasks: [main, , main] })).toMatch(`${why}: undefined is no program.`);
  });

  it.each(["check", "invariant", "eventually", "fingerprint", "expects", "result"])(
    "has a function for its %s",
    (name) => {
      const field = `TypeError: setup returned { ${name} }: ${name}`;
      expect(withField({ [name]: 5 })).toBe(`${field}: 5 is not a function.`);
      expect(withField({ [name]: null })).toBe(`${field}: null is not a function.`);
      expect(withField({ [name]: async () => Promise.resolve(true) })).toBe(
        `${field} is async, and nobody waits for it. Write a plain function.`,
      );
      expect(withField({ [name]: main })).toBe(
        `${field} is a generator function, and nobody runs it. Write a plain function.`,
      );
      expect(explore(() => ({ tasks: [main], [name]: undefined })).complete).toBe(true);
    },
  );

  it("has no field that nobody asks for", () => {
    expect(withField({ invarient: () => false })).toBe(
      "TypeError: setup returned { invarient }, which is no field of a scene. " +
        "There are tasks, invariant, check, expects, eventually, fingerprint, result.",
    );
  });

  it("may be an object of a class that knows more", () => {
    class Bank {
      readonly tasks = [main];
      readonly accounts = new Map<string, number>();
      check(): void {
        throw new Error("asked");
      }
    }
    expect(() => explore(() => new Bank())).toThrow(/^check: Error: asked/);
  });

  it("has conditions that answer at once", () => {
    for (const condition of [invariant, eventually]) {
      const make = (given: unknown) => (): typeof main => {
        condition(given as () => boolean);
        return main;
      };
      expect(told(() => explore(make(async () => Promise.resolve(true))))).toMatch(
        /^TypeError: (invariant|eventually): the condition is async, and nobody waits for it\./,
      );
      expect(told(() => explore(make(5)))).toMatch(/^TypeError: (invariant|eventually): 5 is not a function\.$/);
    }
  });
});

describe("a check", () => {
  const checking = (answer: unknown): string =>
    told(() => explore(() => ({ tasks: [main], check: () => answer }))).split("\n")[0]!;

  it("that says false is a failure, as an invariant is", () => {
    expect(checking(false)).toBe("ScheduleFailure: check: The check says false: () => answer");
    const account = (): object => {
      const state = tracked({ balance: 0 });
      function* deposit(): Generator<unknown, void> {
        const before = state.balance;
        yield;
        state.balance = before + 1;
      }
      return { tasks: [deposit, deposit], check: () => state.balance === 2 };
    };
    expect(() => explore(account as ExploreSetup)).toThrow(
      /^check: The check says false: \(\) => state\.balance === 2\n/,
    );
  });

  it("that answers with a promise is a failure: what it throws comes too late", () => {
    expect(checking(Promise.reject(new Error("not two")))).toBe(
      "ScheduleFailure: check: The check answers with a promise, and nobody waits for it.",
    );
  });

  it.each([undefined, true, 0, "", null])("that answers %p is content", (answer) => {
    expect(explore(() => ({ tasks: [main], check: () => answer })).complete).toBe(true);
  });
});

describe("what an exploration is told", () => {
  it("is a record", () => {
    expect(withOptions(null)).toBe('TypeError: explore: null is no record of options: { strategy: "dpor" }.');
    expect(withOptions("dpor")).toMatch(/^TypeError: explore: "dpor" is no record of options/);
  });

  it("is nothing that is misspelt", () => {
    expect(withOptions({ stratgy: "dpor" })).toMatch(
      /^TypeError: explore: there is no option stratgy\. There are strategy, schedules, /,
    );
    expect(explore(setup, { strategy: undefined } as object).complete).toBe(true);
  });

  it.each([
    "deepen",
    "deterministic",
    "collect",
    "shrink",
    "certify",
    "audit",
    "classes",
    "strict",
    "goOn",
    "cancelAnywhere",
    "interruptAnywhere",
  ])("has true or false for %s", (name) => {
    expect(withOptions({ [name]: "false" })).toBe(`TypeError: explore: ${name}: "false" is not true or false.`);
  });

  it("is a token only where that is followed", () => {
    expect(withOptions({ strategy: "dpor", token: "r1:-:2pxx" })).toBe(
      'TypeError: explore: a token goes with strategy: "replay", and not with "dpor".',
    );
  });

  it("leaves the order to the strategy", () => {
    expect(withOptions({ scheduler: { order: "shuffled" } })).toMatch(
      /^TypeError: explore: scheduler: an exploration has an order of its own\./,
    );
    expect(withOptions({ scheduler: { observer: {} } })).toMatch(/an exploration has an observer of its own/);
    expect(withOptions({ scheduler: null })).toMatch(/^TypeError: explore: scheduler: null is no record of options/);
    expect(explore(setup, { scheduler: { seed: 1 } }).complete).toBe(true);
  });
});

describe("a token", () => {
  it.each(["fcancel", "fcancel-1", "fcancel-x-1", "fnothing-1-1", "ffail-1-1", "f_zzzz_-1-1"])(
    "with a part %s, which is no fault, is refused",
    (part) => {
      expect(told(() => replay(setup, `r1:-:2pxx:${part}`))).toMatch(
        /^TypeError: explore: token: ".*" is no fault that this version of Rondo knows\. Is the token whole\?$/,
      );
    },
  );
});

describe("what a network is told", () => {
  const withNetwork = (options: unknown): string => told(() => network(options as object));

  it("is checked", () => {
    expect(withNetwork(5)).toBe("TypeError: network: 5 is no record of options: { loss: true }.");
    expect(withNetwork({ loss: "no" })).toBe('TypeError: network: loss: "no" is not true or false.');
    expect(withNetwork({ name: 5 })).toBe("TypeError: network: name: 5 is no name.");
    expect(withNetwork({ lossy: true })).toBe(
      "TypeError: network: there is no option lossy. There are name, loss, duplication, reordering.",
    );
    expect(network({ loss: undefined } as object).toString()).toBe("Channel(Infinity)");
  });
});
