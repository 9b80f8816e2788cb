#!/usr/bin/env node
import { isMainThread } from "node:worker_threads";
import { parseArguments, type Request } from "./arguments.js";
import { CommandError, EXIT, type ExitCode } from "./exit-codes.js";
import { exploreCommand } from "./explore-command.js";
import { readOwnPackage, type OwnPackage } from "./own-package.js";
import { replayCommand } from "./replay-command.js";
import { runCommand, type Surroundings } from "./run-command.js";
import { colorsFor } from "./view.js";
import { work } from "./workers/worker.js";

function ownPackage(): OwnPackage {
  return readOwnPackage(new URL("../../", import.meta.url));
}

/** The `rondo` command. Its exit code is set, and the process ends by itself, so that all output is written first. */
async function main(argv: readonly string[]): Promise<ExitCode> {
  const own = ownPackage();
  const { stdout: out, stderr: err } = process;
  const tell = (text: string): void => void err.write(`${colorsFor(err, true).red("rondo:")} ${text}\n`);
  try {
    const request = parseArguments(argv, own.version, out);
    if (request === undefined) return EXIT.ok;
    return await carryOut(request, { own, script: new URL(import.meta.url), cwd: process.cwd(), out, err });
  } catch (error) {
    if (error instanceof CommandError) {
      tell(error.message);
      return error.code;
    }
    tell(
      `this is a bug in the command: please report it.\n${error instanceof Error ? (error.stack ?? "") : String(error)}`,
    );
    return EXIT.bug;
  }
}

function carryOut(request: Request, around: Surroundings): Promise<ExitCode> {
  switch (request.command) {
    case "run":
      return runCommand(request, around);
    case "explore":
      return exploreCommand(request, around);
    case "replay":
      return replayCommand(request, around);
  }
}

/** Where nobody reads the output any more (`rondo run … | head`), there is nothing to say about it. */
function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

process.stdout.on("error", ignoreBrokenPipe);
process.stderr.on("error", ignoreBrokenPipe);
if (isMainThread) {
  void main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
} else void work(ownPackage());
