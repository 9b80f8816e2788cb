import fc from "fast-check";
import fs from "node:fs";
import path from "node:path";
import { run, Scheduler } from "rondo";
import { coroutine } from "rondo/coroutine";
import { rows } from "../../examples/lib/rows.js";
import { sample } from "../support/sample.js";
import { thrownBy } from "../support/thrown.js";

/** The rows of a file with this content. */
function rowsOf(content: string | Uint8Array, chunkBytes?: number): string[] {
  const file = sample("rows.txt", content);
  try {
    return [...rows(file.path, chunkBytes)];
  } finally {
    file.remove();
  }
}

/** What the rows of a text are: its parts between newlines, without the empty one behind the last. */
function splitRows(text: string): string[] {
  const parts = text.split(/\r?\n/);
  return parts.at(-1) === "" ? parts.slice(0, -1) : parts;
}

describe("rows", () => {
  it("gives what stands between the newlines", () => {
    expect(rowsOf("a\nb\n\nc\n")).toEqual(["a", "b", "", "c"]);
  });

  it("gives a last row that has no newline", () => {
    expect(rowsOf("a\nb")).toEqual(["a", "b"]);
  });

  it("gives no rows for an empty file, and one empty row for a newline", () => {
    expect([rowsOf(""), rowsOf("\n")]).toEqual([[], [""]]);
  });

  it("takes off \\r\\n, and leaves a \\r elsewhere where it is", () => {
    expect(rowsOf("a\r\nb\rc\r\r\nd\r")).toEqual(["a", "b\rc\r", "d\r"]);
  });

  it("keeps a character together that lies across chunks", () => {
    expect(rowsOf("aé€😀\n😀€éa\n", 1)).toEqual(["aé€😀", "😀€éa"]);
  });

  it("shows bytes that are no UTF-8 as U+FFFD, and goes on", () => {
    expect(rowsOf(Uint8Array.of(0xff, 0x0a, 0x61, 0x0a, 0xe2, 0x82))).toEqual(["\ufffd", "a", "\ufffd"]);
  });

  it("gives the parts of the text for every text and every size of chunk", () => {
    const pieces = fc.constantFrom("a", "row", "é", "€", "😀", "\ufeff", "\0", "\r", "\n", "\n", "\r\n", "\u2028");
    const text = fc.oneof(
      fc.array(pieces, { maxLength: 40 }).map((all) => all.join("")),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (text, chunkBytes) => {
        expect(rowsOf(text, chunkBytes)).toEqual(splitRows(text));
      }),
    );
  });

  it("gives the parts of a text of several chunks of the usual size", () => {
    const text = Array.from({ length: 20_000 }, (_, n) => `${n} ${"é€😀".repeat(n % 7)}${n % 3 ? "\n" : "\r\n"}`).join(
      "",
    );
    expect(rowsOf(text)).toEqual(splitRows(text));
  });

  it("gives a row that is far longer than a chunk", () => {
    const long = "0123456789".repeat(400_000);
    expect(rowsOf(`first\n${long}\nlast`)).toEqual(["first", long, "last"]);
  });

  it.each([0, -1, 1.5, NaN, Infinity])("refuses a chunk of %d bytes", (bytes) => {
    expect(() => rowsOf("a\n", bytes)).toThrow(RangeError);
  });
});

describe("the file of rows", () => {
  const content = "one\ntwo\nthree\n";
  let file: ReturnType<typeof sample>;
  let open: Set<number>;
  let reads: number;

  beforeEach(() => {
    file = sample("rows.txt", content);
    open = new Set();
    reads = 0;
    const { openSync, closeSync, readSync } = fs;
    jest.spyOn(fs, "openSync").mockImplementation((...args) => {
      const handle = openSync(...args);
      open.add(handle);
      return handle;
    });
    jest.spyOn(fs, "closeSync").mockImplementation((handle) => {
      closeSync(handle);
      expect(open.delete(handle)).toBe(true);
    });
    jest.spyOn(fs, "readSync").mockImplementation((...args: Parameters<typeof readSync>) => {
      reads++;
      return readSync(...args);
    });
  });

  afterEach(() => {
    jest.restoreAllMocks();
    file.remove();
  });

  const opened = (): number => (fs.openSync as jest.Mock).mock.calls.length;

  it("is opened at the first pull, and not before", () => {
    const reader = rows(file.path);
    expect(opened()).toBe(0);
    reader.next();
    expect([opened(), open.size]).toEqual([1, 1]);
    reader.return();
  });

  it("is not opened by a reader that is closed before its first pull", () => {
    rows(file.path).return();
    expect(opened()).toBe(0);
  });

  it("is read a chunk at a time, when a row needs it", () => {
    const reader = rows(file.path, 4);
    const readsByRow = [reader.next(), reader.next(), reader.next()].map(({ value }) => [value, reads]);
    // "one\n", then "two\n", then "thre" and "e\n".
    expect([...readsByRow.map(([row]) => row), reads]).toEqual(["one", "two", "three", 4]);
    reader.return();
  });

  it("is read no further than the first chunk for the first row", () => {
    const reader = rows(file.path, 4);
    reader.next();
    expect(reads).toBe(1);
    reader.return();
  });

  it("is closed when the rows are used up", () => {
    expect([...rows(file.path)]).toEqual(["one", "two", "three"]);
    expect([opened(), open.size]).toEqual([1, 0]);
  });

  it("is closed when the loop is left", () => {
    for (const row of rows(file.path)) if (row === "two") break;
    expect([opened(), open.size]).toEqual([1, 0]);
  });

  it("is closed when the loop throws", () => {
    const error = new Error("no");
    const loop = (): void => {
      for (const row of rows(file.path)) if (row === "two") throw error;
    };
    expect(thrownBy(loop)).toBe(error);
    expect([opened(), open.size]).toEqual([1, 0]);
  });

  it("is closed by return(), throw(), and the close of a coroutine", () => {
    const error = new Error("no");
    const readers = [rows(file.path), rows(file.path), rows(file.path)] as const;
    const hand = coroutine(readers[2]);
    expect([readers[0].next().value, readers[1].next().value, hand.next()]).toEqual(["one", "one", "one"]);
    expect(open.size).toBe(3);
    readers[0].return();
    expect(thrownBy(() => readers[1].throw(error))).toBe(error);
    hand.close();
    expect([opened(), open.size]).toEqual([3, 0]);
  });

  it("is closed when the task that reads it is cancelled, or the scheduler closed", () => {
    run(function* () {
      for (const row of rows(file.path)) if (row === "one") break;
    });
    const scheduler = new Scheduler();
    const tasks = [1, 2].map(() => scheduler.spawn(() => rows(file.path)));
    scheduler.step();
    scheduler.step();
    expect(open.size).toBe(2);
    tasks[0]?.cancel();
    scheduler.step();
    expect([tasks[0]?.state, open.size]).toEqual(["cancelled", 1]);
    scheduler.close();
    expect([opened(), open.size]).toEqual([3, 0]);
  });

  it("is closed when it cannot be read any further, and the error comes out", () => {
    const error = new Error("EIO: the disk is on fire");
    const reader = rows(file.path, 4);
    reader.next();
    (fs.readSync as jest.Mock).mockImplementation(() => {
      throw error;
    });
    expect(thrownBy(() => reader.next())).toBe(error);
    expect([opened(), open.size, reader.next().done]).toEqual([1, 0, true]);
  });

  it("is an ENOENT that names it, at the first pull, where it is missing", () => {
    const missing = path.join(path.dirname(file.path), "missing.txt");
    const reader = rows(missing);
    const error = thrownBy(() => reader.next());
    expect(error).toMatchObject({ code: "ENOENT", message: expect.stringContaining("missing.txt") as string });
    expect(open.size).toBe(0);
  });

  it("is an EISDIR where it is a folder, which is closed again", () => {
    const reader = rows(path.dirname(file.path));
    expect(thrownBy(() => reader.next())).toMatchObject({ code: "EISDIR" });
    expect(open.size).toBe(0);
  });
});
