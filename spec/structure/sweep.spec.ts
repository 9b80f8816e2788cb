import { CANCEL, CUT_OFF, INTERRUPT, sweep } from "../support/sweep.js";
import { scenes } from "./sweep-scenes.js";

describe.each(Object.entries(scenes))("%s", (_what, scene) => {
  it.each([CANCEL, INTERRUPT, CUT_OFF].map((disturbance) => [disturbance.name, disturbance] as const))(
    "leaves nothing behind and cleans up once, inner before outer, whenever a task is %s",
    (_name, disturbance) => {
      const { runs, faults } = sweep(scene, disturbance);
      // What a task held that had no time to clean up is lost (C5).
      const isLost = (fault: string): boolean => disturbance === CUT_OFF && fault.endsWith("which has ended");
      expect(faults.filter((fault) => !isLost(fault))).toEqual([]);
      expect(runs).toBeGreaterThan(5);
    },
  );
});
