/** What an interrupt of a sweep throws in a task: an error that no program expects. It may escape from it. */
export class SweepInterrupt extends Error {
  static {
    Object.defineProperty(this.prototype, "name", { value: "SweepInterrupt", configurable: true, writable: true });
  }
}
