import { ensure, pass, sleep } from "../../lib/index.js";
import type { Kernel } from "../../lib/kernel/kernel.js";
import { Instruction, Request } from "../../lib/kernel/syscall.js";
import type { TaskNode } from "../../lib/kernel/task.js";
import { WatchedKernel } from "../support/watched-kernel.js";

/** A wait that takes as long to withdraw as somebody pleases, as that of a condition does, which takes its lock back. */
class SlowWait {
  readonly log: string[] = [];
  private readonly waiting: TaskNode[] = [];

  private readonly instruction = new Instruction<undefined, undefined>({
    name: "slow wait",
    describe: () => "slow wait",
    begin: () => false,
    withdraw: (_kernel: Kernel, task: TaskNode) => {
      this.log.push("withdrawal begins");
      this.waiting.push(task);
      return false;
    },
  });

  /** The syscall. */
  wait(): Request<void> {
    return new Request<void, undefined, undefined>(this.instruction, undefined, undefined);
  }

  /** Ends the withdrawals that are under way. */
  let(kernel: Kernel): void {
    for (const task of this.waiting.splice(0)) {
      this.log.push("withdrawal ends");
      kernel.withdrawn(task);
    }
  }
}

function scene(): { watched: WatchedKernel; slow: SlowWait; task: TaskNode } {
  const watched = new WatchedKernel();
  const slow = new SlowWait();
  const task = watched.spawn(function* () {
    try {
      yield* ensure(
        function* () {
          try {
            yield* slow.wait();
          } finally {
            slow.log.push("finally");
          }
        },
        function* () {
          yield* pass();
          slow.log.push("cleanup");
        },
      );
    } catch (error) {
      slow.log.push(`caught ${String(error)}`);
      yield* sleep(1);
    }
  });
  watched.settle();
  return { watched, slow, task };
}

describe("C3 a withdrawal that has to wait itself", () => {
  it("is begun at once; return() comes when it is done", () => {
    const { watched, slow, task } = scene();
    task.cancel();
    watched.settle();
    expect([slow.log, task.state]).toEqual([["withdrawal begins"], "waiting"]);
    slow.let(watched.kernel);
    watched.settle();
    expect(slow.log.slice(1)).toEqual(["withdrawal ends", "finally", "cleanup"]);
    expect([task.state, watched.leftovers()]).toEqual(["cancelled", []]);
  });

  it("is begun once, however often the task is cancelled", () => {
    const { watched, slow, task } = scene();
    for (let left = 3; left > 0; left--) task.cancel();
    slow.let(watched.kernel);
    task.cancel();
    watched.settle();
    expect(slow.log).toEqual(["withdrawal begins", "withdrawal ends", "finally", "cleanup"]);
  });

  it("comes before an interrupt is thrown, too", () => {
    const { watched, slow, task } = scene();
    task.interrupt("disturbed");
    watched.settle();
    slow.let(watched.kernel);
    watched.settle();
    expect(slow.log.slice(2)).toEqual(["finally", "cleanup", "caught disturbed"]);
    expect(task.state).toBe("done");
  });

  it("is followed by the unwinding where the task is cancelled while it goes on for an interrupt", () => {
    const { watched, slow, task } = scene();
    task.interrupt("disturbed");
    task.cancel();
    slow.let(watched.kernel);
    watched.settle();
    expect([slow.log.slice(1), task.state]).toEqual([["withdrawal ends", "finally", "cleanup"], "cancelled"]);
  });

  it("is given up with the task where that is abandoned", () => {
    const { watched, slow, task } = scene();
    task.cancel("no time", { within: 0 });
    watched.settle();
    slow.let(watched.kernel);
    watched.settle();
    expect(slow.log.filter((line) => !line.startsWith("withdrawal"))).toEqual([]);
    expect([task.state, watched.leftovers()]).toEqual(["cancelled", []]);
  });
});
