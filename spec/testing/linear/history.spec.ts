import {
  all,
  cancel,
  call,
  Channel,
  interrupt,
  Mutex,
  pass,
  receive,
  RondoError,
  run,
  select,
  sleep,
  spawn,
  supervise,
  timeout,
  type Syscall,
} from "rondo";
import { History, historyOf, type HistoryEvent, type Operation } from "rondo/testing";
import { errorOf, thrownBy } from "../../support/thrown.js";

/** The operations in short: `push(1) = 2 [0,1] by main 1`. */
function told(history: Iterable<Operation>): string[] {
  return [...history].map((operation) => {
    const { task, op, args = [], call: begin, return: end } = operation;
    const outcome =
      "error" in operation ? `threw ${String(operation.error)}` : `gave ${JSON.stringify(operation.result)}`;
    const span = end === undefined ? `from ${begin}` : `${begin}-${end}`;
    return `${task}: ${op}(${args.map((arg) => JSON.stringify(arg)).join()}) ${span}${end === undefined ? "" : ` ${outcome}`}`;
  });
}

describe("a plain method that is recorded", () => {
  class Stack {
    items: number[] = [];
    get size(): number {
      return this.items.length;
    }
    push(...items: number[]): this {
      for (const item of items) this.pushOne(item);
      return this;
    }
    pushOne(item: number): void {
      this.items.push(item);
    }
    pop(): number {
      const item = this.items.pop();
      if (item === undefined) throw new RangeError("empty");
      return item;
    }
  }

  it("is invoked and returns at once; what the object calls on itself is not recorded", () => {
    const history = new History();
    const stack = history.record(new Stack());
    run(function* main() {
      stack.push(1, 2);
      yield* pass();
      stack.pop();
    });
    expect(told(history)).toEqual(['main 1: push(1,2) 0-1 gave {"items":[1]}', "main 1: pop() 2-3 gave 2"]);
  });

  it("may throw: the error goes on to the caller", () => {
    const history = new History();
    const stack = history.record(new Stack());
    expect(() => stack.pop()).toThrow("empty");
    expect(told(history)).toEqual(["outside: pop() 0-1 threw RangeError: empty"]);
  });

  it("gives the stand-in where the object gives itself", () => {
    const stack = new History().record(new Stack());
    expect(stack.push(1)).toBe(stack);
  });

  it("is the same function each time, until it is another one of the object", () => {
    const object = { f: () => 1 };
    const stand = new History().record(object);
    const { f } = stand;
    expect(stand.f).toBe(f);
    object.f = () => 2;
    expect(stand.f).not.toBe(f);
    expect(stand.f()).toBe(2);
  });

  it("takes its arguments as they were, and its result", () => {
    const history = new History();
    const kept: number[][] = [];
    const store = history.record({
      add(list: number[]) {
        list.push(0);
        kept.push(list);
        return kept;
      },
    });
    store.add([1]);
    store.add([2]);
    expect(told(history)).toEqual(["outside: add([1]) 0-1 gave [[1,0]]", "outside: add([2]) 2-3 gave [[1,0],[2,0]]"]);
  });

  it("encloses what is called on the stand-in meanwhile", () => {
    const history = new History();
    const list = history.record({ each: (f: (n: number) => void) => f(1), add: (n: number) => n });
    list.each((n) => list.add(n));
    expect(told(history)).toEqual(["outside: each() 0-3 gave 1", "outside: add(1) 1-2 gave 1"]);
  });

  it("may be one of a frozen object, or a private one; fields, getters and what all objects have are passed through", () => {
    class Private {
      #n = 1;
      n = 2;
      get twice(): number {
        return 2 * this.#n;
      }
      bump(): number {
        return ++this.#n;
      }
    }
    const history = new History();
    const frozen = history.record(Object.freeze({ f: () => 1 }));
    const own = history.record(new Private());
    expect([frozen.f(), own.bump(), own.twice]).toEqual([1, 2, 4]);
    own.n = 5;
    expect([own.n, own instanceof Private, "bump" in own, own.toString]).toEqual([
      5,
      true,
      true,
      Object.prototype.toString,
    ]);
    expect(own.constructor).toBe(Private);
    expect(history.operations).toHaveLength(2);
  });

  it("may be left out with the help of only", () => {
    const history = new History();
    const stack = history.record(new Stack(), { only: ["pop"] });
    stack.push(1);
    expect(stack.push).toBe(stack.push);
    expect([stack.pop(), stack.size]).toEqual([1, 0]);
    expect(told(history)).toEqual(["outside: pop() 0-1 gave 1"]);
  });

  it("is refused where it is asynchronous", () => {
    const object = new History().record({ load: () => Promise.resolve(1) });
    expect(errorOf(() => void object.load()).message).toBe(
      "History.record: load() returned a promise, and nobody would see when it settles. " +
        "Record a method that waits for it: *load() { return yield* wait(…); }.",
    );
  });
});

describe("a method that answers with a syscall, recorded", () => {
  it("is invoked when the task begins to wait, and returns when it goes on", () => {
    const history = new History();
    const channel = history.record(new Channel<number>());
    run(function* main() {
      const sending = channel.send(7);
      yield* spawn(function* receiver() {
        const n: number = yield* channel.receive();
        expect(n).toBe(7);
      });
      yield* pass();
      yield* sending;
    });
    expect(told(history)).toEqual(["receiver 1.1: receive() 0-2 gave 7", "main 1: send(7) 1-3 gave undefined"]);
  });

  it("does not take more turns than it does otherwise, nor other ones", () => {
    const trace = (channel: Channel<number>): string[] => {
      const seen: string[] = [];
      run(function* main() {
        yield* spawn(function* receiver() {
          for (let i = 0; i < 3; i++) seen.push(`got ${yield* channel.receive()}`);
        });
        for (let i = 0; i < 3; i++) {
          yield* channel.send(i);
          seen.push(`sent ${i}`);
        }
      });
      return seen;
    };
    expect(trace(new History().record(new Channel<number>()))).toEqual(trace(new Channel<number>()));
  });

  it("is one operation each time it is yielded, by yield* or by yield", () => {
    const history = new History();
    const channel = history.record(new Channel<number>(5));
    run(function* main() {
      const sending = channel.send(1);
      yield* sending;
      yield sending;
      const got: unknown = yield channel.receive();
      expect(got).toBe(1);
    });
    expect(told(history).map((line) => line.split(" ")[2])).toEqual(["send(1)", "send(1)", "receive()"]);
  });

  it("may throw: the error is recorded, and goes on", () => {
    const history = new History();
    const channel = history.record(new Channel<number>());
    channel.close();
    run(function* main() {
      try {
        yield* channel.receive();
      } catch {
        return;
      }
      throw new Error("no error came");
    });
    expect(told(history)[1]).toMatch(/^main 1: receive\(\) 2-3 threw ChannelClosedError: /);
  });

  it("stays pending where the task is cancelled meanwhile", () => {
    const history = new History();
    const channel = history.record(new Channel<number>());
    run(function* main() {
      const task = yield* spawn(function* receiver() {
        yield* channel.receive();
      });
      yield* pass();
      yield* cancel(task);
      const late = yield* timeout(5, () => inlined(channel.receive()), { else: () => "late" });
      expect(late).toBe("late");
    });
    expect(told(history)).toEqual(["receiver 1.1: receive() from 0", "main 1: receive() from 1"]);
  });

  it("throws what interrupts it, unless that is told to be unclear", () => {
    const histories = [new History(), new History({ unclear: (error) => error === "stop" })];
    for (const history of histories) {
      const channel = history.record(new Channel<number>());
      run(function* main() {
        const task = yield* spawn(function* receiver() {
          try {
            yield* channel.receive();
          } catch (error) {
            expect(error).toBe("stop");
          }
        });
        yield* pass();
        yield* interrupt(task, "stop");
      });
    }
    expect(histories.map(told)).toEqual([
      ["receiver 1.1: receive() 0-1 threw stop"],
      ["receiver 1.1: receive() from 0"],
    ]);
  });

  it("shows in reports as what it waits for", () => {
    const history = new History();
    const channel = history.record(new Channel<number>());
    expect(String(channel.send(1))).toBe("send(1)");
    const error = errorOf(() =>
      run(function* main() {
        yield* channel.receive();
      }),
    );
    expect(error.message).toContain("receive()");
  });

  it("cannot be an alternative of a select, but can be recorded by hand", () => {
    const history = new History();
    const plain = new Channel<number>(1);
    const channel = history.record(plain);
    run(function* main() {
      yield* channel.send(1);
      expect(yield* caughtIn(() => select({ got: channel.receive() }))).toBeInstanceOf(TypeError);
      const receiving = history.invoke("receive");
      const { value } = yield* select({ got: plain.receive() });
      receiving.returned(value);
      expect(errorOf(() => receiving.returned(value))).toMatchObject({
        name: "RondoError",
        message: "History: receive has returned already.",
      });
    });
    expect(told(history).at(-1)).toBe("main 1: receive() 2-3 gave 1");
  });
});

describe("a generator method that is recorded", () => {
  class Account {
    balance = 0;
    *deposit(n: number): Generator<unknown, number, unknown> {
      const { balance } = this;
      yield* sleep(1);
      this.balance = balance + n;
      return this.balance;
    }
    *fail(): Generator<unknown, never, unknown> {
      yield* pass();
      throw new RangeError("no");
    }
  }

  it("is invoked when it begins, and returns when it has ended, however it is run", () => {
    const history = new History();
    const account = history.record(new Account());
    run(function* main() {
      const n: number = yield* account.deposit(1);
      expect(n).toBe(1);
      expect(yield account.deposit(2)).toBe(3);
      expect(yield* call(account.deposit, 3)).toBe(6);
      yield* all([() => account.deposit(1), () => account.deposit(1)]);
      const never = account.deposit(9);
      expect(never[Symbol.iterator]()).toBe(never);
    });
    expect(told(history).map((line) => line.replace(/^.*: /, ""))).toEqual([
      "deposit(1) 0-1 gave 1",
      "deposit(2) 2-3 gave 3",
      "deposit(3) 4-5 gave 6",
      "deposit(1) 6-8 gave 7",
      "deposit(1) 7-9 gave 7",
    ]);
  });

  it("may throw, or be cancelled", () => {
    const history = new History();
    const account = history.record(new Account());
    run(function* main() {
      expect(yield* caughtIn(() => account.fail())).toBeInstanceOf(RangeError);
      const task = yield* spawn(account.deposit, 1);
      yield* pass();
      yield* cancel(task);
    });
    expect(told(history)).toEqual(["main 1: fail() 0-1 threw RangeError: no", "deposit 1.1: deposit(1) from 2"]);
  });

  it("is not run twice", () => {
    const history = new History();
    const made = (function* () {
      yield* pass();
    })();
    const object = history.record({ again: () => made });
    run(function* main() {
      yield* object.again();
      expect(yield* caughtIn(() => object.again())).toBeInstanceOf(TypeError);
    });
    expect(told(history)).toHaveLength(1);
  });

  it("has a frame of its own, so that its cleanup may wait", () => {
    const history = new History();
    let cleaned = false;
    const object = history.record({
      *work(): Generator<unknown, void, unknown> {
        try {
          yield* receive();
        } finally {
          yield* sleep(1);
          cleaned = true;
        }
      },
    });
    run(function* main() {
      const task = yield* spawn(function* worker() {
        yield* object.work();
      });
      yield* pass();
      yield* cancel(task);
    });
    expect([cleaned, ...told(history)]).toEqual([true, "worker 1.1: work() from 0"]);
  });
});

describe("a record", () => {
  it("is of an object with the methods that are named", () => {
    const history = new History();
    expect(errorOf(() => history.record(5 as unknown as object)).message).toBe(
      "History.record: 5 is no object with methods.",
    );
    expect(errorOf(() => history.record({ n: 1 }, { only: ["n"] })).message).toBe(
      "History.record: only: { n: 1 } has no method n.",
    );
    expect(errorOf(() => new History({ unclear: 1 as unknown as () => boolean })).message).toMatch(
      /^History: unclear: 1/,
    );
  });

  it("leaves locks and failures as they are", () => {
    const history = new History();
    const mutex = history.record(new Mutex(), { only: ["lock"] });
    run(function* main() {
      yield* supervise(function* () {
        yield* spawn(function* one() {
          const guard = yield* mutex.lock();
          yield* sleep(1);
          guard.release();
        });
        yield* spawn(function* two() {
          using _guard = yield* mutex.lock();
          yield* pass();
        });
      });
    });
    expect(history.operations.map(({ task, call, return: end }) => [task, call, end])).toEqual([
      ["one 1.1", 0, 1],
      ["two 1.2", 2, 3],
    ]);
  });
});

describe("a list of events", () => {
  it("is a history: the place of an event is its time", () => {
    const events: HistoryEvent[] = [
      { task: 1, invoke: "push", args: [1] },
      { task: 2, invoke: "pop" },
      { task: 2, error: "empty" },
      { task: 1, result: undefined },
      { task: 2, invoke: "pop" },
    ];
    expect(told(historyOf(events))).toEqual([
      "1: push(1) 0-3 gave undefined",
      "2: pop() 1-2 threw empty",
      "2: pop() from 4",
    ]);
  });

  it("has a return for each invocation before the next one", () => {
    const twice: HistoryEvent[] = [
      { task: 1, invoke: "push" },
      { task: 1, invoke: "pop" },
    ];
    expect(errorOf(() => historyOf(twice)).message).toBe(
      'historyOf: { task: 1, invoke: "pop" } cannot come here: push of that task is still open.',
    );
    const error = thrownBy(() => historyOf([{ task: 1, result: 1 }]));
    expect(error).toBeInstanceOf(RondoError);
    expect(String(error)).toContain("that task has invoked nothing.");
  });
});

function* inlined<T>(syscall: Syscall<T>): Generator<unknown, T, unknown> {
  return yield* syscall;
}

function* caughtIn(act: () => Iterable<unknown, unknown>): Generator<unknown, unknown, unknown> {
  try {
    yield* act() as Iterable<unknown, unknown, unknown>;
  } catch (error) {
    return error;
  }
  return undefined;
}
