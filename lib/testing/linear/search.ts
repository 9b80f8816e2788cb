import type { Budget } from "./budget.js";
import { Encoder } from "./encode.js";
import type { Subject } from "./model.js";
import { OpenEvents } from "./open-events.js";
import type { Op, Outcome } from "./operation.js";
import { Taken } from "./taken.js";

/** What an operation was answered that does not agree with the history. */
export interface Refused {
  readonly op: Op;
  readonly answer: Outcome;
}

/** What came of a search. */
export interface Found {
  /** Whether `order` has all operations that have returned. */
  readonly whole: boolean;
  /** The longest order that the model allows. Pending operations are in it where they were needed. */
  readonly order: readonly Op[];
  /** What could have come next by the times alone, where it is not whole. */
  readonly refused: readonly Refused[];
}

/** Where the search stands: an order of some operations, and what may come next. */
interface Node {
  /** The model after these operations; given away to the last that may come next. */
  readonly state: object;
  /** What came last. */
  readonly last: Op | null;
  readonly candidates: readonly Op[];
  /** How many of them have been tried. */
  tried: number;
  readonly refused: Refused[];
}

/**
 * Looks for an order of the operations that agrees with their times and with the model. A failure stands: what the search does
 * not tell apart in order to be quick, it tells apart in a second one.
 */
export function search(ops: readonly Op[], subject: Subject, budget: Budget): Found {
  const quick = new Encoder(false);
  const found = new Search(ops, subject, budget, quick).run();
  if (found.whole || !quick.sorted) return found;
  return new Search(ops, subject, budget, new Encoder(true)).run();
}

/**
 * Depth first, after Wing and Gong: an operation may come next if none of those left returned before it was invoked. What Lowe
 * added: the same operations in another order that leads to the same state need not be gone into twice.
 */
class Search {
  private readonly subject: Subject;
  private readonly budget: Budget;
  private readonly encoder: Encoder;
  private readonly open: OpenEvents;
  private readonly taken: Taken;
  private readonly seen = new Set<string>();
  private readonly path: Node[];
  private longest: Found = { whole: false, order: [], refused: [] };
  private mostCompleted = -1;
  private shortest = 0;
  private readonly total: number;

  constructor(ops: readonly Op[], subject: Subject, budget: Budget, encoder: Encoder) {
    this.subject = subject;
    this.budget = budget;
    this.encoder = encoder;
    this.open = new OpenEvents(ops);
    this.taken = new Taken(ops.length);
    this.total = this.open.completed;
    this.path = [this.node(subject.make(), null)];
  }

  run(): Found {
    while (this.open.completed > 0) {
      const node = this.path.at(-1);
      if (node === undefined) return this.longest;
      const op = node.candidates[node.tried++];
      if (op === undefined) this.goBack(node);
      else this.tryNext(node, op);
    }
    return { whole: true, order: this.order(), refused: [] };
  }

  private tryNext(node: Node, op: Op): void {
    const { subject, encoder } = this;
    const before = op.outcome === null ? subject.keyOf(node.state, encoder) : null;
    // The last one may have the state itself.
    const state = node.tried < node.candidates.length ? subject.copy(node.state) : node.state;
    this.budget.spend();
    const answer = subject.carryOut(state, op);
    if (!subject.agrees(op, answer)) {
      node.refused.push({ op, answer });
      return;
    }
    // A pending operation that changes nothing need not have happened.
    if (before !== null && before === subject.keyOf(state, encoder)) return;
    this.open.take(op);
    this.taken.add(op.number);
    if (node.candidates.length > 1 && !this.isNew(state)) this.putBack(op);
    else this.path.push(this.node(state, op));
  }

  /** Whether these operations have not led to this state before. Where there was no choice, that need not be asked. */
  private isNew(state: object): boolean {
    const key = `${this.taken.key()}/${this.subject.keyOf(state, this.encoder)}`;
    if (this.seen.has(key)) return false;
    this.seen.add(key);
    return true;
  }

  private goBack(node: Node): void {
    const completed = this.total - this.open.completed;
    // Of two that come equally far, the one that makes do with fewer pending operations tells more.
    if (completed > this.mostCompleted || (completed === this.mostCompleted && this.path.length < this.shortest)) {
      this.mostCompleted = completed;
      this.shortest = this.path.length;
      this.longest = { whole: false, order: this.order(), refused: node.refused };
    }
    this.path.pop();
    if (node.last !== null) this.putBack(node.last);
  }

  private putBack(op: Op): void {
    this.open.putBack(op);
    this.taken.delete(op.number);
  }

  private node(state: object, last: Op | null): Node {
    return { state, last, candidates: this.open.candidates(), tried: 0, refused: [] };
  }

  private order(): Op[] {
    return this.path.flatMap(({ last }) => (last === null ? [] : [last]));
  }
}
