import { explore } from "../../../../lib/testing/index.js";
import {
  type Program,
  Channel,
  emit,
  interrupt,
  join,
  pass,
  receive,
  send,
  sleep,
  spawn,
  spawnWith,
} from "../../../../lib/index.js";
import { failureOf } from "../../../support/explored.js";

function* takeOne() {
  yield* receive();
}

/** Programs in which one thing is another in each run, by what that is. All come to the same. */
const programs: Record<string, (n: number) => Program> = {
  "a syscall's operand": (n) =>
    function* main() {
      yield* sleep(n);
    },
  "a message": (n) =>
    function* main() {
      const child = yield* spawn(takeOne);
      yield* send(child, n);
    },
  "a value that is sent through a channel": (n) => {
    const channel = new Channel<number>(1);
    return function* main() {
      yield* channel.send(n);
      yield* channel.receive();
    };
  },
  "an object in a message": (n) =>
    function* main() {
      const child = yield* spawn(takeOne);
      yield* send(child, { n });
    },
  "what a task emits": (n) =>
    function* main() {
      yield* emit(n);
    },
  "what a child returns": (n) =>
    function* main() {
      const child = yield* spawn(function* child() {
        yield;
        return n;
      });
      yield* join(child);
    },
  "what a child returns that nobody joins": (n) =>
    function* main() {
      yield* spawn(function* child() {
        return n;
      });
    },
  "the name of a child": (n) =>
    function* main() {
      yield* spawnWith({ name: `child ${String(n)}` }, function* () {});
    },
  "the reason of a cancellation": (n) =>
    function* main() {
      const child = yield* spawn(function* child() {
        yield* sleep(5);
      });
      child.cancel(`reason ${String(n)}`);
    },
  "the error of an interrupt": (n) =>
    function* main() {
      const child = yield* spawn(function* child() {
        try {
          yield* sleep(5);
        } catch {}
      });
      yield* pass();
      yield* interrupt(child, new Error(`error ${String(n)}`));
    },
  "how many steps it takes": (n) =>
    function* main() {
      for (let i = 0; i < n; i++) yield;
    },
};

describe("a program whose runs under the same choices differ is found out by", () => {
  test.each(Object.keys(programs))("%s", (name) => {
    let n = 0;
    const failure = failureOf(() => programs[name]!(++n), { strategy: "exhaustive" });
    expect(failure.kind).toBe("nondeterminism");
    expect(failure.message).toMatch(/before: +\S.*\n.*in the (second|third) run: /);
  });

  test.each(Object.keys(programs))("nothing, where %s is the same each time", (name) => {
    const program = programs[name]!(3);
    expect(explore(() => program, { strategy: "exhaustive" }).complete).toBe(true);
  });
});
