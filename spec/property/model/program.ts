/** A program as data: what the reference model interprets, and what is compiled to generators that run on Rondo. */

export interface Program {
  readonly order: "round-robin" | "priority";
  readonly roots: readonly Block[];
  readonly channels: readonly ChannelShape[];
  /** How many permits the semaphore has. */
  readonly permits: number;
}

export interface ChannelShape {
  readonly capacity: number;
  readonly overflow: "block" | "drop-newest" | "drop-oldest" | "conflate";
}

export type Block = readonly Statement[];

/** Counts the tasks that were born so far, from the first or back from the latest, round and round. */
export type TaskName = number | "self";

export type Statement = Plain | Wait | OtherWait | Group | Frame | Control;

/** Plain calls: they take no turn. */
export type Plain =
  | { readonly do: "mark" }
  | { readonly do: "task.send"; readonly task: TaskName; readonly message: number }
  | {
      readonly do: "task.cancel";
      readonly task: TaskName;
      readonly reason: number;
      readonly within: number | undefined;
    }
  | { readonly do: "task.interrupt"; readonly task: TaskName }
  | { readonly do: "channel.trySend"; readonly channel: number; readonly value: number }
  | { readonly do: "channel.tryReceive"; readonly channel: number }
  | { readonly do: "channel.close"; readonly channel: number; readonly failing: boolean }
  | { readonly do: "condition.notify"; readonly count: number }
  | { readonly do: "latch.open" | "barrier.reset" | "context.get" }
  /** Releases the latest guard that the task itself has been given, or else the latest that anybody has. */
  | { readonly do: "release" }
  /** Answers the latest question that the task itself has received, or else the latest that anybody has. */
  | { readonly do: "reply"; readonly value: number; readonly failing: boolean }
  /** Answers the latest `suspend` that was not answered. */
  | { readonly do: "resolve"; readonly value: number; readonly failing: boolean }
  /** Says that this task, if `start` made it, is ready. */
  | { readonly do: "ready"; readonly value: number };

/** What may be an alternative of a `select`. */
export type Wait =
  | { readonly do: "sleep"; readonly ms: number }
  | { readonly do: "sleepUntil"; readonly time: number }
  | { readonly do: "join"; readonly task: TaskName }
  | { readonly do: "send" | "ask"; readonly task: TaskName; readonly message: number }
  | { readonly do: "receive"; readonly odd: boolean; readonly timeout: number | undefined }
  | { readonly do: "suspend"; readonly answer: "later" | "at once" | "failing" }
  | { readonly do: "channel.send"; readonly channel: number; readonly value: number }
  | { readonly do: "channel.receive" | "channel.next"; readonly channel: number }
  | { readonly do: "mutex.lock"; readonly mutex: number }
  | { readonly do: "semaphore.acquire"; readonly count: number }
  | { readonly do: "rwlock.read" | "rwlock.write" | "latch.wait" };

export type OtherWait =
  | { readonly do: "pass" | "bare pass" }
  | { readonly do: "condition.wait" }
  | { readonly do: "barrier.wait" }
  | { readonly do: "bare sleep"; readonly ms: number }
  | { readonly do: "emit"; readonly value: number; readonly take: boolean }
  | { readonly do: "bare emit"; readonly value: number }
  | { readonly do: "spawn"; readonly options: SpawnOptions; readonly body: Block }
  | { readonly do: "start"; readonly body: Block }
  | { readonly do: "cancel"; readonly task: TaskName; readonly within: number | undefined }
  | { readonly do: "interrupt"; readonly task: TaskName }
  | { readonly do: "select"; readonly waits: readonly Wait[]; readonly otherwise: boolean }
  /** Without a program of its own, it acquires by a plain call. */
  | { readonly do: "use"; readonly acquire: Block | undefined; readonly release: Block }
  | { readonly do: "timeout"; readonly ms: number; readonly body: Block; readonly otherwise: Block | undefined };

export interface SpawnOptions {
  readonly daemon: boolean;
  readonly supervised: boolean;
  readonly mailbox: number;
  readonly priority: number;
}

export interface Group {
  readonly do: "all" | "race" | "any" | "settled";
  readonly branches: readonly Block[];
  /** How many run at once; only `all` and `settled` heed it. */
  readonly concurrency: number;
}

/** What enters a frame. */
export type Frame =
  | { readonly do: "call" | "scope" | "supervise" | "shield"; readonly body: Block }
  | { readonly do: "ensure"; readonly body: Block; readonly cleanup: Block }
  | { readonly do: "withLock"; readonly mutex: number; readonly body: Block }
  | { readonly do: "withPermits"; readonly count: number; readonly body: Block }
  | { readonly do: "withRead" | "withWrite"; readonly body: Block }
  | { readonly do: "retry"; readonly attempts: number; readonly delay: number; readonly body: Block }
  | { readonly do: "context.with"; readonly value: number; readonly body: Block };

/** What the language itself carries out. */
export type Control =
  | { readonly do: "throw" }
  | { readonly do: "return"; readonly value: number }
  | { readonly do: "inline"; readonly body: Block }
  | Try;

export interface Try {
  readonly do: "try";
  readonly body: Block;
  readonly handler: Block | undefined;
  readonly finalizer: Block | undefined;
}

/** A statement of one kind. */
export type Of<K extends Statement["do"]> = Statement & { readonly do: K };

const PLAIN: ReadonlySet<string> = new Set<Plain["do"]>([
  "mark",
  "task.send",
  "task.cancel",
  "task.interrupt",
  "channel.trySend",
  "channel.tryReceive",
  "channel.close",
  "condition.notify",
  "latch.open",
  "barrier.reset",
  "context.get",
  "release",
  "reply",
  "resolve",
  "ready",
]);

export function isPlain(statement: Statement): statement is Plain {
  return PLAIN.has(statement.do);
}

/** The messages that a choosy `receive` takes. */
export function isOdd(message: unknown): boolean {
  return Number(message) % 2 === 1;
}

/** The name of the n-th alternative of a `select`. */
export function alternativeName(index: number): string {
  return String.fromCharCode(97 + index);
}
