import fc from "fast-check";
import { Observer } from "../../lib/index.js";
import { frameName, type Frame } from "../../lib/kernel/frame.js";
import type { Observed } from "../../lib/kernel/observer.js";
import { DONE } from "../../lib/kernel/stages.js";
import { TaskNode } from "../../lib/kernel/task.js";
import { apply } from "../../lib/trace/apply.js";
import {
  fold,
  Playback,
  record,
  timeline,
  type Recorder,
  type SchedulerState,
  type Trace,
  type TraceEvent,
} from "../../lib/trace/index.js";
import { isAlive, StateDraft } from "../../lib/trace/state.js";
import { counterExample, deadlockExample } from "./programs.js";
import { plans, Run } from "./random-programs.js";
import { recorded, recordedRun } from "./recorded.js";

/** What a live scheduler says of itself at this moment. */
function live(scheduler: Observed): object {
  const nodes = scheduler.tasks().filter((task) => task instanceof TaskNode);
  const tasks = nodes.filter((task) => task.stage < DONE);
  return {
    time: scheduler.now,
    running: scheduler.running?.id ?? null,
    ready: scheduler.ready().map((task) => task.id),
    tasks: tasks.map((task) => ({
      id: task.id,
      name: task.name,
      parent: task.parent?.id ?? null,
      daemon: task.daemon,
      state: task.state,
      waitingFor: task.waitingFor,
      asleep: task.timer >= 0 && task !== scheduler.running,
      unread: task.unread,
      cancelling: (task.extras?.cancellation ?? null) !== null,
      frames: framesOf(task),
      children: tasks.filter((other) => other.parent === task).map((child) => child.id),
    })),
  };
}

function framesOf(task: TaskNode): string[] {
  const names: string[] = [];
  for (let frame: Frame = task.top; frame.outer !== null; frame = frame.outer) names.unshift(frameName(frame));
  return names;
}

/** The same, by the fold. */
function folded(state: SchedulerState): object {
  const tasks = [...state.tasks.values()].filter(isAlive).sort((a, b) => byId(a.id, b.id));
  return {
    time: state.time,
    running: state.running,
    ready: [...state.ready],
    tasks: tasks.map(
      ({ id, name, parent, daemon, state: word, waitingFor, asleep, unread, cancelling, frames, children }) => ({
        id,
        name,
        parent,
        daemon,
        state: word,
        waitingFor,
        asleep,
        unread,
        cancelling,
        frames: [...frames],
        children: children.filter((child) => tasks.some((other) => other.id === child)),
      }),
    ),
  };
}

const byId = (a: string, b: string): number => a.localeCompare(b, "en", { numeric: true });

/** What the kernel tells apart from what it does: there is no event for these. */
const SILENT = [
  ...["constructor", "attached", "touched", "clock", "due"],
  ...["withdrawn", "followed", "bodyEnded", "scopeEnded"],
];

/** Folds along with a recording, and notes the first moment at which the fold and the scheduler differ. */
class Mirror extends Observer {
  moments = 0;
  difference: object | undefined = undefined;
  private scheduler: Observed | undefined;
  private readonly recorder: Recorder;
  private readonly state: StateDraft;

  constructor(recorder: Recorder) {
    super();
    this.recorder = recorder;
    this.state = new StateDraft(recorder.trace);
    const hooks = Object.getOwnPropertyNames(Observer.prototype).filter((name) => !SILENT.includes(name));
    for (const name of hooks) Object.assign(this, { [name]: () => this.compare(name) });
  }

  override attached(scheduler: Observed): void {
    this.scheduler = scheduler;
  }

  private compare(hook: string): void {
    if (this.difference !== undefined || this.scheduler === undefined) return;
    this.moments++;
    const { events } = this.recorder;
    for (const event of events.slice(this.state.seq)) apply(this.state, event);
    const [there, here] = [live(this.scheduler), folded(this.state)];
    if (JSON.stringify(there) === JSON.stringify(here)) return;
    this.difference = { hook, event: events.at(-1), live: there, folded: here };
  }
}

/** What a state is made of, without the methods of its collections. */
function plain({ ready, tasks, ...rest }: SchedulerState): object {
  return structuredClone({ ...rest, ready: [...ready], tasks: [...tasks.values()] });
}

describe("the fold of a trace", () => {
  it("agrees with the live scheduler at every moment of random programs, in every order", () => {
    let moments = 0;
    fc.assert(
      fc.property(plans, (plan) => {
        const run = new Run(plan);
        const mirror = new Mirror(record(run.scheduler));
        run.scheduler.observe(mirror);
        run.finish();
        expect(mirror.difference).toBeUndefined();
        moments += mirror.moments;
      }),
      { numRuns: 400 },
    );
    expect(moments).toBeGreaterThan(10_000);
  });

  it("agrees in the end with what became of each task", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { run, trace } = recordedRun(plan);
        const { tasks } = fold(trace);
        expect(run.tasks.map(({ id, state }) => [id, state])).toEqual(
          run.tasks.map(({ id }) => [id, tasks.get(id)?.state]),
        );
      }),
      { numRuns: 200 },
    );
  });

  it("has the choices of the schedule: each turn is of a task that stood in the ready list, and the first for round robin", () => {
    const playback = new Playback(recorded(counterExample.program));
    let [turns, before] = [0, ""];
    while (playback.forward()) {
      const { event, state } = playback;
      if (event?.kind === "turn") {
        expect(event.task).toBe(before);
        turns++;
      }
      before = [...state.ready][0] ?? "";
    }
    expect(turns).toBe(19);
  });

  it("says of each task what it waits for, what it has called, and what it came to", () => {
    const trace = recorded(deadlockExample.program);
    const last = fold(trace);
    expect([...last.tasks.values()].map(({ id, state, waitingFor }) => [id, state, waitingFor])).toEqual([
      ["1", "waiting", "its children to end"],
      ["1.1", "waiting", "join(right 1.2)"],
      ["1.2", "waiting", "join(left 1.1)"],
    ]);
    expect(last).toMatchObject({ step: 9, time: 5, running: null, inputs: 1 });
    expect(last.stopped).toMatch(/^DeadlockError/);
    expect(last.tasks.get("1")?.children).toEqual(["1.1", "1.2"]);
  });

  it("is pure: it gives the same state each time, and leaves the trace as it is", () => {
    const trace = recorded(counterExample.program);
    const text = JSON.stringify(trace);
    for (const n of [0, 10, 40, trace.events.length]) expect(plain(fold(trace, n))).toEqual(plain(fold(trace, n)));
    timeline(trace);
    expect(JSON.stringify(trace)).toBe(text);
  });

  it("refuses a moment that the trace does not have", () => {
    const trace = recorded(counterExample.program);
    const last = trace.events.length;
    expect(() => fold(trace, last + 1)).toThrow(`fold: n: the trace ends with event ${String(last)}`);
    expect(() => fold(trace, -1)).toThrow(RangeError);
    expect(() => fold(trace, 1.5)).toThrow("fold: n: 1.5 is not a whole number");
  });
});

describe("a playback", () => {
  it("goes forwards and back through the same states", () => {
    const trace = recorded(counterExample.program);
    const playback = new Playback(trace);
    const states = [plain(playback.state)];
    expect(playback.event).toBeUndefined();
    while (playback.forward()) {
      states.push(plain(playback.state));
      expect(playback.event?.seq).toBe(playback.state.seq);
    }
    expect(states).toHaveLength(trace.events.length + 1);
    expect(playback.forward()).toBe(false);
    for (const state of states.slice(0, -1).reverse()) {
      expect(playback.back()).toBe(true);
      expect(plain(playback.state)).toEqual(state);
    }
    expect(playback.back()).toBe(false);
    for (const n of [30, 5, 60, 60, 0]) expect(plain(playback.seek(n))).toEqual(states[n]);
  });

  it("looks at no event but the next one for a step forwards", () => {
    const trace = recorded(counterExample.program);
    let looks = 0;
    const events = new Proxy(trace.events, {
      get: (target, key, receiver): unknown => {
        if (typeof key === "string" && /^\d+$/.test(key)) looks++;
        return Reflect.get(target, key, receiver);
      },
    });
    const playback = new Playback({ ...trace, events });
    while (playback.forward());
    expect(looks).toBe(trace.events.length + 1);
  });

  it("refuses events that cannot follow one another, and says why", () => {
    const trace = recorded(counterExample.program);
    const [, spawn, turn] = trace.events;
    const broken = (...events: (TraceEvent | undefined)[]): Trace => ({
      ...trace,
      events: events.map((event, index) => ({ ...event!, seq: index + 1 })),
    });
    expect(() => fold(broken(turn))).toThrow("event 1 (turn) cannot be: task 1 is not known.");
    expect(() => fold(broken(spawn, spawn))).toThrow("event 2 (spawn) cannot be: task 1 was born already.");
    expect(() => fold(broken(spawn, turn, turn))).toThrow(
      "event 3 (turn) cannot be: task 1 cannot have a turn while 1 has one.",
    );
    const common = { seq: 0, step: 1, time: 0, task: "1" };
    const rest: TraceEvent = { ...common, kind: "rest" };
    const end: TraceEvent = { ...common, kind: "end", outcome: "done" };
    const ready: TraceEvent = { ...common, kind: "ready", how: "answer", by: "1" };
    expect(() => fold(broken(spawn, rest))).toThrow("event 2 (rest) cannot be: task 1 has no turn that could end.");
    expect(() => fold(broken(spawn, turn, rest, turn))).toThrow("event 4 (turn) cannot be: task 1 is not ready.");
    expect(() => fold(broken(spawn, turn, end, end))).toThrow("event 4 (end) cannot be: task 1 has ended already.");
    expect(() => fold(broken(spawn, turn, end, ready))).toThrow("event 4 (ready) cannot be: task 1 has ended.");
  });
});
