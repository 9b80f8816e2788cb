import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { View } from "./view.js";

/** A line of a stack trace that names a place. */
export interface StackFrame {
  /** As Node writes it, with its path made short: `at take (shop.ts:12:11)`. */
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

/**
 * The stack of an error as far as it concerns the user: without the frames of Rondo, of Node and of generators as such.
 * Lines are those of the source, in TypeScript, too: it is compiled line by line.
 */
export function stackOf(error: unknown, view: View): StackFrame[] {
  return stackLines(error)
    .map((line) => parse(line, view))
    .filter((frame): frame is StackFrame => frame !== undefined)
    .filter(({ file }) => view.verbose || !isForeign(file, view));
}

/** Whether Rondo or Node owns the code, or nobody (`<anonymous>`). Rondo's own hook is a `data:` module. */
function isForeign(file: string, view: View): boolean {
  if (file === "" || /^(node|data):/.test(file)) return true;
  return ["dist", "lib"].some((folder) => file.startsWith(path.join(view.home, folder) + path.sep));
}

/** The lines of a stack below the message; none where the error has no stack, or one that throws. */
function stackLines(error: unknown): string[] {
  let stack: unknown;
  try {
    stack = error instanceof Error ? error.stack : undefined;
  } catch {
    // A getter of the user's own: the message must do.
  }
  return typeof stack === "string" ? stack.split("\n").filter((line) => /^\s+at /.test(line)) : [];
}

/** A line of a stack trace as a frame, where it is one and the code is the user's. */
export function userFrame(line: string, view: View): StackFrame | undefined {
  const frame = parse(line, view);
  return frame === undefined || isForeign(frame.file, view) ? undefined : frame;
}

function parse(text: string, view: View): StackFrame | undefined {
  const line = text.trim();
  const place = /\(?([^()\s][^()]*):(\d+):(\d+)\)?$/.exec(line.replace(/^at /, ""));
  if (place === null) return view.verbose ? { text: line, file: "", line: 0 } : undefined;
  const [, address = "", row = ""] = place;
  const location = address.replace(/^async /, "").replace(/^.* (?=file:)/, "");
  const file = toPath(location);
  return { text: line.replace(location, shorten(file, view.cwd)), file, line: Number(row) };
}

function toPath(location: string): string {
  try {
    return location.startsWith("file:") ? fileURLToPath(location) : location;
  } catch {
    return location;
  }
}

/** A path as seen from the present folder, where it lies in it. */
export function shorten(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  return !path.isAbsolute(file) || relative.startsWith("..") || path.isAbsolute(relative) ? file : relative;
}

/** A line of a source file; `undefined` where there is none. */
export function sourceLine(file: string, line: number): string | undefined {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/)[line - 1];
  } catch {
    return undefined;
  }
}
