import { preview } from "../../../kernel/preview.js";
import type { TraceEvent } from "../../../trace/format.js";
import { Recorder } from "../../../trace/recorder.js";
import { Machine, type MachineOptions } from "../machine.js";
import { Follow } from "../rerun.js";
import { judge, type Problem } from "../verdict.js";
import { outcomeOf } from "./outcome.js";
import { firstDifference } from "./structure.js";

/** Runs of more steps are not compared. */
const STEPS = 5000;

/** A schedule that was run, on a machine that still shows what came of it. */
export interface FirstRun {
  readonly machine: Machine;
  readonly indexes: readonly number[];
  readonly problem: Problem | undefined;
}

/**
 * Runs a schedule twice more, and compares all that can be seen: what happened, what came of it, and what is wrong with it. Where
 * that differs, the program keeps something from one run to the next, or asks a clock or chance of its own.
 */
export function unrepeatable({ machine, indexes, problem }: FirstRun): Problem | undefined {
  if (indexes.length > STEPS) return undefined;
  const before = endOf(machine, problem);
  const [second, third] = [record(machine.options, indexes), record(machine.options, indexes)];
  return differing(before, second.end, "second") ?? differing(second.events, third.events, "third");
}

function differing(a: readonly string[], b: readonly string[], which: string): Problem | undefined {
  const [before, now] = firstDifference(a, b);
  if (before === now) return undefined;
  return {
    kind: "nondeterminism",
    error: undefined,
    text:
      `The same choices do not give the same run. The first difference:\n  before:${" ".repeat(which.length)}      ${before}\n  in the ${which} run: ${now}\n` +
      "Make all that the program changes inside of setup, which is called for each run; for chance and time use random() and now().",
  };
}

/** What happened in a run, and what came of it. */
function record(
  options: MachineOptions,
  indexes: readonly number[],
): { readonly events: string[]; readonly end: string[] } {
  const recorder = new Recorder();
  const machine = new Machine({ ...options, scheduler: { ...options.scheduler, observer: recorder } });
  const ending = machine.run(new Follow(indexes));
  const end = endOf(machine, judge(machine, ending));
  return { events: [...recorder.trace.events.map(lineOf), ...end], end };
}

/** What came of a run. A disagreement with others is none of its own. */
function endOf(machine: Machine, problem: Problem | undefined): string[] {
  const isOwn = problem !== undefined && problem.kind !== "disagreement";
  return [...outcomeOf(machine), isOwn ? `${problem.kind}: ${problem.text}` : "all is right"];
}

/** An event in one line: `step 3, time 0: send 1.1 { value: "5" }`. */
function lineOf({ seq: _, step, time, kind, task, ...rest }: TraceEvent): string {
  const details = Object.keys(rest).length === 0 ? "" : ` ${preview(rest)}`;
  return `step ${String(step)}, time ${String(time)}: ${kind} ${task ?? ""}${details}`;
}
