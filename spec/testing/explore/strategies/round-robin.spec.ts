import fc from "fast-check";
import { run, sleep, spawn, type Program } from "../../../../lib/index.js";
import { makeKernel, type SchedulerOptions } from "../../../../lib/host/options.js";
import { step } from "../../../../lib/host/virtual-time.js";
import { Machine } from "../../../../lib/testing/explore/machine/machine.js";
import type { TimeMode } from "../../../../lib/testing/explore/machine/time.js";
import { RoundRobin } from "../../../../lib/testing/explore/strategies/round-robin.js";
import { explore } from "../../../../lib/testing/index.js";
import { Recorder, type TraceEvent } from "../../../../lib/trace/index.js";
import { Ledger } from "../../../support/ledger.js";
import { Player, programs, type Block } from "../../../support/random-program.js";

type Play = (options: SchedulerOptions, tasks: readonly Program[]) => void;

/** Runs the tasks turn by turn, as the plain scheduler does. */
const plainly: Play = (options, tasks) => {
  const kernel = makeKernel(options);
  for (const task of tasks) kernel.spawn(null, null, task, []);
  for (let goesOn = true; goesOn;) {
    try {
      goesOn = kernel.drive("step", () => step(kernel));
    } catch {
      // The failure of a root; the others go on.
    }
  }
};

const explored =
  (time: TimeMode): Play =>
  (scheduler, tasks) => {
    const machine = new Machine({ setup: () => ({ tasks }), time, maxSteps: 10_000, scheduler, goesOn: true });
    const strategy = new RoundRobin();
    strategy.begin();
    machine.run(strategy);
  };

/** What happens, event for event. */
function traceOf(blocks: readonly Block[], play: Play): readonly TraceEvent[] {
  const recorder = new Recorder();
  const player = new Player(new Ledger());
  play(
    { observer: recorder },
    blocks.map((block) => player.program(block)),
  );
  return recorder.trace.events;
}

describe("the round robin strategy", () => {
  it.each<TimeMode>(["quiescent", "any", "free"])(
    "does what the plain scheduler does, event for event, where time is %s",
    (time) => {
      fc.assert(
        fc.property(programs, (blocks) => {
          expect(traceOf(blocks, explored(time))).toEqual(traceOf(blocks, plainly));
        }),
        { numRuns: 100, seed: 1 },
      );
    },
  );

  it.each<TimeMode>(["any", "free"])(
    "lets all that is due at an instant be due before any of it goes on: %s",
    (time) => {
      const setup = (lines: string[]) =>
        function* main() {
          for (const name of ["a", "b"]) {
            yield* spawn(function* () {
              yield* sleep(1);
              lines.push(name);
              yield* sleep(0);
              lines.push(`${name} again`);
            });
          }
        };
      const plain: string[] = [];
      run(setup(plain));
      const lines: string[] = [];
      explore(() => setup(lines), { strategy: "roundRobin", time });
      expect(lines).toEqual(plain);
    },
  );

  it("is one schedule, and claims no more than that unless there is no other one", () => {
    function* two(): Generator<undefined> {
      yield;
    }
    const reportOf = (...tasks: Program[]) => explore(() => ({ tasks }), { strategy: "roundRobin" });
    expect(reportOf(two, two)).toMatchObject({ strategy: "roundRobin", schedules: 1, traces: 1, complete: false });
    expect(reportOf(two)).toMatchObject({ schedules: 1, complete: true });
  });
});
