import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { install, type Installed } from "../project/installed.js";

/** What a run of the command gave. */
export interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command, installed in a user's folder. */
export class Command {
  private readonly user: Installed = install();

  /** The user's folder. */
  get dir(): string {
    return this.user.dir;
  }

  /** The file that `rondo` runs. */
  get main(): string {
    return path.join(this.dir, "node_modules/rondo/dist/cli/main.js");
  }

  /** Writes a file of the user's, in a folder that is made for it. */
  write(name: string, text: string): string {
    const file = path.join(this.dir, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** Runs `rondo` in the user's folder, with no terminal. */
  rondo(...args: string[]): Result {
    return this.rondoIn(this.dir, ...args);
  }

  rondoIn(cwd: string, ...args: string[]): Result {
    const { status, stdout, stderr } = spawnSync(process.execPath, [this.main, ...args], {
      cwd,
      encoding: "utf8",
      env: plainEnvironment(),
      // A run that hangs fails its spec, and not all of them.
      timeout: 30_000,
      killSignal: "SIGKILL",
    });
    return { status, stdout, stderr };
  }

  /** Starts `rondo` and leaves it running. */
  start(...args: string[]): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, [this.main, ...args], { cwd: this.dir, env: plainEnvironment() });
  }

  remove(): void {
    this.user.remove();
  }
}

/** The environment without what would change how Node or the command write. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { NO_COLOR: _no, FORCE_COLOR: _force, NODE_OPTIONS: _options, ...rest } = process.env;
  return rest;
}

/** Waits until a stream has brought a text, and gives all that came before the end of it. */
export function seen(stream: NodeJS.ReadableStream, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let all = "";
    stream.on("data", (chunk: Buffer) => {
      all += chunk.toString();
      if (all.includes(text)) resolve(all);
    });
    stream.on("end", () => reject(new Error(`"${text}" never came, but:\n${all}`)));
  });
}

/** Waits for the end of a process, and gives its exit code. */
export function ended(child: ChildProcessWithoutNullStreams): Promise<number | null> {
  return new Promise((resolve) => child.on("close", (code) => resolve(code)));
}
