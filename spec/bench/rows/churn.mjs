/** A parent that lives on while children come and go holds nothing of them. */
import { heapInUse } from "../harness/heap.mjs";
import { slope, spread } from "../harness/statistics.mjs";

const CHILDREN = 10_000;
/** A leak of one pointer in a child is 8 bytes. The heap's own noise, spread over the children, is far below 1. */
const atMost = 1;

export default {
  title: "heap while 10 000 children finish and 10 000 are cancelled, 100 times over, in a live parent",
  unit: "kB",
  onlyRondo: true,

  async measure({ quick, progress }) {
    const { churn } = await import("../jobs/churn.mjs");
    const rounds = quick ? 30 : 100;
    const heap = [];
    churn(rounds, CHILDREN, (round) => {
      if (round % 10 !== 0) return;
      heap.push(heapInUse());
      progress(`round ${round} of ${rounds}`);
    });
    // The first sample still holds what the engine learns and compiles.
    const settled = heap.slice(1);
    const perChild = slope(settled) / (10 * 2 * CHILDREN);
    return {
      figures: heap.map((bytes, i) => ({
        label: `after round ${(i + 1) * 10}`,
        unit: "kB",
        ...spread([bytes / 1024]),
      })),
      verdicts: [{ what: "growth a child", unit: "bytes", ...spread([perChild]), atMost, reached: perChild <= atMost }],
    };
  },
};
