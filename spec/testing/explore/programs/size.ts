import type { ExploreSetup, TimeMode } from "rondo/testing";
import { Machine } from "../../../../lib/testing/explore/machine.js";

const DRAWS = 4;

/**
 * About how many schedules a program has: the mean, over a few that are drawn at random, of the product of how many could go on
 * at each choice (Knuth, Mathematics of Computation 29, 1975). It tells at little cost which programs are too large to be gone through.
 */
export function sizeOf(setup: ExploreSetup, time: TimeMode): number {
  const machine = new Machine({ setup, time, maxSteps: 300, scheduler: {}, goesOn: true });
  let sum = 0;
  let state = 1;
  for (let i = 0; i < DRAWS; i++) {
    let size = 1;
    machine.run({
      choose({ enabled }) {
        size *= enabled.length;
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        return size > 1e9 ? -1 : (state >>> 8) % enabled.length;
      },
    });
    sum += size;
  }
  return sum / DRAWS;
}
