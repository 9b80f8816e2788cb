import fc from "fast-check";
import { AlreadyExecutingError, coroutine, RuntimeError, StopIteration } from "rondo/coroutine";
import type { Coroutine } from "rondo/coroutine";

type Hand = Coroutine<unknown, unknown, unknown>;

type Verb = (hand: Hand) => unknown;

/** What one verb answered: a value, or what it raised. */
type Answer = { readonly gave: unknown } | { readonly raised: unknown };

function answerOf(verb: Verb, hand: Hand): Answer {
  try {
    return { gave: verb(hand) };
  } catch (raised) {
    return { raised };
  }
}

/** Yields each value, logs each answer, and says when it is unwound. */
function* echo(values: readonly unknown[], log: unknown[], result?: unknown): Generator<unknown, unknown, unknown> {
  try {
    for (const value of values) log.push(yield value);
    return result;
  } finally {
    log.push("unwound");
  }
}

const next: Verb = (hand) => hand.next();
const close: Verb = (hand) => hand.close();

const anyError = fc.string().map((message) => new Error(message));

const verbs = fc.oneof(
  fc.constant(next),
  fc.constant(close),
  fc.anything().map(
    (value): Verb =>
      (hand) =>
        hand.send(value),
  ),
  anyError.map(
    (error): Verb =>
      (hand) =>
        hand.throw(error),
  ),
);

describe("P1 the generator protocol in the hand", () => {
  it("next gives what is yielded, in order, and then the return value in a StopIteration", () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), fc.anything(), (values, result) => {
        const hand = coroutine(echo(values, [], result));
        for (const value of values) expect(hand.next()).toBe(value);
        const end = answerOf(next, hand);
        expect(end).toEqual({ raised: expect.any(StopIteration) as unknown });
        expect(end).toHaveProperty("raised.value", result);
      }),
    );
  });

  it("send answers each yield once, in order", () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), (answers) => {
        const log: unknown[] = [];
        const hand = coroutine(echo([...answers, "last"], log));
        hand.next();
        for (const answer of answers) hand.send(answer);
        expect(log).toEqual(answers);
        answers.forEach((answer, index) => expect(log[index]).toBe(answer));
      }),
    );
  });

  it("throw raises at the yield, and comes out where it is not caught, after the finally blocks", () => {
    fc.assert(
      fc.property(fc.array(fc.anything(), { minLength: 1 }), fc.nat(), anyError, (values, at, error) => {
        const log: unknown[] = [];
        const hand = coroutine(echo(values, log));
        for (let pulled = 0; pulled <= at % values.length; pulled++) hand.next();
        expect(answerOf((to) => to.throw(error), hand)).toEqual({ raised: error });
        expect(log.at(-1)).toBe("unwound");
      }),
    );
  });

  it("close ends it wherever it waits, runs its finally blocks once, and is harmless from then on", () => {
    fc.assert(
      fc.property(fc.array(fc.anything(), { minLength: 1 }), fc.nat(), (values, at) => {
        const log: unknown[] = [];
        const hand = coroutine(echo(values, log));
        for (let pulled = 0; pulled <= at % values.length; pulled++) hand.next();
        hand.close();
        hand.close();
        expect(log.filter((line) => line === "unwound")).toHaveLength(1);
        expect(hand.state).toBe("closed");
      }),
    );
  });
});

describe("P1 a first send of a value", () => {
  it("is a TypeError, however often it is tried, and starts nothing", () => {
    const something = fc.anything().filter((value) => value !== undefined && value !== null);
    fc.assert(
      fc.property(fc.array(something, { minLength: 1 }), (values) => {
        const log: unknown[] = [];
        const hand: Hand = coroutine(echo(["first"], log));
        for (const value of values) expect(() => hand.send(value)).toThrow(TypeError);
        expect([hand.state, log]).toEqual(["created", []]);
        expect(hand.next()).toBe("first");
      }),
    );
  });

  it("is no error where the value is undefined or null, which both stand for None", () => {
    expect([undefined, null].map((none) => coroutine(echo(["first"], [])).send(none))).toEqual(["first", "first"]);
  });
});

describe("P1 a generator that yields while it is closed", () => {
  function* holdsOut(times: number, log: string[]): Generator<unknown, void, unknown> {
    try {
      yield "working";
    } finally {
      for (let left = times; left > 0; left--) yield left;
      log.push("gone");
    }
  }

  it("is a RuntimeError each time that it yields, and ends at the close that it does not answer by a yield", () => {
    const log: string[] = [];
    const hand: Hand = coroutine(holdsOut(1, log));
    hand.next();
    expect(answerOf(close, hand)).toEqual({ raised: expect.any(RuntimeError) as unknown });
    expect([hand.state, log]).toEqual(["suspended", []]);
    expect(answerOf(close, hand)).toEqual({ gave: undefined });
    expect(hand.state).toBe("closed");
  });

  it("waits at that yield, from which it can also be driven to its end", () => {
    const log: string[] = [];
    const hand: Hand = coroutine(holdsOut(2, log));
    hand.next();
    expect(answerOf(close, hand)).toHaveProperty("raised.name", "RuntimeError");
    expect(hand.next()).toBe(1);
    expect(answerOf(next, hand)).toHaveProperty("raised.name", "StopIteration");
    expect(log).toEqual(["gone"]);
  });
});

describe("P1 re-entry", () => {
  it("is an AlreadyExecutingError by every verb and at every step, and harms nothing", () => {
    fc.assert(
      fc.property(fc.array(verbs, { minLength: 1, maxLength: 5 }), (attempts) => {
        const raised: unknown[] = [];
        function* body(): Generator<number, string> {
          for (const [index, attempt] of attempts.entries()) {
            const answer = answerOf(attempt, hand);
            raised.push("raised" in answer ? answer.raised : "nothing");
            yield index;
          }
          return "unharmed";
        }
        const hand = coroutine(body());
        expect(attempts.map(() => hand.next())).toEqual(attempts.map((_attempt, index) => index));
        expect(raised).toEqual(attempts.map(() => expect.any(AlreadyExecutingError) as unknown));
        expect(answerOf(next, hand)).toHaveProperty("raised.value", "unharmed");
      }),
    );
  });
});

describe("P1 a finished one", () => {
  const endings: [string, () => Hand][] = [
    ["returned", () => ended(echo([], [], "result"), next)],
    ["threw", () => ended(echo(["first"], []), next, (hand) => hand.throw(new Error("broken")))],
    ["was closed", () => ended(echo(["first"], []), next, close)],
    ["was closed before it started", () => ended(echo(["first"], []), close)],
    ["was thrown into before it started", () => ended(echo(["first"], []), (hand) => hand.throw(new Error("early")))],
  ];

  function ended(generator: Generator<unknown, unknown, unknown>, ...drive: Verb[]): Hand {
    const hand: Hand = coroutine(generator);
    for (const verb of drive) answerOf(verb, hand);
    return hand;
  }

  it("raises StopIteration, which carries the return value", () => {
    const result = { total: 3 };
    const end = answerOf(next, coroutine(echo([], [], result)));
    expect(end).toEqual({ raised: expect.any(StopIteration) as unknown });
    expect("raised" in end && (end.raised as StopIteration).value).toBe(result);
  });

  it.each(endings)("stays exhausted where it %s: a StopIteration without a value, each time", (_how, finish) => {
    const hand = finish();
    expect(hand.state).toBe("closed");
    for (const verb of [next, next, (to: Hand): unknown => to.send("late")]) {
      const answer = answerOf(verb, hand);
      expect(answer).toEqual({ raised: expect.any(StopIteration) as unknown });
      expect(answer).toHaveProperty("raised.value", undefined);
    }
  });

  it.each(endings)("answers no verb in another way, whatever the order, where it %s", (_how, finish) => {
    fc.assert(
      fc.property(fc.array(verbs), anyError, (tried, error) => {
        const hand = finish();
        for (const verb of tried) answerOf(verb, hand);
        expect(answerOf((to) => to.throw(error), hand)).toEqual({ raised: error });
        expect(answerOf(close, hand)).toEqual({ gave: undefined });
        expect([...hand]).toEqual([]);
        expect(answerOf(next, hand)).toHaveProperty("raised.value", undefined);
        expect(hand.state).toBe("closed");
      }),
    );
  });
});
