import { preview } from "../../kernel/preview.js";
import { showAnswer } from "./audit.js";
import { LinearizabilityError } from "./errors.js";
import type { Subject } from "./model.js";
import type { Op, Outcome } from "./operation.js";
import type { Found } from "./search.js";
import { drawTimeline } from "./timeline.js";

/** How many operations a drawing has at most. */
const MAX_DRAWN = 40;

/** What there is to tell of a history that is not linearizable. */
interface Case {
  readonly ops: readonly Op[];
  readonly found: Found;
  readonly subject: Subject;
  /** How many operations the whole history has. */
  readonly total: number;
  /** The part of the history that it is from. */
  readonly part: { readonly key: unknown } | null;
}

/** The error for a history that was made small. */
export function failure({ ops, found, subject, total, part }: Case): LinearizabilityError {
  const shown = ops.slice(-MAX_DRAWN);
  const lines = [
    `${subject.name} allows no order of these operations${where(part)}${of(shown.length, total)}:`,
    "",
    ...draw(shown, found).map((line) => `  ${line}`),
    "",
    ...tellOrder(found, subject),
    ...found.refused.map(({ op, answer }) => tellRefusal(op, answer, subject)),
  ];
  return new LinearizabilityError(lines.join("\n"), {
    operations: ops.map(asCut),
    order: found.order.map(asCut),
    refused: found.refused.map(({ op, answer }) => ({ operation: op.origin, expected: answer })),
    key: part?.key,
  });
}

function of(shown: number, total: number): string {
  if (shown === total) return "";
  return total - shown === 1 ? " (1 more is left out)" : ` (${String(total - shown)} more are left out)`;
}

function where(part: { readonly key: unknown } | null): string {
  return part === null ? "" : ` on ${preview(part.key)}`;
}

function draw(ops: readonly Op[], { refused }: Found): string[] {
  const stuck = new Set(refused.map(({ op }) => op.number));
  // Where an operation never has a result, `→ undefined` says nothing.
  const telling = new Set(ops.filter(hasResult).map(({ name }) => name));
  const tail = (op: Op): string => {
    if (op.outcome === null) return "";
    const isStuck = stuck.has(op.number);
    const result = isStuck || telling.has(op.name) ? ` → ${showAnswer(op.outcome)}` : "";
    return `${result}${isStuck ? " ✗" : ""}`;
  };
  return drawTimeline(ops.map((op) => ({ op, label: showCall(op), tail: tail(op) })));
}

function hasResult({ outcome }: Op): boolean {
  return outcome !== null && (outcome.threw || outcome.value !== undefined);
}

function tellOrder({ order }: Found, { name }: Subject): string[] {
  if (order.length === 0) return ["None of those that can come first agrees with it:"];
  const skipped = Math.max(0, order.length - MAX_DRAWN);
  const listed = order.slice(skipped).map((op, index) => {
    const place = `${String(skipped + index + 1)}.`;
    return `  ${place} ${showCall(op)} by ${String(op.origin.task)}${op.outcome === null ? ", which is pending" : ""}`;
  });
  const head = `The longest order that ${name} allows:`;
  const gap = skipped === 0 ? [] : [`  … ${String(skipped)} before these`];
  return [head, ...gap, ...listed, "None of those that can come next agrees with it:"];
}

function tellRefusal(op: Op, answer: Outcome, { name }: Subject): string {
  const did = (outcome: Outcome): string =>
    outcome.threw ? `threw ${preview(outcome.value)}` : `gave ${preview(outcome.value)}`;
  const would = answer.threw ? `throws ${preview(answer.value)}` : `gives ${preview(answer.value)}`;
  return `  ✗ ${showCall(op)} by ${String(op.origin.task)} ${did(op.outcome!)}, where ${name} ${would}`;
}

function showCall({ name, args }: Op): string {
  return `${name}(${args.map((arg) => preview(arg)).join(", ")})`;
}

/** The operation without a return that was cut off. */
function asCut({ origin, outcome }: Op): Op["origin"] {
  if (outcome !== null || origin.return === undefined) return origin;
  const { task, op, args = [], call } = origin;
  return { task, op, args, call };
}
