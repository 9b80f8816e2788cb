import { RondoError } from "../../kernel/errors.js";
import { caseToSource, type SweepCase } from "./case.js";

/** What more is known of a failure. */
interface Details {
  readonly only?: SweepCase;
  /** The first error that was thrown and should not have been. */
  readonly cause?: unknown;
}

/**
 * A run of a sweep that did not come out right. The message says what was done, what is wrong, and how to run that case alone.
 *
 * @example
 * expect(() => sweep(setup)).toThrow(SweepFailure); // a spec of a program that is known to leak
 */
export class SweepFailure extends RondoError {
  static {
    Object.defineProperty(this.prototype, "name", { value: "SweepFailure", configurable: true, writable: true });
  }

  /** What was done to which task, and when; `undefined` where nothing was done yet. */
  readonly case: SweepCase | undefined;
  /** What is wrong, in words. */
  readonly faults: readonly string[];

  constructor(what: string, faults: readonly string[], { only, cause }: Details = {}) {
    const again = only === undefined ? "" : `\nTo run this case alone: sweep(setup, { only: ${caseToSource(only)} })`;
    const listed = faults.map((fault) => `  ${fault.replaceAll("\n", "\n  ")}`).join("\n");
    super(`${what}:\n${listed}${again}`, cause === undefined ? undefined : { cause });
    this.case = only;
    this.faults = faults;
  }
}
