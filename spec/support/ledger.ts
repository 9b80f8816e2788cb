/** Books on cleanups: each that was opened is closed once, and in one task the inner ones before the outer ones. */
import { call, ensure, self, use, type Program, type Syscall } from "../../lib/index.js";

interface Entry {
  readonly what: string;
  readonly task: string;
  readonly nested: boolean;
  closed: number;
}

const nothing: Program = function* () {};

export class Ledger {
  private readonly entries: Entry[] = [];
  /** What was closed, in order. */
  readonly closed: string[] = [];
  readonly complaints: string[] = [];

  /** Opens a `finally` or cleanup of the running task. Those opened after it must be closed before it. */
  open(what: string): () => void {
    return this.enter({ what, task: self().id, nested: true, closed: 0 });
  }

  /** Opens something that is only to be closed once, at any time. */
  hold(what: string): () => void {
    return this.enter({ what, task: self().id, nested: false, closed: 0 });
  }

  /** The body, in a frame with a `finally` that may wait. */
  guard<R>(what: string, body: Program<R>, cleanup: Program = nothing): Program<R> {
    const open = this.open.bind(this);
    return function* () {
      const close = open(what);
      try {
        return yield* call(body);
      } finally {
        close();
        yield* call(cleanup);
      }
    };
  }

  /** `ensure`, on the books. */
  ensure<R>(what: string, body: Program<R>, cleanup: Program = nothing): Syscall<R> {
    let close: () => void = () => this.complaints.push(`${what} was closed before it began`);
    const begin = (): Generator<unknown, R, unknown> => {
      close = this.open(what);
      return body();
    };
    return ensure(
      function* () {
        return yield* begin();
      },
      function* () {
        close();
        yield* call(cleanup);
      },
    );
  }

  /** `use`, on the books. */
  use(what: string, acquire: Program = nothing, release: Program = nothing): Syscall<unknown> {
    const hold = this.hold.bind(this);
    return use(
      function* () {
        // A frame of its own: what is held in there is released before this one counts as acquired.
        yield* call(acquire);
        return hold(what);
      },
      function* (close) {
        close();
        yield* call(release);
      },
    );
  }

  /** What is wrong so far, with what is still open; what is open in a task of `excused` is right. */
  audit(excused: readonly string[] = []): string[] {
    const open = this.entries.filter((entry) => entry.closed === 0 && !excused.includes(entry.task));
    return [...this.complaints, ...open.map((entry) => `${entry.what} of ${entry.task} was never closed`)];
  }

  private enter(entry: Entry): () => void {
    this.entries.push(entry);
    return () => this.close(entry);
  }

  private close(entry: Entry): void {
    entry.closed++;
    this.closed.push(entry.what);
    if (entry.closed > 1) this.complaints.push(`${entry.what} of ${entry.task} was closed ${entry.closed} times`);
    if (!entry.nested) return;
    const inner = this.entries.slice(this.entries.indexOf(entry) + 1);
    for (const late of inner.filter((each) => each.nested && each.task === entry.task && each.closed === 0)) {
      this.complaints.push(`${entry.what} of ${entry.task} was closed before ${late.what} inside it`);
    }
  }
}
