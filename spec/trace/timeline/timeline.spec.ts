import fc from "fast-check";
import { emit, pass, receive, Scheduler, send, sleep, spawn, spawnWith } from "../../../lib/index.js";
import { Playback, record, timeline, type TaskView, type Trace } from "../../../lib/trace/index.js";
import { isAlive } from "../../../lib/trace/state.js";
import { ASCII, UNICODE, type Glyph } from "../../../lib/trace/timeline/glyphs.js";
import { counterExample, deadlockExample, drawn } from "../programs.js";
import { plans } from "../random-programs.js";
import { recorded, recordedRun } from "../recorded.js";

/** A picture taken apart: its pages, and what stands below them. */
function partsOf(picture: string): { pages: string[][]; foot: string[] } {
  const blocks = picture.trimEnd().split("\n\n");
  const pages = blocks.filter((block) => block.startsWith("time"));
  const foot = blocks.filter((block) => !block.startsWith("time"));
  return { pages: pages.map((page) => page.split("\n")), foot: foot.join("\n").split("\n") };
}

const verdictOf = (picture: string): string => partsOf(picture).foot.at(-1) ?? "";

/** The row of a task on the first page: what stands behind its name. */
function rowOf(picture: string, id: string): string {
  const line = picture.split("\n").find((each) => each.includes(` ${id}  `)) ?? "";
  return line.slice(line.indexOf(` ${id}  `) + id.length + 1).trimStart();
}

/** How a task must look in the column of a step that is just over; `drawnAt` is the event at the column before. */
function look(task: TaskView, runner: string | null, turn: Glyph, drawnAt: number): Glyph {
  if (!isAlive(task)) return (task.endedAt ?? 0) > drawnAt ? task.state : "none";
  if (task.id === runner) return task.cancelling ? "cleaning" : turn;
  if (task.state === "ready") return "ready";
  return task.asleep ? "sleeping" : "waiting";
}

/** What the picture must show at each step: the glyph of each task that is to be seen, by the fold. */
function expected(trace: Trace): Map<string, string>[] {
  const steps: Map<string, string>[] = [];
  const playback = new Playback(trace);
  let [turn, drawnAt, begun]: [Glyph, number, boolean] = ["running", 0, false];
  while (playback.forward()) {
    const { event, state } = playback;
    if (event?.kind === "turn") {
      if (!begun) drawnAt = event.seq;
      turn = "running";
    }
    begun ||= event?.kind === "turn" || event?.kind === "clock";
    if (event?.kind === "emit") turn = "emitting";
    if (event?.kind === "send" && event.from === state.running && turn === "running") turn = "sending";
    if (event?.kind === "rest") {
      const cells = [...state.tasks.values()].map((task) => [task.id, look(task, event.task, turn, drawnAt)] as const);
      steps.push(new Map(cells.filter(([, glyph]) => glyph !== "none").map(([id, glyph]) => [id, UNICODE[glyph]])));
    }
    if (event?.kind === "rest" || event?.kind === "clock" || event?.kind === "stop") drawnAt = event.seq;
  }
  return steps;
}

/** The column of a step in a picture in which that step is marked: what stands in the row of each task. */
function columnOf(picture: string): Map<string, string> {
  const page = partsOf(picture).pages[0] ?? [];
  const x = page[2]?.indexOf("a") ?? -1;
  const rows = page.slice(3).map((line) => [/ ?(\d+(?:\.\d+)*) {2}/.exec(line)?.[1] ?? "", line[x] ?? " "] as const);
  return new Map(rows.filter(([, glyph]) => glyph !== " "));
}

describe("a timeline", () => {
  it("shows at each step of random programs what the fold says of each task", () => {
    let columns = 0;
    fc.assert(
      fc.property(plans, (plan) => {
        const { trace } = recordedRun(plan);
        for (const [index, cells] of expected(trace).slice(0, 40).entries()) {
          const step = index + 1;
          const picture = timeline(trace, { from: step, to: step, marks: [{ step, note: "" }] });
          expect({ step, ...Object.fromEntries(columnOf(picture)) }).toEqual({ step, ...Object.fromEntries(cells) });
          columns++;
        }
      }),
      { numRuns: 100 },
    );
    expect(columns).toBeGreaterThan(500);
  });

  it("lines up: each line of its pages fits the width, and is made of characters of one cell", () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 40, max: 130 }), fc.boolean(), (plan, width, ascii) => {
        const { trace } = recordedRun(plan);
        const { pages } = partsOf(timeline(trace, { width, ascii }));
        const glyphs = Object.values(ascii ? ASCII : UNICODE).join("");
        for (const line of pages.flat()) {
          expect(line.length).toBeLessThanOrEqual(width);
          for (const char of line.replace(/[\w .()-]/g, "")) expect(glyphs).toContain(char);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("is drawn with characters that are one cell wide, each different from the others", () => {
    for (const { arrow, ellipsis, dash, ...glyphs } of [UNICODE, ASCII]) {
      const chars = Object.values(glyphs);
      expect(new Set(chars).size).toBe(chars.length);
      for (const char of [...chars, dash, ellipsis]) expect(char).toMatch(/^[ -~\u2013-\u2937]$/);
      expect(arrow).toMatch(/^(->|\u2192)$/);
    }
    expect(Object.values(ASCII).join("")).toMatch(/^[ -~]*$/);
  });

  it("gives no other characters than those of ASCII where that is asked for, whatever tasks are called", () => {
    const trace = recorded(function* () {
      yield* spawnWith({ name: "größe 日本 🎉\n\u0007" }, function* () {
        yield* pass();
        throw new Error("naïve … 💥");
      });
    });
    expect(timeline(trace, { ascii: true })).toMatch(/^[ -~\n]*$/);
    expect(rowOf(timeline(trace), "1.1")).toBe("░█░✗");
    expect(timeline(trace)).toContain("größe ?? ? ? 1.1");
  });

  it("has a tick where the clock moved, and shows there who slept meanwhile", () => {
    const picture = timeline(
      recorded(function* main() {
        for (let i = 0; i < 3; i++) yield* sleep(1000);
      }),
    );
    expect(partsOf(picture).pages).toEqual([["time       0 1000", "steps 1–4  │ │ │ │", "main 1     ░█z█z█z✓"]]);
    expect(verdictOf(picture)).toBe("1 task: 1 done; 4 steps, time 0 → 3000");
  });

  it("never lets two times touch, and puts each above its tick", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        for (const [times = "", ticks = ""] of partsOf(timeline(recordedRun(plan).trace)).pages) {
          for (const { index } of times.slice(4).matchAll(/(?<= )-?[\d.]+/g)) {
            expect(ticks[index + 4]).toBe(UNICODE.tick);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it("shows emissions and messages in the turns in which they are made", () => {
    const trace = recorded(function* () {
      const reader = yield* spawn(function* () {
        yield* receive();
      });
      yield* emit(1);
      yield* send(reader, 2);
    });
    expect(rowOf(timeline(trace), "1")).toBe("░█░◆▶░✓");
    expect(rowOf(timeline(trace, { ascii: true }), "1")).toBe(".#.@>.+");
  });

  it("shows calls from outside above the step that follows", () => {
    const scheduler = new Scheduler();
    const recorder = record(scheduler);
    const task = scheduler.spawn(function* () {
      yield* receive();
    });
    scheduler.advance(5);
    task.send(1);
    scheduler.advance(0);
    const picture = timeline(recorder.trace);
    expect(picture).toContain("↓ a call from outside");
    expect(partsOf(picture).pages[0]?.slice(1)).toEqual(["steps 1–2    │ │↓", "anonymous 1  ░█─✓"]);
  });

  it("shows where the scheduler came to a stand, and says why", () => {
    const picture = timeline(recorded(deadlockExample.program));
    expect(partsOf(picture).pages[0]?.[1]?.at(-1)).toBe("!");
    expect(verdictOf(picture)).toBe(
      "3 tasks: 3 waiting (deadlock 1: its children to end; left 1.1: join(right 1.2); right 1.2: join(left 1.1)); " +
        "9 steps, time 0 → 5; stopped after step 9: DeadlockError: Deadlock: 3 tasks wait and nothing can wake them",
    );
  });

  it("names those that failed, the first one first, and counts what is left", () => {
    const trace = recorded(function* main() {
      yield* spawn(function* worker() {
        yield* sleep(10);
        throw new RangeError("out of stock\nand more");
      });
      yield* spawn(function* () {
        yield* sleep(50);
      });
    });
    expect(verdictOf(timeline(trace))).toBe(
      "3 tasks: 2 failed (worker 1.1: RangeError: out of stock; main 1: RangeError: out of stock), 1 cancelled; " +
        "9 steps, time 0 → 10",
    );
  });

  it("names three of many, and says how many more there are", () => {
    const scheduler = new Scheduler();
    const recorder = record(scheduler, { limit: 20 });
    scheduler.on("error", () => {});
    for (let i = 0; i < 6; i++) {
      scheduler.spawnWith({ name: `f${String(i)}` }, function* () {
        yield* pass();
        throw new Error("no");
      });
    }
    for (let i = 0; i < 5; i++) scheduler.spawnWith({ name: `w${String(i)}` }, receiver);
    scheduler.spawn(function* () {
      yield* sleep(9);
    });
    scheduler.advance(1);
    scheduler.spawn(receiver);
    expect(verdictOf(timeline(recorder.trace))).toMatch(
      /^13 tasks: 6 failed \((f\d \d: Error: no; ){0,3}and \d more\), 1 ready, 1 sleeping, 5 waiting \(w0 7: receive\(\); w1 8: receive\(\); w2 9: receive\(\); and 2 more\); 18 steps, time \d → 1$/,
    );
    expect(() => scheduler.run()).toThrow("Deadlock");
    expect(verdictOf(timeline(recorder.trace))).toContain(
      "; stopped after step 20: DeadlockError: Deadlock: 6 tasks wait",
    );
    scheduler.close();
    expect(recorder.trace.start?.stopped).toBeUndefined();
  });

  it("goes on below where there are more steps than the width has room for", () => {
    const counting = recorded(counterExample.program);
    const whole = timeline(counting);
    const narrow = timeline(counting, { width: 40 });
    const { pages } = partsOf(narrow);
    expect(pages.length).toBeGreaterThan(1);
    const joined = pages.map((page) => rowOf(page.join("\n"), "1.1").trim()).join("");
    expect(joined).toBe(rowOf(whole, "1.1"));
    expect(pages[1]?.[0]).toMatch(/^time +\(\d+\)/);
    expect(partsOf(narrow).foot.at(-1)).toBe(verdictOf(whole));
  });

  it("leaves out what only repeats itself, and says how much", () => {
    const trace = recorded(function* main() {
      for (let i = 0; i < 1000; i++) yield* pass();
      yield* sleep(1);
    });
    const picture = timeline(trace);
    expect(picture).toContain("⋯ 997 steps alike ⋯");
    expect(picture.split("\n")).toHaveLength(7);
    expect(verdictOf(picture)).toContain("1002 steps");
  });

  it("leaves out the middle of what is too long, and says which steps", () => {
    const trace = recorded(function* main() {
      for (let i = 0; i < 100; i++) {
        yield* spawn(function* () {
          for (let k = 0; k < i % 7; k++) yield* pass();
        });
      }
    });
    const picture = timeline(trace, { columns: 50 });
    const [, from, to] = /⋯ steps (\d+)–(\d+) ⋯/.exec(picture) ?? [];
    const last = Number(/(\d+) steps,/.exec(verdictOf(picture))?.[1]);
    expect(Number(from)).toBe(30);
    expect(Number(to)).toBe(last - 20);
    expect(timeline(trace, { columns: Infinity })).not.toContain("⋯");
  });

  it("draws the steps that are asked for", () => {
    const trace = recorded(counterExample.program);
    const picture = timeline(trace, { from: 6, to: 9 });
    expect(partsOf(picture).pages[0]?.[1]).toMatch(/^steps 6–9 /);
    const whole = rowOf(timeline(trace), "1.1");
    expect(whole).toContain(rowOf(picture, "1.1"));
    expect(partsOf(timeline(trace, { from: 100 })).pages).toEqual([]);
    expect(verdictOf(timeline(trace, { from: 100 }))).toBe(verdictOf(picture));
  });

  it("shows as many tasks as there is room for, those that run before the others, and counts the rest", () => {
    const trace = recorded(function* main() {
      for (let i = 0; i < 2000; i++) yield* spawnWith({ daemon: true }, () => receiver());
      for (let i = 0; i < 4000; i++) yield* pass();
    });
    const picture = timeline(trace, { from: 4100, to: 4130, rows: 5 });
    expect(picture).toMatch(/^main 1 /m);
    expect(picture).toMatch(/^… and 1996 more$/m);
    const others = timeline(trace, { from: 1, to: 8, rows: 1 });
    expect(partsOf(others).pages[0]).toEqual([
      "time               0",
      "steps 1–8          │",
      "main 1             ░█░█░█░█░",
      expect.stringMatching(/^… and 4 more +█ █ █ █$/),
    ]);
  });

  it("puts a letter above marked steps, and their notes below", () => {
    const picture = timeline(recorded(counterExample.program), {
      marks: [
        { step: 2, note: "reads the balance" },
        { step: 4, note: "writes it" },
        { step: 99, note: "never" },
      ],
    });
    const page = partsOf(picture).pages[0] ?? [];
    expect(page[2]?.trim()).toBe("a b");
    expect(page[3]?.[page[2]?.indexOf("a") ?? 0]).toBe("░");
    expect(picture).toContain("\na  step 2: reads the balance\nb  step 4: writes it\nc  step 99: never\n");
  });

  it("is coloured by the function that it is given, and by none of its own", () => {
    for (const { program, options } of drawn) {
      const trace = recorded(program, options);
      const plain = timeline(trace);
      const coloured = timeline(trace, { colour: (text, style) => `<${style}>${text}</>` });
      expect(plain).not.toContain("\u001b");
      expect(coloured).toContain("<running>█");
      const stripped = coloured.replace(/<\w*>|<\/>/g, "");
      expect(stripped.replace(/ +$/gm, "")).toBe(plain);
    }
  });

  it("is a pure function of the trace, also of one that was cut short or begins in the middle", () => {
    fc.assert(
      fc.property(plans, fc.nat(60), (plan, n) => {
        const { trace } = recordedRun(plan);
        const part = { ...trace, events: trace.events.slice(0, n) };
        expect(timeline(part)).toBe(timeline(part));
      }),
      { numRuns: 100 },
    );
    const scheduler = new Scheduler({ startTime: 3 });
    scheduler.spawn(counterExample.program);
    scheduler.advance(12);
    const recorder = record(scheduler);
    scheduler.run();
    expect(timeline(recorder.trace)).toContain("time 15 → 58");
    expect(rowOf(timeline(recorder.trace), "1.1")).toMatch(/^z◆█z/);
  });

  it("says something of an empty trace, too", () => {
    expect(timeline(record(new Scheduler()).trace)).toBe("0 tasks; 0 steps, time 0\n");
  });

  it("refuses options that mean nothing", () => {
    const { trace } = record(new Scheduler());
    expect(() => timeline(trace, { width: 0 })).toThrow("timeline: width: 0 is not a whole number from 1 up.");
    expect(() => timeline(trace, { from: 5, to: 4 })).toThrow("timeline: to: 4 is not a whole number from 5 up.");
    expect(() => timeline(trace, { rows: NaN })).toThrow(RangeError);
  });
});

function* receiver(): Generator<unknown, void, unknown> {
  yield* receive();
}
