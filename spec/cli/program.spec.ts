import { Scheduler } from "rondo";
import { CommandError, EXIT } from "../../lib/cli/exit-codes.js";
import { programIn, startProgram, type ProgramFunction } from "../../lib/cli/program.js";
import type { ProgramFile } from "../../lib/cli/program-file.js";
import { thrownBy } from "../support/thrown.js";

const file: ProgramFile = { shown: "a.ts", path: "/somewhere/tour.ts", language: "typescript" };

function* main(): Generator<undefined, void, unknown> {
  yield;
}

/** Why there is no program. */
function fault(act: () => unknown): string {
  const error = thrownBy(act);
  if (!(error instanceof CommandError)) throw error;
  expect(error.code).toBe(EXIT.noProgram);
  return error.message;
}

const faultIn = (exports: object): string => fault(() => programIn(exports, "a.ts"));

describe("the program of a module", () => {
  it("is the default export", () => {
    expect(programIn({ default: main }, "a.ts")).toBe(main);
  });

  it("is that of the ES module which CommonJS was made of", () => {
    expect(programIn({ default: { __esModule: true, default: main } }, "a.ts")).toBe(main);
  });

  it("is no default export that is missing; what else is exported and could be meant is named", () => {
    const missing = "a.ts has no program: it has no default export that can be run.";
    const cure = "The default export is what runs: export default function* main() { … }";
    expect(faultIn({})).toBe(`${missing}\n${cure}`);
    expect(faultIn({ default: {} })).toBe(`${missing}\n${cure}`);
    expect(faultIn({ main, help: main, no: 1 })).toBe(
      `${missing}\nIt exports main, help, but none of them as the default.\n${cure}`,
    );
    expect(faultIn({ default: { main } })).toBe(
      `${missing}\nIt exports main, but none of them as the default.\n${cure}`,
    );
  });

  it.each([
    [5, "5"],
    ["text", '"text"'],
    [Symbol("s"), "Symbol(s)"],
  ])("is no plain value", (value, shown) => {
    expect(faultIn({ default: value })).toContain(`a.ts has no program: its default export is ${shown}.\n`);
  });

  it("is no generator that was made already", () => {
    expect(faultIn({ default: main() })).toBe(
      "a.ts has no program: its default export is a generator that was already made. Export the function itself.",
    );
  });

  it("is none that is async, or a class; these are not even called", () => {
    const called = jest.fn();
    const wrong = {
      // eslint-disable-next-line @typescript-eslint/require-await
      later: async () => void called(),
      // eslint-disable-next-line @typescript-eslint/require-await
      async *rows() {
        called();
        yield 1;
      },
      Main: class {
        readonly made: unknown = called();
      },
    };
    expect(faultIn({ default: wrong.later })).toContain("later is async: write function* instead of async function");
    expect(faultIn({ default: wrong.rows })).toContain("rows is an async generator: write function* instead");
    expect(faultIn({ default: wrong.Main })).toContain("Main is a class. Export a generator function.");
    expect(called).not.toHaveBeenCalled();
  });
});

describe("starting a program", () => {
  const start = (program: unknown, ...args: string[]): string => {
    return startProgram(new Scheduler(), program as ProgramFunction, args, file).name;
  };

  it("hands it its arguments, and keeps its name", () => {
    let given: string[] = [];
    const program: ProgramFunction = (...args) => {
      given = args;
      return main();
    };
    expect(start(program, "a", "b")).toBe("program");
    expect(given).toEqual(["a", "b"]);
  });

  it("gives one without a name that of its file", () => {
    const named = (name: string): object => Object.defineProperty(() => main(), "name", { value: name });
    // What Node, and the compiler of TypeScript, call a default export without a name.
    expect(["", "default", "_default"].map((name) => start(named(name)))).toEqual(["tour", "tour", "tour"]);
  });

  it("refuses one that returns no generator, by its name", () => {
    expect(fault(() => start(function plain() {}))).toBe(
      "a.ts has no program: plain() returned undefined, which is no generator. Write function* plain(…) { … }.",
    );
  });

  it("lets through what the program itself throws when it is called", () => {
    const own = new TypeError("mine");
    const program = (): never => {
      throw own;
    };
    expect(thrownBy(() => start(program))).toBe(own);
  });
});
