import { accessSync, constants, existsSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Scheduler } from "../index.js";
import type * as Room from "../trace/index.js";
import { CommandError, EXIT } from "./exit-codes.js";
import { fileErrorWords } from "./file-errors.js";
import type { Colors } from "./view.js";

/**
 * Checks, before a run that may take long, that its trace can be written: the full path.
 * @throws CommandError where it cannot
 */
export function checkTraceFile(name: string, cwd: string): string {
  const file = path.resolve(cwd, name);
  const folder = path.dirname(file);
  try {
    const isThere = existsSync(file);
    if (isThere && statSync(file).isDirectory()) throw fileError("EISDIR");
    if (!statSync(folder).isDirectory()) throw fileError("ENOTDIR");
    accessSync(isThere ? file : folder, constants.W_OK);
    return file;
  } catch (error) {
    throw noTrace(name, error);
  }
}

function fileError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function noTrace(name: string, error: unknown): CommandError {
  return new CommandError(EXIT.noTrace, `the trace ${name} cannot be written: ${fileErrorWords(error)}.`);
}

/** The recording of one run. */
export class Recording {
  private readonly recorder: Room.Recorder;
  private readonly room: typeof Room;

  private constructor(recorder: Room.Recorder, room: typeof Room) {
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
      return noTrace(file, error).message;
    }
  }

  /** Whether the run was so long that its beginning was not kept. */
  get isCut(): boolean {
    return this.recorder.trace.start !== undefined;
  }

  /** The run as text, ready to be written. */
  timeline(ascii: boolean, colors: Colors, width: number | undefined): string {
    const style = { ascii, colour: painter(colors), ...(width === undefined ? {} : { width }) };
    return this.room.timeline(this.recorder.trace, style);
  }
}

/** The colours of a timeline. */
function painter(colors: Colors): Room.Paint {
  const styles: Readonly<Record<Room.TimelineStyle, (text: string) => string>> = {
    running: colors.green,
    emitting: colors.magenta,
    sending: colors.cyan,
    cleaning: colors.yellow,
    ready: colors.dim,
    sleeping: colors.blue,
    waiting: colors.dim,
    done: colors.green,
    failed: colors.red,
    cancelled: colors.yellow,
    gap: colors.dim,
    label: colors.bold,
    ruler: colors.dim,
    note: colors.bold,
  };
  return (text, style) => styles[style](text);
}
