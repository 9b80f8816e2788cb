import type { AnyRequest } from "./syscall.js";
import type { Timed } from "./timers.js";

/**
 * Who waits for an answer: a task, or one of the alternatives of a `select`. A syscall that can be an alternative deals with
 * waiters only, and answers through them. When its timer is due, a waiter is answered with `undefined`.
 */
export interface Waiter extends Timed {
  /** Whether it still waits. */
  readonly waits: boolean;
  /** The syscall for whose answer it waits. */
  readonly wait: AnyRequest | null;
  /** What the wait keeps for its withdrawal. */
  slot: unknown;
  answered(value: unknown): void;
  failed(error: unknown): void;
}
