import { InvalidArgumentError, Option } from "commander";

/** What the values of options may be. Each refuses in a sentence what it is not. */

export function option(flags: string, description: string, parse: (text: string) => unknown): Option {
  return new Option(flags, description).argParser(parse);
}

export function wholeNumber(text: string): number {
  const value = toNumber(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError("It must be a whole number.");
  return value;
}

export function count(text: string): number {
  const value = toNumber(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError("It must be a whole number above 0.");
  return value;
}

export function bound(text: string): number {
  const value = toNumber(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("It must be a whole number from 0 up.");
  return value;
}

export function time(text: string): number {
  const value = toNumber(text);
  if (!(value >= 0 && value < Infinity)) throw new InvalidArgumentError("It must be a number, and not negative.");
  return value;
}

function toNumber(text: string): number {
  return text.trim() === "" ? NaN : Number(text);
}
