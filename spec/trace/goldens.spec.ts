import { formatTrace, parseTrace, timeline } from "../../lib/trace/index.js";
import { expectGolden } from "../support/golden.js";
import { drawn, traced } from "./programs.js";
import { recorded } from "./recorded.js";

describe("the recorded programs", () => {
  it.each(traced)("give the trace that was looked at and found good: $name", ({ name, program, options }) => {
    expectGolden(`spec/golden/trace/${name}.json`, formatTrace(recorded(program, options)));
  });

  it.each(drawn)("give the picture that was looked at and found good: $name", ({ name, program, options }) => {
    const trace = recorded(program, options);
    expectGolden(`spec/golden/trace/${name}.txt`, timeline(trace));
    expectGolden(`spec/golden/trace/${name}.ascii.txt`, timeline(trace, { ascii: true }));
  });

  it.each(drawn)("give the same picture when their trace was written down and read again: $name", (example) => {
    const trace = recorded(example.program, example.options);
    expect(timeline(parseTrace(formatTrace(trace)))).toBe(timeline(trace));
  });
});
