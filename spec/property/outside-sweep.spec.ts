import { outsideScenes } from "../support/outside-scenes.js";
import { CANCEL, CUT_OFF, INTERRUPT, sweep } from "../support/sweep.js";

describe.each(Object.entries(outsideScenes))("%s", (_what, scene) => {
  it.each([CANCEL, INTERRUPT, CUT_OFF].map((disturbance) => [disturbance.name, disturbance] as const))(
    "leave nothing behind, and end once, whenever a task is %s",
    (_name, disturbance) => {
      const { runs, faults } = sweep(scene, disturbance);
      expect(faults).toEqual([]);
      expect(runs).toBeGreaterThan(4);
    },
  );
});
