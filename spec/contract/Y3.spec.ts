import fc from "fast-check";
import { emit, Observer, receive, Scheduler, self, send, sleep, type Task } from "rondo";
import { recordEvents } from "../support/record.js";

interface Heard {
  /** What listeners heard, with the task, in order. */
  readonly heard: (readonly [unknown, Task])[];
  readonly scheduler: Scheduler;
}

function listening(): Heard {
  const scheduler = new Scheduler();
  const heard: [unknown, Task][] = [];
  scheduler.on("emission", (...emission) => heard.push(emission));
  return { heard, scheduler };
}

const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();

function refuse(): never {
  throw new Error("this value's own code was run, and throws");
}

const oddValues: readonly (readonly [string, unknown])[] = [
  ...[null, false, 0, -0, NaN, "", 1n, Symbol("s")].map((value) => [String(value), value] as const),
  ["a plain function", function plain() {}],
  ["an arrow function", () => sleep(5)],
  ["a class", Scheduler],
  ["an array of syscalls", [sleep(5), sleep(6)]],
  ["an iterator that is no generator", [1, 2].values()],
  ["an object whose then is no function", { then: "next week" }],
  ["an object with a getter that throws", Object.defineProperty({}, "then", { get: refuse })],
  ["an object with a next that throws", Object.defineProperty({}, "next", { get: refuse })],
  ["a proxy whose traps throw", new Proxy({}, { get: refuse, has: refuse, getPrototypeOf: refuse })],
  ["a proxy that was revoked", revoked],
  ["an object without a prototype", Object.create(null)],
  ["a frozen object", Object.freeze({ a: 1 })],
];

describe("Y3 A yielded value is an emission", () => {
  it("that listeners hear: the very value, with its task, in order", () => {
    const defined = fc.anything({ withDate: true, withMap: true, withSet: true }).filter((each) => each !== undefined);
    fc.assert(
      fc.property(fc.array(defined), (values) => {
        const { scheduler, heard } = listening();
        const task = scheduler.spawn(function* () {
          for (const value of values) yield value;
        });
        scheduler.run();
        expect(heard.length).toBe(values.length);
        heard.forEach(([value, from], i) => expect([Object.is(value, values[i]), from === task]).toEqual([true, true]));
      }),
    );
  });

  it.each(oddValues)("whatever it is: %s", (_, value) => {
    const { scheduler, heard } = listening();
    const task = scheduler.spawn(function* () {
      self().send("mail");
      return [yield value, yield* emit(value)];
    });
    scheduler.run();
    expect(task.result).toEqual(["mail", undefined]);
    expect(heard.map(([each]) => Object.is(each, value))).toEqual([true, true]);
  });

  it("is told to every listener, in the order in which they came, and to observers", () => {
    const log: string[] = [];
    const scheduler = new Scheduler();
    class Watch extends Observer {
      override emitted(task: Task, value: unknown): void {
        log.push(`observer: ${String(value)} of ${task.path}`);
      }
    }
    scheduler.observe(new Watch());
    const off = scheduler.on("emission", (value) => log.push(`first: ${String(value)}`));
    scheduler.on("emission", (value, task) => log.push(`second: ${String(value)} of ${task.path}`));
    scheduler.spawn(function* main() {
      yield 1;
      off();
      yield 2;
    });
    scheduler.run();
    expect(log).toEqual([
      ...["observer: 1 of main 1", "first: 1", "second: 1 of main 1"],
      ...["observer: 2 of main 1", "second: 2 of main 1"],
    ]);
  });

  it("does the same where nobody listens", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      self().send("mail");
      return [yield 1, yield 2];
    });
    scheduler.run();
    expect(task.result).toEqual(["mail", undefined]);
  });

  it("is the form that emit(value) types: of undefined and of syscalls, too, which are not carried out", () => {
    const { scheduler, heard } = listening();
    const values = [undefined, sleep(5), receive()];
    scheduler.spawn(function* () {
      for (const value of values) yield* emit(value);
    });
    scheduler.run();
    expect(heard.every(([value], i) => value === values[i])).toBe(true);
    expect([heard.length, scheduler.now]).toEqual([3, 0]);
  });
});

describe("Y3 The answer to an emission", () => {
  const acts = fc.constantFrom("send", "yield", "emit", "keep", "receive");

  it("is the oldest message in the mailbox, taken there, or undefined where there is none", () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 30 }), (program) => {
        const scheduler = new Scheduler();
        const mailbox: number[] = [];
        let sent = 0;
        scheduler.spawn(function* () {
          for (const act of program) {
            if (act === "send") {
              mailbox.push(++sent);
              self().send(sent);
            } else if (act === "keep") expect(yield* emit("x", { take: false })).toBeUndefined();
            else if (act === "yield") expect(yield "x").toBe(mailbox.shift());
            else if (act === "emit") expect(yield* emit<number>("x")).toBe(mailbox.shift());
            else if (mailbox.length > 0) expect(yield* receive()).toBe(mailbox.shift());
            expect(self().unread).toBe(mailbox.length);
          }
        });
        scheduler.run();
      }),
    );
  });

  it("is what was there at that yield: a message that comes before the task goes on stays in the mailbox", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      return [yield "first", yield "second"];
    });
    scheduler.spawn(function* () {
      yield* send(task, "late");
    });
    scheduler.run();
    expect(task.result).toEqual([undefined, "late"]);
  });

  it("may be a message that is undefined, which is taken all the same", () => {
    const scheduler = new Scheduler();
    const task = scheduler.spawn(function* () {
      self().send(undefined);
      self().send(1);
      return [yield "a", self().unread, yield "b", self().unread];
    });
    scheduler.run();
    expect(task.result).toEqual([undefined, 1, 1, 0]);
  });

  it("never comes later: an emission does not wait for a message", () => {
    const scheduler = new Scheduler();
    const events = recordEvents(scheduler, "emission");
    const task = scheduler.spawn(function* counter() {
      for (let count = 1; ; count++) {
        const received = (yield count) as number | undefined;
        if (received !== undefined) count = received;
        if (count > 6) return count;
        yield* sleep(1);
      }
    });
    scheduler.run({ until: 2.5 });
    task.send(5);
    scheduler.run();
    expect([events.map((line) => line.split(",")[1]), task.result]).toEqual([[" 1", " 2", " 3", " 4", " 6", " 7"], 7]);
  });

  it("is not changed by a listener that throws", () => {
    const scheduler = new Scheduler();
    const errors = recordEvents(scheduler, "error");
    const later = jest.fn();
    scheduler.on("emission", refuse);
    scheduler.on("emission", later);
    const task = scheduler.spawn(function* () {
      self().send("mail");
      return yield "x";
    });
    scheduler.run();
    expect([task.result, later.mock.calls.length, errors.length]).toEqual(["mail", 1, 1]);
    expect(errors[0]).toMatch(/own code was run/);
  });
});
