import * as rondo from "rondo";
import { cell, network, tracked, type Cell } from "rondo/testing";

export type Steps<T = void> = Generator<unknown, T, unknown>;

/** What the tasks of one run share, and what each of them has of its own. */
export class World {
  readonly roots: readonly Cell<rondo.Task | undefined>[];
  readonly cells: readonly Cell<number>[] = [cell(0), cell(0)];
  readonly fields: Record<string, number> = tracked({ a: 0, b: 0 });
  readonly map: Map<number, string> = tracked(new Map([[0, "first"]]));
  readonly set: Set<number> = tracked(new Set([1]));
  readonly list: string[] = tracked(["first"]);
  readonly channels: readonly rondo.Channel<string>[] = [
    new rondo.Channel(0),
    new rondo.Channel(1),
    new rondo.Channel(1, "drop-oldest"),
    new rondo.Channel(1, "drop-newest"),
  ];
  readonly broadcast = new rondo.Broadcast<string>();
  readonly emitter = new Emitter();
  readonly locks: readonly rondo.Mutex[] = [new rondo.Mutex("a"), new rondo.Mutex("b")];
  readonly condition: rondo.Condition = new rondo.Condition(this.locks[0]!);
  readonly rwLock = new rondo.RwLock();
  readonly permits = new rondo.Semaphore(2);
  readonly latches: readonly rondo.Latch[] = [new rondo.Latch(), new rondo.Latch(2)];
  readonly barrier = new rondo.Barrier(2);
  readonly gates: Cell<readonly Gate[]> = cell<readonly Gate[]>([]);
  /** A guard that some task has shown to all. */
  readonly shown: Cell<rondo.Guard | undefined> = cell<rondo.Guard | undefined>(undefined);
  readonly setting: rondo.Context<string> = rondo.context("none");
  readonly link: rondo.Channel<string> = network<string>({ loss: true, duplication: true, reordering: true });
  private readonly own = new Map<string, Own>();

  constructor(count: number) {
    this.roots = Array.from({ length: Math.min(count, 2) }, () => cell<rondo.Task | undefined>(undefined));
  }

  /** What the task has of its own. */
  get mine(): Own {
    const { id } = rondo.self();
    let own = this.own.get(id);
    if (own === undefined) this.own.set(id, (own = { log: [], guards: [], questions: [] }));
    return own;
  }

  /** One of the first two tasks, or the latest child of the task that asks. */
  task(index: number): rondo.Task | undefined {
    return index < 2 ? this.roots[index]!.value : this.mine.child;
  }

  note(what: string): void {
    this.mine.log.push(what);
  }

  /** What each task saw, how it ended, and the state in the end. */
  result(): string {
    const logs = [...this.own].map(([id, { log }]) => `${id}: ${log.join(" ")}`).sort();
    const { cells, channels, fields, map, set, list, locks, rwLock, permits, latches, barrier, broadcast, link } = this;
    const state = [
      cells.map((each) => each.value),
      Object.values(fields),
      [...map].map(String),
      [...set],
      list,
      channels.map(({ size, closed }) => `${size}${closed ? "!" : ""}`),
      broadcast.size,
      locks.map(({ locked }) => locked),
      rwLock.readers,
      rwLock.writing,
      permits.available,
      latches.map(({ isOpen }) => isOpen),
      barrier.generation,
      barrier.waitingCount,
      link.size,
    ];
    return [...logs, state.map((each) => (Array.isArray(each) ? each.join() : String(each))).join("; ")].join("\n");
  }
}

interface Gate {
  readonly resolve: (value: string) => void;
  readonly reject: (error: unknown) => void;
}

interface Own {
  readonly log: string[];
  readonly guards: rondo.Guard[];
  readonly questions: rondo.Ask[];
  child?: rondo.Task;
  ear?: rondo.Channel<string>;
  inbox?: rondo.Subscription;
}

type Listener = (value: string) => void;

/** An emitter whose listeners an exploration sees. */
class Emitter {
  private readonly listeners: Cell<readonly Listener[]> = cell<readonly Listener[]>([]);

  on(_event: string, listener: Listener): void {
    this.listeners.value = [...this.listeners.value, listener];
  }

  off(_event: string, listener: Listener): void {
    this.listeners.value = this.listeners.value.filter((one) => one !== listener);
  }

  tell(value: string): void {
    for (const listener of this.listeners.value) listener(value);
  }
}
