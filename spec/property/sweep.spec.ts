import { sweep, type Setup } from "rondo/testing";
import { planOf } from "../../lib/testing/sweep/options.js";
import { SweepRun } from "../../lib/testing/sweep/run.js";
import { channels } from "./scenes/channels.js";
import { frames } from "./scenes/frames.js";
import { groups } from "./scenes/groups.js";
import { locks } from "./scenes/locks.js";
import { meetings } from "./scenes/meetings.js";
import { messages } from "./scenes/messages.js";
import { outside } from "./scenes/outside.js";

/** A scene for each primitive and each combinator. */
const scenes: [string, Record<string, Setup>][] = Object.entries({
  channels,
  messages,
  locks,
  meetings,
  groups,
  frames,
  outside,
});

describe.each(scenes)("whenever a task is cancelled or interrupted: %s", (_which, group) => {
  it.each(Object.entries(group))(
    "%s: nothing is left behind, lost or doubled, and each cleanup is done once, inner before outer",
    (_what, setup) => {
      const { steps, runs } = sweep(setup);
      expect(steps).toBeGreaterThan(5);
      expect(runs).toBeGreaterThan(steps);
      sweep(setup, { scheduler: { order: "shuffled", seed: 7 } });
    },
  );
});

/** What is left of the scheduler's own after a task was given up: locks and permits of its own are lost with it. */
function leftAfter(setup: Setup, id: string, step: number): string[] {
  const run = new SweepRun(setup, planOf({}));
  while (run.trail.length < step) run.step();
  const task = run.find(id);
  task?.cancel("given up", { within: 0 });
  const faults = [...run.finish(task, 10_000), ...run.audit(false).faults];
  return faults.filter((fault) =>
    /^(it did not end|left behind: (task|mailbox|timer|listener|held)|an error escaped: InternalError)/.test(fault),
  );
}

describe.each(scenes)("whenever a task is cancelled with no time to clean up: %s", (_which, group) => {
  it.each(Object.entries(group))("%s: no task, wait, timer or listener is left", (_what, setup) => {
    const calm = new SweepRun(setup, planOf({}));
    const faults: string[] = [];
    do {
      for (const id of calm.ids) faults.push(...leftAfter(setup, id, calm.trail.length));
    } while (!calm.isOver && calm.step());
    expect(faults).toEqual([]);
  });
});
