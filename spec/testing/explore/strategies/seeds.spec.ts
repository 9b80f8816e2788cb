import { explore, type ExploreOptions, type StrategyName } from "../../../../lib/testing/index.js";
import { steppers } from "../support/sampling.js";

const SAMPLING: readonly StrategyName[] = ["random", "uniform", "pct", "fairPct", "pos", "portfolio"];

/** The schedules that an exploration takes. */
function ordersOf(options: ExploreOptions): string[] {
  const orders: string[] = [];
  const { setup, outcome } = steppers(4, 4, 4);
  const scene = (): ReturnType<typeof setup> =>
    ({ ...(setup as () => object)(), check: () => orders.push(outcome()) }) as never;
  explore(scene, { schedules: 60, ...options });
  return orders;
}

describe.each(SAMPLING)("the strategy %s", (strategy) => {
  it("takes the same schedules for the same seed", () => {
    expect(ordersOf({ strategy, seed: 5 })).toEqual(ordersOf({ strategy, seed: 5 }));
  });

  it("takes others for another seed", () => {
    expect(ordersOf({ strategy, seed: 5 })).not.toEqual(ordersOf({ strategy, seed: 6 }));
  });

  it("has a seed of 0 where none is given", () => {
    expect(ordersOf({ strategy })).toEqual(ordersOf({ strategy, seed: 0 }));
  });

  it("reports how many of its schedules differ from each other", () => {
    const orders = new Set(ordersOf({ strategy, seed: 5 }));
    const { setup } = steppers(4, 4, 4);
    const { traces, schedules, complete } = explore(setup, { strategy, seed: 5, schedules: 60 });
    expect({ traces, schedules, complete }).toEqual({ traces: orders.size, schedules: 60, complete: false });
  });
});

it("takes no note of the depth but for pct", () => {
  expect(ordersOf({ strategy: "pct", depth: 1 })).not.toEqual(ordersOf({ strategy: "pct", depth: 3 }));
  expect(ordersOf({ strategy: "pct" })).toEqual(ordersOf({ strategy: "pct", depth: 3 }));
  expect(ordersOf({ strategy: "random", depth: 1 })).toEqual(ordersOf({ strategy: "random", depth: 3 }));
});
