/** Waits of all kinds: how each begins, is answered, and is taken back without a trace. */
import { Cancelled, Failure } from "./errors.js";
import { beginAcquire, beginLock, beginReceive, beginSend, firstOfOther, isSelfOrAncestor, serve, without } from "./objects.js";
import { isOdd, type Of } from "./program.js";
import type { Request, Resumption, Task, World } from "./state.js";

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
  const { requests } = request.task;
  if (!requests.includes(request)) return;
  request.task.requests = [];
  world.clearTimer(request);
  for (const other of without(requests, request)) forget(world, other);
  makeReady(world, request.task, resumption);
}

/** Takes back whatever a task waits for; none of it has an answer (C3). */
export function withdraw(world: World, task: Task): void {
  const { requests } = task;
  task.requests = [];
  for (const request of requests) forget(world, request);
}

/** Nobody who could answer a request keeps it. */
function forget(world: World, request: Request): void {
  world.clearTimer(request);
  world.latch.waiters = without(world.latch.waiters, request);
  for (const task of world.tasks) {
    task.joiners = without(task.joiners, request);
    task.senders = without(task.senders, request);
  }
  for (const channel of world.channels) {
    channel.senders = without(channel.senders, request);
    channel.receivers = without(channel.receivers, request);
  }
  for (const mutex of world.mutexes) mutex.waiters = without(mutex.waiters, request);
  world.semaphore.waiters = without(world.semaphore.waiters, request);
  // One that asked for many may have stood before others that ask for few.
  if (request.wait.do === "semaphore.acquire") serve(world, world.semaphore);
}

/** Begins a wait of one of the kinds that can be an alternative of a `select`. */
export function begin(world: World, request: Request): void {
  const { wait, task } = request;
  switch (wait.do) {
    case "sleep":
      return world.setTimer(world.now + wait.ms, request, () => answer(world, request, undefined));
    case "join":
      return beginJoin(world, request, request.target!);
    case "send":
      return beginSendTo(world, request, request.target!);
    case "receive":
      return beginReceiveMail(world, request, wait);
    case "channel.send":
      return beginSend(world, world.channels[wait.channel]!, request);
    case "channel.receive":
    case "channel.next":
      return beginReceive(world, world.channels[wait.channel]!, request);
    case "mutex.lock":
      return beginLock(world, world.mutexes[wait.mutex]!, request);
    case "semaphore.acquire":
      return beginAcquire(world, world.semaphore, request);
    case "latch.wait":
      if (world.latch.isOpen) answer(world, request, undefined);
      else world.latch.waiters.push(request);
      return;
    default:
      throw new Error(`${task.id}: ${wait.do} is begun elsewhere`);
  }
}

function beginJoin(world: World, request: Request, target: Task): void {
  if (isSelfOrAncestor(target, request.task)) fail(world, request, new Failure("DeadlockError"));
  else if (target.hasEnded) tellOutcome(world, request, target);
  else target.joiners.push(request);
}

/** Answers a join (C7, F3). */
export function tellOutcome(world: World, request: Request, target: Task): void {
  if (target.state === "done") return answer(world, request, target.result);
  if (target.state === "failed") target.observed = true;
  fail(world, request, target.error ?? new Cancelled(target));
}

// ── mailboxes ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function beginSendTo(world: World, request: Request, target: Task): void {
  const { message } = request.wait as Of<"send">;
  if (target.bodyOver) fail(world, request, new Failure("TaskFinishedError"));
  else if (deliver(world, target, message, request.task)) answer(world, request, undefined);
  else target.senders.push(request);
}

/** Gives a message to the `receive` that waits for it, or to the mailbox; false where that is full (M1). */
export function deliver(world: World, target: Task, message: number, sender: Task | undefined): boolean {
  const wants = ({ wait }: Request): boolean => wait.do === "receive" && (!wait.odd || isOdd(message));
  const receive = target === sender ? undefined : target.requests.find(wants);
  if (receive !== undefined) {
    answer(world, receive, message);
    return true;
  }
  if (target.mailbox.length >= target.room) return false;
  target.mailbox.push(message);
  return true;
}

function beginReceiveMail(world: World, request: Request, wait: Of<"receive">): void {
  const index = request.task.mailbox.findIndex((message) => !wait.odd || isOdd(message));
  if (index >= 0) return answer(world, request, takeMail(world, request.task, index));
  if (wait.timeout === undefined) return;
  world.setTimer(world.now + wait.timeout, request, () => fail(world, request, new Failure("TimeoutError")));
}

/** Takes a message; the freed place goes to the longest waiting sender. */
export function takeMail(world: World, task: Task, index: number): number {
  const [message] = task.mailbox.splice(index, 1);
  const sender = firstOfOther(task.senders, task);
  if (sender !== undefined) {
    task.senders = without(task.senders, sender);
    task.mailbox.push((sender.wait as Of<"send">).message);
    answer(world, sender, undefined);
  }
  return message!;
}
