import pico from "picocolors";

export type Colors = ReturnType<typeof pico.createColors>;

/** How things are shown to the user. */
export interface View {
  readonly colors: Colors;
  /** The present folder: paths in it are shown from there. */
  readonly cwd: string;
  /** The folder of Rondo's own package, whose frames are left out of stack traces. */
  readonly home: string;
  /** Whether to show all there is. */
  readonly verbose: boolean;
}

/** A stream that text is written to: `process.stdout` and its like. */
export interface Output {
  readonly isTTY?: boolean;
  /** How wide the terminal is; 0 where that is not known. */
  readonly columns?: number;
  /** What went wrong with an earlier write. */
  readonly errored?: Error | null;
  hasColors?(): boolean;
  write(text: string): boolean;
  on?(event: "error", listener: (error: Error) => void): unknown;
  off?(event: "error", listener: (error: Error) => void): unknown;
}

/** Colours for a terminal that has them, none for a file or a pipe. `NO_COLOR` and `FORCE_COLOR` are Node's to judge. */
export function colorsFor(output: Output, wanted: boolean): Colors {
  return pico.createColors(wanted && output.isTTY === true && output.hasColors?.() === true);
}

/** How many characters a line of a terminal has; `undefined` where that is not known. */
export function columnsOf({ columns = 0 }: Output): number | undefined {
  return columns > 0 ? columns : undefined;
}
