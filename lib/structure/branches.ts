import { checkCount } from "../kernel/checks.js";
import { preview } from "../kernel/preview.js";

/** What `all`, `race`, `any`, `settled` and `mapEach` are given. */

/** What a group is given, checked: programs in an array, or in a record whose keys the results get. */
export interface Listing {
  readonly programs: readonly unknown[];
  readonly keys: readonly string[] | null;
  readonly limit: number;
}

/** An array or a plain record. A set or a map would look empty. */
function isListing(branches: unknown): branches is object {
  if (typeof branches !== "object" || branches === null || Array.isArray(branches)) return Array.isArray(branches);
  const proto: unknown = Object.getPrototypeOf(branches);
  return proto === null || Object.getPrototypeOf(proto) === null;
}

/** Checks what a group was given. */
export function listBranches(branches: unknown, role: string, concurrency?: number): Listing {
  const limit = concurrency ?? Infinity;
  checkCount(limit, `${role}: concurrency`);
  if (!isListing(branches)) {
    throw new TypeError(`${role}: ${preview(branches)} is neither an array nor a record of programs.`);
  }
  const keys = Array.isArray(branches) ? null : Object.keys(branches);
  const programs: readonly unknown[] = Array.isArray(branches) ? [...(branches as unknown[])] : Object.values(branches);
  programs.forEach((program: unknown, i: number) => {
    if (typeof program === "function") return;
    throw new TypeError(
      `${role}: branch ${keys?.[i] ?? String(i)} is ${preview(program)}, and not a program. ` +
        `Write a function* for it, or () => program(…) where it takes arguments.`,
    );
  });
  return { programs, keys, limit };
}
