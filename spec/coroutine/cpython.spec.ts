import { toES5, toRegenerator } from "./older-targets.js";
import { recordedPrograms, replay, toSource } from "./recorded-programs.js";
import type { RecordedProgram } from "./recorded-programs.js";

const recordings = ["programs.json", "dense.json"];

describe.each(recordings)("CPython 3.11 on %s", (file) => {
  recordedPrograms(file).forEach((program, index) => {
    it(`gave the answers and lines that a coroutine gives to program ${String(index)}`, () => {
      const source = toSource(program.body);
      expect({ source, results: replay(program) }).toEqual({ source, results: program.results });
    });
  });
});

describe.each([
  ["TypeScript's ES5 output", toES5],
  ["Babel's regenerator output", toRegenerator],
])("a coroutine over a generator of %s", (_name, translate) => {
  it.each(recordings)("answers as CPython 3.11 did on each tenth program of %s", (file) => {
    const sample = recordedPrograms(file).filter((_program, index) => index % 10 === 0);
    const wrong = sample.filter((program) => !agrees(program, translate));
    expect(wrong.map((program) => toSource(program.body))).toEqual([]);
  });
});

function agrees(program: RecordedProgram, translate: (source: string) => string): boolean {
  return JSON.stringify(replay(program, translate)) === JSON.stringify(program.results);
}

describe("the replay of recorded programs", () => {
  it("tells apart answers and lines that differ", () => {
    const program: RecordedProgram = {
      body: [["recv", 1]],
      ops: [["next"], ["send", "x2"]],
      results: [
        [["yield", 1], []],
        [["stop", null], ['got "x2"']],
      ],
    };
    expect(agrees(program, (source) => source)).toBe(true);
    expect(agrees({ ...program, body: [["recv", 2]] }, (source) => source)).toBe(false);
    expect(agrees({ ...program, body: [["yield", 1]] }, (source) => source)).toBe(false);
  });

  it("makes one flat function of all the blocks of a program", () => {
    const source = toSource([["loop", 2, [["try", [["yield", 1]], ["TypeError", [["break"]]], [["log", "done"]]]]]]);
    expect(source.match(/function/g)).toHaveLength(1);
  });

  it("refuses a type of error that it does not know", () => {
    expect(() => toSource([["raise", "KeyError", "m1"]])).toThrow("a recorded program names KeyError");
    expect(() => toSource([["try", [], ["KeyError", []], null]])).toThrow("a recorded program names KeyError");
  });
});
