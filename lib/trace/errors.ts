import { RondoError } from "../kernel/errors.js";

/** A trace cannot be read, or does not hold together. */
export class TraceError extends RondoError {
  static {
    Object.defineProperty(this.prototype, "name", { value: "TraceError", configurable: true, writable: true });
  }
}
