import { checkDuration, checkTime, instantAfter } from "../kernel/checks.js";
import { runningTask } from "../kernel/current.js";
import type { Kernel } from "../kernel/kernel.js";
import { Instruction, Request, type Syscall, type Touch } from "../kernel/syscall.js";
import type { TaskNode } from "../kernel/task.js";
import type { Waiter } from "../kernel/waiter.js";
import { PASS } from "../kernel/yields.js";

function clockTouch(task: TaskNode): Touch[] {
  return [{ object: task.kernel, part: "clock", access: "read" }];
}

function withdrawTimer(kernel: Kernel, waiter: Waiter): boolean {
  kernel.timers.clear(waiter);
  return true;
}

const SLEEP = /* @__PURE__ */ new Instruction<number, undefined>({
  name: "sleep",
  describe: ({ subject }) => `sleep(${String(subject)})`,
  touches: clockTouch,
  selectable: true,
  begin(kernel, waiter: Waiter, { subject }) {
    try {
      kernel.timers.set(waiter, instantAfter(kernel.now, subject, "sleep"));
    } catch (error) {
      waiter.failed(error);
    }
    return false;
  },
  withdraw: withdrawTimer,
});

const SLEEP_UNTIL = /* @__PURE__ */ new Instruction<number, undefined>({
  name: "sleepUntil",
  describe: ({ subject }) => `sleepUntil(${String(subject)})`,
  touches: clockTouch,
  selectable: true,
  begin(kernel, waiter: Waiter, { subject }) {
    kernel.timers.set(waiter, Math.max(subject, kernel.now));
    return false;
  },
  withdraw: withdrawTimer,
});

/**
 * Waits for a length of time, in units of the clock: milliseconds in real time, whatever the program means in virtual time.
 * `sleep(0)` waits until nothing is ready at this instant.
 * @throws RangeError for a negative, infinite or NaN length
 *
 * @example
 * yield* sleep(250);
 */
export function sleep(ms: number): Syscall<void> {
  checkDuration(ms, "sleep");
  return new Request<void, number, undefined>(SLEEP, ms, undefined);
}

/**
 * Waits until the clock shows `time`; one that lies in the past is due at this instant.
 * @throws RangeError for an infinite or NaN time
 *
 * @example
 * yield* sleepUntil(now() + 250);
 */
export function sleepUntil(time: number): Syscall<void> {
  checkTime(time, "sleepUntil");
  return new Request<void, number, undefined>(SLEEP_UNTIL, time, undefined);
}

/**
 * Gives up the turn: every other ready task has one before this task goes on. `yield` alone does the same.
 *
 * @example
 * while (!ready) yield* pass();
 */
export function pass(): Syscall<void> {
  return PASS as Syscall<void>;
}

/**
 * What the clock shows. A plain call: it takes no turn.
 * @throws RondoError outside of any turn; there, ask `scheduler.now`
 *
 * @example
 * const begun = now();
 * yield* call(work);
 * console.log(`took ${now() - begun}`);
 */
export function now(): number {
  const { kernel } = runningTask("now()");
  kernel.read(kernel, "clock");
  return kernel.now;
}
