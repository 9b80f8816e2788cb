import type { Op } from "./operation.js";

/** A bar of the timeline: an operation, and the texts in it and behind it. */
export interface Bar {
  readonly op: Op;
  readonly label: string;
  /** What came of it; nothing for a pending one. */
  readonly tail: string;
}

/**
 * Draws operations over time: a row a task, a bar an operation from its invocation to its return. A column further right is
 * later. Times are stretched as the texts need it.
 *
 * ```
 * a  ├─ push(1) ─┤     ├─ pop() ─┤ → 1
 * b       ├─ pop() ····················
 * ```
 */
export function drawTimeline(bars: readonly Bar[]): string[] {
  const rows = toRows(bars);
  const { columns, width } = layOut(bars, rows);
  const names = rows.map(({ task }, index) => (rows[index - 1]?.task === task ? "" : String(task)));
  const indent = Math.max(...names.map((name) => name.length));
  return rows.map((row, index) => `${names[index]!.padEnd(indent)}  ${drawRow(row, columns, width)}`.trimEnd());
}

interface Row {
  readonly task: string | number;
  readonly bars: Bar[];
}

/** Operations of one task that overlap, because one of them never returned for instance, get rows of their own. */
function toRows(bars: readonly Bar[]): Row[] {
  const tasks = new Map<string | number, Row[]>();
  for (const bar of bars) {
    const { task } = bar.op.origin;
    const rows = tasks.get(task) ?? [];
    tasks.set(task, rows);
    const free = rows.find((row) => row.bars.every(({ op }) => op.end < bar.op.call));
    if (free === undefined) rows.push({ task, bars: [bar] });
    else free.bars.push(bar);
  }
  return [...tasks.values()].flat();
}

interface Columns {
  readonly begin: Map<Bar, number>;
  readonly end: Map<Bar, number>;
}

interface Edge {
  readonly bar: Bar;
  readonly time: number;
  readonly isCall: boolean;
}

/** Goes through the invocations and returns in time, and puts each as far left as what is left of it allows. */
function layOut(bars: readonly Bar[], rows: readonly Row[]): { readonly columns: Columns; readonly width: number } {
  const columns: Columns = { begin: new Map(), end: new Map() };
  const before = new Map(rows.flatMap((row) => row.bars.map((bar, index) => [bar, row.bars[index - 1]] as const)));
  let column = 0;
  let time = -Infinity;
  for (const edge of edgesOf(bars)) {
    if (edge.time > time) column++;
    time = edge.time;
    const { bar, isCall } = edge;
    const previous = before.get(bar);
    if (!isCall) column = Math.max(column, columns.begin.get(bar)! + closed(bar).length - 1);
    else if (previous !== undefined) column = Math.max(column, columns.end.get(previous)! + previous.tail.length + 2);
    (isCall ? columns.begin : columns.end).set(bar, column);
  }
  const open = bars.filter(({ op }) => op.outcome === null);
  const width = Math.max(column, ...open.map((bar) => columns.begin.get(bar)! + opening(bar).length + 3));
  return { columns, width };
}

function edgesOf(bars: readonly Bar[]): Edge[] {
  const edges = bars.flatMap((bar): Edge[] => {
    const call = { bar, time: bar.op.call, isCall: true };
    return bar.op.outcome === null ? [call] : [call, { bar, time: bar.op.end, isCall: false }];
  });
  return edges.sort((a, b) => a.time - b.time || Number(b.isCall) - Number(a.isCall));
}

function drawRow({ bars }: Row, { begin, end }: Columns, width: number): string {
  let text = "";
  for (const bar of bars) {
    text = text.padEnd(begin.get(bar)! - 1);
    if (bar.op.outcome === null) text += opening(bar).padEnd(width - text.length, "·");
    else text += `${opening(bar).padEnd(end.get(bar)! - 2 - text.length, "─")}─┤${bar.tail}`;
  }
  return text;
}

function opening({ label }: Bar): string {
  return `├─ ${label} `;
}

function closed(bar: Bar): string {
  return `${opening(bar)}─┤`;
}
