import { meetings } from "../support/sweep-scenes-meetings.js";
import { scenes } from "../support/sweep-scenes.js";
import { CANCEL, CUT_OFF, INTERRUPT, sweep } from "../support/sweep.js";

describe.each(Object.entries({ ...scenes, ...meetings }))("%s", (_what, scene) => {
  it.each([CANCEL, INTERRUPT, CUT_OFF].map((disturbance) => [disturbance.name, disturbance] as const))(
    "leaves nothing behind and cleans up once, inner before outer, whenever a task is %s",
    (_name, disturbance) => {
      const { runs, faults } = sweep(scene, disturbance);
      expect(faults).toEqual([]);
      expect(runs).toBeGreaterThan(5);
    },
  );
});
