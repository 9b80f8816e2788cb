import { Machine } from "../machine/machine.js";
import { Follow } from "../rerun.js";
import { judge, type Problem } from "../verdict.js";
import { outcomeOf } from "./outcome.js";
import { firstDifference } from "./structure.js";
import { Tape, tapesDiffer } from "./tape.js";

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
  const repeat = repeater(machine, indexes);
  const [second, third] = [repeat(), repeat()];
  return (
    differing(firstDifference(before, second.end), "second") ??
    differing(tapesDiffer(second.tape, third.tape), "third") ??
    differing(firstDifference(second.end, third.end), "third")
  );
}

function differing(difference: readonly [string, string] | undefined, which: string): Problem | undefined {
  if (difference === undefined) return undefined;
  const [before, now] = difference;
  return {
    kind: "nondeterminism",
    error: undefined,
    text:
      `The same choices do not give the same run. The first difference:\n  before:${" ".repeat(which.length)}      ${before}\n  in the ${which} run: ${now}\n` +
      "Make all that the program changes inside of setup, which is called for each run; for chance and time use random() and now().",
  };
}

/** What happened in a run, and what came of it. */
interface Repetition {
  readonly tape: readonly unknown[];
  readonly end: readonly string[];
}

/** A function that runs a schedule once more. */
function repeater({ options, watches, faults }: Machine, indexes: readonly number[]): () => Repetition {
  const hears = new Tape();
  const { observer: _, ...scheduler } = options.scheduler;
  const machine = new Machine({ ...options, scheduler, hears, tracks: watches });
  machine.faults = faults;
  hears.cast = machine.cast;
  return () => {
    const ending = machine.run(new Follow(indexes));
    return { tape: hears.takeOut(), end: endOf(machine, judge(machine, ending)) };
  };
}

/** What came of a run. A disagreement with others is none of its own. */
function endOf(machine: Machine, problem: Problem | undefined): string[] {
  const isOwn = problem !== undefined && problem.kind !== "disagreement";
  return [...outcomeOf(machine), isOwn ? `${problem.kind}: ${problem.text}` : "all is right"];
}
