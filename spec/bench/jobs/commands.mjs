/** The command, as a user starts it. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { entry } from "../harness/entry.mjs";

const started = promisify(execFile);
const main = fileURLToPath(new URL("cli/main.js", entry()));

/** Explores a program of `programs/` to its end; answers how many schedules that took. */
export async function exploreFile(program, strategy, workers) {
  const file = fileURLToPath(new URL(`../programs/${program}.mjs`, import.meta.url));
  const args = ["explore", file, "--strategy", strategy, "--workers", String(workers), "--json"];
  const { stdout } = await started(process.execPath, [main, ...args]);
  return JSON.parse(stdout).schedules;
}
