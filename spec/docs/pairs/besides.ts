import { all, Mutex, scope, spawn } from "../../../lib/index.js";
import { cell } from "../../../lib/testing/index.js";
import { both, idle, type Pair } from "./depend.js";
import { broadcasters, holder } from "./objects.js";
import { group, sleeper, writes } from "./tasks.js";

/** What the reasons on the page say besides. */
export const BESIDES: Readonly<Record<string, readonly [depends: boolean, pair: Pair]>> = {
  "broadcasts to nobody": [false, { steps: "1* 2*", make: () => broadcasters(false) }],
  "branches of all": [false, { steps: "1 1 1.1 1.2 1.1* 1.2*", make: () => group(all) }],
  "locks that are free": [
    false,
    { steps: "1* 2*", make: () => [new Mutex(), new Mutex()].map((lock) => () => holder(lock)) },
  ],
  "writers of two cells that no invariant reads": [
    false,
    { steps: "1* 2*", make: () => [cell(0), cell(0)].map((own) => () => writes(own)) },
  ],
  "the clock of quiescent time and anything": [true, { steps: "1 2 clock* 1*", make: () => both(sleeper) }],
  "a scope that a body leaves and a child that ends, where the step does something else": [
    true,
    {
      steps: "1 1.1 1.1* 1*",
      make() {
        const c = cell(0);
        return [
          function* () {
            yield* scope(function* () {
              yield* spawn(idle);
              c.value = 1;
            });
          },
        ];
      },
    },
  ],
};
