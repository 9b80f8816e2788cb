/**
 * What an interrupt of a sweep throws in a task: an error that no program expects. It may escape from it.
 *
 * @example
 * try { yield* sleep(10); } catch (error) { if (!(error instanceof SweepInterrupt)) throw error; }
 */
export class SweepInterrupt extends Error {
  static {
    Object.defineProperty(this.prototype, "name", { value: "SweepInterrupt", configurable: true, writable: true });
  }
}
