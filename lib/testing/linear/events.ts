import { recording } from "../tracked/recording.js";

/**
 * Where the recorder says that an operation of a history was invoked, or has returned, in the step that runs.
 *
 * Which operation came before which is what a check for linearizability looks at. So for a search that leaves out schedules that
 * amount to the same, a return and an invocation in different tasks depend on each other: the other way round there would be
 * one precedence more, or one less. So an invocation reads the history, and a return writes it. That makes two returns depend
 * on each other, too, which they need not: to tell them apart, each would have to know of operations that are still to come.
 */
export class HistoryEvents {
  private readonly object: number | undefined = recording.log?.born();

  /** An operation was invoked. */
  invocation(): void {
    this.note(false);
  }

  /** An operation has returned. */
  return(): void {
    this.note(true);
  }

  private note(write: boolean): void {
    const { log } = recording;
    if (log !== null && this.object !== undefined) log.note(log.locate(this.object, "history"), write);
  }
}
