import { preview } from "../../kernel/preview.js";

/** One operation of a history: who called what, when, and what came of it. */
export interface Operation {
  /** Who called it: the label of a task, or whatever tells the callers apart. */
  readonly task: string | number;
  /** The name of the operation, which is that of the model's method. */
  readonly op: string;
  /** What it was called with; nothing where left out. */
  readonly args?: readonly unknown[];
  /** When it was invoked. Times only have to be in order: any numbers will do. */
  readonly call: number;
  /** When it returned or threw. Left out where it has not: the operation is _pending_, and may or may not have taken effect. */
  readonly return?: number | undefined;
  /** What it returned. */
  readonly result?: unknown;
  /** What it threw; to be left out where it returned. */
  readonly error?: unknown;
}

/** What came of an operation. */
export interface Outcome {
  readonly threw: boolean;
  /** The result, or the error. */
  readonly value: unknown;
}

/** An operation as the search knows it: checked, and numbered in the order of invocation among those that are looked at. */
export interface Op {
  /** Its place in the history that was given, which it keeps. */
  readonly id: number;
  readonly number: number;
  readonly origin: Operation;
  readonly name: string;
  readonly args: readonly unknown[];
  readonly call: number;
  /** `Infinity` for a pending one. */
  readonly end: number;
  /** `null` for a pending one. */
  readonly outcome: Outcome | null;
}

/** Checks the operations of a history, and puts them in the order of their invocations. */
export function prepare(history: Iterable<Operation>): Op[] {
  if (!isIterable(history)) {
    throw new TypeError(`linearizable: ${preview(history)} is no history. Pass a History, or a list of operations.`);
  }
  const operations = Array.from(history);
  operations.forEach(checkOperation);
  return renumber(operations.map(toOp));
}

/** Numbers operations in the order of their invocations. */
export function renumber(ops: readonly Op[]): Op[] {
  const sorted = [...ops].sort((a, b) => a.call - b.call);
  return sorted.map((op, number) => ({ ...op, number }));
}

/** The operation as it stood before it returned. */
export function reopened(op: Op): Op {
  return { ...op, end: Infinity, outcome: null };
}

function toOp(origin: Operation, id: number): Op {
  const { op: name, args = [], call, return: end = Infinity } = origin;
  return { id, number: id, origin, name, args, call, end, outcome: end === Infinity ? null : outcomeOf(origin) };
}

function outcomeOf(origin: Operation): Outcome {
  const threw = origin.error !== undefined || ("error" in origin && !("result" in origin));
  return { threw, value: threw ? origin.error : origin.result };
}

function isIterable(value: unknown): boolean {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

function checkOperation(operation: unknown, index: number): void {
  const complain = (what: string): never => {
    throw new TypeError(`linearizable: operation ${String(index)} of the history, ${preview(operation)}: ${what}`);
  };
  if (typeof operation !== "object" || operation === null)
    return complain("it is no { task, op, args, call, return }.");
  const { op, args = [], call, return: end = Infinity } = operation as Partial<Operation>;
  if (typeof op !== "string") complain("op is not the name of an operation.");
  if (!Array.isArray(args)) complain("args is not a list.");
  if (typeof call !== "number" || !Number.isFinite(call)) complain("call is not a number.");
  else if (typeof end !== "number" || !(end >= call)) complain("return is not a number from call up.");
}
