import { checkFunction } from "../kernel/checks.js";
import { preview } from "../kernel/preview.js";
import { wasCancelled } from "../kernel/join.js";
import { CANCELLED } from "../kernel/stages.js";
import { Request, type Syscall } from "../kernel/syscall.js";
import type { TaskNode } from "../kernel/task.js";
import { listBranches, type Listing } from "./branches.js";
import { groupInstruction, type Branch, type Returned } from "./group.js";

const ALL = /* @__PURE__ */ groupInstruction({
  name: "all",
  scope: {},
  branches: {},
  supervises: false,
  collect: (group) => group.shape(group.tasks.map(resultOf)),
});

/** A branch that somebody else has cancelled has no result: that is told like any join of it (C7). */
function resultOf(task: TaskNode): unknown {
  if (task.stage === CANCELLED) throw wasCancelled(task);
  return task.value;
}

/** How many branches run at once. */
export interface ConcurrencyOptions {
  /** At most so many run at once, and the next begins when one has ended; no limit where left out. */
  readonly concurrency?: number;
}

/**
 * Runs programs side by side, each as a child, and answers with all their results, in the order or under the keys in which
 * they were listed. The first failure ends the others, youngest first, and is then thrown here.
 * @throws the first failure; CancelledError where somebody else cancelled the task of a branch
 * @throws TypeError for a branch that is no program; RangeError for a `concurrency` below 1
 *
 * @example
 * const [a, b] = yield* all([() => load("a"), () => load("b")]);
 * const { user, posts } = yield* all({ user: loadUser, posts: loadPosts });
 */
export function all<const B extends readonly Branch[]>(
  branches: B,
  options?: ConcurrencyOptions,
): Syscall<{ -readonly [K in keyof B]: Returned<B[K]> }>;
export function all<const B extends Readonly<Record<string, Branch>>>(
  branches: B,
  options?: ConcurrencyOptions,
): Syscall<{ -readonly [K in keyof B]: Returned<B[K]> }>;
export function all(branches: unknown, options: ConcurrencyOptions = {}): Syscall<unknown> {
  return new Request<unknown, Listing, undefined>(ALL, listBranches(branches, "all", options.concurrency), undefined);
}

/**
 * Runs `program` for each item, at most `concurrency` at a time, each as a child, and answers with the results in the order
 * of the items. The first failure ends the others and is thrown here.
 * @throws what `all` throws
 *
 * @example
 * const sizes = yield* mapEach(files, function* (file) { return yield* call(sizeOf, file); }, { concurrency: 4 });
 */
export function mapEach<T, R>(
  items: Iterable<T>,
  program: (item: T, index: number) => Generator<unknown, R, unknown>,
  options: ConcurrencyOptions = {},
): Syscall<R[]> {
  checkFunction(program, "mapEach: program");
  if (typeof (items as Partial<Iterable<T>> | null | undefined)?.[Symbol.iterator] !== "function") {
    throw new TypeError(`mapEach: items: ${preview(items)} is no array, nor anything else that can be iterated.`);
  }
  const branches = Array.from(items, (item, index) => {
    const branch = (): Generator<unknown, R, unknown> => program(item, index);
    Object.defineProperty(branch, "name", { value: program.name });
    return branch;
  });
  return new Request<R[], Listing, undefined>(ALL, listBranches(branches, "mapEach", options.concurrency), undefined);
}
