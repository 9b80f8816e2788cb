import { soon } from "../host/timer.js";
import { milliseconds } from "../host/stopwatch.js";
import type { Explorer } from "../testing/explore/explorer.js";
import { ScheduleFailure } from "../testing/explore/failure.js";
import type { ExploreProgress } from "../testing/explore/progress.js";
import type { Finding } from "./explore-report.js";
import { muted } from "./muted.js";

/** How long the event loop stands still at a time. Milliseconds. */
const SLICE = 50;

/** An exploration in this very thread. The event loop has its turns in between, so that signals are heard. */
export class Search {
  private readonly explorer: Explorer;
  private stopped = false;

  constructor(explorer: Explorer) {
    this.explorer = explorer;
  }

  /** Ends it with what it has seen so far. */
  stop(): void {
    this.stopped = true;
  }

  /** @param tick is told now and then how far it is */
  async run(tick: (progress: ExploreProgress) => void): Promise<Omit<Finding, "stopped">> {
    const { explorer } = this;
    const failures = await this.failures(tick);
    return { stats: explorer.stats(), failures, share: explorer.progress().share };
  }

  private async failures(tick: (progress: ExploreProgress) => void): Promise<readonly ScheduleFailure[]> {
    const { explorer } = this;
    try {
      while (muted(() => runFor(explorer, SLICE))) {
        await new Promise<void>(soon);
        tick(explorer.progress());
        if (this.stopped) return muted(() => explorer.report().failures);
      }
      return muted(() => explorer.finish().failures);
    } catch (error) {
      if (error instanceof ScheduleFailure) return [error];
      throw error;
    }
  }
}

/** Whether there is more to run after so many milliseconds. */
export function runFor(explorer: Explorer, ms: number): boolean {
  const end = milliseconds() + ms;
  while (explorer.next()) if (milliseconds() >= end) return true;
  return false;
}
