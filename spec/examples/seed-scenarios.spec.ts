import { readFileSync } from "node:fs";
import path from "node:path";
import { folder, lines, load, output } from "../support/examples.js";

/** What each scenario must show, as it is told in the introduction to generators from which they come. */

const REQUIREMENTS = [
  "hydra-core==1.3.2",
  "matplotlib>=3.8.0",
  "numpy>=1.26.0",
  "openai>=1.1.1",
  "pandas>=2.1.1",
  "portalocker>=2.8.2",
  "pydantic==2.5.2",
  "rich>=13.6.0",
  "seaborn>=0.13.0",
  "tiktoken==0.5.2",
  "torch>=2.1.0",
  "torchinfo>=1.8.0",
  "torchmetrics>=1.3.0",
  "torchtext",
  "torchvision>=0.16.0",
];

/** Both forms: each scenario is held to the same lines by hand and scheduled. */
const forms = ["byHand", "scheduled"] as const;

async function shown(name: string, form: (typeof forms)[number]): Promise<string[]> {
  return lines((await load(name))[form]);
}

describe("examples/data/requirements.txt", () => {
  it("has the fifteen lines of the introduction and ends in a newline", () => {
    const text = readFileSync(path.join(folder, "data/requirements.txt"), "utf8");
    expect(text).toBe(`${REQUIREMENTS.join("\n")}\n`);
  });
});

describe.each(forms)("%s", (form) => {
  it("the eager reader has the whole file as sixteen entries, the last one empty", async () => {
    const expected = ["16 entries", 'the first one: "hydra-core==1.3.2"', 'the last one: ""'];
    expect(await shown("eager-reader", form)).toEqual(expected);
  });

  it("the lazy reader gives fifteen rows", async () => {
    expect(await shown("lazy-reader", form)).toEqual([...REQUIREMENTS, "15 rows"]);
  });

  it("a reader is exhausted after one pass, and a new one begins with the first rows", async () => {
    const expected = ["15 rows", "the reader is exhausted", "hydra-core==1.3.2", "matplotlib>=3.8.0"];
    expect(await shown("one-pass", form)).toEqual(expected);
  });

  it("the generator expression looks at a row when its name is pulled, and not before", async () => {
    expect(await shown("generator-expression", form)).toEqual([
      "nothing is read yet",
      ...["looks at hydra-core==1.3.2", "hydra-core"],
      ...["looks at pydantic==2.5.2", "pydantic"],
      ...["looks at tiktoken==0.5.2", "tiktoken"],
    ]);
  });

  it("the infinite sequence goes on while it is pulled, is stopped from outside, and leaves nothing behind", async () => {
    const expected = ["0", "1", "2", "3", "4", "the sequence was stopped", "left behind: nothing"];
    expect(await shown("infinite-sequence", form)).toEqual(expected);
  });

  it("the squares take eight bytes each as a list, and less than a thousand in all one at a time", async () => {
    expect(await shown("memory", form)).toEqual([
      "100000 squares as a list: about 800 kB",
      "one at a time: less than 1 kB",
      "the list takes more than 500 times as much: true",
    ]);
  });

  it("the sum is the same both ways, with 100 001 resumptions for 100 000 values", async () => {
    const sum = Array.from({ length: 100_000 }, (_, n) => n * n).reduce((a, b) => a + b);
    const expected = [`from a list: ${sum}`, `lazily: ${sum}, with 100001 resumptions`];
    expect(await shown("time", form)).toEqual(expected);
  });

  it("countUpTo(3) counts up to 3", async () => {
    expect(await shown("count-up-to", form)).toEqual(["1", "2", "3"]);
  });

  it("the return value comes after the values", async () => {
    expect(await shown("return-value", form)).toEqual(["1", "2", "3", "Completed!"]);
  });

  it("the counter is set to 5 by what is sent, and goes on to 10", async () => {
    const rounds = [5, 6, 7, 8, 9].flatMap((count) => [`${count}`, `count: ${count}, received: none`]);
    const expected = ["1", "count: 1, received: 5", ...rounds, "10", "count: 10, received: none"];
    expect(await shown("counter-reset", form)).toEqual(expected);
  });

  it("the error is caught inside, and 5 comes once more before the end", async () => {
    expect(await shown("throw", form)).toEqual([
      "1",
      "Exception caught inside generator: Something went wrong",
      "Exception processed",
      "5",
      "Completed!",
    ]);
  });

  it("closing runs the finally once, and a second time does nothing", async () => {
    expect(await shown("close", form)).toEqual(["1", "2", "Generator has been closed."]);
  });

  describe("the data loader", () => {
    let all: string[];
    beforeAll(async () => {
      all = await shown("data-loader", form);
    });

    it("gives ten batches of 100 items in order, 0 to 9 first and 90 to 99 last", () => {
      const tens = Array.from({ length: 10 }, (_, batch) => Array.from({ length: 10 }, (_, n) => 10 * batch + n));
      expect(all.slice(0, 10)).toEqual(tens.map((batch) => batch.join(" ")));
    });

    it("keeps the last batch of 7, which has two", () => {
      expect(all[10]).toBe("15 batches, the last one: 98 99");
    });

    it("shuffles by a seed", () => {
      expect(all.slice(11, 15)).toEqual([
        "shuffled, each item comes once: true",
        "in the order of the dataset: false",
        "the same seed gives the same order: true",
        "so does another seed: false",
      ]);
    });

    it("transforms each item as it is loaded, and loads a batch when it is asked for", () => {
      expect(all.slice(15)).toEqual(["squares 0", "squares 1", "0 1", "squares 2", "squares 3", "4 9"]);
    });
  });

  it("the counter among tasks is reset by a message, goes on from there, and is closed", async () => {
    expect(await shown("counter", form)).toEqual([
      ...["count: 1, received: none", "count: 2, received: none", "count: 3, received: none"],
      ...["count: 4, received: 5", "count: 5, received: none", "count: 6, received: none"],
      "the counter is closed",
    ]);
  });
});

describe("the data loader that loads ahead", () => {
  it("gets three batches ahead and never more, and hands each batch on in order", async () => {
    const text = output((await load("data-loader-ahead")).default);
    const acts = text.split("\n").flatMap((line) => /(loaded|trains with) (\d+)/.exec(line)?.slice(1, 3) ?? []);
    const ahead: number[] = [];
    const trained: number[] = [];
    for (let at = 0, now = 0; at < acts.length; at += 2) {
      now += acts[at] === "loaded" ? 1 : -1;
      ahead.push(now);
      if (acts[at] !== "loaded") trained.push(Number(acts[at + 1]));
    }
    expect(Math.max(...ahead)).toBe(3);
    expect(Math.min(...ahead)).toBe(0);
    expect(trained).toEqual([0, 10, 20, 30, 40, 50]);
  });
});
