/** A file of 1 GB is read a row at a time by the reader of the examples; what is held meanwhile stays small. */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spread } from "../harness/statistics.mjs";
import { now } from "../harness/stopwatch.mjs";

const MB = 2 ** 20;
const atMost = 64;
/** The heap is looked at each so many rows: often enough to see chunks come and go. */
const EVERY = 50_000;

export default {
  title: "the rows of a 1 GB file, counted lazily",
  unit: "MB",
  // The engine's own bound: a reader that keeps what it has read dies of it, whenever the heap is looked at.
  flags: [`--max-old-space-size=${atMost}`],
  onlyRondo: true,

  async measure({ quick, progress }) {
    const { countInLoop, countInTasks } = await import("../jobs/file-rows.mjs");
    const folder = mkdtempSync(join(tmpdir(), "rondo-bench-"));
    try {
      const path = join(folder, "rows.txt");
      progress("writing the file");
      const rows = writeRows(path, quick ? 64 * MB : 1024 * MB);
      const figures = [];
      const verdicts = [];
      for (const [label, count] of [
        ["by hand", countInLoop],
        ["by two tasks", countInTasks],
      ]) {
        progress(label);
        const { heap, time } = watch(() => count(path, lookAtHeap), rows);
        figures.push({ label: `${label}, a row`, unit: "ns", ...spread([(time * 1e6) / rows]) });
        figures.push({ label: `${label}, heap in use`, unit: "MB", ...heap });
        verdicts.push({ what: label, unit: "MB", ...spread([heap.max]), atMost, reached: heap.max <= atMost });
      }
      return { figures, verdicts };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** Fills a file with numbered rows up to about `bytes`; answers how many. */
function writeRows(path, bytes) {
  const file = openSync(path, "w");
  try {
    let rows = 0;
    for (let written = 0; written < bytes;) {
      let chunk = "";
      while (chunk.length < MB) chunk += `row ${rows++} of a file that does not fit\n`;
      written += writeSync(file, chunk);
    }
    return rows;
  } finally {
    closeSync(file);
  }
}

let samples = [];

function lookAtHeap(row) {
  if (row % EVERY !== 0) return;
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  samples.push((heapUsed + arrayBuffers) / MB);
}

function watch(count, expected) {
  samples = [];
  const start = now();
  const rows = count();
  const time = now() - start;
  if (rows !== expected) throw new Error(`The reader found ${rows} rows, and the file has ${expected}.`);
  return { heap: spread(samples), time };
}
