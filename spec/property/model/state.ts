/** What the model knows: a world of tasks, each with an explicit stack of layers. Nothing here is shared with `lib`. */
import type { Code } from "./code.js";
import type { ChannelState, Mutex, Semaphore } from "./objects.js";
import type { Group, Of, Statement, Wait } from "./program.js";

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
  readonly wait: Wait | Of<"cancel"> | OwnWait;
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
  | TimeLimit
  | GroupState;

/** A program, or a plain call. */
export type Cleanup = readonly Statement[] | (() => void);

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
  readonly otherwise: readonly Statement[] | undefined;
  scope: Scope | undefined;
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
  /** Of how many ends the body knows. */
  seen: number;
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
  readonly isSupervised: boolean;
  state: "ready" | "running" | "waiting" | "done" | "failed" | "cancelled" = "ready";
  resumption: Resumption = { do: "next", value: undefined };
  started = false;
  /** Outermost first. */
  stack: Layer[] = [];
  requests: Request[] = [];
  /** Unread messages, oldest first, and those who wait for room. */
  mailbox: number[] = [];
  readonly room: number;
  senders: Request[] = [];
  /** Who waits for its end: joins and cancels, and the group of which it is a branch. */
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
  locks: Mutex[] = [];
  /** How many children it ever had. */
  born = 0;
  result: unknown = undefined;
  error: Error | undefined = undefined;

  constructor(id: string, home: Scope | undefined, options: { daemon: boolean; supervised: boolean; mailbox: number }) {
    this.id = id;
    this.home = home;
    this.parent = home?.task;
    this.isDaemon = options.daemon;
    this.isSupervised = options.supervised;
    this.room = options.mailbox;
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

export class World {
  now = 0;
  readonly log: string[] = [];
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
  /** The guards that programs were given and did not release. */
  readonly guards: { readonly task: Task; readonly guard: Guard }[] = [];
  readonly channels: ChannelState[];
  readonly mutexes: Mutex[];
  readonly semaphore: Semaphore;
  readonly latch: { isOpen: boolean; waiters: Request[] } = { isOpen: false, waiters: [] };

  constructor(channels: ChannelState[], mutexes: Mutex[], semaphore: Semaphore) {
    this.channels = channels;
    this.mutexes = mutexes;
    this.semaphore = semaphore;
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
