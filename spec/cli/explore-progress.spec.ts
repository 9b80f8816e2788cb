import { percent, progressText } from "../../lib/cli/explore-progress.js";
import type { ExploreProgress } from "rondo/testing";

const progress: ExploreProgress = {
  schedules: 12_345,
  limit: Infinity,
  depth: 1200,
  failing: 0,
  share: undefined,
  estimate: undefined,
  ms: 2000,
};

describe("the progress of an exploration", () => {
  it("tells schedules, depth and rate", () => {
    expect(progressText(progress)).toBe("12,345 schedules, depth 1,200, 6,173/s");
    expect(progressText({ ...progress, schedules: 1, ms: 0 })).toBe("1 schedule, depth 1,200, 1,000/s");
  });

  it("tells of how many, where there is a limit", () => {
    expect(progressText({ ...progress, limit: 20_000 })).toBe("12,345 of 20,000 schedules, depth 1,200, 6,173/s");
  });

  it("tells which share of the tree is seen, and how large that seems: two digits are enough", () => {
    expect(progressText({ ...progress, share: 0.1234, estimate: 98_765 })).toMatch(/, 12 % of about 99,000 seen$/);
    expect(progressText({ ...progress, share: 0.5 })).toMatch(/, 50 % seen$/);
    expect(progressText({ ...progress, share: 1e-15, estimate: 1.234e18 })).toMatch(
      /, less than 0\.01 % of about 1\.2e18 seen$/,
    );
  });

  it("tells how many failed, where some did", () => {
    expect(progressText({ ...progress, failing: 1234 })).toMatch(/, 1,234 failed$/);
  });
});

describe("a share", () => {
  it.each([
    [0, "less than 0.01 %"],
    [0.0001, "0.01 %"],
    [0.05, "5.00 %"],
    [0.1, "10 %"],
    [0.999, "99 %"],
    [1, "100 %"],
  ])("is never told too large: %d", (share, text) => {
    expect(percent(share)).toBe(text);
  });
});
