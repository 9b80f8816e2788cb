import type { Output } from "../../lib/cli/view.js";

/** A stream that keeps what is written to it: a terminal, or not. */
export class FakeOutput implements Output {
  text = "";
  errored: Error | null = null;
  readonly isTTY: boolean;
  readonly columns: number;

  constructor(options: { isTTY?: boolean; columns?: number } = {}) {
    this.isTTY = options.isTTY ?? false;
    this.columns = options.columns ?? 0;
  }

  hasColors(): boolean {
    return this.isTTY;
  }

  write(text: string): boolean {
    this.text += text;
    return true;
  }
}
