/** Waits of all kinds: how each begins, is answered, and is taken back without a trace. */
import { beginReceive, beginSend } from "./channels.js";
import { Failure } from "./errors.js";
import { beginJoin } from "./family.js";
import { beginAcquire, beginLatch, breakBarrier, serveSemaphore } from "./gates.js";
import { letGo } from "./library.js";
import { beginLock, beginRwLock, leaveCondition, serveRwLock } from "./locks.js";
import { beginAsk, beginReceiveMail, beginSendTo } from "./mail.js";
import type { Of, Wait } from "./program.js";
import type { Request, Resumption, Task, World } from "./state.js";

// ── answers ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A task enters the run queue, at its end (T2). */
export function makeReady(world: World, task: Task, resumption: Resumption): void {
  task.state = "ready";
  task.requests = [];
  task.resumption = resumption;
  world.queue.push(task);
}

export function answer(world: World, request: Request, value: unknown): void {
  settle(world, request, { do: "next", value: request.name === undefined ? value : { name: request.name, value } });
}

export function fail(world: World, request: Request, error: Error): void {
  settle(world, request, { do: "throw", error });
}

/** Ends a wait. Of the alternatives of a `select` exactly one commits: the others are taken back (E1). */
function settle(world: World, request: Request, resumption: Resumption): void {
  const { task } = request;
  if (!task.requests.includes(request)) return;
  const others = without(task.requests, request);
  unlist(world, request);
  makeReady(world, task, resumption);
  forget(world, others);
}

/** Takes back whatever a task waits for; none of it has an answer (C3). */
export function withdraw(world: World, task: Task): void {
  forget(world, task.requests.splice(0));
}

/** Cuts a wait short. Where the task takes a lock back first, that has to be waited for (C3). */
export function cutShort(world: World, task: Task, after: Resumption): void {
  const request = task.requests.find(({ wait }) => wait.do === "condition.wait");
  if (request === undefined) {
    withdraw(world, task);
    makeReady(world, task, after);
  } else if (task.leaving === undefined) {
    task.leaving = after;
    leaveCondition(world, world.condition, request, () => {
      const { leaving } = task;
      task.leaving = undefined;
      makeReady(world, task, leaving!);
    });
  } else if (after.do === "unwind") task.leaving = after;
}

/** Requests of a task go away without an answer. When none of them is left, what they kept others from is theirs. */
function forget(world: World, requests: readonly Request[]): void {
  for (const request of requests) unlist(world, request);
  for (const request of requests) giveWay(world, request);
}

function giveWay(world: World, request: Request): void {
  if (request.wait.do === "handshake") letGo(request);
  if (request.wait.do === "semaphore.acquire") serveSemaphore(world, world.semaphore);
  if (request.wait.do === "rwlock.read" || request.wait.do === "rwlock.write") serveRwLock(world, world.rwlock);
  if (request.wait.do === "barrier.wait") breakBarrier(world, world.barrier);
}

/** Nobody who could answer a request keeps it. */
function unlist(world: World, request: Request): void {
  world.clearTimer(request);
  world.resolvers = without(world.resolvers, request);
  if (request.wait.do === "suspend") world.say(request.task, "disposes");
  for (const task of world.tasks) {
    task.joiners = without(task.joiners, request);
    task.senders = task.senders.filter((sender) => sender.request !== request);
  }
  for (const channel of world.channels) {
    channel.senders = without(channel.senders, request);
    channel.receivers = without(channel.receivers, request);
  }
  for (const mutex of world.mutexes) mutex.heirs = mutex.heirs.filter((heir) => heir.request !== request);
  for (const queue of [world.rwlock, world.semaphore, world.latch, world.barrier]) {
    queue.waiters = without(queue.waiters, request);
  }
  world.condition.waiters = world.condition.waiters.filter((waiter) => waiter.request !== request);
}

// ── beginnings ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const BEGINNINGS: { readonly [K in Wait["do"]]: (world: World, request: Request, wait: Of<K>) => void } = {
  sleep: (world, request, { ms }) => wakeAt(world, request, world.now + ms),
  sleepUntil: (world, request, { time }) => wakeAt(world, request, Math.max(world.now, time)),
  join: beginJoin,
  send: (world, request, { message }) => beginSendTo(world, request, message),
  ask: (world, request, { message }) => beginAsk(world, request, message),
  receive: beginReceiveMail,
  suspend: (world, request, wait) => beginSuspend(world, request, wait.answer),
  "channel.send": (world, request, { channel }) => beginSend(world, world.channels[channel]!, request),
  "channel.receive": (world, request, { channel }) => beginReceive(world, world.channels[channel]!, request),
  "channel.next": (world, request, { channel }) => beginReceive(world, world.channels[channel]!, request),
  "mutex.lock": (world, request, { mutex }) => beginLock(world, world.mutexes[mutex]!, request),
  "rwlock.read": (world, request) => beginRwLock(world, world.rwlock, request),
  "rwlock.write": (world, request) => beginRwLock(world, world.rwlock, request),
  "semaphore.acquire": (world, request) => beginAcquire(world, world.semaphore, request),
  "latch.wait": (world, request) => beginLatch(world, world.latch, request),
};

/** Begins a wait of one of the kinds that can be an alternative of a `select`. */
export function begin(world: World, request: Request): void {
  const wait = request.wait as Wait;
  const beginning = BEGINNINGS[wait.do] as (world: World, request: Request, wait: Wait) => void;
  beginning(world, request, wait);
}

function wakeAt(world: World, request: Request, time: number): void {
  world.setTimer(time, request, () => answer(world, request, undefined));
}

/** What waits for the outside: here a plain call of another task stands for that. */
function beginSuspend(world: World, request: Request, how: "later" | "at once" | "failing"): void {
  if (how === "later") world.resolvers.push(request);
  else if (how === "at once") answer(world, request, "at once");
  else fail(world, request, new Failure(`Boom ${++world.booms}`));
}

// ── queues ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The alternatives of one `select` do not serve each other: exactly one of them commits (E1). */
export function firstOfOther(waiting: readonly Request[], task: Task | undefined): Request | undefined {
  return waiting.find((request) => request.task !== task);
}

/** The longest waiting, if it may be served. Of several alternatives of its `select` any will do: nobody is passed by that. */
export function nextServed(waiting: readonly Request[], may: (request: Request) => boolean): Request | undefined {
  const others = waiting.findIndex(({ task }) => task !== waiting[0]?.task);
  return (others < 0 ? waiting : waiting.slice(0, others)).find(may);
}

export function without<T>(items: readonly T[], item: T): T[] {
  return items.filter((one) => one !== item);
}
