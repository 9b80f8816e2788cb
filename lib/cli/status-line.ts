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
export class StatusLine {
  private readonly terminal: Output;
  private readonly clock: () => number;
  private readonly guards: (() => void)[];
  private due: number;
  private shown = false;

  /**
   * @param terminal where the line is shown
   * @param others other streams that may write to the same terminal
   * @param clock milliseconds, from any zero
   */
  constructor(terminal: Output, others: readonly Output[], clock: () => number) {
    this.terminal = terminal;
    this.clock = clock;
    this.due = clock() + QUIET;
    this.guards = [terminal, ...others].map((output) => this.guard(output));
  }

  /** To be called often: it writes seldom. */
  tick(text: () => string): void {
    const now = this.clock();
    if (now < this.due) return;
    this.due = now + REFRESH;
    this.clear();
    this.terminal.write(text().slice(0, (columnsOf(this.terminal) ?? 80) - 1));
    this.shown = true;
  }

  /** Takes the line away, and leaves everything as it was. */
  end(): void {
    this.clear();
    for (const release of this.guards.splice(0)) release();
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

/** A number of things: `1 turn`, `1,000 turns`. */
export function words(n: number, what: string): string {
  return `${n.toLocaleString("en-US")} ${what}${n === 1 ? "" : "s"}`;
}
