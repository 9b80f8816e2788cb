import { preview } from "../kernel/preview.js";
import { TraceError } from "./errors.js";
import type { Snapshot, TaskSnapshot, Trace, TraceEvent } from "./format.js";

/** What each field of a trace may hold: `format.ts` once more, for data that comes from outside. */

/** Says what is wrong with a value; `undefined` where nothing is. */
type Check = (value: unknown) => string | undefined;

/** A check for each field of a type. The compiler holds the two together. */
type Checks<T> = { readonly [Field in keyof Required<T>]: Check };

const text: Check = (value) => (typeof value === "string" ? undefined : "is not a text");
const yes: Check = (value) => (value === true ? undefined : "is not true");
const time: Check = (value) => (Number.isFinite(value) ? undefined : "is not a point in time");
const whole: Check = (value) => (Number.isSafeInteger(value) ? undefined : "is not a whole number");
const count: Check = (value) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? undefined : "is not a whole number from 0 up";
const id: Check = (value) =>
  typeof value === "string" && /^\d+(\.\d+)*$/.test(value) ? undefined : "is not the id of a task, such as 1.2";
const oneOf =
  (...allowed: readonly unknown[]): Check =>
  (value) =>
    allowed.includes(value) ? undefined : `is not one of ${allowed.map((each) => preview(each)).join(", ")}`;
const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined ? undefined : check(value);
const either =
  (first: Check, second: Check): Check =>
  (value) =>
    first(value) === undefined ? undefined : second(value);
const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) ? value.map(check).find((wrong) => wrong !== undefined) : "is not a list";

const birth = {
  name: text,
  daemon: maybe(yes),
  supervised: maybe(yes),
  priority: maybe(either(time, oneOf("Infinity", "-Infinity"))),
  mailbox: maybe(count),
};

const none = {};

type Kind = TraceEvent["kind"];
type Own<K extends Kind> = Omit<Extract<TraceEvent, { kind: K }>, keyof TraceEvent>;

/** The fields of each kind of event, besides those that all have. */
const kinds: { readonly [K in Kind]: Checks<Own<K>> } = {
  spawn: { ...birth, by: text },
  ready: { how: oneOf("answer", "error", "unwind", "close"), value: maybe(text), by: text },
  turn: none,
  ask: { wait: text },
  enter: { program: text },
  leave: none,
  rest: { asleep: maybe(yes) },
  emit: { value: text },
  send: { value: text, from: maybe(id), handed: maybe(yes), unread: count },
  take: { value: text, unread: count },
  cancel: { reason: maybe(text), by: text },
  interrupt: { error: text, by: text },
  unwind: none,
  end: { outcome: oneOf("done", "failed", "cancelled"), value: maybe(text) },
  clock: none,
  input: { serial: count, what: text },
  stop: { error: text },
};

/** The kinds of events there are. */
export const KINDS: readonly string[] = Object.keys(kinds);

const ofScheduler: readonly string[] = ["clock", "input", "stop"] satisfies Kind[];

const header: Checks<Omit<Trace, "format" | "version" | "start" | "events">> = {
  order: text,
  seed: whole,
  startTime: time,
};

const snapshot: Checks<Omit<Snapshot, "tasks" | "gone">> = {
  seq: count,
  step: count,
  time,
  ready: list(id),
  running: maybe(id),
  inputs: maybe(count),
  stopped: maybe(text),
};

const gone: Checks<Snapshot["gone"]> = { done: count, failed: count, cancelled: count };

const taskSnapshot: Checks<TaskSnapshot> = {
  ...birth,
  task: id,
  state: oneOf("ready", "running", "waiting", "done", "failed", "cancelled"),
  wait: maybe(text),
  asleep: maybe(yes),
  unread: maybe(count),
  cancelling: maybe(yes),
  frames: maybe(list(text)),
  value: maybe(text),
};

/** Checks all of a trace but its format and version, field by field. */
export function checkFields(trace: object): asserts trace is Trace {
  check(trace, header, "the trace");
  const { start, events } = trace as { start?: unknown; events?: unknown };
  if (start !== undefined) checkSnapshot(start);
  if (!Array.isArray(events)) throw new TraceError("the trace: events: it is not a list.");
  events.forEach((event, index) => checkEvent(event, `events[${String(index)}]`));
}

function checkSnapshot(start: unknown): void {
  check(start, snapshot, "start");
  const { tasks, gone: counts } = start as { tasks?: unknown; gone?: unknown };
  if (!Array.isArray(tasks)) throw new TraceError("start: tasks: it is not a list.");
  tasks.forEach((task, index) => check(task, taskSnapshot, `start.tasks[${String(index)}]`));
  check(counts, gone, "start.gone");
}

function checkEvent(event: unknown, where: string): void {
  check(event, { seq: count, step: count, time }, where);
  const { kind, task } = event as { kind?: unknown; task?: unknown };
  if (typeof kind !== "string" || !Object.hasOwn(kinds, kind)) {
    throw new TraceError(`${where}: kind: ${preview(kind)} is no kind of event.`);
  }
  check({ task }, { task: ofScheduler.includes(kind) ? oneOf(null) : id }, where);
  check(event, kinds[kind as Kind], where);
}

function check(value: unknown, checks: Readonly<Record<string, Check>>, where: string): void {
  if (typeof value !== "object" || value === null) throw new TraceError(`${where}: ${preview(value)} is no object.`);
  for (const [field, checkField] of Object.entries(checks)) {
    const held = (value as Record<string, unknown>)[field];
    const wrong = checkField(held);
    if (wrong !== undefined) throw new TraceError(`${where}: ${field}: ${preview(held)} ${wrong}.`);
  }
}
