import { explain } from "../../../kernel/notes.js";
import type { FailureDetails } from "../failure.js";
import type { Problem } from "../verdict.js";
import type { Story } from "./story.js";
import { indent } from "./text.js";

/** The message of a failure: what failed, the steps that led there, what it depends on, the picture, and how to run it again. */
export function messageOf(problem: Problem, details: FailureDetails): string {
  const { story, token } = details;
  const parts = [headOf(problem)];
  if (story !== undefined) parts.push(stepsOf(story, details), ...orderingsOf(story), ...pathsOf(story), drawn(story));
  if (token !== "") parts.push(`To run this schedule again:\n  replay(setup, "${token}");`);
  return parts.join("\n\n");
}

/** An error that escaped is told with the task that threw it. */
function headOf({ kind, error, text }: Problem): string {
  return `${kind}: ${kind === "error" ? explain(error) : text.trimEnd()}`;
}

function stepsOf({ steps, turns }: Story, { preemptions, certified }: FailureDetails): string {
  const least = certified && preemptions > 0 ? ", and with fewer it does not fail" : "";
  const of = turns === 1 ? "1 step" : `${String(turns)} steps`;
  const head = `${of}, ${preemptions === 1 ? "1 preemption" : `${String(preemptions)} preemptions`}${least}:`;
  return [head, ...indent(steps)].join("\n");
}

function orderingsOf({ orderings, tried, faults }: Story): string[] {
  if (tried === 0) return [];
  const all =
    tried === 1 ? "the one schedule that was tried fails" : `all ${String(tried)} schedules that were tried fail`;
  const struck = faults === 1 ? "the fault" : `the ${String(faults)} faults`;
  if (orderings.length === 0)
    return [`It ${faults > 0 ? `takes ${struck}, and ` : ""}does not depend on the order: ${all}.`];
  const also = faults > 0 ? ` besides ${struck}` : "";
  return [[`It takes only this${also}:`, ...indent(orderings, "  - "), `  (With it ${all}.)`].join("\n")];
}

function pathsOf({ paths }: Story): string[] {
  return paths.length === 0 ? [] : [["The tasks:", ...indent(paths)].join("\n")];
}

function drawn({ timeline }: Story): string {
  return indent(timeline.trimEnd().split("\n")).join("\n");
}
