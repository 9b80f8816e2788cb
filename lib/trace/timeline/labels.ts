import type { SchedulerState } from "../state.js";
import type { Column } from "./columns.js";
import type { Style } from "./options.js";
import type { Page } from "./pages.js";
import { cut, fit, widthOf } from "./text.js";

/** How deep a family is indented at most. */
const DEEPEST = 6;

/** The part of a line that names may take. */
const SHARE = 0.3;

/** The names to the left of a picture: all of one width. */
export class Labels {
  readonly width: number;
  private readonly state: SchedulerState;
  private readonly style: Style;

  constructor(columns: readonly Column[], state: SchedulerState, style: Style) {
    this.state = state;
    this.style = style;
    let longest = widthOf(`steps ${String(state.step)}-${String(state.step)}`);
    const ids = new Set(columns.flatMap(({ changes }) => [...changes.keys()]));
    for (const id of ids) longest = Math.max(longest, widthOf(this.name(id, Infinity)));
    this.width = Math.min(longest, Math.max(Math.floor(style.width * SHARE), 18));
  }

  /** The name of a task, indented by family. Where it is too long the name is cut, and not the id. */
  of(id: string): string {
    return fit(this.name(id, this.width), this.width, this.style.glyphs.ellipsis);
  }

  private name(id: string, width: number): string {
    const { narrow, glyphs } = this.style;
    const indent = "  ".repeat(Math.min(id.split(".").length - 1, DEEPEST));
    const room = Math.max(1, width - indent.length - 1 - id.length);
    return `${indent}${cut(narrow(this.state.tasks.get(id)?.name ?? ""), room, glyphs.ellipsis)} ${id}`;
  }

  /** Any other name. */
  fit(text: string): string {
    return fit(text, this.width, this.style.glyphs.ellipsis);
  }

  /** The steps of a page. */
  steps({ cells }: Page): string {
    const spans = cells.flatMap(({ item }) => {
      if (item.kind === "gap") return [item.from, item.to];
      return item.kind === "step" ? [item.step] : [];
    });
    const [first, last] = [spans[0], spans.at(-1)];
    if (first === undefined || last === undefined) return this.fit("no steps");
    const { dash } = this.style.glyphs;
    return this.fit(first === last ? `step ${String(first)}` : `steps ${String(first)}${dash}${String(last)}`);
  }
}
