import { preview } from "../../kernel/preview.js";
import { adopt } from "./adopt.js";

/**
 * State whose accesses an exploration sees, also those of the plain code between two yields: which property, index or key each
 * step reads and writes. Steps that touch different parts, or only read, are not tried in both orders.
 *
 * Outside of an exploration it answers the object as it is, and costs nothing. Inside, it tracks all that can be reached from
 * the object, and whatever is put into it later:
 *
 * - A plain object, or one of a class, stays the same object; its properties become accessors. Its keys are fixed then: to add one
 *   or to delete one throws a `TypeError`. Declare each (`{ result: undefined }`), or use a `Map`.
 * - A plain object without a key, `{}`, is a dictionary: its keys come and go. It is answered as a proxy.
 * - An array is answered as a proxy. Use what `tracked` answers, not the array that you gave it: nobody sees what is done to that.
 *   (`structuredClone` takes no proxies: `[...array]` copies it.)
 * - A `Map` or a `Set` stays the same object. Adding or deleting a key touches the key and the keys as a whole, as `size` and
 *   iteration do.
 * - Functions, errors, promises, frozen objects, and Rondo's own channels, locks, cells and tasks are held as they are.
 *
 * @throws TypeError - if this is no object; inside an exploration also if something that can be reached cannot be tracked: a
 * sealed object, a proxy, an object with private fields (put a `cell` into them), or one of a built-in class such as `Date`, a
 * typed array, or a subclass of `Map`
 *
 * @example
 * const account = tracked({ balance: 0 });
 *
 * function* deposit(amount: number) {
 *   const before = account.balance; // a read of account.balance
 *   yield;
 *   account.balance = before + amount; // a write of it
 * }
 */
export function tracked<T extends object>(object: T): T {
  const given: unknown = object;
  if (typeof given !== "object" || given === null) {
    throw new TypeError(`tracked(${preview(given)}) is given no object. A single value goes into a cell: cell(value).`);
  }
  return adopt(object) as T;
}
