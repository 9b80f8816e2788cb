/**
 * Where a task stands. Up to `UNWIND` it is in the run queue, or running (`kernel.running`), and the state says what its next
 * resumption does; `WAITING` it is in no queue, and `wait` says who owns it; from `DONE` on it is nowhere.
 */
export const BORN = 0; // next(), for the first time
export const NEXT = 1; // next(value)
export const THROW = 2; // throw(value)
export const RETURN = 3; // return(): only while it runs
export const UNWIND = 4; // goes on unwinding
export const WAITING = 5;
export const DONE = 6;
export const FAILED = 7;
export const CANCELLED = 8;

/** Bits of `TaskNode.flags`. */
export const ATTENTION = 1; // a cancellation or an interrupt may be pending: look before the next wait
export const DAEMON = 2; // its scope does not wait for it
export const SUPERVISED = 4; // its failure does not fail its scope
export const OBSERVED = 8; // somebody was told of its failure
export const BODY_OVER = 16; // its body has ended; its children may not have
