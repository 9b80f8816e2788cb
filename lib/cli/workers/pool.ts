import { Worker } from "node:worker_threads";
import type { ExploreProgress } from "../../testing/explore/progress.js";
import type { Job } from "../../testing/explore/split/job.js";
import type { Outcome } from "../../testing/explore/split/outcome.js";
import { CommandError, EXIT } from "../exit-codes.js";
import type { Assignment, Message, Order } from "./messages.js";

/** A part of the work, and how far it is. */
export interface Task {
  /** Its place in the order of all. */
  readonly at: number;
  readonly job: Job;
  progress: ExploreProgress | undefined;
  outcome: Outcome | undefined;
}

/** One worker thread, and what it does. */
interface Hand {
  readonly worker: Worker;
  task: Task | undefined;
}

/**
 * Worker threads that do the parts of an exploration. Each gets the next part when it has done one, so that large and small ones
 * are shared out evenly. The first failure is that of the first part that has one: parts behind it are broken off, and
 * those before it are done to their end, whoever is faster. So the answer does not depend on the threads.
 */
export class Pool {
  /** The parts that were handed out in this round, in their order. */
  tasks: Task[] = [];
  /** Whether parts were left out, or not done to their end. */
  isCutShort = false;
  /** Is called whenever a worker has told something. */
  heard: () => void = () => undefined;
  private readonly hands: readonly Hand[];
  private readonly goesOn: boolean;
  private source: Iterator<Job> = [][Symbol.iterator]();
  private stopped = false;
  /** The first part with a failure. */
  private failed = Infinity;
  private settle: (error?: Error) => void = () => undefined;

  /** @param script what a worker runs; it calls `work` */
  constructor(script: URL, assignment: Assignment, count: number) {
    this.goesOn = assignment.plan.collect;
    this.hands = Array.from({ length: count }, () => {
      // What a program prints while it is explored is shown nowhere.
      const worker = new Worker(script, { workerData: assignment, stdout: true, stderr: true });
      const hand: Hand = { worker, task: undefined };
      worker.on("message", (message: Message) => this.hear(hand, message));
      worker.on("error", (error: Error) => this.settle(error));
      worker.on("exit", () => this.settle(new CommandError(EXIT.failed, "the program has ended its worker thread.")));
      return hand;
    });
  }

  /** Does all parts; the promise is kept when they are done, or it is clear that the others need not be. */
  run(jobs: Iterable<Job>): Promise<void> {
    this.tasks = [];
    this.source = jobs[Symbol.iterator]();
    return new Promise((resolve, reject) => {
      this.settle = (error) => {
        if (error === undefined) resolve();
        else reject(error);
      };
      for (const hand of this.hands) this.give(hand);
    });
  }

  /** Ends all parts with what they have. */
  stop(): void {
    this.stopped = this.isCutShort = true;
    for (const hand of this.hands) order(hand, { kind: "stop" });
  }

  async close(): Promise<void> {
    this.settle = () => undefined;
    await Promise.all(this.hands.map(({ worker }) => worker.terminate()));
  }

  private give(hand: Hand): void {
    const next = this.stopped || this.failed < Infinity ? undefined : this.source.next();
    if (next?.done === false) {
      const task: Task = { at: this.tasks.length, job: next.value, progress: undefined, outcome: undefined };
      hand.task = task;
      this.tasks.push(task);
      order(hand, { kind: "do", job: task.job });
    } else if (this.hands.every(({ task }) => task === undefined)) this.settle();
  }

  private hear(hand: Hand, message: Message): void {
    const { task } = hand;
    if (message.kind === "fault") this.settle(new CommandError(message.code, message.message));
    if (task === undefined || message.kind === "fault") return;
    if (message.kind === "progress") task.progress = message.progress;
    else {
      hand.task = undefined;
      task.outcome = message.outcome;
      if (message.outcome.found.length > 0 && !this.goesOn) this.failedAt(task.at);
      this.give(hand);
    }
    this.heard();
  }

  private failedAt(at: number): void {
    this.failed = Math.min(this.failed, at);
    this.isCutShort = true;
    for (const hand of this.hands) if ((hand.task?.at ?? -1) > this.failed) order(hand, { kind: "stop" });
  }

  /** What came of the parts, up to the first with a failure that is the end. */
  get outcomes(): Outcome[] {
    return this.tasks.slice(0, this.failed + 1).flatMap(({ outcome }) => outcome ?? []);
  }
}

function order({ worker }: Hand, what: Order): void {
  worker.postMessage(what);
}
