import { DeadlockError, join, run, runAsync, Scheduler, spawn, type Program, type Task } from "rondo";
import { thrownBy } from "../support/thrown.js";

/** So many children, each of which joins the next, and the last the first. */
function ring(size: number): Program {
  return function* main() {
    const tasks: Task[] = [];
    function* member(next: number): Generator<unknown, void> {
      while (tasks.length < size) yield;
      yield* join(tasks[next % size]!);
    }
    for (let n = 1; n <= size; n++) tasks.push(yield* spawn(member, n));
  };
}

describe("D1 tasks that join each other", () => {
  it.each([2, 3])("stand still, which run reports, with the ring that they form: %i of them", (size) => {
    const error = thrownBy(() => run(ring(size)));
    expect(error).toBeInstanceOf(DeadlockError);
    const { message, blocked, cycle } = error as DeadlockError;
    expect(cycle).toHaveLength(size);
    expect(blocked).toHaveLength(size + 1);
    for (let n = 1; n <= size; n++) expect(message).toContain(`waits for join(member 1.${n})`);
  });

  it("are reported by runAsync, too", async () => {
    const error = await runAsync(ring(2)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DeadlockError);
  });

  it("are left as they stand by a Scheduler, and go when it is closed", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(ring(2));
    expect(thrownBy(() => scheduler.run())).toBeInstanceOf(DeadlockError);
    expect([task.state, scheduler.tasks().length]).toEqual(["waiting", 3]);
    scheduler.on("error", () => {});
    scheduler.close();
    expect([task.done, scheduler.leftovers()]).toEqual([true, []]);
  });
});
