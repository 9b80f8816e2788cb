import { UndecidedError } from "./errors.js";

/** How many operations the models may still carry out. */
export class Budget {
  /** How many they have. */
  spent = 0;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** @throws UndecidedError when nothing is left */
  spend(): void {
    if (this.spent >= this.limit) {
      throw new UndecidedError(
        `linearizable: ${String(this.limit)} steps of the model, and no verdict yet. Raise maxSteps; or help the search: ` +
          `partition the history, record less at the same time, or give the model a fingerprint() that leaves out ` +
          `what does not matter.`,
      );
    }
    this.spent++;
  }
}
