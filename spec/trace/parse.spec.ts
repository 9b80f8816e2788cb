import fc from "fast-check";
import { formatTrace, parseTrace, record, TraceError } from "../../lib/trace/index.js";
import { counterExample, deadlockExample } from "./programs.js";
import { plans, Run } from "./random-programs.js";
import { recorded, recordedRun } from "./recorded.js";

const trace = recorded(counterExample.program);

/** The trace with something changed by hand. */
function altered(change: (data: { events: Record<string, unknown>[] } & Record<string, unknown>) => void): unknown {
  const data = JSON.parse(JSON.stringify(trace)) as { events: Record<string, unknown>[] } & Record<string, unknown>;
  change(data);
  return data;
}

describe("formatTrace", () => {
  it("writes an event a line, as JSON", () => {
    const text = formatTrace(trace);
    const lines = text.trimEnd().split("\n");
    expect(lines).toHaveLength(trace.events.length + 2);
    expect(JSON.parse(text)).toEqual(trace);
    expect(lines[0]).toBe(
      '{"format":"rondo-trace","version":1,"order":"round-robin","seed":0,"startTime":0,"events":[',
    );
    expect(JSON.parse(lines[1]!.slice(0, -1))).toEqual(trace.events[0]);
  });

  it("writes a trace without events, and one that begins with a snapshot", () => {
    const run = new Run({ order: "priority", seed: 1, startTime: 5, drives: [] });
    const empty = record(run.scheduler);
    expect(parseTrace(formatTrace(empty.trace))).toStrictEqual(empty.trace);
    run.scheduler.spawn(counterExample.program);
    const later = record(run.scheduler).trace;
    expect(later.start?.tasks).toHaveLength(1);
    expect(parseTrace(formatTrace(later))).toStrictEqual(later);
  });
});

describe("parseTrace", () => {
  it("reads what JSON.parse has made, and passes over fields that it does not know", () => {
    const more = altered((data) => {
      data["comment"] = "a field of a later time";
      data.events[3]!["touches"] = ["mail"];
    });
    expect(parseTrace(more).events).toHaveLength(trace.events.length);
  });

  it.each<[string, unknown, string]>([
    ["no JSON", "{", "This is no trace: it is no JSON ("],
    ["a number", "12", "This is no trace: 12."],
    ["nothing", undefined, "This is no trace: undefined."],
    ["another format", { format: "chrome" }, 'This is no trace: its format is "chrome", and would be "rondo-trace".'],
    [
      "a newer version",
      altered((data) => (data["version"] = 2)),
      "This trace has version 2, and this Rondo reads version 1. A newer Rondo has recorded it: use that one.",
    ],
    ["no version", altered((data) => delete data["version"]), "This trace has version undefined, and"],
    ["no order", altered((data) => delete data["order"]), "the trace: order: undefined is not a text."],
    ["a seed that is none", altered((data) => (data["seed"] = 0.5)), "the trace: seed: 0.5 is not a whole number."],
    ["no events", altered((data) => Reflect.deleteProperty(data, "events")), "the trace: events: it is not a list."],
    ["an event that is none", altered((data) => (data.events[1] = 5 as never)), "events[1]: 5 is no object."],
    [
      "an unknown kind",
      altered((data) => (data.events[1]!["kind"] = "jump")),
      'events[1]: kind: "jump" is no kind of event.',
    ],
    [
      "a kind that every object has",
      altered((data) => (data.events[1]!["kind"] = "constructor")),
      'events[1]: kind: "constructor" is no kind of event.',
    ],
    [
      "a task that is none",
      altered((data) => (data.events[2]!["task"] = "one")),
      'events[2]: task: "one" is not the id of a task, such as 1.2.',
    ],
    [
      "a task where there is none",
      altered((data) => (data.events[0]!["task"] = "1")),
      'events[0]: task: "1" is not one of null.',
    ],
    ["a wrong field", altered((data) => (data.events[3]!["wait"] = 7)), "events[3]: wait: 7 is not a text."],
    [
      "a wrong word",
      altered((data) => (data.events.find((event) => event["kind"] === "ready")!["how"] = "magic")),
      'how: "magic" is not one of "answer", "error", "unwind", "close".',
    ],
    [
      "a missing event",
      altered((data) => data.events.splice(4, 1)),
      "event 6 comes after event 4: events are missing.",
    ],
    [
      "a step that is not counted",
      altered((data) => (data.events[2]!["step"] = 0)),
      "event 3 (turn) cannot be: its step is 0 after 0.",
    ],
    [
      "time that passes between clock events",
      altered((data) => (data.events[2]!["time"] = 3)),
      "event 3 (turn) cannot be: its time is 3 after 0.",
    ],
    [
      "a snapshot without tasks",
      altered((data) => (data["start"] = { seq: 0, step: 0, time: 0, ready: [] })),
      "start: tasks: it is not a list.",
    ],
    [
      "a wrong task in a snapshot",
      altered((data) => (data["start"] = { seq: 0, step: 0, time: 0, ready: [], tasks: [{ task: "1" }] })),
      "start.tasks[0]: name: undefined is not a text.",
    ],
  ])("refuses %s, and says what is wrong", (_what, input, message) => {
    expect(() => parseTrace(input)).toThrow(TraceError);
    expect(() => parseTrace(input)).toThrow(message);
  });

  it("refuses any trace of which an event is missing, doubled or in another's place", () => {
    const traces = fc.sample(plans, { numRuns: 20, seed: 3 }).map((plan) => recordedRun(plan).trace);
    for (const whole of [...traces, recorded(deadlockExample.program)]) {
      const { events } = whole;
      for (let i = 0; i < Math.min(events.length - 1, 40); i++) {
        const [missing, doubled, swapped] = [[...events], [...events], [...events]];
        missing.splice(i, 1);
        doubled.splice(i, 0, events[i]!);
        swapped.splice(i, 2, events[i + 1]!, events[i]!);
        for (const wrong of [missing, doubled, swapped]) {
          expect(() => parseTrace({ ...whole, events: wrong })).toThrow("events are missing");
        }
      }
    }
  });
});
