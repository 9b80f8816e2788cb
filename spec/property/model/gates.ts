/** Semaphores, latches and barriers. */
import { Failure } from "./errors.js";
import type { Of } from "./program.js";
import type { Guard, Request, World } from "./state.js";
import { answer, fail, firstOfOther, nextServed, without } from "./waits.js";

export interface Semaphore {
  free: number;
  /** Longest waiting first. A big request is not passed by small ones. */
  waiters: Request[];
}

export function beginAcquire(world: World, semaphore: Semaphore, request: Request): void {
  const isFirst = firstOfOther(semaphore.waiters, request.task) === undefined;
  if (isFirst && countOf(request) <= semaphore.free) answer(world, request, take(world, semaphore, countOf(request)));
  else semaphore.waiters.push(request);
}

function countOf({ wait }: Request): number {
  return (wait as Of<"semaphore.acquire">).count;
}

function take(world: World, semaphore: Semaphore, count: number): Guard {
  let isOver = false;
  semaphore.free -= count;
  return {
    release() {
      if (isOver) throw new Failure("LockError");
      isOver = true;
      semaphore.free += count;
      serveSemaphore(world, semaphore);
    },
  };
}

/** Answers the longest waiting as long as there are permits for them. */
export function serveSemaphore(world: World, semaphore: Semaphore): void {
  const next = nextServed(semaphore.waiters, (request) => countOf(request) <= semaphore.free);
  if (next === undefined) return;
  semaphore.waiters = without(semaphore.waiters, next);
  answer(world, next, take(world, semaphore, countOf(next)));
  serveSemaphore(world, semaphore);
}

export interface Latch {
  isOpen: boolean;
  waiters: Request[];
}

export function beginLatch(world: World, latch: Latch, request: Request): void {
  if (latch.isOpen) answer(world, request, undefined);
  else latch.waiters.push(request);
}

export function openLatch(world: World, latch: Latch): void {
  latch.isOpen = true;
  for (const waiter of latch.waiters.splice(0)) answer(world, waiter, undefined);
}

export interface Barrier {
  readonly parties: number;
  waiters: Request[];
  broken: Error | undefined;
}

/** The answer is how many had come before. The last one wakes the others, and then goes on itself. */
export function beginBarrier(world: World, barrier: Barrier, request: Request): void {
  if (barrier.broken !== undefined) {
    fail(world, request, barrier.broken);
    return;
  }
  barrier.waiters.push(request);
  if (barrier.waiters.length < barrier.parties) return;
  for (const [index, waiter] of barrier.waiters.splice(0).entries()) answer(world, waiter, index);
}

/** A party has gone away: the others would wait for ever. */
export function breakBarrier(world: World, barrier: Barrier): void {
  barrier.broken ??= new Failure("BrokenBarrierError");
  for (const waiter of barrier.waiters.splice(0)) fail(world, waiter, barrier.broken);
}

export function resetBarrier(world: World, barrier: Barrier): void {
  if (barrier.waiters.length > 0) breakBarrier(world, barrier);
  barrier.broken = undefined;
}
