import type { ExploreSetup, TimeMode } from "rondo/testing";
import { Machine } from "../../../../lib/testing/explore/machine/machine.js";

const DRAWS = 4;

/** About how many schedules a program has, and of how many steps. */
export interface Size {
  readonly schedules: number;
  readonly steps: number;
}

/**
 * How large a program is, as far as a few schedules tell that are drawn at random. The number of all is the mean, over these, of
 * the product of how many could go on at each choice (Knuth, Mathematics of Computation 29, 1975).
 */
export function sizeOf(setup: ExploreSetup, time: TimeMode): Size {
  const machine = new Machine({ setup, time, maxSteps: 300, scheduler: {}, goesOn: true });
  let schedules = 0;
  let steps = 0;
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
    schedules += size / DRAWS;
    steps += machine.stepCount / DRAWS;
  }
  return { schedules, steps };
}
