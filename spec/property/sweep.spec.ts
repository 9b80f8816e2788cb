import { sweep, type Setup } from "rondo/testing";
import { channels } from "./scenes/channels.js";
import { frames } from "./scenes/frames.js";
import { groups } from "./scenes/groups.js";
import { locks } from "./scenes/locks.js";
import { meetings } from "./scenes/meetings.js";
import { messages } from "./scenes/messages.js";
import { outside } from "./scenes/outside.js";

/** A scene for each primitive and each combinator. */
const scenes: Record<string, Record<string, Setup>> = { channels, messages, locks, meetings, groups, frames, outside };

describe.each(Object.entries(scenes))("whenever a task is cancelled or interrupted: %s", (_which, group) => {
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
