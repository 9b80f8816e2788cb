import { DONE, FAILED } from "../kernel/stages.js";
import { Request, type Syscall } from "../kernel/syscall.js";
import type { TaskNode } from "../kernel/task.js";
import type { ConcurrencyOptions } from "./all.js";
import { listBranches, type Listing } from "./branches.js";
import { groupInstruction, type Branch, type Returned } from "./group.js";

/** How a branch ended. */
export type Outcome<R> =
  | { readonly state: "done"; readonly value: R }
  | { readonly state: "failed"; readonly error: unknown }
  | { readonly state: "cancelled"; readonly reason: unknown };

const SETTLED = /* @__PURE__ */ groupInstruction({
  name: "settled",
  scope: { supervised: true },
  branches: {},
  supervises: true,
  expectsFailures: true,
  collect: (group) => group.shape(group.tasks.map(outcomeOf)),
});

function outcomeOf(task: TaskNode): Outcome<unknown> {
  if (task.stage === DONE) return { state: "done", value: task.value };
  if (task.stage === FAILED) return { state: "failed", error: task.value };
  return { state: "cancelled", reason: task.extras?.cancellation?.reason };
}

/**
 * Runs programs side by side and answers with how each has ended, in the order or under the keys in which they were listed.
 * It never throws for a branch.
 * @throws TypeError for a branch that is no program; RangeError for a `concurrency` below 1
 *
 * @example
 * const outcomes = yield* settled([() => save("a"), () => save("b")]);
 * for (const outcome of outcomes) if (outcome.state === "failed") report(outcome.error);
 */
export function settled<const B extends readonly Branch[]>(
  branches: B,
  options?: ConcurrencyOptions,
): Syscall<{ -readonly [K in keyof B]: Outcome<Returned<B[K]>> }>;
export function settled<const B extends Readonly<Record<string, Branch>>>(
  branches: B,
  options?: ConcurrencyOptions,
): Syscall<{ -readonly [K in keyof B]: Outcome<Returned<B[K]>> }>;
export function settled(branches: unknown, options: ConcurrencyOptions = {}): Syscall<unknown> {
  const listing = listBranches(branches, "settled", options.concurrency);
  return new Request<unknown, Listing, undefined>(SETTLED, listing, undefined);
}
