import type { RestEvent, Trace, TraceEvent } from "../../../trace/format.js";

/** A turn that ends with nothing but that. */
export const PASSES = "passes";

/** What each turn of a recorded run did, in words, from the first turn on. */
export function turnsOf(trace: Trace): readonly (readonly string[])[] {
  const turns: string[][] = [];
  const names = new Map<string, string>();
  const nameOf = (id: string): string => names.get(id) ?? id;
  let self: string | undefined;
  let asks = false;
  for (const event of trace.events) {
    if (event.kind === "spawn") names.set(event.task, `${event.name} ${event.task}`);
    if (event.kind === "turn") {
      self = event.task;
      turns.push([]);
    }
    if (self === undefined) continue;
    const words = event.kind === "rest" ? restOf(event, asks) : wordsOf(event, self, nameOf);
    if (words !== undefined) turns.at(-1)!.push(words);
    asks = event.kind === "ask" || (asks && event.task !== self);
    if (event.kind === "rest") self = undefined;
  }
  return turns;
}

/** Whether it has to wait for what it asked for last. That it sleeps is said already. */
function restOf({ asleep }: RestEvent, asks: boolean): string | undefined {
  return asks && asleep !== true ? "waits" : undefined;
}

function wordsOf(event: TraceEvent, self: string, nameOf: (id: string) => string): string | undefined {
  switch (event.kind) {
    case "spawn":
      return `spawns ${nameOf(event.task)}`;
    case "ask":
      return event.wait === "pass()" ? PASSES : event.wait;
    case "emit":
      return `emits ${event.value}`;
    case "send":
      return `sends ${event.value} to ${nameOf(event.task)}`;
    case "take":
      return `takes ${event.value}`;
    case "cancel":
      return `cancels ${nameOf(event.task)}`;
    case "interrupt":
      return `interrupts ${nameOf(event.task)} with ${event.error}`;
    case "unwind":
      return event.task === self ? "unwinds" : undefined;
    case "ready":
      return event.task === self ? undefined : `wakes ${nameOf(event.task)}`;
    case "end":
      return endOf(event.outcome, event.value);
    default:
      return undefined;
  }
}

function endOf(outcome: "done" | "failed" | "cancelled", value: string | undefined): string {
  if (outcome === "failed") return `fails: ${value ?? ""}`;
  if (outcome === "cancelled") return "ends, cancelled";
  return value === undefined ? "ends" : `returns ${value}`;
}
