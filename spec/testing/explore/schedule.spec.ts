import { Names } from "../../../lib/testing/explore/machine/names.js";
import { Logged } from "../../../lib/testing/explore/schedule.js";

const names = new Names();
const enabled = [1, 2, 3].map((n) => names.root(n));

function hashOf(choices: readonly number[], among = enabled): number {
  let next = 0;
  const log = new Logged({ choose: () => choices[next++]! });
  log.reset();
  choices.forEach((_, depth) => log.choose({ enabled: among, last: names.setup, depth }));
  return log.hash;
}

describe("the hash of a schedule", () => {
  it("is another one for each of 88 573 ways to choose among three", () => {
    const hashes = new Set<number>();
    let count = 0;
    const visit = (choices: number[]): void => {
      hashes.add(hashOf(choices));
      count++;
      if (choices.length < 10) for (let i = 0; i < 3; i++) visit([...choices, i]);
    };
    visit([]);
    expect(hashes.size).toBe(count);
  });

  it("takes no note of steps at which only one could go on", () => {
    expect(hashOf([0, 0, 0], enabled.slice(0, 1))).toBe(hashOf([]));
  });

  it("is a whole number that is safe", () => {
    expect(Number.isSafeInteger(hashOf([2, 1, 0, 2, 1, 0]))).toBe(true);
  });
});
