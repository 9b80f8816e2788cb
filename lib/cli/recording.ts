import { accessSync, constants, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Scheduler } from "../index.js";
import type { Recorder } from "../trace/recorder.js";
import { CommandError, EXIT } from "./exit-codes.js";

/**
 * Checks, before a run that may take long, that its trace can be written: the full path.
 * @throws CommandError where it cannot
 */
export function checkTraceFile(name: string, cwd: string): string {
  const file = path.resolve(cwd, name);
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) throw noTrace(name, "it is a directory");
  try {
    accessSync(stats === undefined ? path.dirname(file) : file, constants.W_OK);
  } catch (error) {
    throw noTrace(name, (error as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such folder" : String(error));
  }
  return file;
}

function noTrace(name: string, why: string): CommandError {
  return new CommandError(EXIT.noTrace, `the trace ${name} cannot be written: ${why}.`);
}

/** The recording of one run. */
export class Recording {
  private readonly recorder: Recorder;
  private readonly room: typeof import("../trace/index.js");

  private constructor(recorder: Recorder, room: typeof import("../trace/index.js")) {
    this.recorder = recorder;
    this.room = room;
  }

  /** Begins to record. The trace room is loaded only now. */
  static async begin(scheduler: Scheduler): Promise<Recording> {
    const room = await import("../trace/index.js");
    return new Recording(room.record(scheduler), room);
  }

  /** Ends the recording; what happens later is no part of the trace. */
  stop(): void {
    this.recorder.stop();
  }

  /** Writes the trace to a file; what it returns, if anything, says why that could not be done. */
  write(file: string): string | undefined {
    try {
      writeFileSync(file, this.room.formatTrace(this.recorder.trace));
      return undefined;
    } catch (error) {
      return noTrace(file, error instanceof Error ? error.message : String(error)).message;
    }
  }

  /** The run as text, a line a task. */
  timeline(ascii: boolean, width: number | undefined): string {
    return this.room.timeline(this.recorder.trace, { ascii, ...(width === undefined ? {} : { width }) });
  }
}
