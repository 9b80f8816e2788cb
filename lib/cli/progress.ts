import type { Scheduler } from "../index.js";
import { columnsOf, type Output } from "./view.js";

/** Runs that are shorter than this show nothing. Milliseconds. */
const QUIET = 1000;
/** How long a line stands before it is brought up to date. Milliseconds. */
const REFRESH = 100;

const CLEAR_LINE = "\r\u001b[2K";

/**
 * A line on the terminal that says how far a long run is. It stays out of the way of other output: whoever writes to the
 * terminal finds the line cleared.
 */
export class Progress {
  private readonly terminal: Output;
  private readonly scheduler: Scheduler;
  private readonly clock: () => number;
  private readonly guards: (() => void)[] = [];
  private tasks: number;
  private due: number;
  private shown = false;

  /**
   * @param terminal where the line is shown
   * @param others other streams that may write to the same terminal
   * @param clock milliseconds, from any zero
   */
  constructor(terminal: Output, others: readonly Output[], scheduler: Scheduler, clock: () => number) {
    this.terminal = terminal;
    this.scheduler = scheduler;
    this.clock = clock;
    this.tasks = scheduler.tasks().length;
    this.due = clock() + QUIET;
    this.guards.push(
      scheduler.on("spawn", () => this.count(1)),
      scheduler.on("end", () => this.count(-1)),
      ...[terminal, ...others].map((output) => this.guard(output)),
    );
  }

  /** To be called often: it writes seldom. */
  tick(turns: number): void {
    const now = this.clock();
    if (now < this.due) return;
    this.due = now + REFRESH;
    this.show(turns);
  }

  /** Takes the line away, and leaves everything as it was. */
  end(): void {
    this.clear();
    for (const release of this.guards.splice(0)) release();
  }

  private count(more: number): void {
    this.tasks += more;
  }

  private show(turns: number): void {
    const { now } = this.scheduler;
    const text = `${words(turns, "turn")}, time ${now.toLocaleString("en-US")}, ${words(this.tasks, "task")}`;
    this.clear();
    this.terminal.write(text.slice(0, (columnsOf(this.terminal) ?? 80) - 1));
    this.shown = true;
  }

  private clear(): void {
    if (!this.shown) return;
    this.shown = false;
    this.terminal.write(CLEAR_LINE);
  }

  /** Clears the line before anybody else writes. */
  private guard(output: Output): () => void {
    const own = Object.getOwnPropertyDescriptor(output, "write");
    const write = output.write.bind(output) as (...args: unknown[]) => boolean;
    output.write = (...args: unknown[]): boolean => {
      this.clear();
      return write(...args);
    };
    return () => {
      if (own === undefined) Reflect.deleteProperty(output, "write");
      else Object.defineProperty(output, "write", own);
    };
  }
}

function words(n: number, what: string): string {
  return `${n.toLocaleString("en-US")} ${what}${n === 1 ? "" : "s"}`;
}
