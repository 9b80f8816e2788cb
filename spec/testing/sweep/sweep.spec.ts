import { Observer, pass, receive, sleep, spawn, spawnWith, type Task } from "rondo";
import { sweep, type Setup, type SweepOptions } from "rondo/testing";

/** Two tasks, of which one is the other's child, in five turns. */
const family: Setup = () =>
  function* parent() {
    const child = yield* spawn(function* child() {
      yield* sleep(1);
    });
    yield* child;
  };

/** What is done to whom in a sweep, and after how many turns. */
function disturbances(setup: Setup, options: SweepOptions = {}): string[] {
  const seen: string[] = [];
  let turns = 0;
  const observer = new Observer();
  observer.attached = () => {
    turns = 0;
  };
  observer.turn = () => turns++;
  observer.cancelled = (task: Task, reason: unknown) => {
    if (reason === "the sweep") seen.push(`cancel ${task.id} after ${turns}`);
  };
  observer.interrupted = (task: Task) => seen.push(`interrupt ${task.id} after ${turns}`);
  sweep(setup, { ...options, scheduler: { observer } });
  return seen;
}

describe("sweep", () => {
  it("disturbs each task before each turn, once by a cancellation and once by an interrupt", () => {
    expect(disturbances(family)).toEqual([
      "cancel 1 after 0",
      ...["cancel 1 after 1", "cancel 1.1 after 1"],
      ...["cancel 1 after 2", "cancel 1.1 after 2"],
      ...["cancel 1 after 3", "cancel 1.1 after 3"],
      "cancel 1 after 4",
      "interrupt 1 after 0",
      ...["interrupt 1 after 1", "interrupt 1.1 after 1"],
      ...["interrupt 1 after 2", "interrupt 1.1 after 2"],
      ...["interrupt 1 after 3", "interrupt 1.1 after 3"],
      "interrupt 1 after 4",
    ]);
  });

  it("tells how many turns the program has, and how often it was run", () => {
    expect(sweep(family)).toEqual({ steps: 5, runs: 17 });
    expect(sweep(family, { acts: ["cancel"] })).toEqual({ steps: 5, runs: 9 });
    expect(sweep(family, { acts: [] })).toEqual({ steps: 5, runs: 1 });
  });

  it("runs one case alone, where it is told which", () => {
    const only = { act: "interrupt", task: "1.1", step: 2 } as const;
    expect(disturbances(family, { only })).toEqual(["interrupt 1.1 after 2"]);
    expect(sweep(family, { only })).toEqual({ steps: 5, runs: 2 });
  });

  it("makes the scene afresh for each run", () => {
    let made = 0;
    const report = sweep(() => {
      made++;
      return { tasks: [pass] };
    });
    expect(made).toBe(report.runs);

    function* pass(): Generator<unknown, void> {
      yield;
    }
  });

  it("asks the scene's check after each run, and tells it whether that was left to itself, and what escaped", () => {
    const asked: string[] = [];
    sweep(() => ({
      tasks: [naps],
      check: ({ undisturbed, errors }) => asked.push(`${undisturbed}: ${errors.map(String).join()}`),
    }));
    expect(asked).toEqual([
      "true: ",
      ...["false: ", "false: "],
      "false: SweepInterrupt: naps 1 was interrupted by the sweep",
      "false: SweepInterrupt: naps 1 was interrupted by the sweep",
    ]);
  });

  it("tells the check which tasks were left waiting, and for what", () => {
    const seen = new Set<string>();
    sweep(() => ({
      tasks: [
        function* main() {
          const reader = yield* spawnWith({ supervised: true }, function* reader() {
            yield* receive();
          });
          yield* spawnWith({ supervised: true }, function* writer() {
            yield* sleep(1);
            reader.send("at last");
          });
        },
      ],
      check: ({ unfinished }) => seen.add(unfinished.join("; ")),
    }));
    expect([...seen]).toEqual(["", "main 1: its children to end; reader 1.1: receive()"]);
  });

  it("runs with the scheduler that it is told", () => {
    const order = (seed: number): string => {
      const turns: string[] = [];
      const setup: Setup = () => ({
        tasks: ["a", "b", "c", "d"].map(
          (name) =>
            function* () {
              yield* pass();
              turns.push(name);
            },
        ),
      });
      sweep(setup, { acts: [], scheduler: { order: "shuffled", seed } });
      return turns.join("");
    };
    expect(order(1)).toBe(order(1));
    expect([1, 2, 3, 4].map(order)).not.toEqual(Array(4).fill("abcd"));
  });

  it("minds no task that waits for ever because another was disturbed", () => {
    sweep(() => ({
      tasks: [
        function* main() {
          const reader = yield* spawn(function* reader() {
            yield* receive();
          });
          yield* sleep(1);
          reader.send("at last");
        },
      ],
    }));
  });

  it("minds no daemon that goes on for ever", () => {
    const clock = function* (): Generator<unknown, void> {
      for (;;) yield* sleep(1);
    };
    const report = sweep(() => ({
      tasks: [
        function* main() {
          yield* spawnWith({ daemon: true }, clock);
          const waits = yield* spawn(function* waits() {
            yield* receive();
          });
          yield* sleep(2);
          waits.send("now");
        },
      ],
    }));
    expect(report.steps).toBeGreaterThan(6);
  });
});

function* naps(): Generator<unknown, void> {
  yield* sleep(1);
}
