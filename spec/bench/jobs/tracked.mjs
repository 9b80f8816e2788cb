/** Reads of state in one task of an explored program: the same loop over plain state and over tracked state. */
import { testing } from "../harness/testing.mjs";

const { explore, tracked } = testing;

const keep = (object) => object;

/** The loops, each a function of its own, so that each has type feedback of its own. */
const loops = {
  field(state, count) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += state[i & 63].value;
    return sum;
  },
  item(state, count) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += state[i & 63];
    return sum;
  },
  entry(state, count) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += state.get(i & 63);
    return sum;
  },
};

const numbers = () => Array.from({ length: 64 }, (_, i) => i);

const states = {
  field: (track) => numbers().map((value) => track({ value, other: 0 })),
  item: (track) => track(numbers()),
  entry: (track) => track(new Map(numbers().map((i) => [i, i]))),
};

function explored(kind, track, count) {
  let sum = 0;
  explore(
    () => {
      const state = states[kind](track);
      return function* () {
        sum = loops[kind](state, count);
      };
    },
    { strategy: "dpor" },
  );
  return sum;
}

export const plainReads = (kind, count) => explored(kind, keep, count);
export const trackedReads = (kind, count) => explored(kind, tracked, count);

/** The same outside of any exploration, where `tracked` leaves the state as it is. */
function outside(kind, track, count) {
  return loops[kind](states[kind](track), count);
}

export const plainReadsOutside = (kind, count) => outside(kind, keep, count);
export const trackedReadsOutside = (kind, count) => outside(kind, tracked, count);
