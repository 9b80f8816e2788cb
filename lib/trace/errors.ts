import { RondoError } from "../kernel/errors.js";

/**
 * A trace cannot be read, or does not hold together. The message says which event, and why.
 *
 * @example
 * try { parseTrace(text); } catch (error) { if (error instanceof TraceError) show(error.message); }
 */
export class TraceError extends RondoError {
  static {
    Object.defineProperty(this.prototype, "name", { value: "TraceError", configurable: true, writable: true });
  }
}
