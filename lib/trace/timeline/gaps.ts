import type { Column } from "./columns.js";

/** Columns that are left out, and why: because they repeat those before them, or because there are too many. */
export interface Gap {
  readonly kind: "gap";
  readonly why: "repeats" | "too many";
  /** The first and the last step that is left out, and how many there are. */
  readonly from: number;
  readonly to: number;
  readonly steps: number;
  readonly columns: readonly Column[];
}

export type Item = Column | Gap;

/** The longest pattern that is looked for. */
const LONGEST_PERIOD = 40;

/** Fewer columns than this are not worth a gap. */
const LEAST = 16;

/**
 * Leaves out long stretches in which the same few columns come over and over. Of each, the pattern is shown twice at the
 * beginning and once at the end.
 */
export function leaveOutRepeats(columns: readonly Column[]): Item[] {
  const looks = lookOf(columns);
  const items: Item[] = [];
  for (let i = 0; i < columns.length;) {
    const run = repeatsAt(looks, i);
    if (run === undefined) {
      items.push(columns[i]!);
      i++;
      continue;
    }
    const [first, last] = [i + 2 * run.period, i + run.length - run.period];
    items.push(
      ...columns.slice(i, first),
      gapOf("repeats", columns.slice(first, last)),
      ...columns.slice(last, i + run.length),
    );
    i += run.length;
  }
  return items;
}

/** A number for each column: the same for two that change the same tasks in the same way. */
function lookOf(columns: readonly Column[]): number[] {
  const seen = new Map<string, number>();
  return columns.map(({ kind, input, runner, changes }) => {
    const key = [kind, input, runner, ...[...changes].flat()].join();
    const look = seen.get(key) ?? seen.size;
    seen.set(key, look);
    return look;
  });
}

/** The shortest pattern from `start` on that comes often enough; `length` columns of it, in whole patterns. */
function repeatsAt(looks: readonly number[], start: number): { period: number; length: number } | undefined {
  for (let period = 1; period <= LONGEST_PERIOD && start + 4 * period <= looks.length; period++) {
    let end = start + period;
    while (end < looks.length && looks[end] === looks[end - period]) end++;
    const length = Math.floor((end - start) / period) * period;
    if (length - 3 * period >= LEAST) return { period, length };
  }
  return undefined;
}

/** Leaves out the middle of what is more than `most` columns. */
export function leaveOutMiddle(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  const head = Math.ceil(most * 0.6);
  const tail = items.length - (most - head);
  const columns = items.slice(head, tail).flatMap((item) => (item.kind === "gap" ? item.columns : [item]));
  return [...items.slice(0, head), gapOf("too many", columns), ...items.slice(tail)];
}

function gapOf(why: Gap["why"], columns: readonly Column[]): Gap {
  const steps = columns.filter((column) => column.kind === "step");
  return { kind: "gap", why, from: steps[0]?.step ?? 0, to: steps.at(-1)?.step ?? 0, steps: steps.length, columns };
}
