import { pass } from "rondo";
import { sweep, type Setup } from "rondo/testing";
import { errorOf } from "../support/thrown.js";

function* main(): Generator<unknown, void> {
  yield* pass();
}

const wrong = (made: unknown): string => {
  const { name, message } = errorOf(() => sweep((() => made) as Setup));
  return `${name}: ${message}`;
};

describe("what setup may return", () => {
  it("is a program, or some in a record", () => {
    expect(sweep(() => main).steps).toBe(2);
    expect(sweep(() => ({ tasks: [main, main] })).steps).toBe(4);
  });

  it("is nothing else", () => {
    expect(wrong({ tasks: [] })).toBe(
      "TypeError: setup returned { tasks: [] }. Return a program, or { tasks: [program, …] }.",
    );
    expect(wrong(undefined)).toMatch(/^TypeError: setup returned undefined\. /);
    expect(wrong({ tasks: [main, main()] })).toMatch(
      /^TypeError: setup returned \{ tasks \}: tasks\[1\]: .* generator/,
    );
    expect(wrong({ tasks: [main], check: 5 })).toBe("TypeError: setup returned { check }: check: 5 is not a function.");
    expect(wrong({ tasks: [main], invariant: () => true })).toBe(
      "TypeError: setup returned { invariant }, which is no field of a scene. There are tasks, check, expects.",
    );
    expect(wrong({ tasks: [main], check: () => false })).toMatch(
      /^SweepFailure: [^]*The check says false: \(\) => false/,
    );
    expect(wrong({ tasks: main })).toMatch(/^TypeError: setup returned \{ tasks: /);
  });

  it("is no program that was called: the error names the fix", () => {
    expect(errorOf(() => sweep(main as unknown as Setup)).message).toBe(
      "setup returned a generator. Write setup as a function that returns the program: () => main.",
    );
  });

  it("is programs that return generators", () => {
    expect(wrong({ tasks: [() => 1] })).toMatch(/^TypeError: spawn: /);
  });
});

describe("what a sweep may be told", () => {
  const told = (options: object): string => {
    const { name, message } = errorOf(() => sweep(() => main, options));
    return `${name}: ${message}`;
  };

  it("is checked", () => {
    expect(errorOf(() => sweep(undefined as unknown as Setup)).message).toMatch(
      /^sweep: the setup: undefined is not a function\. Write a function that makes the program for each run/,
    );
    expect(told(null as unknown as object)).toBe(
      'TypeError: sweep: null is no record of options: { acts: ["cancel"] }.',
    );
    expect(told({ act: ["cancel"] })).toBe(
      "TypeError: sweep: there is no option act. There are acts, only, scheduler, maxSteps.",
    );
    expect(told({ acts: "cancel" })).toBe('TypeError: sweep: acts: "cancel" is no list of cancel, interrupt.');
    expect(told({ acts: ["kill"] })).toBe('TypeError: sweep: acts: "kill" is none of cancel, interrupt.');
    expect(told({ maxSteps: 0 })).toBe("RangeError: sweep: maxSteps: 0 is not a whole number from 1 up.");
    expect(told({ only: { act: "kill", task: "1", step: 0 } })).toMatch(/^TypeError: sweep: only: act: "kill"/);
    expect(told({ only: { act: "cancel", task: 1, step: 0 } })).toBe(
      'TypeError: sweep: only: task: 1 is no task id such as "1.2".',
    );
    expect(told({ only: { act: "cancel", task: "1", step: -1 } })).toMatch(/^RangeError: sweep: only: step: -1/);
    expect(told({ scheduler: { order: "random" } })).toMatch(/^TypeError: Scheduler: order/);
  });

  it.each([
    ["of a task that is not there", { act: "cancel", task: "2", step: 0 }],
    ["after the end", { act: "cancel", task: "1", step: 9 }],
  ] as const)("is no case %s", (_what, only) => {
    const { name, message } = errorOf(() => sweep(() => main, { only }));
    expect([name, message]).toEqual([
      "SweepFailure",
      `There is no such task at that step:\n  { act: "cancel", task: "${only.task}", step: ${only.step} }`,
    ]);
  });
});
