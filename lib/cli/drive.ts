import type { Scheduler, Task } from "../index.js";

/** How a run came to its end, where it did not by an error: by itself, at `--until`, or because it was told to stop. */
export type Ending = "ended" | "until" | "stopped";

/** Told now and then how many turns there were. It answers whether the run may go on. */
export type Watch = (turns: number) => boolean;

/** How many turns there are between two looks: some 50 microseconds' worth, if they do little. */
const BETWEEN_LOOKS = 1024;

/**
 * Runs a scheduler in virtual time until its program has ended, as `scheduler.run()` does, but a turn at a time: while
 * a run lasts, the event loop stands still, so that nothing else could tell how far it is, or stop it.
 * @throws what `scheduler.run()` throws
 */
export function driveVirtually(scheduler: Scheduler, program: Task, until: number | undefined, watch: Watch): Ending {
  for (let turns = 0; !program.done; turns++) {
    if (turns % BETWEEN_LOOKS === 0 && !watch(turns)) return "stopped";
    const next = scheduler.idle ? scheduler.nextWakeTime : scheduler.now;
    if (next === undefined) break;
    if (until !== undefined && next >= until) return stopAt(scheduler, until);
    scheduler.step();
  }
  // Whatever is left is `run`'s to say: the end of daemons, a deadlock, failures.
  scheduler.run();
  return "ended";
}

/** Sets the clock to the end of the span. */
function stopAt(scheduler: Scheduler, until: number): Ending {
  scheduler.run({ until });
  return "until";
}
