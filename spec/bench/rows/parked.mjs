/**
 * What a task that waits holds, beyond its own generator: 1 000 000 at once, children of one task.
 *
 * "Its own generator" is measured too: as many generators of the same text, suspended at the same place, in an array.
 */
import { heapInUse, retainedBy } from "../harness/heap.mjs";
import { spread } from "../harness/statistics.mjs";

const atMost = 240;

export default {
  title: "a parked task, beyond its own generator",
  unit: "bytes",
  flags: ["--max-old-space-size=4096"],
  onlyRondo: true,

  async measure({ quick, progress }) {
    const { parking } = await import("../jobs/parking.mjs");
    const tasks = quick ? 100_000 : 1_000_000;
    const figures = [];
    const verdicts = [];
    for (const way of parking) {
      progress(way.label);
      const generator = measureTwice(() => bytesPerGenerator(way, tasks));
      const task = measureTwice(() => bytesPerTask(way, tasks));
      const beyond = {
        min: task.min - generator.max,
        median: task.median - generator.median,
        max: task.max - generator.min,
      };
      figures.push({ label: `${way.label}: generator alone`, unit: "bytes", ...generator });
      figures.push({ label: `${way.label}: whole task`, unit: "bytes", ...task });
      verdicts.push({ what: way.label, unit: "bytes", ...beyond, atMost, reached: beyond.median <= atMost });
    }
    return { figures, verdicts };
  },
};

const measureTwice = (measure) => spread([measure(), measure()]);

function bytesPerGenerator({ alone }, count) {
  const places = retainedBy(() => new Array(count).fill(null));
  const bytes = retainedBy(() => {
    const generators = new Array(count).fill(null);
    for (let i = 0; i < count; i++) {
      generators[i] = alone();
      generators[i].next();
    }
    return generators;
  });
  return (bytes - places) / count;
}

function bytesPerTask({ park }, count) {
  const before = heapInUse();
  const scheduler = park(count);
  const bytes = heapInUse() - before;
  if (scheduler.now !== 0) throw new Error("The clock moved: the tasks are not parked any more.");
  return bytes / count;
}
