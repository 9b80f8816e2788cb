/** Something outside that can be waited for: it counts how often it was begun and disposed of, and is answered by hand. */
import { pass, suspend, type Syscall } from "../../lib/index.js";
import type { TaskNode } from "../../lib/kernel/task.js";
import { WatchedKernel } from "./watched-kernel.js";

export class Outside<T = string> {
  begun = 0;
  disposed = 0;
  resolve: (value: T) => void = () => {};
  reject: (error: unknown) => void = () => {};

  /** Waits for it; `onStart` runs while it is begun, `onDispose` when it is disposed of. */
  wait(onStart: () => void = () => {}, onDispose: () => void = () => {}): Syscall<T> {
    return suspend<T>((resolve, reject) => {
      this.begun++;
      this.resolve = resolve;
      this.reject = reject;
      onStart();
      return () => {
        this.disposed++;
        onDispose();
      };
    });
  }
}

/** A task under way, and what it writes down. */
export interface Waiting {
  readonly watched: WatchedKernel;
  readonly log: unknown[];
  readonly task: TaskNode;
}

/** A task that waits once, and then goes on. What it gets, it writes down, errors too. */
export function waitingOn(syscall: Iterable<unknown, unknown, unknown>): Waiting {
  const watched = new WatchedKernel();
  const log: unknown[] = [];
  const task = watched.spawn(function* waits() {
    try {
      log.push(yield* syscall);
    } catch (error) {
      log.push(error);
    }
    yield* pass();
    log.push("went on");
  });
  watched.step();
  return { watched, log, task };
}

/** Waits, and returns what it was answered. */
export function* waitsFor<T>(syscall: Iterable<unknown, T, unknown>): Generator<unknown, T, unknown> {
  return yield* syscall;
}

/** A promise, and what settles it. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/** A promise that is settled by hand. */
export function deferred<T = string>(): Deferred<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((...verbs) => ([resolve, reject] = verbs));
  return { promise, resolve, reject };
}

/** Something with a `then`, which is called with the two functions of whoever waits. */
export function thenable<T = unknown>(
  then: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
): PromiseLike<T> {
  return { then } as PromiseLike<T>;
}

/** Throws, where a statement cannot stand. */
export function raise(error: unknown): never {
  throw error;
}

/** Lets the event loop come round, so that a rejection that nobody handles is one in this test, and fails it. */
export function eventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
