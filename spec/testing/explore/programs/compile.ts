import * as rondo from "rondo";
import { cell, type Cell, type ExploreScene } from "rondo/testing";
import type { Op, SmallProgram, Wait } from "./op.js";

type Steps<T = void> = Generator<unknown, T, unknown>;

/** Makes a program that keeps, for each task, what it saw. Its `result` is all that it has come to. */
export function compile(program: SmallProgram): ExploreScene {
  const world = new World(program.length);
  return {
    tasks: program.map(
      (body, i) =>
        function* task() {
          if (i < 2) world.roots[i]!.value = rondo.self();
          return yield* world.run(body);
        },
    ),
    expects: () => true,
    result: () => world.result(),
  };
}

/** What the tasks of one run share. */
class World {
  readonly roots: readonly Cell<rondo.Task | undefined>[];
  /** The latest child of each task. */
  private readonly children = new Map<string, rondo.Task>();
  private readonly cells: Cell<number>[] = [cell(0), cell(0)];
  private readonly channels = [new rondo.Channel<string>(0), new rondo.Channel<string>(1)];
  private readonly locks = [new rondo.Mutex("a"), new rondo.Mutex("b")];
  private readonly condition = new rondo.Condition(this.locks[0]!);
  private readonly rwLock = new rondo.RwLock();
  private readonly permits = new rondo.Semaphore(2);
  private readonly latch = new rondo.Latch();
  private readonly barrier = new rondo.Barrier(2);
  private readonly gates: Cell<((value: string) => void)[]> = cell([]);
  private readonly seen = new Map<string, string[]>();
  private readonly questions = new Map<string, rondo.Ask[]>();

  constructor(count: number) {
    this.roots = Array.from({ length: Math.min(count, 2) }, () => cell<rondo.Task | undefined>(undefined));
  }

  /** What each task saw, how it ended, and the state in the end. */
  result(): string {
    const seen = [...this.seen].map(([id, lines]) => `${id}: ${lines.join(" ")}`).sort();
    const cells = this.cells.map((each) => each.value).join();
    const channels = this.channels.map((each) => `${String(each.size)}${each.closed ? "!" : ""}`).join();
    return [...seen, cells, channels, this.permits.available, this.latch.isOpen, this.barrier.generation].join("\n");
  }

  /** One of the first two tasks, or the latest child of the task that asks. */
  private task(index: number): rondo.Task | undefined {
    return index < 2 ? this.roots[index]!.value : this.children.get(rondo.self().id);
  }

  private adopt(child: rondo.Task): void {
    this.children.set(rondo.self().id, child);
  }

  note(what: string): void {
    const { id } = rondo.self();
    const lines = this.seen.get(id);
    if (lines === undefined) this.seen.set(id, [what]);
    else lines.push(what);
  }

  *run(body: readonly Op[]): Steps {
    for (const op of body) yield* this.step(op);
  }

  private program(body: readonly Op[]): () => Steps<string> {
    return part.bind(undefined, this, body);
  }

  private *step(op: Op): Steps {
    this.note(op.do);
    try {
      const answer = yield* this.carryOut(op);
      if (answer !== undefined) this.note(`${op.do}=${show(answer)}`);
    } catch (error) {
      this.note(`${op.do}!${show(error)}`);
      throw error;
    }
  }

  /** Runs one operation and answers what it saw. */
  private *carryOut(op: Op): Steps<unknown> {
    switch (op.do) {
      case "get":
        return this.cells[op.cell]!.value;
      case "set":
        this.cells[op.cell]!.value = Number(rondo.self().id.replaceAll(".", "")) * 10;
        return undefined;
      case "add":
        return this.cells[op.cell]!.update((n) => n + 1);
      case "cas":
        return this.cells[op.cell]!.compareAndSet(op.from, op.from + 1);
      case "yield":
        yield;
        return undefined;
      case "now":
        return rondo.now();
      case "self":
        return rondo.self().id;
      case "throw":
        throw new Error(rondo.self().id);
      case "send":
      case "post":
      case "ask":
      case "receive":
      case "receive-within":
      case "emit":
      case "reply":
        return yield* this.message(op);
      case "put":
      case "take":
      case "next":
      case "try-put":
      case "try-take":
      case "close":
      case "size":
        return yield* this.channel(op.do, this.channels[op.channel]!);
      case "sleep":
        yield* rondo.sleep(op.time);
        return rondo.now();
      case "spawn":
        this.adopt(yield* rondo.spawn(this.program(op.body)));
        return undefined;
      case "spawn-supervised":
        this.adopt(yield* rondo.spawnWith({ supervised: true }, this.program(op.body)));
        return undefined;
      case "spawn-daemon":
        this.adopt(yield* rondo.spawnWith({ daemon: true }, this.program(op.body)));
        return undefined;
      case "join":
      case "cancel":
      case "cancel-within":
      case "ask-to-cancel":
      case "interrupt":
      case "state":
      case "done":
        return yield* this.onTask(op);
      case "select": {
        const waits = Object.fromEntries(op.waits.map((wait, i) => [`w${String(i)}`, this.wait(wait)]));
        const got = yield* op.orElse ? rondo.select(waits, { else: "none" }) : rondo.select(waits);
        return `${got.name}:${show(got.value)}`;
      }
      case "all":
      case "race":
      case "any":
      case "settled":
      case "limited":
        return yield* this.group(op);
      case "timeout":
        return yield* rondo.timeout(op.time, this.program(op.body), { else: () => "late" });
      case "scope":
        return yield* rondo.scope(this.program(op.body));
      case "supervise":
        return yield* rondo.supervise(this.program(op.body));
      case "shield":
        return yield* rondo.shield(this.program(op.body));
      case "call":
        return yield* rondo.call(this.program(op.body));
      case "catch":
        try {
          return yield* rondo.scope(this.program(op.body));
        } catch (error) {
          return show(error);
        }
      case "ensure":
        return yield* rondo.ensure(this.program(op.body), this.program(op.after));
      case "use":
        yield* rondo.use(this.program(op.body), () => this.program(op.after)());
        return undefined;
      case "finally":
        return yield* rondo.call(this.withFinally(op.body, op.after));
      default:
        return yield* this.gate(op);
    }
  }

  private withFinally(body: readonly Op[], after: readonly Op[]): () => Steps {
    const inner = this.program(body);
    const cleanup = this.program(after);
    return function* guarded() {
      try {
        yield* rondo.call(inner);
      } finally {
        yield* rondo.shield(cleanup);
      }
    };
  }

  private *message(op: Op): Steps<unknown> {
    switch (op.do) {
      case "send": {
        const task = this.task(op.to);
        return task === undefined ? undefined : yield* rondo.send(task, rondo.self().id);
      }
      case "post":
        this.task(op.to)?.send(rondo.self().id);
        return undefined;
      case "ask": {
        const task = this.task(op.to);
        return task === undefined ? undefined : yield* rondo.ask(task, rondo.self().id);
      }
      case "receive":
        return this.keep(yield* rondo.receive());
      case "receive-within":
        return this.keep(yield* rondo.receive({ timeout: op.time }));
      case "emit":
        return this.keep(yield* rondo.emit("value"));
      default:
        this.questions.get(rondo.self().id)?.shift()?.reply("reply");
        return undefined;
    }
  }

  /** Keeps a question until it is replied to. */
  private keep(message: unknown): unknown {
    if (typeof message !== "object" || message === null) return message;
    const { id } = rondo.self();
    this.questions.set(id, [...(this.questions.get(id) ?? []), message as rondo.Ask]);
    return "question";
  }

  private *channel(what: string, channel: rondo.Channel<string>): Steps<unknown> {
    switch (what) {
      case "put":
        return yield* channel.send(rondo.self().id);
      case "take":
        return yield* channel.receive();
      case "next":
        return (yield* channel.next()).value;
      case "try-put":
        return channel.trySend(rondo.self().id);
      case "try-take":
        return channel.tryReceive()?.value;
      case "close": {
        channel.close();
        return;
      }
      default:
        return channel.size;
    }
  }

  private *onTask(op: Op & { readonly task: number }): Steps<unknown> {
    const task = this.task(op.task);
    if (task === undefined) return "none";
    switch (op.do) {
      case "join":
        return yield* rondo.join(task);
      case "cancel":
        return yield* rondo.cancel(task);
      case "cancel-within":
        return yield* rondo.cancel(task, { within: op.time });
      case "ask-to-cancel": {
        task.cancel("asked");
        return;
      }
      case "interrupt":
        return yield* rondo.interrupt(task, new Error("interrupt"));
      case "state":
        return task.state;
      default:
        return task.done;
    }
  }

  private *group(op: Extract<Op, { readonly branches: unknown }>): Steps<unknown> {
    const branches = op.branches.map((body) => this.program(body));
    switch (op.do) {
      case "all":
        return (yield* rondo.all(branches)).join();
      case "limited":
        return (yield* rondo.all(branches, { concurrency: 1 })).join();
      case "race":
        return yield* rondo.race(branches);
      case "any":
        return yield* rondo.any(branches);
      default:
        return (yield* rondo.settled(branches)).map(({ state }) => state).join();
    }
  }

  private *gate(op: Op): Steps<unknown> {
    switch (op.do) {
      case "lock":
        return yield* this.locks[op.lock]!.withLock(this.program(op.body));
      case "try-lock": {
        const guard = this.locks[op.lock]!.tryLock();
        guard?.release();
        return guard !== undefined;
      }
      case "wait":
        return yield* this.locks[0]!.withLock(this.waiting());
      case "notify": {
        this.condition.notify();
        return;
      }
      case "read":
        return yield* this.rwLock.withRead(this.program(op.body));
      case "write":
        return yield* this.rwLock.withWrite(this.program(op.body));
      case "permit":
        return yield* this.permits.withPermits(op.count, this.program(op.body));
      case "latch":
        return yield* this.latch.wait();
      case "open": {
        this.latch.open();
        return;
      }
      case "meet":
        return yield* this.barrier.wait();
      case "gate":
        return yield* this.suspended();
      default: {
        const [first, ...rest] = this.gates.value;
        this.gates.value = rest;
        first?.(rondo.self().id);
        return undefined;
      }
    }
  }

  private waiting(): () => Steps {
    const { condition } = this;
    return function* inside() {
      yield* condition.wait();
    };
  }

  private suspended(): rondo.Syscall<string> {
    const { gates } = this;
    return rondo.suspend<string>((resolve) => {
      gates.value = [...gates.value, resolve];
    });
  }

  private wait(wait: Wait): rondo.Syscall<unknown> | rondo.Task {
    switch (wait.wait) {
      case "take":
        return this.channels[wait.channel]!.receive();
      case "put":
        return this.channels[wait.channel]!.send(rondo.self().id);
      case "receive":
        return rondo.receive();
      case "lock":
        return this.locks[1]!.lock();
      case "latch":
        return this.latch.wait();
      case "permit":
        return this.permits.acquire();
      case "gate":
        return this.suspended();
      case "join":
        return this.task(wait.task) ?? rondo.sleep(1);
      case "sleep":
        return rondo.sleep(wait.time);
    }
  }
}

function show(value: unknown): string {
  if (value instanceof Error) return `${value.name}(${value.message.length > 20 ? "…" : value.message})`;
  if (typeof value === "object" && value !== null) return value.constructor.name;
  return String(value);
}

function* part(world: World, body: readonly Op[]): Steps<string> {
  yield* world.run(body);
  world.note("end");
  return rondo.self().id;
}
