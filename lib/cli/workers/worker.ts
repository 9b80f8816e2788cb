import { parentPort, workerData } from "node:worker_threads";
import { soon } from "../../host/timer.js";
import type { Job } from "../../testing/explore/split/job.js";
import { Part } from "../../testing/explore/split/outcome.js";
import { CommandError, EXIT } from "../exit-codes.js";
import { muted } from "../muted.js";
import type { OwnPackage } from "../own-package.js";
import { runFor } from "../search.js";
import { openSetup, setupFault, type Opened } from "../setup.js";
import type { Assignment, Message, Order } from "./messages.js";

/** How long a worker hears nothing, and tells nothing. Milliseconds. */
const SLICE = 50;

/** What a worker thread does: one job after the other, as it is told. */
export async function work(own: OwnPackage): Promise<void> {
  const assignment = workerData as Assignment;
  const { stdout: out, stderr: err } = process;
  const around = { own, cwd: assignment.cwd, out, err };
  const { file, export: name } = assignment;
  try {
    const opened = await openSetup(file, { color: false, ...(name === undefined ? {} : { export: name }) }, around);
    new Hand(opened, assignment).listen();
  } catch (error) {
    tell(faultOf(error));
  }
}

class Hand {
  private readonly opened: Opened;
  private readonly assignment: Assignment;
  private stopped = false;

  constructor(opened: Opened, assignment: Assignment) {
    this.opened = opened;
    this.assignment = assignment;
  }

  listen(): void {
    parentPort?.on("message", (order: Order) => {
      if (order.kind === "stop") this.stopped = true;
      else void this.do(order.job);
    });
  }

  private isStopped(): boolean {
    return this.stopped;
  }

  private async do(job: Job): Promise<void> {
    this.stopped = false;
    try {
      const part = new Part(this.opened.setup, this.assignment.plan, job);
      while (muted(() => runFor(part.explorer, SLICE))) {
        tell({ kind: "progress", progress: part.explorer.progress() });
        await new Promise<void>(soon);
        if (this.isStopped()) break;
      }
      tell({ kind: "done", outcome: part.outcome() });
    } catch (error) {
      tell(faultOf(asFault(error, this.opened)));
    }
  }
}

function asFault(error: unknown, opened: Opened): unknown {
  try {
    return setupFault(error, opened);
  } catch (other) {
    return other;
  }
}

function faultOf(error: unknown): Message {
  if (error instanceof CommandError) return { kind: "fault", code: error.code, message: error.message };
  return { kind: "fault", code: EXIT.bug, message: error instanceof Error ? (error.stack ?? "") : String(error) };
}

function tell(message: Message): void {
  parentPort?.postMessage(message);
}
