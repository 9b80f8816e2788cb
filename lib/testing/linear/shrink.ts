import { Budget } from "./budget.js";
import { sameValue } from "./equality.js";
import { UndecidedError } from "./errors.js";
import type { Subject } from "./model.js";
import { renumber, reopened, type Op, type Outcome } from "./operation.js";
import { search, type Found } from "./search.js";

/**
 * Makes a history that is not linearizable small, and sees to it that it stays wrong for the same reason.
 *
 * First it is cut off behind the earliest return at which it is wrong: up to there all was well, and that return, the _verdict_,
 * is what cannot be. Then operations are left out, as if nobody had called them, as long as four things hold:
 *
 * - it is still wrong;
 * - the model still answers the verdict in the same way: the reason stays the same;
 * - it is still right without the verdict: no other answer becomes a riddle because what it told of was left out;
 * - if the verdict is only a matter of time, that is, if some order explains all answers once their times are not looked at,
 *   some order still does: an answer that came too late does not turn into one that came out of the blue.
 *
 * It stops where it is when the budget is used up.
 */
export function shrink(ops: readonly Op[], subject: Subject, budget: Budget): readonly Op[] {
  const shrinker = new Shrinker(ops, subject, budget);
  try {
    shrinker.cut();
    shrinker.drop();
  } catch (error) {
    if (!(error instanceof UndecidedError)) throw error;
  }
  return shrinker.ops;
}

/** How much may be spent on finding out whether the times are to blame. */
const TIMELESS_STEPS = 20_000;

class Shrinker {
  ops: readonly Op[];
  private readonly subject: Subject;
  private readonly budget: Budget;
  private verdict: Op | null = null;
  /** What the model answered it. */
  private expected: Outcome | null = null;
  private isMatterOfTime = false;

  constructor(ops: readonly Op[], subject: Subject, budget: Budget) {
    this.ops = ops;
    this.subject = subject;
    this.budget = budget;
  }

  /** Cuts it off at the earliest return at which it is wrong. What is right is so up to any moment: bisection finds it. */
  cut(): void {
    const all = this.ops;
    const returns = all.filter(({ outcome }) => outcome !== null).sort((a, b) => a.end - b.end);
    let right = -1;
    let wrong = returns.length - 1;
    while (wrong - right > 1) {
      const middle = (right + wrong) >>> 1;
      if (this.isRight(upTo(all, returns, middle))) right = middle;
      else wrong = middle;
    }
    this.ops = upTo(all, returns, wrong);
    this.verdict = this.ops.find(({ id }) => id === returns[wrong]!.id)!;
    this.expected = this.answerIn(this.search(this.ops));
    this.isMatterOfTime = this.isExplained(this.ops);
  }

  /** Drops operations: many at once, then those that tell of one value, such as what was put in and taken out, then each alone. */
  drop(): void {
    const { value } = this.verdict!.outcome!;
    for (let size = 2 ** 20; size > 1; size /= 2) {
      if (size < this.ops.length) this.dropRuns(size, (op) => !tellsOf(op, value));
    }
    for (const each of this.ops.flatMap(valuesOf)) this.tryWithout(this.ops.filter((op) => tellsOf(op, each)));
    while (this.dropRuns(1, () => true));
  }

  private dropRuns(size: number, mayGo: (op: Op) => boolean): boolean {
    const candidates = this.ops.filter(mayGo);
    let dropped = false;
    for (let at = 0; at < candidates.length;) {
      const done = this.tryWithout(candidates.slice(at, at + size));
      // A pair may begin at any place.
      at += done || size > 2 ? size : 1;
      dropped ||= done;
    }
    return dropped;
  }

  private tryWithout(run: readonly Op[]): boolean {
    const ids = new Set(run.map(({ id }) => id));
    if (ids.has(this.verdict!.id)) return false;
    const rest = renumber(this.ops.filter(({ id }) => !ids.has(id)));
    if (rest.length === this.ops.length || !this.isAsWrong(rest)) return false;
    this.ops = rest;
    return true;
  }

  private isAsWrong(ops: readonly Op[]): boolean {
    const found = this.search(ops);
    if (found.whole || !this.hasReason(found)) return false;
    const before = ops.map((op) => (op.id === this.verdict!.id ? reopened(op) : op));
    return this.isRight(before) && (!this.isMatterOfTime || this.isExplained(ops));
  }

  private isRight(ops: readonly Op[]): boolean {
    return this.search(ops).whole;
  }

  private search(ops: readonly Op[]): Found {
    return search(ops, this.subject, this.budget);
  }

  /** What the model answered the verdict; nothing where something else got stuck before it. */
  private answerIn({ refused }: Found): Outcome | null {
    return refused.find(({ op }) => op.id === this.verdict!.id)?.answer ?? null;
  }

  /** Whether it is stuck at the verdict, or at one like it, in the same way. */
  private hasReason({ refused }: Found): boolean {
    const { expected } = this;
    if (expected === null) return true;
    return refused.some(({ op, answer }) => isLike(op, this.verdict!) && sameOutcome(answer, expected));
  }

  /** Whether some order explains all answers, if it need not agree with the times. Where that is hard to tell: no. */
  private isExplained(ops: readonly Op[]): boolean {
    const timeless = ops.map((op) => ({ ...op, call: 0, end: op.outcome === null ? Infinity : 0 }));
    try {
      return search(timeless, this.subject, new Budget(TIMELESS_STEPS)).whole;
    } catch (error) {
      if (error instanceof UndecidedError) return false;
      throw error;
    }
  }
}

/**
 * The history up to one of its returns: what has not been invoked is not there, and what has not returned is pending. Of several
 * returns at one time it is the first ones in the list that have happened.
 */
function upTo(ops: readonly Op[], returns: readonly Op[], last: number): Op[] {
  const later = new Set(returns.slice(last + 1).map(({ id }) => id));
  const invoked = ops.filter(({ call }) => call <= returns[last]!.end);
  return renumber(invoked.map((op) => (later.has(op.id) ? reopened(op) : op)));
}

function isLike(a: Op, b: Op): boolean {
  return a.name === b.name && sameValue(a.args, b.args) && sameOutcome(a.outcome!, b.outcome!);
}

function sameOutcome(a: Outcome, b: Outcome): boolean {
  return a.threw === b.threw && sameValue(a.value, b.value);
}

/** Whether an operation was given a value, or answered with it. */
function tellsOf(op: Op, value: unknown): boolean {
  return valuesOf(op).some((each) => sameValue(each, value));
}

/** What an operation was given and answered. Values that are everywhere do not count. */
function valuesOf({ args, outcome }: Op): unknown[] {
  return [...args, outcome?.value].filter(
    (value) => value !== undefined && value !== null && typeof value !== "boolean",
  );
}
