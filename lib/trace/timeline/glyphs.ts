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

/**
 * What stands on the ruler: above where the clock moved, above a step before which something came from outside, and where the
 * scheduler came to a stand.
 */
export type RulerGlyph = "tick" | "input" | "stop";

/** What a piece of a timeline is, for those who colour it. */
export type TimelineStyle = Exclude<Glyph, "none"> | "label" | "ruler" | "note";

/** The characters that a timeline is drawn with. All but `arrow` are one cell wide in every terminal and monospaced font. */
export interface GlyphSet extends Readonly<Record<Glyph | RulerGlyph, string>> {
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

/** What the legend says of each, in its order; and what it is for those who colour it. */
export const MEANINGS: readonly (readonly [Exclude<Glyph, "none"> | RulerGlyph, string, TimelineStyle])[] = [
  ["running", "running", "running"],
  ["emitting", "emitting", "emitting"],
  ["sending", "sending", "sending"],
  ["cleaning", "cleaning up", "cleaning"],
  ["ready", "ready", "ready"],
  ["sleeping", "sleeping", "sleeping"],
  ["waiting", "waiting", "waiting"],
  ["done", "done", "done"],
  ["failed", "failed", "failed"],
  ["cancelled", "cancelled", "cancelled"],
  ["gap", "left out", "gap"],
  ["tick", "the clock moved", "ruler"],
  ["input", "a call from outside", "ruler"],
  ["stop", "stopped", "ruler"],
];

/** Whether a glyph shows how a task ended: it is there for one column, then the task is gone. */
export function isEnd(glyph: Glyph | undefined): boolean {
  return glyph === "done" || glyph === "failed" || glyph === "cancelled";
}
