/**
 * Random numbers from 0 up to but without 1 that follow from the seed: a linear congruential generator with the constants
 * of "Numerical Recipes". It is good enough to shuffle an example by hand. In a task there is no need for it: `random()` of
 * Rondo is seeded, too.
 */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
