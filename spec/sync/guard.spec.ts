import { Mutex, run, RwLock, Semaphore } from "rondo";
import { preview } from "../../lib/kernel/preview.js";

describe("a guard", () => {
  it("says in previews what it guards", () => {
    const shown = run(function* () {
      using one = yield* new Mutex("door").lock();
      using two = yield* new Semaphore(2, "seats").acquire();
      using three = yield* new RwLock("table").write();
      return [one, two, three].map((guard) => preview(guard));
    });
    expect(shown).toEqual(["Mutex door", "Semaphore seats", "RwLock table"]);
  });
});
