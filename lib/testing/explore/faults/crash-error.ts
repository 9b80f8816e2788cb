import { RondoError } from "../../../kernel/errors.js";

/**
 * A task has crashed, because an exploration with `crashAnywhere` let it: whoever cancels it at that time gets this.
 *
 * @example
 * explore(setup, { crashAnywhere: true });
 */
export class CrashError extends RondoError {
  static {
    Object.defineProperty(this.prototype, "name", { value: "CrashError", configurable: true, writable: true });
  }
}
