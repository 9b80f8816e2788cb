import { explain, Scheduler } from "rondo";
import { load, output, printed } from "../support/examples.js";
import { sample } from "../support/sample.js";
import { thrownBy } from "../support/thrown.js";

/** What the tour prints for a file with this content. */
async function tourOf(content: string | Uint8Array): Promise<string> {
  const { default: tour } = await load("tour");
  const file = sample("given.txt", content);
  try {
    return output(tour, file.path);
  } finally {
    file.remove();
  }
}

function totals(text: string): Record<string, string> {
  const lines = text.split("\n").slice(-5, -1);
  return Object.fromEntries(lines.map((line) => line.split(/ {2,}/) as [string, string]));
}

/** What the totals of a text must be. */
function counted(rows: readonly string[]): Record<string, string> {
  const longest = Math.max(0, ...rows.map((row) => row.length));
  return {
    rows: rows.length.toLocaleString("en"),
    "full batches": `${Math.floor(rows.length / 100).toLocaleString("en")}, of 100 rows`,
    "rows left over": `${rows.length % 100}`,
    "longest row": `${longest.toLocaleString("en")} characters`,
  };
}

describe("the tour", () => {
  it.each([
    ["an empty file", [], ""],
    ["a file without a newline", ["no newline"], "no newline"],
    ["a file that is one newline", [""], "\n"],
    ["a hundred rows, which fill a batch", Array<string>(100).fill("x"), "x\n".repeat(100)],
    ["thousands of rows", Array.from({ length: 4321 }, (_, n) => `row ${n}`), undefined],
    ["rows of several bytes a character", Array<string>(250).fill("é€😀"), undefined],
  ])("counts and batches %s", async (_what, rows, text) => {
    expect(totals(await tourOf(text ?? `${rows.join("\n")}\n`))).toEqual(counted(rows));
  });

  it("goes through a binary file, too", async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, n) => (n * 167 + (n >> 8)) % 256);
    const newlines = bytes.filter((byte) => byte === 10).length;
    const ends = bytes.at(-1) === 10 ? 0 : 1;
    expect(totals(await tourOf(bytes))).toMatchObject({ rows: (newlines + ends).toLocaleString("en") });
  });

  it("goes through a long row without a newline", async () => {
    expect(totals(await tourOf("x".repeat(3_000_000)))).toEqual(counted(["x".repeat(3_000_000)]));
  });

  it("shows progress each second, however long the file is", async () => {
    for (const length of [50, 5000, 200_000]) {
      const text = await tourOf("0123456789\n".repeat(length));
      const reports = text.split("\n").filter((line) => line.includes("progress"));
      expect(reports.map((line) => line.slice(0, 6))).toEqual([1, 2, 3, 4, 5, 6].map((second) => `${second}.00 s`));
      const counts = reports.map((line) => Number(/([\d,]+) rows/.exec(line)?.[1]?.replaceAll(",", "")));
      expect(counts).toEqual(counts.toSorted((a, b) => a - b));
      expect(counts.at(-1)).toBe(length);
      expect(new Set(counts).size).toBe(6);
    }
  });

  it("shows each of its tasks: one is reset, one fails and is caught, one is cancelled and cleans up", async () => {
    const text = await tourOf("row\n".repeat(100));
    for (const line of [
      "1.50 s  fragile   fails",
      "1.50 s  tour      catches it:",
      "        | Error: Something went wrong",
      "        |   in fragile 1.6 < tour 1",
      "2.50 s  counter   count: 3, received: 5",
      "3.75 s  counter   count: 5, received: none",
      "3.00 s  patient   is cancelled, and cleans up",
      "3.25 s  patient   is done with that",
      "6.00 s  reader    is at the end of the file",
      "6.00 s  counter   is closed",
    ]) {
      expect(text.split("\n")).toContain(line);
    }
  });

  it("gives the same totals in every order of its tasks", async () => {
    const { default: tour } = await load("tour");
    const rows = Array.from({ length: 777 }, (_, n) => `row ${n}`);
    const file = sample("given.txt", rows.join("\n"));
    for (let seed = 0; seed < 20; seed++) {
      const scheduler = new Scheduler({ order: "shuffled", seed });
      const text = printed(() => {
        scheduler.spawn(tour, file.path);
        scheduler.run();
      });
      expect(totals(text)).toEqual(counted(rows));
      expect(scheduler.leftovers()).toEqual([]);
    }
    file.remove();
  });

  it("fails with an error that names the file and the cure, where there is no such file", async () => {
    const { default: tour } = await load("tour");
    const error = thrownBy(() => output(tour, "no-such-file.txt"));
    expect(explain(error)).toBe(
      "Error: The tour wants a file to read, and cannot find no-such-file.txt. Give the name of a text file.\n" +
        "  in tour 1",
    );
    expect(error).toHaveProperty("cause.code", "ENOENT");
  });

  it("fails with the path of the task that met it, where the file cannot be read, and cleans up", async () => {
    const { default: tour } = await load("tour");
    let error: unknown;
    const text = printed(() => {
      error = thrownBy(() => {
        const scheduler = new Scheduler();
        scheduler.spawn(tour, __dirname);
        scheduler.run();
      });
    });
    expect(error).toHaveProperty("code", "EISDIR");
    expect(explain(error)).toContain("in reader 1.2 < tour 1");
    expect(text).not.toContain("is at the end of the file");
  });
});
