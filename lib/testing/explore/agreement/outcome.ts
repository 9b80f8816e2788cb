import { FAILED } from "../../../kernel/stages.js";
import type { Machine } from "../machine/machine.js";
import { structureOf } from "./structure.js";

/** What a run has come to, by its structure: what the first tasks returned or threw, and the scene's `result`. */
export function outcomeOf({ roots, subject }: Machine): string[] {
  const results = roots.map((task) => (task.stage === FAILED ? task.value : task.result));
  const lines = structureOf(results, "results");
  if (subject.result !== undefined) lines.push(...structureOf(subject.result(), "result"));
  return lines;
}
