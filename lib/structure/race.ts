import { wasCancelled } from "../kernel/join.js";
import { CANCELLED, DONE, FAILED } from "../kernel/stages.js";
import { Request, type Syscall } from "../kernel/syscall.js";
import type { TaskNode } from "../kernel/task.js";
import { listBranches, type Listing } from "./branches.js";
import { groupInstruction, throwFirst, type Branch, type Group, type Returned } from "./group.js";

/** The branches of a race are daemons, so that the end of its body cancels those that are left. */
const LOSERS_GO = { daemon: true, supervised: true };

const RACE = /* @__PURE__ */ groupInstruction({
  name: "race",
  scope: {},
  branches: LOSERS_GO,
  supervises: true,
  isDone: (group) => group.ended.length > 0,
  collect(group, kernel) {
    const [winner, ...losers] = group.ended as [TaskNode, ...TaskNode[]];
    const lost = losers.filter((task) => task.stage === FAILED).map(errorOf);
    if (winner.stage !== DONE) throwFirst([errorOf(winner), ...lost]);
    if (group.torn.length > 0) throwFirst([...group.torn.map(errorOf), ...lost]);
    // A loser that failed in the instant in which another one won has lost all the same.
    group.tell(kernel);
    return winner.value;
  },
});

const ANY = /* @__PURE__ */ groupInstruction({
  name: "any",
  scope: {},
  branches: LOSERS_GO,
  supervises: true,
  expectsFailures: true,
  isDone: (group) => firstDone(group) !== undefined,
  collect(group) {
    const winner = firstDone(group);
    const errors = group.tasks.filter((task) => task.stage !== DONE).map(errorOf);
    if (winner === undefined) throw new AggregateError(errors, `any: all ${String(errors.length)} branches failed.`);
    throwFirst(group.torn.map(errorOf));
    return winner.value;
  },
});

function firstDone(group: Group): TaskNode | undefined {
  return group.firstDone ?? undefined;
}

/** What a branch that gave no result ended with. */
function errorOf(task: TaskNode): unknown {
  return task.stage === CANCELLED ? wasCancelled(task) : task.value;
}

/**
 * Runs programs side by side and answers with the outcome of the one that ends first, result or error. The others are
 * cancelled, and their cleanup is done, before it answers.
 * @throws the winner's error; where it has none, the first one of the losers' cleanup
 * @throws TypeError where nothing is listed: nothing could ever win
 *
 * @example
 * const price = yield* race([() => ask("a"), () => ask("b")]);
 */
export function race<const B extends readonly Branch[]>(branches: B): Syscall<Returned<B[number]>>;
export function race<const B extends Readonly<Record<string, Branch>>>(branches: B): Syscall<Returned<B[keyof B]>>;
export function race(branches: unknown): Syscall<unknown> {
  return new Request<unknown, Listing, undefined>(RACE, someBranches(branches, "race"), undefined);
}

/**
 * Runs programs side by side and answers with the first result. The others are cancelled, and their cleanup is done, before it
 * answers.
 * @throws AggregateError with the errors in the order of listing when all have failed
 * @throws TypeError where nothing is listed
 *
 * @example
 * const page = yield* any(mirrors.map((url) => () => download(url)));
 */
export function any<const B extends readonly Branch[]>(branches: B): Syscall<Returned<B[number]>>;
export function any<const B extends Readonly<Record<string, Branch>>>(branches: B): Syscall<Returned<B[keyof B]>>;
export function any(branches: unknown): Syscall<unknown> {
  return new Request<unknown, Listing, undefined>(ANY, someBranches(branches, "any"), undefined);
}

function someBranches(branches: unknown, role: string): Listing {
  const listing = listBranches(branches, role);
  if (listing.programs.length > 0) return listing;
  throw new TypeError(`${role}: no branches are listed, so that none can ever win. List at least one.`);
}
