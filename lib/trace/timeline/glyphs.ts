/** What a cell of a timeline can show of a task. */
export type Glyph =
  | "running"
  | "emitting"
  | "sending"
  | "cleaning"
  | "ready"
  | "sleeping"
  | "waiting"
  | "done"
  | "failed"
  | "cancelled"
  | "gap"
  | "none";

/** The characters that a timeline is drawn with. Each is one cell wide in every terminal and monospaced font. */
export interface GlyphSet extends Readonly<Record<Glyph, string>> {
  /** Stands above the column where the clock moved. */
  readonly tick: string;
  /** Stands above a step before which something came from outside. */
  readonly input: string;
  /** Stands above the column where the scheduler came to a stand. */
  readonly stop: string;
  /** Ends a text that was cut. */
  readonly ellipsis: string;
  readonly arrow: string;
  readonly dash: string;
}

export const UNICODE: GlyphSet = {
  running: "█",
  emitting: "◆",
  sending: "▶",
  cleaning: "▒",
  ready: "░",
  sleeping: "z",
  waiting: "─",
  done: "✓",
  failed: "✗",
  cancelled: "⊘",
  none: " ",
  tick: "│",
  input: "↓",
  stop: "!",
  gap: "⋯",
  ellipsis: "…",
  arrow: "→",
  dash: "–",
};

export const ASCII: GlyphSet = {
  running: "#",
  emitting: "@",
  sending: ">",
  cleaning: "%",
  ready: ".",
  sleeping: "z",
  waiting: "-",
  done: "+",
  failed: "X",
  cancelled: "/",
  none: " ",
  tick: "|",
  input: "v",
  stop: "!",
  gap: "~",
  ellipsis: "~",
  arrow: "->",
  dash: "-",
};

/** What the legend says of each, in its order. */
export const MEANINGS: Readonly<Record<Exclude<Glyph, "none">, string>> = {
  running: "running",
  emitting: "emitting",
  sending: "sending",
  cleaning: "cleaning up",
  ready: "ready",
  sleeping: "sleeping",
  waiting: "waiting",
  done: "done",
  failed: "failed",
  cancelled: "cancelled",
  gap: "left out",
};
