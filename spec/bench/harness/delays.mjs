const tables = new Map();

/**
 * `count` delays below 1,000, the same ones each time. They are fractions, so that hardly two tasks are ever due at one
 * instant: every sleep then moves the clock and takes a place of its own in the heap.
 */
export function randomDelays(count) {
  const known = tables.get(count);
  if (known !== undefined) return known;
  const delays = new Float64Array(count);
  let state = 1;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    delays[i] = (state / 2 ** 32) * 1000;
  }
  tables.set(count, delays);
  return delays;
}
