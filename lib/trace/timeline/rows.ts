import { byFamily } from "../format.js";
import type { Column } from "./columns.js";
import { isEnd, type Glyph } from "./glyphs.js";
import type { Page } from "./pages.js";

/** How each task that is to be seen looks. */
export type Looks = Map<string, Glyph>;

/** The rows of a page: for each of its tasks, in family order, a glyph for each character. */
export interface Rows {
  readonly shown: ReadonlyMap<string, readonly Glyph[]>;
  /** How many tasks there is no room for. */
  readonly hidden: number;
  /** Where one of those ran. */
  readonly others: readonly Glyph[];
}

/** Draws the rows of a page, at most `most` of them, and takes `looks` from how things look before it to how they look after. */
export function rowsOf(page: Page, looks: Looks, most: number): Rows {
  const present = presentOn(page, new Map(looks));
  const shown = new Map(choose(page, present, most).map((id) => [id, blank(page.width)] as const));
  const others = blank(page.width);
  for (const { item, x, width } of page.cells) {
    if (item.kind !== "gap") {
      change(looks, item);
      for (const [id, glyphs] of shown) glyphs[x] = looks.get(id) ?? "none";
      if (item.runner !== null && !shown.has(item.runner)) others[x] = "running";
      continue;
    }
    const before = new Set(looks.keys());
    for (const column of item.columns) change(looks, column);
    for (const [id, glyphs] of shown) if (before.has(id) || looks.has(id)) glyphs.fill("gap", x, x + width);
  }
  return { shown, hidden: present.size - shown.size, others };
}

function blank(width: number): Glyph[] {
  return new Array<Glyph>(width).fill("none");
}

function change(looks: Looks, column: Column): void {
  for (const [id, glyph] of column.changes) {
    if (glyph === "none") looks.delete(id);
    else looks.set(id, glyph);
  }
}

/** The tasks that are to be seen somewhere on the page. */
function presentOn(page: Page, looks: Looks): Set<string> {
  const present = new Set<string>();
  for (const { item, x } of page.cells) {
    for (const column of item.kind === "gap" ? item.columns : [item]) change(looks, column);
    // Later on only what a column changes can be new. What ends in a gap is not to be seen.
    const seen = item.kind === "gap" || x === 0 ? looks.keys() : item.changes.keys();
    for (const id of seen) if (looks.has(id) && !(item.kind === "gap" && isEnd(looks.get(id)))) present.add(id);
  }
  return present;
}

/** Where there are too many: those that have a turn on the page before those that only wait. */
function choose(page: Page, present: ReadonlySet<string>, most: number): string[] {
  const runs = new Set(
    page.cells.flatMap(({ item }) => (item.kind === "step" && item.runner !== null ? [item.runner] : [])),
  );
  const all = [...present].sort(byFamily);
  const first = all.filter((id) => runs.has(id));
  const chosen = new Set([...first, ...all.filter((id) => !runs.has(id))].slice(0, most));
  return all.filter((id) => chosen.has(id));
}
