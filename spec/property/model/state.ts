/** What the model knows: a world of tasks, each with an explicit stack of layers. Nothing here is shared with `lib`. */
import type { Code } from "./code.js";
import type { ChannelState } from "./channels.js";
import type { Barrier, Latch, Semaphore } from "./gates.js";
import type { Condition, Holding, Mutex, RwLock } from "./locks.js";
import type { Question, Sender } from "./mail.js";
import type { Block, Group, Of, Program, SpawnOptions, Wait } from "./program.js";

/** How a layer, or a whole task, came to its end. */
export type Outcome =
  | { readonly how: "returned"; readonly value: unknown }
  | { readonly how: "threw"; readonly error: Error }
  /** It was cancelled: `return()` has been through it. */
  | { readonly how: "unwound" };

/** What the next turn of a task begins with: a verb of the generator protocol, or a further step of unwinding. */
export type Resumption =
  | { readonly do: "next"; readonly value: unknown }
  | { readonly do: "throw"; readonly error: Error }
  | { readonly do: "unwind" };

/** One thing that a task waits for. In a `select` there are several, and each has a name. */
export interface Request {
  readonly task: Task;
  readonly wait: Wait | Of<"cancel" | "condition.wait" | "barrier.wait"> | OwnWait;
  /** The task that a join, a cancel or a send is about. */
  readonly target: Task | undefined;
  readonly name: string | undefined;
}

/** What a task waits for without having yielded a statement. */
export type OwnWait =
  /** Its body, or that of a scope, is over, and children are not. */
  | { readonly do: "children" }
  /** It tears a scope down, and the youngest child there has been asked to end. */
  | { readonly do: "child"; readonly child: Task }
  /** What `start` has made is to say that it is ready. */
  | { readonly do: "handshake"; readonly child: Task }
  /** A branch of its group is to end. */
  | { readonly do: "branch"; readonly group: GroupState };

/**
 * A layer of a task's stack. When one is over it is taken off, and the layer below is told of its outcome (`leaving.ts`).
 */
export type Layer =
  /** A frame: code that is resumed by the verbs of the generator protocol. */
  | { readonly kind: "code"; readonly code: Code }
  | Scope
  /** Below the body of an `ensure`. */
  | { readonly kind: "ensure"; readonly cleanup: Cleanup }
  /** Below a cleanup: what follows it. */
  | { readonly kind: "cleanup"; readonly kept: Outcome; readonly closing: Scope | undefined }
  /** Below a program that acquires for `use`. */
  | { readonly kind: "acquire"; readonly release: Cleanup }
  /** Below a frame that holds a resource. */
  | { readonly kind: "held"; readonly resource: Resource }
  /** Below a frame in which a context has a value of its own: what it was before. */
  | { readonly kind: "context"; readonly level: number }
  | TimeLimit
  | GroupState;

/** A program, or a plain call. */
export type Cleanup = Block | (() => void);

/** What `use` has acquired. */
export interface Resource {
  readonly kind: "resource";
  readonly release: Cleanup;
  readonly scope: Scope;
}

/** Below the body of a scope. */
export class Scope {
  readonly kind = "scope";
  readonly task: Task;
  readonly traits: "none" | "supervised" | "shielded" | "cleanup";
  /** Tasks and resources in the order of their birth. */
  members: (Task | Resource)[] = [];
  /** It has failed or was cancelled, and is to be unwound. */
  doomed = false;
  /** Its unwinding has begun, or it had children to cancel. */
  torn = false;
  bodyOver = false;
  bodyThrew = false;
  /** What its body returned. */
  result: unknown = undefined;
  /** Whether it gives the result or was cut short; known when it begins to close. */
  ending: "returned" | "unwound" | undefined = undefined;
  /** The first error of the body or of a child, or else of the teardown. */
  error: Error | undefined = undefined;
  /** The frame inside that was told to `return()` and is not over. */
  returning: Code | undefined = undefined;
  /** That frame has met a `CleanupError`: each further wait of it is answered with `return()` (C4). */
  insists = false;

  constructor(task: Task, traits: Scope["traits"]) {
    this.task = task;
    this.traits = traits;
  }
}

export interface TimeLimit {
  readonly kind: "timeout";
  readonly otherwise: Block | undefined;
  readonly scope: Scope;
  /** The time is up, and what is ready in this instant may go first (E1). */
  isLate: boolean;
  expired: boolean;
}

export interface GroupState {
  readonly kind: "group";
  readonly group: Group;
  readonly scope: Scope;
  /** In the order of listing. */
  readonly tasks: Task[];
  /** In the order of their ends. */
  readonly ended: Task[];
  /** Those that failed by themselves, and those that failed when they were cancelled at the end of the group. */
  readonly failed: Task[];
  readonly torn: Task[];
}

export interface Cancellation {
  readonly reason: unknown;
  /** The scope that was torn down, where it came from that. */
  readonly teardown: Scope | undefined;
}

export class Task {
  readonly id: string;
  readonly parent: Task | undefined;
  /** The scope into which it was born; none for a root. */
  readonly home: Scope | undefined;
  readonly isDaemon: boolean;
  isSupervised: boolean;
  readonly priority: number;
  state: "ready" | "running" | "waiting" | "done" | "failed" | "cancelled" = "ready";
  resumption: Resumption = { do: "next", value: undefined };
  started = false;
  /** Outermost first. */
  stack: Layer[] = [];
  requests: Request[] = [];
  /** What comes when a wait that was cut short has its lock back. */
  leaving: Resumption | undefined = undefined;
  /** Unread messages, oldest first, and those who wait for room. */
  mailbox: unknown[] = [];
  readonly room: number;
  senders: Sender[] = [];
  /** Who waits for its end, or hears of it: the group of which it is a branch, too. */
  joiners: (Request | GroupState)[] = [];
  /** It was asked to end. */
  cancellation: Cancellation | undefined = undefined;
  /** It was given up, with this error. */
  abandoned: Error | undefined = undefined;
  /** To be thrown at its next waits. */
  interrupts: Error[] = [];
  /** Its body has ended: it takes no messages. */
  bodyOver = false;
  /** Somebody was told of its failure. */
  observed = false;
  /** The locks that it holds, in the order in which it got them. */
  holdings: Holding[] = [];
  /** The value of the context. */
  level: number;
  /** How many children it ever had. */
  born = 0;
  result: unknown = undefined;
  error: Error | undefined = undefined;

  constructor(id: string, home: Scope | undefined, options: SpawnOptions) {
    this.id = id;
    this.home = home;
    this.parent = home?.task;
    this.isDaemon = options.daemon;
    this.isSupervised = options.supervised;
    this.room = options.mailbox;
    this.priority = options.priority;
    this.level = home?.task.level ?? 0;
  }

  get hasEnded(): boolean {
    return this.state === "done" || this.state === "failed" || this.state === "cancelled";
  }

  /** Innermost first. */
  get scopes(): Scope[] {
    return this.stack.filter((layer) => layer instanceof Scope).reverse();
  }

  get scope(): Scope {
    return this.scopes[0]!;
  }

  /** The scope of its body. */
  get body(): Scope {
    return this.scopes.at(-1)!;
  }
}

/** Something that is to happen at a time; `owner` is what it is cleared by. */
export interface Timer {
  readonly time: number;
  readonly owner: object;
  readonly due: () => void;
}

export interface Guard {
  readonly release: () => void;
}

/** Something that a task was given and can use later. */
export interface Kept<T> {
  readonly task: Task;
  readonly thing: T;
}

export class World {
  now = 0;
  readonly log: string[] = [];
  readonly order: Program["order"];
  /** The ready tasks, first in first out (T2). */
  queue: Task[] = [];
  /** In the order of setting. */
  timers: Timer[] = [];
  /** All tasks that were ever born, in order. */
  readonly tasks: Task[] = [];
  roots: Task[] = [];
  /** Those that failed in this turn and whose failure nobody was told of. */
  unseen: Task[] = [];
  running: Task | undefined = undefined;
  booms = 0;
  readonly guards: Kept<Guard>[] = [];
  readonly questions: Kept<Question>[] = [];
  /** The `suspend`s that were not answered. */
  resolvers: Request[] = [];
  readonly channels: ChannelState[];
  readonly mutexes: readonly Mutex[];
  readonly condition: Condition;
  readonly rwlock: RwLock = { holdings: [], mode: undefined, waiters: [], broken: undefined };
  readonly semaphore: Semaphore;
  readonly latch: Latch = { isOpen: false, waiters: [] };
  readonly barrier: Barrier = { parties: 2, waiters: [], broken: undefined };

  constructor(order: Program["order"], channels: ChannelState[], permits: number) {
    this.order = order;
    this.channels = channels;
    const newMutex = (): Mutex => ({ holding: undefined, heirs: [], broken: undefined });
    this.mutexes = [newMutex(), newMutex()];
    this.condition = { mutex: this.mutexes[0]!, waiters: [] };
    this.semaphore = { free: permits, waiters: [] };
  }

  say(task: Task, text: string): void {
    this.log.push(`${this.now} ${task.id} ${text}`);
  }

  setTimer(time: number, owner: object, due: () => void): void {
    this.timers.push({ time, owner, due });
  }

  clearTimer(owner: object): void {
    this.timers = this.timers.filter((timer) => timer.owner !== owner);
  }
}
