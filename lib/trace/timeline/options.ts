import { checkCount } from "../../kernel/checks.js";
import { ASCII, UNICODE, type GlyphSet, type TimelineStyle } from "./glyphs.js";
import { narrow } from "./text.js";

/** Colours a piece of a timeline: gives the text back with whatever its terminal or page takes for colour around it. */
export type Paint = (text: string, style: TimelineStyle) => string;

/** A step that is to be seen: it gets a letter above its column, and its note below the picture. */
export interface TimelineMark {
  /** The number of the step. */
  readonly step: number;
  /** What is to be said of it. */
  readonly note: string;
}

/** How to draw a timeline. */
export interface TimelineOptions {
  /** How many characters a line may have: 40 or more; 100 where left out. Longer pictures go on below. */
  readonly width?: number;
  /** Draws with the characters of ASCII only; off where left out. */
  readonly ascii?: boolean;
  /** Colours it; no colours where left out. */
  readonly colour?: Paint;
  /** The first step to be drawn; 1 where left out. */
  readonly from?: number;
  /** The last step to be drawn; the last one of the trace where left out. */
  readonly to?: number;
  /** How many tasks a page shows at most; 40 where left out. */
  readonly rows?: number;
  /** How many columns are drawn at most, on all pages together; 240 where left out. The middle is what is left out. */
  readonly columns?: number;
  /** Steps that are to be seen. */
  readonly marks?: readonly TimelineMark[];
}

/** Options that are checked, with what they imply. */
export interface Style {
  readonly width: number;
  readonly glyphs: GlyphSet;
  readonly paint: Paint;
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly columns: number;
  readonly marks: readonly TimelineMark[];
  /** A text of the program's own, in characters of one cell each. */
  readonly narrow: (text: string) => string;
}

/** The narrowest picture in which there is room for names and for steps. */
const LEAST_WIDTH = 40;

export function styleOf(options: TimelineOptions): Style {
  const { width = 100, ascii = false, from = 1, to = Infinity, rows = 40, columns = 240 } = options;
  checkCount(width, "timeline: width");
  checkCount(from, "timeline: from", 0);
  checkCount(to, "timeline: to", from);
  checkCount(rows, "timeline: rows");
  checkCount(columns, "timeline: columns", 10);
  return {
    width: Math.max(width, LEAST_WIDTH),
    glyphs: ascii ? ASCII : UNICODE,
    paint: options.colour ?? ((text) => text),
    from,
    to,
    rows,
    columns,
    marks: options.marks ?? [],
    narrow: (text) => narrow(text, ascii),
  };
}
