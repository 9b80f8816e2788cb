import { preview } from "../kernel/preview.js";
import { apply } from "./apply.js";
import { TraceError } from "./errors.js";
import { FORMAT, VERSION, type Trace, type TraceEvent } from "./format.js";
import { checkFields } from "./schema.js";
import { StateDraft } from "./state.js";

/**
 * A trace as text: JSON with an event a line, so that two of them can be compared line by line. The same run gives the same
 * text, byte for byte.
 *
 * @example
 * await writeFile("run.json", formatTrace(recorder.trace));
 */
export function formatTrace(trace: Trace): string {
  const { events, ...header } = trace;
  const head = JSON.stringify(header).slice(0, -1);
  const lines = events.map((event) => JSON.stringify(event)).join(",\n");
  return `${head},"events":[\n${lines}\n]}\n`;
}

/**
 * Reads a trace: the text of `formatTrace`, or of `JSON.stringify`, or what `JSON.parse` made of it. What it gives can be folded
 * and drawn: all events are there and can have followed one another.
 * @throws TraceError that says what is wrong and where
 *
 * @example
 * const trace = parseTrace(await readFile("run.json", "utf8"));
 */
export function parseTrace(input: unknown): Trace {
  const trace: unknown = typeof input === "string" ? parseJson(input) : input;
  if (typeof trace !== "object" || trace === null) throw new TraceError(`This is no trace: ${preview(trace)}.`);
  checkVersion(trace);
  checkFields(trace);
  checkOrder(trace);
  return trace;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TraceError(`This is no trace: it is no JSON (${(error as Error).message}).`);
  }
}

function checkVersion({ format, version }: { format?: unknown; version?: unknown }): void {
  if (format !== FORMAT) {
    throw new TraceError(`This is no trace: its format is ${preview(format)}, and would be ${preview(FORMAT)}.`);
  }
  if (version === VERSION) return;
  const newer = typeof version === "number" && version > VERSION;
  throw new TraceError(
    `This trace has version ${preview(version)}, and this Rondo reads version ${String(VERSION)}.` +
      (newer ? " A newer Rondo has recorded it: use that one." : ""),
  );
}

/** The events are all there, in order, and each can follow on the one before it. */
function checkOrder(trace: Trace): void {
  const state = new StateDraft(trace);
  for (const event of trace.events) {
    const { step, time } = state;
    apply(state, event);
    const turns = event.kind === "turn" ? 1 : 0;
    must(event, event.step === step + turns, `its step is ${String(event.step)} after ${String(step)}`);
    const moves = event.kind === "clock" ? event.time > time : event.time === time;
    must(event, moves, `its time is ${String(event.time)} after ${String(time)}`);
  }
}

function must(event: TraceEvent, holds: boolean, complaint: string): void {
  if (!holds) throw new TraceError(`event ${String(event.seq)} (${event.kind}) cannot be: ${complaint}.`);
}
