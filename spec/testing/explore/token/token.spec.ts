import {
  formatToken,
  parseToken,
  type TokenEnding,
  type TokenParts,
} from "../../../../lib/testing/explore/token/token.js";
import { RandomStream } from "../../../../lib/kernel/random.js";
import type { TimeMode } from "../../../../lib/testing/index.js";

const PLAIN: TokenParts = {
  deviations: [
    { choice: 2, index: 1, check: "k" },
    { choice: 3, index: 0, check: "x" },
  ],
  steps: 14,
  ending: "error",
  check: "xk",
  time: "quiescent",
  rounds: undefined,
  seed: 0,
  faults: [],
};

test("a token is short where all is as usual", () => {
  expect(formatToken(PLAIN)).toBe("r1:2bk0ax:14exk");
  expect(formatToken({ ...PLAIN, deviations: [] })).toBe("r1:-:14exk");
});

test("a token says the mode of time, the seed and the faults where they are not as usual", () => {
  const parts: TokenParts = {
    ...PLAIN,
    time: "any",
    rounds: 12,
    seed: -7,
    faults: ["cancel 1.2 3", "crash the_2nd@1 é"],
  };
  expect(formatToken(parts)).toBe("r1:2bk0ax:14exk:ta:o12:s-7:fcancel-1.2-3:fcrash-the_2n_2nd_1s_1-_6h_");
  expect(parseToken(formatToken(parts))).toEqual(parts);
});

test("what is written is read again, whatever it is, and needs no quotes in a shell", () => {
  const random = new RandomStream("tokens");
  const endings: TokenEnding[] = ["pass", "error", "deadlock", "livelock", "leak", "liveness", "disagreement"];
  const times: TimeMode[] = ["quiescent", "any", "free"];
  const letters = (n: number) => String.fromCharCode(...Array.from({ length: n }, () => 97 + random.below(26)));
  for (let i = 0; i < 1000; i++) {
    let choice = 0;
    const deviations = Array.from({ length: random.below(6) }, () => {
      choice += 1 + random.below(40);
      return { choice: choice - 1, index: random.below(i % 2 === 0 ? 3 : 2000), check: letters(1) };
    });
    const fault = String.fromCodePoint(...Array.from({ length: 1 + random.below(8) }, () => 32 + random.below(400)));
    const parts: TokenParts = {
      deviations,
      steps: random.below(500),
      ending: endings[random.below(endings.length)]!,
      check: letters(2),
      time: times[random.below(3)]!,
      rounds: i % 5 === 0 ? random.below(50) : undefined,
      seed: random.below(1000) - 500,
      faults: i % 3 === 0 ? [fault] : [],
    };
    const token = formatToken(parts);
    expect(token).toMatch(/^[A-Za-z0-9:._-]+$/);
    expect(parseToken(` ${token}\n`)).toEqual(parts);
  }
});

test.each([
  [7, `7 is no token of a schedule. A token is a text: "r1:…".`],
  ["", `"" is no token of a schedule. A token begins with "r1:".`],
  ["0ba:4cxk", `"0ba:4cxk" is no token of a schedule. A token begins with "r1:".`],
  ["r2:0ba:4cxk", `"r2:0ba:4cxk" is no token of a schedule. It is of version 2, and this version of Rondo reads 1.`],
  ["r1:0b", `"r1:0b" is no token of a schedule. Its third part should say how many steps there are. Is it whole?`],
  [
    "r1:0ba:4zxk",
    `"r1:0ba:4zxk" is no token of a schedule. Its third part should say how many steps there are. Is it whole?`,
  ],
  [
    "r1:0b:4cxk",
    `"r1:0b:4cxk" is no token of a schedule. Its second part should be choices, like 2bk0cx. Is it whole?`,
  ],
  ["r1:0ba:4cxk:zz", `"r1:0ba:4cxk:zz" is no token of a schedule. This version of Rondo cannot read its part "zz".`],
  ["r1:0ba:4cxk:tx", `"r1:0ba:4cxk:tx" is no token of a schedule. This version of Rondo cannot read its part "tx".`],
])("%p is refused as a token with the reason", (text, message) => {
  expect(() => parseToken(text)).toThrow(new TypeError(message));
});
