import type { Scheduler } from "../index.js";
import { StatusLine, words } from "./status-line.js";
import type { Output } from "./view.js";

/** How far a long run is, in a line on the terminal. */
export class Progress {
  private readonly line: StatusLine;
  private readonly scheduler: Scheduler;
  private readonly listeners: (() => void)[];
  private tasks: number;

  /**
   * @param terminal where the line is shown
   * @param others other streams that may write to the same terminal
   * @param clock milliseconds, from any zero
   */
  constructor(terminal: Output, others: readonly Output[], scheduler: Scheduler, clock: () => number) {
    this.line = new StatusLine(terminal, others, clock);
    this.scheduler = scheduler;
    this.tasks = scheduler.tasks().length;
    this.listeners = [scheduler.on("spawn", () => this.count(1)), scheduler.on("end", () => this.count(-1))];
  }

  /** To be called often: it writes seldom. */
  tick(turns: number): void {
    this.line.tick(() => {
      const now = this.scheduler.now.toLocaleString("en-US");
      return `${words(turns, "turn")}, time ${now}, ${words(this.tasks, "task")}`;
    });
  }

  /** Takes the line away, and leaves everything as it was. */
  end(): void {
    this.line.end();
    for (const release of this.listeners.splice(0)) release();
  }

  private count(more: number): void {
    this.tasks += more;
  }
}
