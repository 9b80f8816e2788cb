/**
 * `npm run bench`: each row in a process of its own, one after the other; progress on stderr, the tables on stdout.
 * See the README beside this file for what is compared with what.
 */
import { fork } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import os from "node:os";
import { parseArgs } from "node:util";
import { entry, isBuilt } from "./harness/entry.mjs";
import { printRow, printSummary } from "./harness/report.mjs";
import { rows } from "./rows/index.mjs";

const USAGE = `Usage: npm run bench -- [options]

  --only NAME[,NAME]  only these rows (can be repeated)
  --quick             fewer trials and smaller crowds: a look, not a measurement
  --peers             only the other sides, without Rondo (needs no build)
  --json FILE         write all results to FILE, too
  --list              the names of the rows
  --help              this text
`;

const { values: options } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    quick: { type: "boolean", default: false },
    peers: { type: "boolean", default: false },
    json: { type: "string" },
    list: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (options.help) process.stdout.write(USAGE);
else if (options.list) process.stdout.write(rows.join("\n") + "\n");
else process.exitCode = await main();

async function main() {
  const names = chosen();
  const missing = whatIsMissing(names);
  if (missing !== undefined) return complain(missing);
  const report = { machine: machine(), quick: options.quick, rows: [] };
  process.stdout.write(`${report.machine}${options.quick ? " · quick" : ""}\n`);
  for (const name of names) {
    const result = await runRow(name);
    if (result === undefined) continue;
    report.rows.push(result);
    printRow(result);
  }
  printSummary(report.rows);
  if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(report, undefined, 2) + "\n");
  return report.rows.some((row) => row.error !== undefined) ? 1 : 0;
}

function chosen() {
  return options.only?.flatMap((list) => list.split(",")) ?? rows;
}

function whatIsMissing(names) {
  const unknown = names.find((name) => !rows.includes(name));
  if (unknown !== undefined) return `There is no row "${unknown}". The rows are: ${rows.join(", ")}.`;
  if (!existsSync(new URL("node_modules/tinybench", import.meta.url))) {
    return "The peers are not installed. Run: npm ci --prefix spec/bench";
  }
  if (!options.peers && !isBuilt()) return `Rondo is not built: there is no ${entry().pathname}. Run: npm run build`;
  return undefined;
}

function complain(text) {
  process.stderr.write(text + "\n");
  return 2;
}

function machine() {
  const cpus = os.cpus();
  return `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus.length} × ${cpus[0]?.model ?? "?"}`;
}

/** Runs one row in a fresh process, so that neither compiled code nor garbage of one row tells on another. */
async function runRow(name) {
  const { default: row } = await import(`./rows/${name}.mjs`);
  if (options.peers && row.onlyRondo) return undefined;
  const start = Date.now();
  showProgress(name);
  const outcome = await childResult(name, row.flags ?? []);
  clearProgress();
  return { name, title: row.title, seconds: (Date.now() - start) / 1000, figures: [], verdicts: [], ...outcome };
}

function childResult(name, flags) {
  const args = [name, options.quick ? "quick" : "whole", options.peers ? "peers" : "all"];
  const child = fork(new URL("harness/child.mjs", import.meta.url), args, {
    execArgv: ["--expose-gc", ...flags],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  return new Promise((resolve) => {
    let outcome = { error: "the row's process ended without a result" };
    child.on("message", (message) => {
      if (message.progress !== undefined) showProgress(`${name}: ${message.progress}`);
      else outcome = message.outcome;
    });
    child.on("exit", () => resolve(outcome));
  });
}

/** One line that is written over on a terminal; elsewhere the name of each row, when it begins. */
function showProgress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
  else if (rows.includes(text)) process.stderr.write(`${text} …\n`);
}

function clearProgress() {
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
}
