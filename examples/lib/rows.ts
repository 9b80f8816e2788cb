import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";

/**
 * The rows of a text file (UTF-8), one at a time. The file is opened at the first pull and read a chunk at a time: what is
 * in memory is one chunk and the row at hand, however long the file is.
 *
 * A row ends with `\n` or `\r\n`, which is taken off. The last row may end without; behind a last newline there is no
 * further row, and an empty file has none.
 *
 * The file is closed when the rows are used up, when the reader is left early (`return()`, `break`, `close()`), and when
 * anything is thrown.
 *
 * @throws the error of the file system (`ENOENT`, `EISDIR`, …) at the pull that meets it; RangeError for a chunk of no bytes
 */
export function* rows(file: string, chunkBytes: number = 64 * 1024): Generator<string, void, unknown> {
  const chunk = Buffer.allocUnsafe(checkChunk(chunkBytes));
  // A chunk may end within a character: the decoder keeps those bytes for the next chunk.
  const decoder = new StringDecoder("utf8");
  const handle = openSync(file, "r");
  try {
    let begun = "";
    for (let size = readSync(handle, chunk); size > 0; size = readSync(handle, chunk)) {
      const text = decoder.write(chunk.subarray(0, size));
      let start = 0;
      for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
        const row = begun + text.slice(start, end);
        begun = "";
        start = end + 1;
        yield row.endsWith("\r") ? row.slice(0, -1) : row;
      }
      begun += text.slice(start);
    }
    begun += decoder.end();
    if (begun !== "") yield begun;
  } finally {
    closeSync(handle);
  }
}

function checkChunk(bytes: number): number {
  if (Number.isInteger(bytes) && bytes >= 1) return bytes;
  throw new RangeError(
    `rows: a chunk of ${String(bytes)} bytes reads nothing. Give a whole number of bytes, 1 or more.`,
  );
}
