import { CancelledError, MailboxFullError, TaskFinishedError, TimeoutError } from "../../kernel/errors.js";
import { suppressed } from "../../kernel/notes.js";
import { SubscriptionClosedError } from "../../host/subscription.js";
import { ChannelClosedError } from "../../sync/channel.js";
import { BrokenBarrierError } from "../../sync/lock-errors.js";
import { CrashError } from "../explore/faults/crash-error.js";
import { SweepInterrupt } from "./interrupt.js";

/** Errors that tell a task what has happened to another one, or to itself: a disturbed program may well let them escape. */
const CONSEQUENCES = [
  SweepInterrupt,
  CrashError,
  CancelledError,
  TimeoutError,
  TaskFinishedError,
  MailboxFullError,
  ChannelClosedError,
  SubscriptionClosedError,
  BrokenBarrierError,
];

/**
 * Whether an error only tells of the disturbance, or is expected: it, or what it was caused by or is made of, and all that is
 * suppressed under it. What is not is a fault: an error of the program, or one that tells of broken rules, such as a cleanup
 * that was lost or a lock that was released twice.
 */
export function isConsequence(error: unknown, expects: (error: unknown) => boolean): boolean {
  const seen = new Set<unknown>();
  const all = (errors: readonly unknown[]): boolean => errors.every(passes);
  const passes = (each: unknown): boolean => {
    if (seen.has(each)) return true;
    seen.add(each);
    return (expects(each) || comesOfIt(each)) && all(suppressed(each));
  };
  const comesOfIt = (each: unknown): boolean => {
    if (CONSEQUENCES.some((type) => each instanceof type)) return true;
    if (each instanceof AggregateError) return each.errors.length > 0 && all(each.errors);
    return each instanceof Error && each.cause !== undefined && passes(each.cause);
  };
  return passes(error);
}
