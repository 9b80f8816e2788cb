/**
 * Golden files: what a program gave when somebody looked at it and found it good. A spec holds the program to it.
 *
 * When a difference is meant, write the files anew, and look at what git says has changed:
 *
 * ```sh
 * RENEW_GOLDENS=1 npx jest spec/trace
 * ```
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const ROOT = join(__dirname, "../..");

/**
 * Holds a text to a golden file, byte for byte; with `RENEW_GOLDENS=1` in the environment, makes the text the golden one.
 *
 * @param path from the root of the repository: `spec/golden/trace/counter.txt`
 * @throws where there is no such file: a golden file is made on purpose only
 */
export function expectGolden(path: string, text: string): void {
  const file = join(ROOT, path);
  if (process.env["RENEW_GOLDENS"] === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  if (!existsSync(file)) throw new Error(`${path} is missing. RENEW_GOLDENS=1 npx jest … writes it.`);
  expect(text).toBe(readFileSync(file, "utf8").replaceAll("\r\n", "\n"));
}
