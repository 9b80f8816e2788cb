import type { all } from "../../../lib/index.js";
import {
  cancel,
  Channel,
  emit,
  interrupt,
  join,
  Latch,
  now,
  pass,
  race,
  random,
  receive,
  select,
  self,
  send,
  sleep,
  spawn,
  type Program,
  type Task,
} from "../../../lib/index.js";
import { cell, invariant } from "../../../lib/testing/index.js";
import { both, idle, see, type Pair } from "./depend.js";
import { sender } from "./objects.js";

/** Pairs of steps that concern tasks, the clock, and what a scene looks at. */
export const TASKS: Readonly<Record<string, readonly Pair[]>> = {
  "`send` – `send` to one task": [{ steps: "3 1* 2*", make: () => doneTo(receives, sends, sends) }],
  "`send` to t – `receive` of t": [{ steps: "2 2* 1*", make: () => doneTo(receives, sends) }],
  "`send` to t – the end of t": [{ steps: "2 2 2* 1*", make: () => doneTo(idle, sends) }],
  "`emit` – `emit`": [
    {
      steps: "1* 2*",
      make: () =>
        both(function* () {
          yield* emit(1);
        }),
    },
  ],
  "`spawn` – `spawn`, `random` – `random`": [
    {
      steps: "1* 2*",
      make: () =>
        both(function* () {
          random();
          yield* spawn(idle);
        }),
    },
  ],
  "`join` – `join` of one task": [{ steps: "3 1* 2*", make: () => doneTo(idle, joins, joins) }],
  "`join` of t – t ends": [{ steps: "2 2 1* 2*", make: () => doneTo(idle, joins) }],
  "`join` of t – t fails": [{ steps: "2 1* 2*", make: () => doneTo(fails, joins) }],
  "`select` with a join of t – t ends": [
    {
      steps: "2 2 1* 2*",
      make: () =>
        doneTo(idle, function* (task) {
          yield* select({ end: join(task), late: sleep(5) });
        }),
    },
  ],
  "children of a scope end – each other": [
    {
      steps: "1 1 1 1.1 1.2 1.1* 1.2*",
      make: () => [
        function* () {
          yield* spawn(idle);
          yield* spawn(idle);
        },
      ],
    },
  ],
  "branches of a `race` or `any` end – each other": [{ steps: "1 1 1.1 1.2 1.1* 1.2*", make: () => group(race) }],
  "`cancel` of t – any step of t": [{ steps: "2 2* 1*", make: () => doneTo(idle, cancels) }],
  "`cancel` of t – whatever makes t ready": [
    {
      steps: "3 3 2* 1*",
      make() {
        const latch = new Latch();
        const waits = function* (): Generator<unknown, void> {
          yield* latch.wait();
        };
        return doneTo(waits, cancels, function* () {
          latch.open();
        });
      },
    },
  ],
  "`cancel` of t – a child of t ends": [
    {
      steps: "2 2 2 2.1 2.1* 1*",
      make: () =>
        doneTo(function* () {
          yield* spawn(idle);
        }, cancels),
    },
  ],
  "`cancel` – `cancel`, `interrupt` of one task": [
    { steps: "3 1* 2*", make: () => doneTo(idle, cancels, cancels) },
    {
      steps: "3 1* 2*",
      make: () =>
        doneTo(idle, cancels, function* (task) {
          yield* interrupt(task, new Error("now"));
        }),
    },
  ],
  "taking back a wait – what would answer it": [
    {
      steps: "3 1* 2*",
      make() {
        const [a, b] = [new Channel<number>(1), new Channel<number>(1)];
        return [
          sender(a),
          sender(b),
          function* () {
            yield* select({ a: a.receive(), b: b.receive() });
          },
        ];
      },
    },
  ],
  "`task.state` of t – any step of t": [{ steps: "2 2* 1*", make: () => doneTo(idle, looks) }],
  "two `task.state` of one task": [{ steps: "3 1* 2*", make: () => doneTo(idle, looks, looks) }],
  "`sleep` – `sleep`, `now` – `now`": [
    {
      steps: "1* 2*",
      time: "any",
      make: () =>
        both(function* () {
          now();
          yield* sleep(5);
        }),
    },
  ],
  "a timer is due – `sleep`, `now`": [
    sleeper,
    function* (): Generator<unknown, void> {
      now();
    },
  ].map((other) => ({ steps: "1 1@1* 2*", time: "any", make: () => [sleeper, other] })),
  "a timer is due – another one": [{ steps: "1 2 1@1* 2@1*", time: "any", make: () => both(sleeper) }],
  "two steps that write what an `invariant` reads": [
    {
      steps: "1* 2*",
      make() {
        const cells = [cell(0), cell(0)];
        invariant(() => cells.every(({ value }) => value >= 0));
        return cells.map((own) => () => writes(own));
      },
    },
  ],
};

/** A task that others do something to: it tells who it is in its first step. */
function target(body: () => Generator<unknown, unknown>): { readonly it: () => Task; readonly program: Program } {
  let task: Task | undefined;
  return {
    it: () => task!,
    program: function* target() {
      task = self();
      yield* pass();
      yield* body();
    },
  };
}

/** What two tasks do to a third. */
function doneTo(
  body: () => Generator<unknown, unknown>,
  ...deeds: readonly ((task: Task) => Generator<unknown, unknown>)[]
): Program[] {
  const { it, program } = target(body);
  const doing = (deed: (task: Task) => Generator<unknown, unknown>): Program =>
    function* () {
      yield* deed(it());
    };
  return [...deeds.map(doing), program];
}

function* cancels(task: Task): Generator<unknown, void> {
  yield* cancel(task);
}

function* looks(task: Task): Generator<unknown, void> {
  see(task.state);
}

function* joins(task: Task): Generator<unknown, void> {
  yield* join(task);
}

function* sends(task: Task): Generator<unknown, void> {
  yield* send(task, 1);
}

function* receives(): Generator<unknown, void> {
  yield* receive();
  yield* receive();
}

function* fails(): Generator<unknown, void> {
  throw new Error("it fails");
}

export function group(kind: typeof all | typeof race): Program[] {
  return [
    function* () {
      yield* (kind as typeof all)([idle, idle]);
    },
  ];
}

export function* sleeper(): Generator<unknown, void> {
  yield* sleep(5);
}

export function* writes(own: { value: number }): Generator<unknown, void> {
  own.value = 1;
}
