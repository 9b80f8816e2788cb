import fc from "fast-check";
import type { Column } from "../../../lib/trace/timeline/columns.js";
import { leaveOutMiddle, leaveOutRepeats, type Item } from "../../../lib/trace/timeline/gaps.js";
import type { Glyph } from "../../../lib/trace/timeline/glyphs.js";

/** A column a letter: the same letter for the same look. */
function columnsOf(letters: string): Column[] {
  return Array.from(letters, (letter, index) => ({
    kind: "step",
    step: index + 1,
    time: 0,
    input: false,
    runner: letter,
    changes: new Map<string, Glyph>([[letter, "running"]]),
  }));
}

/** Letters for what is shown, and the length of a gap in brackets. */
const shown = (items: readonly Item[]): string =>
  items.map((item) => (item.kind === "gap" ? `[${String(item.columns.length)}]` : (item.runner ?? ""))).join("");

describe("what a timeline leaves out", () => {
  it.each([
    ["abc", "abc"],
    ["a".repeat(18), "a".repeat(18)],
    ["x" + "a".repeat(30) + "y", "xaa[27]ay"],
    ["ab".repeat(20), "abab[34]ab"],
    ["ab".repeat(20) + "a", "abab[34]aba"],
    ["xyz" + "abcd".repeat(10) + "efg", "xyzabcdabcd[28]abcdefg"],
    ["ab".repeat(9), "ab".repeat(9)],
    ["a".repeat(30) + "b".repeat(30), "aa[27]abb[27]b"],
  ])("is what repeats itself often: %s", (letters, picture) => {
    expect(shown(leaveOutRepeats(columnsOf(letters)))).toBe(picture);
  });

  it("is lost nowhere: what is shown and what is left out is everything, in order, and a gap repeats what stands before it", () => {
    const words = fc.tuple(
      fc.stringMatching(/^[abc]{0,4}$/),
      fc.stringMatching(/^[abc]{1,4}$/),
      fc.integer({ min: 1, max: 20 }),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 6 }), fc.integer({ min: 10, max: 60 }), (parts, most) => {
        const columns = columnsOf(parts.map(([before, word, times]) => before + word.repeat(times)).join(""));
        const items = leaveOutRepeats(columns);
        const flat = (all: readonly Item[]): Column[] =>
          all.flatMap((item) => (item.kind === "gap" ? item.columns : [item]));
        expect(flat(items)).toEqual(columns);
        for (const [index, item] of items.entries()) {
          if (item.kind !== "gap") continue;
          expect(item.steps).toBeGreaterThanOrEqual(16);
          const before = flat(items.slice(0, index)).map(({ runner }) => runner);
          const left = item.columns.map(({ runner }) => runner);
          const isRepeat = [1, 2, 3, 4, 5, 6, 7, 8].some((period) =>
            left.every((runner, i) => runner === [...before, ...left][before.length + i - period]),
          );
          expect(isRepeat).toBe(true);
        }
        const short = leaveOutMiddle(items, most);
        expect(flat(short)).toEqual(columns);
        expect(short.length).toBeLessThanOrEqual(Math.max(most + 1, 0));
      }),
    );
  });

  it("is the middle, where there is too much", () => {
    const items = leaveOutMiddle(columnsOf("abcdefghijklmnopqrstuvwxyz"), 10);
    expect(shown(items)).toBe("abcdef[16]wxyz");
    expect(items.find((item) => item.kind === "gap")).toMatchObject({ why: "too many", from: 7, to: 22, steps: 16 });
  });
});
