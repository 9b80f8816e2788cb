/** Channels, locks and permits: what tasks share. A later comer never steals what is meant for one that waits. */
import { Failure } from "./errors.js";
import type { ChannelShape, Of } from "./program.js";
import type { Guard, Request, Task, World } from "./state.js";
import { answer, fail } from "./waits.js";

// ── channels ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface ChannelState extends ChannelShape {
  buffer: number[];
  /** Longest waiting first. */
  senders: Request[];
  receivers: Request[];
  /** It is closed, perhaps with an error. */
  end: { readonly error: Error | undefined } | undefined;
}

export function makeChannel(shape: ChannelShape): ChannelState {
  const capacity = shape.overflow === "conflate" ? 1 : shape.capacity;
  return { ...shape, capacity, buffer: [], senders: [], receivers: [], end: undefined };
}

export function beginSend(world: World, channel: ChannelState, request: Request): void {
  const { value } = request.wait as Of<"channel.send">;
  if (channel.end !== undefined) fail(world, request, new Failure("ChannelClosedError"));
  else if (handOver(world, channel, value, request.task)) answer(world, request, undefined);
  else channel.senders.push(request);
}

/** Gives a value to the longest waiting receiver, or to the buffer; false where its sender has to wait. */
export function handOver(world: World, channel: ChannelState, value: number, sender: Task | undefined): boolean {
  const receiver = firstOfOther(channel.receivers, sender);
  if (receiver !== undefined) {
    channel.receivers = without(channel.receivers, receiver);
    answer(world, receiver, received(receiver, value));
    return true;
  }
  if (channel.buffer.length < channel.capacity) channel.buffer.push(value);
  else if (channel.overflow === "block") return false;
  else if (channel.overflow !== "drop-newest") channel.buffer = [...channel.buffer.slice(1), value];
  return true;
}

export function beginReceive(world: World, channel: ChannelState, request: Request): void {
  const got = pull(world, channel, request.task);
  if (got !== undefined) answer(world, request, received(request, got.value));
  else if (channel.end !== undefined) tellOfTheEnd(world, request, channel.end.error);
  else channel.receivers.push(request);
}

/** Takes the oldest value; the freed place goes to the longest waiting sender. */
export function pull(world: World, channel: ChannelState, receiver: Task | undefined): { value: number } | undefined {
  const sender = firstOfOther(channel.senders, receiver);
  if (channel.buffer.length === 0 && sender === undefined) return undefined;
  if (sender !== undefined) {
    channel.senders = without(channel.senders, sender);
    channel.buffer.push((sender.wait as Of<"channel.send">).value);
    answer(world, sender, undefined);
  }
  return { value: channel.buffer.shift()! };
}

export function close(world: World, channel: ChannelState, error: Error | undefined): void {
  if (channel.end !== undefined) return;
  channel.end = { error };
  for (const sender of channel.senders.splice(0)) fail(world, sender, new Failure("ChannelClosedError"));
  for (const receiver of channel.receivers.splice(0)) tellOfTheEnd(world, receiver, error);
}

function tellOfTheEnd(world: World, request: Request, error: Error | undefined): void {
  if (error !== undefined) fail(world, request, error);
  else if (request.wait.do === "channel.next") answer(world, request, { done: true, value: undefined });
  else fail(world, request, new Failure("ChannelClosedError"));
}

function received(request: Request, value: number): unknown {
  return request.wait.do === "channel.next" ? { done: false, value } : value;
}

/** The alternatives of one `select` do not serve each other: exactly one of them commits (E1). */
export function firstOfOther(waiting: readonly Request[], task: Task | undefined): Request | undefined {
  return waiting.find((request) => request.task !== task);
}

export function without<T>(items: readonly T[], item: T): T[] {
  return items.filter((one) => one !== item);
}

// ── locks ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Mutex {
  holder: Task | undefined;
  waiters: Request[];
  /** A holder ended without releasing it. */
  broken: Error | undefined;
}

export function beginLock(world: World, mutex: Mutex, request: Request): void {
  const { task } = request;
  if (mutex.broken !== undefined) fail(world, request, mutex.broken);
  else if (mutex.holder === undefined) answer(world, request, give(world, mutex, task));
  else if (mutex.holder === task) fail(world, request, new Failure("LockError"));
  else if (waitsForEndOf(mutex.holder, task)) fail(world, request, new Failure("DeadlockError"));
  else mutex.waiters.push(request);
}

function give(world: World, mutex: Mutex, task: Task): Guard {
  mutex.holder = task;
  task.locks.push(mutex);
  let isHeld = true;
  return {
    release: () => {
      if (!isHeld || world.running !== task) throw new Failure("LockError");
      isHeld = false;
      task.locks = without(task.locks, mutex);
      mutex.holder = undefined;
      const next = mutex.waiters.shift();
      if (next !== undefined) answer(world, next, give(world, mutex, next.task));
    },
  };
}

/** A holder has ended: what the lock guarded may be half done, so that nobody gets it any more. */
export function breakLock(world: World, mutex: Mutex): void {
  mutex.holder = undefined;
  mutex.broken = new Failure("LockAbandonedError");
  for (const waiter of mutex.waiters.splice(0)) fail(world, waiter, mutex.broken);
}

/** Whether a task waits for the end of another, perhaps through others that do (D1). */
function waitsForEndOf(task: Task, other: Task, seen: readonly Task[] = []): boolean {
  if (seen.includes(task)) return false;
  const waited = task.requests.flatMap((request) => endsWaitedFor(request));
  return waited.some((end) => isSelfOrAncestor(end, other) || waitsForEndOf(end, other, [...seen, task]));
}

function endsWaitedFor({ task, wait, target, name }: Request): Task[] {
  if (wait.do === "children") return task.scope.members.filter((member) => "id" in member && !member.isDaemon) as Task[];
  if (wait.do === "child") return [wait.child];
  const waitsForEnd = name === undefined && (wait.do === "join" || wait.do === "cancel");
  return waitsForEnd && target !== undefined ? [target] : [];
}

export function isSelfOrAncestor(target: Task, task: Task): boolean {
  return target === task || (task.parent !== undefined && isSelfOrAncestor(target, task.parent));
}

// ── permits ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Semaphore {
  free: number;
  waiters: Request[];
}

export function beginAcquire(world: World, semaphore: Semaphore, request: Request): void {
  const { count } = request.wait as Of<"semaphore.acquire">;
  const isFirst = firstOfOther(semaphore.waiters, request.task) === undefined;
  if (isFirst && count <= semaphore.free) answer(world, request, take(world, semaphore, count));
  else semaphore.waiters.push(request);
}

function take(world: World, semaphore: Semaphore, count: number): Guard {
  semaphore.free -= count;
  let isHeld = true;
  return {
    release: () => {
      if (!isHeld) throw new Failure("LockError");
      isHeld = false;
      semaphore.free += count;
      serve(world, semaphore);
    },
  };
}

/** Answers the longest waiting as long as there are permits for them. A big request is not passed by small ones. */
export function serve(world: World, semaphore: Semaphore): void {
  for (let next = nextServed(semaphore); next !== undefined; next = nextServed(semaphore)) {
    semaphore.waiters = without(semaphore.waiters, next);
    answer(world, next, take(world, semaphore, (next.wait as Of<"semaphore.acquire">).count));
  }
}

/** Of several alternatives of the first one's `select`, any will do: nobody is passed by that. */
function nextServed({ waiters, free }: Semaphore): Request | undefined {
  const others = waiters.findIndex(({ task }) => task !== waiters[0]?.task);
  const first = others < 0 ? waiters : waiters.slice(0, others);
  return first.find(({ wait }) => (wait as Of<"semaphore.acquire">).count <= free);
}
