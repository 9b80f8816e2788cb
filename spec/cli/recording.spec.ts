import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pico from "picocolors";
import { receive, Scheduler, sleep } from "rondo";
import { CommandError, EXIT } from "../../lib/cli/exit-codes.js";
import { checkTraceFile, Recording } from "../../lib/cli/recording.js";
import { parseTrace, timeline } from "../../lib/trace/index.js";
import { thrownBy } from "../support/thrown.js";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "rondo-spec-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe("the file of a trace", () => {
  const fault = (name: string): [code: number, message: string] => {
    const error = thrownBy(() => checkTraceFile(name, dir));
    if (!(error instanceof CommandError)) throw error;
    return [error.code, error.message];
  };

  it("is taken from the present folder, whether it is there or not", () => {
    const file = path.join(dir, "trace.json");
    expect(checkTraceFile("trace.json", dir)).toBe(file);
    writeFileSync(file, "");
    expect(checkTraceFile("trace.json", "/")).toBe(path.resolve("/trace.json"));
    expect(checkTraceFile(file, "/")).toBe(file);
  });

  it("cannot be a folder, nor lie in one that is not there", () => {
    mkdirSync(path.join(dir, "folder"));
    writeFileSync(path.join(dir, "file"), "");
    expect(fault("folder")).toEqual([EXIT.noTrace, "the trace folder cannot be written: it is a directory."]);
    expect(fault("no/t.json")).toEqual([
      EXIT.noTrace,
      "the trace no/t.json cannot be written: there is no such folder.",
    ]);
    expect(fault("file/t.json")).toEqual([
      EXIT.noTrace,
      "the trace file/t.json cannot be written: a part of its path is a file, not a folder.",
    ]);
  });
});

describe("a recording", () => {
  async function recorded(): Promise<Recording> {
    const scheduler = new Scheduler();
    const recording = await Recording.begin(scheduler);
    const task = scheduler.spawn(function* main() {
      yield* sleep(5);
      yield* receive();
    });
    scheduler.advance(10);
    recording.stop();
    task.cancel("too late for the trace");
    scheduler.advance(10);
    return recording;
  }

  it("is written as a trace that can be read, and ends where it was stopped", async () => {
    const file = path.join(dir, "trace.json");
    expect((await recorded()).write(file)).toBeUndefined();
    const trace = parseTrace(readFileSync(file, "utf8"));
    expect(trace.events.map(({ kind }) => kind)).not.toContain("cancel");
    expect(trace.events.at(-1)).toMatchObject({ kind: "clock", time: 10 });
  });

  it("says why it could not be written", async () => {
    const file = path.join(dir, "gone/trace.json");
    expect((await recorded()).write(file)).toBe(`the trace ${file} cannot be written: there is no such folder.`);
  });

  it("is drawn as a timeline, in colours where there are any", async () => {
    const recording = await recorded();
    recording.write(path.join(dir, "t.json"));
    const trace = parseTrace(readFileSync(path.join(dir, "t.json"), "utf8"));
    expect(recording.timeline(false, pico.createColors(false), undefined)).toBe(timeline(trace));
    expect(recording.timeline(true, pico.createColors(false), 60)).toBe(timeline(trace, { ascii: true, width: 60 }));
    expect(recording.timeline(true, pico.createColors(true), 60)).toContain("\u001b[1mmain 1");
  });

  it("is cut only where it was too long", async () => {
    expect((await recorded()).isCut).toBe(false);
  });
});
