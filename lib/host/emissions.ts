import { asTask, type Task } from "../kernel/task.js";
import { bufferRule, type BufferOptions } from "./buffer.js";
import { Feed } from "./feed.js";

/** What a task emits, for code outside. At the task's end comes what it returned, or its error. */
export interface Emissions<T, R> {
  /**
   * To pull in virtual time: `next()` drives the scheduler until the task emits or ends, and no further. Breaking out of the
   * loop cancels the task and runs its cleanup.
   */
  [Symbol.iterator](): IterableIterator<T, R | undefined>;
  /** To hear while somebody else drives the scheduler. Breaking out of the loop ends the hearing, and not the task. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T, R | undefined>;
}

/**
 * The emissions of a task from now on, as an `Iterable` and as an `AsyncIterable`. Those that nobody has asked for yet are kept:
 * all of them, unless `capacity` says how many.
 * @throws TypeError for what is no task
 *
 * @example
 * for (const count of emissions<number>(scheduler.spawn(counter))) if (count > 9) break;
 *
 * @example
 * const counts = emissions<number>(scheduler.spawn(counter));
 * const end = scheduler.runAsync();
 * for await (const count of counts) show(count);
 * await end;
 */
export function emissions<T = unknown, R = unknown>(task: Task<R>, options: BufferOptions = {}): Emissions<T, R> {
  const feed = new Feed<T, R>(asTask(task, "emissions"), bufferRule(options, "emissions", Infinity));
  return {
    [Symbol.iterator]: () => pulled(feed),
    [Symbol.asyncIterator]: () => heard(feed),
  };
}

function pulled<T, R>(feed: Feed<T, R>): IterableIterator<T, R | undefined> {
  return {
    next: () => feed.pull(),
    return: () => feed.cancel(),
    [Symbol.iterator]() {
      return this;
    },
  };
}

function heard<T, R>(feed: Feed<T, R>): AsyncIterableIterator<T, R | undefined> {
  return {
    next: () => feed.await(),
    return: () => Promise.resolve(feed.end()),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
