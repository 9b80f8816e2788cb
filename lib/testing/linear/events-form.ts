import { RondoError } from "../../kernel/errors.js";
import { preview } from "../../kernel/preview.js";
import type { Operation } from "./operation.js";

/** One event of a history: a task invokes an operation, or the operation that it has invoked last returns or throws. */
export type HistoryEvent =
  | { readonly task: string | number; readonly invoke: string; readonly args?: readonly unknown[] }
  | { readonly task: string | number; readonly result: unknown }
  | { readonly task: string | number; readonly error: unknown };

/**
 * Makes a history of a list of events, as a log tells them. The time of an event is its place in the list.
 * @throws RondoError where a task returns that has invoked nothing, or invokes while an operation of its own is open
 *
 * @example
 * const history = historyOf([
 *   { task: "a", invoke: "push", args: [1] },
 *   { task: "b", invoke: "pop" },
 *   { task: "b", result: 1 },
 *   { task: "a", result: undefined },
 * ]);
 */
export function historyOf(events: Iterable<HistoryEvent>): Operation[] {
  const open = new Map<string | number, number>();
  const operations: Operation[] = [];
  let time = 0;
  for (const event of events) {
    const at = open.get(event.task);
    if ("invoke" in event) {
      if (at !== undefined) throw misplaced(event, `${operations[at]!.op} of that task is still open`);
      const { task, invoke: op, args = [] } = event;
      open.set(task, operations.length);
      operations.push({ task, op, args, call: time });
    } else {
      if (at === undefined) throw misplaced(event, "that task has invoked nothing");
      open.delete(event.task);
      operations[at] = { ...operations[at]!, return: time, ...outcome(event) };
    }
    time++;
  }
  return operations;
}

function outcome(event: { readonly result: unknown } | { readonly error: unknown }): Partial<Operation> {
  return "error" in event ? { error: event.error } : { result: event.result };
}

function misplaced(event: HistoryEvent, why: string): RondoError {
  return new RondoError(`historyOf: ${preview(event)} cannot come here: ${why}.`);
}
