import { checkCount, checkDuration, checkFunction } from "../kernel/checks.js";
import { enter, enterScope } from "../kernel/frames.js";
import { programName, start, type AnyGenerator } from "../kernel/generators.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";
import { random } from "../syscalls/tasks.js";
import { sleep } from "../syscalls/time.js";

/** How often a program is tried, and how long to wait in between. */
export interface RetryOptions {
  /** How often it is run at the most, the first time included; 3 where left out. */
  readonly attempts?: number;
  /** The wait after the first failure, in units of the clock; 0 where left out. */
  readonly delay?: number;
  /** By what the wait grows from one failure to the next; 2 where left out. */
  readonly factor?: number;
  /** The longest wait; no limit where left out. */
  readonly maxDelay?: number;
  /** Which part of each wait is left to chance, from 0 (none, the default) to 1; it follows from the seed and the task. */
  readonly jitter?: number;
  /** Whether this failure is worth another attempt; every one is where left out. */
  readonly when?: (error: unknown, attempt: number) => boolean;
}

const RETRY = /* @__PURE__ */ new Instruction<unknown, Required<RetryOptions>>({
  name: "retry",
  enters: true,
  describe: ({ subject }) => `retry(${programName(subject)})`,
  begin: (kernel, task, { subject, detail }) =>
    enter(kernel, task, attempts(subject as Attempt, detail), subject, null),
});

type Attempt = (attempt: number) => Generator<unknown, unknown, unknown>;

/** Each attempt is a scope: what a failed one has started is gone before the next, and its children may fail it (F2). */
const ATTEMPT = /* @__PURE__ */ new Instruction<Attempt, number>({
  name: "attempt",
  enters: true,
  describe: ({ subject, detail }) => `attempt ${String(detail)} of ${programName(subject)}`,
  begin: (kernel, task, { subject, detail }) =>
    enterScope(kernel, task, start(subject, [detail], "retry"), subject, null, {}),
});

function* attempts(program: Attempt, options: Required<RetryOptions>): AnyGenerator {
  for (let attempt = 1; ; attempt++) {
    try {
      return yield* new Request(ATTEMPT, program, attempt);
    } catch (error) {
      if (attempt >= options.attempts || !options.when(error, attempt)) throw error;
    }
    yield* sleep(backoff(attempt, options));
  }
}

/** The wait after the n-th failure: it grows by the factor, up to the longest, and loses up to the jittered part of it. */
function backoff(attempt: number, { delay, factor, maxDelay, jitter }: Required<RetryOptions>): number {
  const full = Math.min(delay * factor ** (attempt - 1), maxDelay, Number.MAX_VALUE);
  return jitter === 0 ? full : full * (1 - jitter * random());
}

/**
 * Runs a program until it returns; after each failure it waits longer than after the one before. The last error is thrown. Each
 * attempt is a scope: the failure of a child is its failure, and what it started is gone before the next one begins. A
 * cancellation is no failure.
 * @throws the error of the last attempt
 * @throws RangeError for a time, factor, jitter or number of attempts that makes no sense
 *
 * @example
 * const page = yield* retry(() => download(url), { attempts: 5, delay: 100, jitter: 0.5 });
 */
export function retry<R>(
  program: (attempt: number) => Generator<unknown, R, unknown>,
  options: RetryOptions = {},
): Syscall<R> {
  checkFunction(program, "retry");
  const { attempts = 3, delay = 0, factor = 2, maxDelay = Infinity, jitter = 0, when = () => true } = options;
  checkCount(attempts, "retry: attempts");
  checkDuration(delay, "retry: delay");
  checkDuration(factor, "retry: factor");
  if (maxDelay !== Infinity) checkDuration(maxDelay, "retry: maxDelay");
  checkFunction(when, "retry: when");
  if (!(jitter >= 0 && jitter <= 1)) throw new RangeError(`retry: jitter: ${String(jitter)} is not from 0 to 1.`);
  return new Request<R, unknown, Required<RetryOptions>>(RETRY, program, {
    attempts,
    delay,
    factor,
    maxDelay,
    jitter,
    when,
  });
}
