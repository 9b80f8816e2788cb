import { RondoError } from "../../../kernel/errors.js";

/** Where a token and a program part. */
export interface Parting {
  /** The token that was given. */
  readonly token: string;
  /** The choice at which they part: 1 is the first. */
  readonly choice: number;
  /** The step that was to come there: 1 is the first. */
  readonly step: number;
  /** What does not fit. */
  readonly why: string;
}

/**
 * A token is not of this program as it is now: at some choice they part. The program was changed since, or it is another one, or
 * other options were given.
 *
 * @example
 * expect(() => replay(setup, "r1:0ba:4cxk")).toThrow(TokenError); // a schedule that the program has no more
 */
export class TokenError extends RondoError {
  static {
    Object.defineProperty(this.prototype, "name", { value: "TokenError", configurable: true, writable: true });
  }

  /** The token that was given. */
  readonly token: string;
  /** The choice at which they part: 1 is the first. */
  readonly choice: number;
  /** The step that was to come there: 1 is the first. */
  readonly step: number;

  constructor({ token, choice, step, why }: Parting) {
    super(
      `${token} is a schedule of another program, or of this one before it was changed: they part at choice ${String(choice)}, ` +
        `step ${String(step)}. ${why} To follow the token as far as it goes: replay(setup, token, { strict: false }).`,
    );
    this.token = token;
    this.choice = choice;
    this.step = step;
  }
}
