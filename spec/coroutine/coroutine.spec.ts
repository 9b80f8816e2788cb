import { AlreadyExecutingError, coroutine, RuntimeError, StopIteration } from "rondo/coroutine";
import type { Coroutine } from "rondo/coroutine";

function* countTo(last: number): Generator<number, string> {
  for (let count = 1; count <= last; count++) yield count;
  return "Completed!";
}

/** Logs what it is told at each yield, and that it is closed. */
function* listener(lines: string[]): Generator<number, string, unknown> {
  try {
    for (let count = 1; ; count++) {
      try {
        lines.push(`heard ${String(yield count)}`);
      } catch (error) {
        lines.push(`caught ${String(error)}`);
      }
    }
  } finally {
    lines.push("closed");
  }
}

/** Yields once more when it is closed, and ends at the next resumption. */
function* stubborn(): Generator<string, string> {
  try {
    yield "first";
  } finally {
    yield "still here";
  }
  return "not reached";
}

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

describe("next", () => {
  it("gives the yielded values themselves, in order", () => {
    const counter = coroutine(countTo(3));
    expect([counter.next(), counter.next(), counter.next()]).toEqual([1, 2, 3]);
  });

  it("raises a StopIteration with the return value at the end, and one without a value from then on", () => {
    const counter = coroutine(countTo(0));
    const ends = [1, 2, 3].map(() => thrownBy(() => counter.next()));
    expect(ends.every((end) => end instanceof StopIteration)).toBe(true);
    expect(ends.map((end) => (end as StopIteration).value)).toEqual(["Completed!", undefined, undefined]);
  });

  it("answers the yield with undefined", () => {
    const lines: string[] = [];
    const hand = coroutine(listener(lines));
    hand.next();
    hand.next();
    expect(lines).toEqual(["heard undefined"]);
  });

  it("raises what the body throws, and is exhausted then", () => {
    const error = new Error("broken");
    const hand = coroutine(
      (function* (): Generator<number> {
        yield 1;
        throw error;
      })(),
    );
    hand.next();
    expect(thrownBy(() => hand.next())).toBe(error);
    expect(thrownBy(() => hand.next())).toBeInstanceOf(StopIteration);
  });
});

describe("send", () => {
  it("answers the yield that waits, and gives the next yielded value", () => {
    const lines: string[] = [];
    const hand = coroutine(listener(lines));
    expect(hand.next()).toBe(1);
    expect(hand.send("hello")).toBe(2);
    expect(lines).toEqual(["heard hello"]);
  });

  it.each([0, false, "", Number.NaN, "x", {}])("refuses %p before the first yield, and runs nothing", (value) => {
    const lines: string[] = [];
    const hand = coroutine(listener(lines));
    expect(() => hand.send(value)).toThrow(TypeError);
    expect(() => hand.send(value)).toThrow(/^can't send non-None value to a just-started generator: .*Call next\(\)/);
    expect([hand.state, lines]).toEqual(["created", []]);
    expect(hand.next()).toBe(1);
  });

  it.each([undefined, null])("starts it with %p, as next does", (none) => {
    expect(coroutine(listener([])).send(none)).toBe(1);
  });

  it("hands on null and undefined as they are, once it has started", () => {
    const lines: string[] = [];
    const hand = coroutine(listener(lines));
    hand.next();
    hand.send(null);
    hand.send(undefined);
    expect(lines).toEqual(["heard null", "heard undefined"]);
  });

  it("raises a StopIteration, and no TypeError, where it was closed before it started", () => {
    const hand = coroutine(listener([]));
    hand.close();
    expect(thrownBy(() => hand.send("late"))).toBeInstanceOf(StopIteration);
  });
});

describe("throw", () => {
  it("raises the error at the yield, and gives what the body yields after it caught it", () => {
    const lines: string[] = [];
    const hand = coroutine(listener(lines));
    hand.next();
    expect(hand.throw(new Error("Something went wrong"))).toBe(2);
    expect(lines).toEqual(["caught Error: Something went wrong"]);
  });

  it("raises the very error that it was given where the body does not catch it", () => {
    const error = Object.freeze(new Error("frozen"));
    const hand = coroutine(countTo(3));
    hand.next();
    expect(thrownBy(() => hand.throw(error))).toBe(error);
    expect(hand.state).toBe("closed");
  });

  it("finishes one that was not started, and runs no line of it", () => {
    const lines: string[] = [];
    const error = new Error("too early");
    const hand = coroutine(listener(lines));
    expect(thrownBy(() => hand.throw(error))).toBe(error);
    expect([hand.state, lines]).toEqual(["closed", []]);
    expect(thrownBy(() => hand.next())).toBeInstanceOf(StopIteration);
  });

  it("raises the error straight out of one that has ended, each time", () => {
    const error = new StopIteration("mine");
    const hand = coroutine(countTo(0));
    thrownBy(() => hand.next());
    expect([1, 2].map(() => thrownBy(() => hand.throw(error)))).toEqual([error, error]);
  });

  it("carries any value, as JavaScript's throw does", () => {
    const hand = coroutine(countTo(3));
    hand.next();
    expect(thrownBy(() => hand.throw("a string"))).toBe("a string");
  });

  it("raises a StopIteration where the body answers the error by returning", () => {
    const hand = coroutine(
      (function* (): Generator<number, string> {
        try {
          yield 1;
        } catch {
          return "gave up";
        }
        return "went on";
      })(),
    );
    hand.next();
    expect(thrownBy(() => hand.throw(new Error("stop")))).toMatchObject({ name: "StopIteration", value: "gave up" });
  });
});

describe("close", () => {
  it("runs the finally blocks, and no catch", () => {
    const lines: string[] = [];
    const hand = coroutine(listener(lines));
    hand.next();
    hand.close();
    expect([hand.state, lines]).toEqual(["closed", ["closed"]]);
  });

  it("is harmless the second time, and on one that has ended", () => {
    const lines: string[] = [];
    const hand = coroutine(listener(lines));
    hand.next();
    hand.close();
    hand.close();
    expect(lines).toEqual(["closed"]);
    expect(thrownBy(() => hand.next())).toBeInstanceOf(StopIteration);
  });

  it("runs no line of one that was not started", () => {
    const lines: string[] = [];
    const hand = coroutine(listener(lines));
    hand.close();
    expect([hand.state, lines]).toEqual(["closed", []]);
  });

  it("is a RuntimeError where the generator yields instead, which then waits at that yield", () => {
    const hand = coroutine(stubborn());
    hand.next();
    const error = thrownBy(() => hand.close());
    expect(error).toBeInstanceOf(RuntimeError);
    expect(error).toHaveProperty("message", expect.stringMatching(/^generator ignored GeneratorExit: .*finally/));
    expect(hand.state).toBe("suspended");
  });

  it("can be asked again of one that yielded, and ends it then", () => {
    const hand = coroutine(stubborn());
    hand.next();
    thrownBy(() => hand.close());
    expect(hand.close()).toBeUndefined();
    expect(hand.state).toBe("closed");
  });

  it("raises what a finally throws, and the generator has ended", () => {
    const error = new Error("cleanup failed");
    const hand = coroutine(
      (function* (): Generator<number> {
        try {
          yield 1;
        } finally {
          throw error;
        }
      })(),
    );
    hand.next();
    expect(thrownBy(() => hand.close())).toBe(error);
    expect(hand.state).toBe("closed");
  });

  it("gives back what a return in a finally gave, and undefined where there is none", () => {
    const withReturn = coroutine(
      (function* (): Generator<number, string> {
        try {
          yield 1;
          return "not this";
        } finally {
          return "the total";
        }
      })(),
    );
    withReturn.next();
    expect(withReturn.close()).toBe("the total");
    expect(withReturn.close()).toBeUndefined();
    const without = coroutine(countTo(3));
    without.next();
    expect(without.close()).toBeUndefined();
  });

  it("happens at the end of a block that holds it by using", () => {
    const lines: string[] = [];
    {
      using hand = coroutine(listener(lines));
      hand.next();
      lines.push("in the block");
    }
    expect(lines).toEqual(["in the block", "closed"]);
  });
});

describe("a StopIteration that leaves the body", () => {
  it("becomes a RuntimeError that keeps it as its cause", () => {
    const hand = coroutine(
      (function* (): Generator<number> {
        yield coroutine(countTo(0)).next();
      })(),
    );
    const error = thrownBy(() => hand.next());
    expect(error).toBeInstanceOf(RuntimeError);
    expect(error).toHaveProperty("message", expect.stringMatching(/^generator raised StopIteration: .*return/));
    expect(error).toHaveProperty("cause.value", "Completed!");
    expect(hand.state).toBe("closed");
  });

  it("becomes one too where it was thrown in, into a started generator or a fresh one", () => {
    const started = coroutine(countTo(3));
    started.next();
    expect(thrownBy(() => started.throw(new StopIteration(1)))).toBeInstanceOf(RuntimeError);
    expect(thrownBy(() => coroutine(countTo(3)).throw(new StopIteration(1)))).toBeInstanceOf(RuntimeError);
  });

  it("becomes one too where a finally raises it while the generator is closed", () => {
    const hand = coroutine(
      (function* (): Generator<number> {
        try {
          yield 1;
        } finally {
          coroutine(countTo(0)).next();
        }
      })(),
    );
    hand.next();
    expect(thrownBy(() => hand.close())).toBeInstanceOf(RuntimeError);
  });

  it("is the body's own affair where the body catches it", () => {
    const hand = coroutine(
      (function* (): Generator {
        const inner = coroutine(countTo(0));
        yield (thrownBy(() => inner.next()) as StopIteration).value;
      })(),
    );
    expect(hand.next()).toBe("Completed!");
  });
});

describe("a coroutine that is resumed from inside its own body", () => {
  const attempts: [string, (self: Coroutine<unknown, void, unknown>) => unknown][] = [
    ["next", (self) => self.next()],
    ["send", (self) => self.send(1)],
    ["throw", (self) => self.throw(new Error("never seen"))],
    ["close", (self) => self.close()],
    ["for … of", (self) => [...self]],
  ];

  it.each(attempts)("raises an AlreadyExecutingError from %s, and nothing is harmed", (_name, attempt) => {
    const self: Coroutine<unknown, void, unknown> = coroutine(body());
    function* body(): Generator<unknown, void> {
      yield thrownBy(() => attempt(self));
      yield self.state;
    }
    const error = self.next();
    expect(error).toBeInstanceOf(AlreadyExecutingError);
    expect(error).toHaveProperty("message", expect.stringMatching(/^generator already executing: /));
    expect(self.next()).toBe("running");
    expect(self.state).toBe("suspended");
  });

  it("raises it while it is being closed too, and is closed all the same", () => {
    const seen: unknown[] = [];
    const self: Coroutine<number, void, unknown> = coroutine(body());
    function* body(): Generator<number, void> {
      try {
        yield 1;
      } finally {
        seen.push(thrownBy(() => self.close()));
      }
    }
    self.next();
    self.close();
    expect(seen).toEqual([expect.any(AlreadyExecutingError)]);
    expect(self.state).toBe("closed");
  });

  it("raises it where the body delegates to itself", () => {
    const self: Coroutine<number, void, unknown> = coroutine(body());
    function* body(): Generator<number, void> {
      yield* self;
    }
    expect(thrownBy(() => self.next())).toBeInstanceOf(AlreadyExecutingError);
  });
});

describe("the state of a coroutine", () => {
  it("is created, suspended, running and closed in turn", () => {
    const states: string[] = [];
    const self: Coroutine<number, void, unknown> = coroutine(body());
    function* body(): Generator<number, void> {
      states.push(self.state);
      yield 1;
    }
    states.push(self.state);
    self.next();
    states.push(self.state);
    thrownBy(() => self.next());
    states.push(self.state);
    expect(states).toEqual(["created", "running", "suspended", "closed"]);
  });
});

describe("for … of over a coroutine", () => {
  it("takes what is left, and leaves it exhausted", () => {
    const counter = coroutine(countTo(4));
    counter.next();
    expect([...counter]).toEqual([2, 3, 4]);
    expect([...counter]).toEqual([]);
    expect(counter.state).toBe("closed");
  });

  it.each<[string, (hand: Coroutine<number, string, unknown>) => void]>([
    [
      "break",
      (hand) => {
        for (const count of hand) if (count === 2) break;
      },
    ],
    [
      "an error",
      (hand) => {
        thrownBy(() => {
          for (const count of hand) if (count === 2) throw new Error("out of the loop");
        });
      },
    ],
    [
      "return",
      (hand) =>
        (() => {
          for (const count of hand) if (count === 2) return;
        })(),
    ],
    [
      "destructuring",
      (hand) => {
        const [first, second] = hand;
        expect([first, second]).toEqual([1, 2]);
      },
    ],
  ])("leaves the coroutine where it waits when it is left by %s", (_name, leave) => {
    const lines: string[] = [];
    const hand = coroutine(listener(lines));
    leave(hand);
    expect([hand.state, hand.next(), lines.includes("closed")]).toEqual(["suspended", 3, false]);
  });

  it("makes a RuntimeError of a StopIteration that leaves the body, where a loop would take it for the end", () => {
    const hand = coroutine(
      (function* (): Generator<number> {
        yield 1;
        throw new StopIteration("early");
      })(),
    );
    expect(thrownBy(() => [...hand])).toBeInstanceOf(RuntimeError);
  });
});

describe("yield* over a coroutine", () => {
  function* outer<Y, R>(inner: Coroutine<Y, R, unknown>, lines: string[]): Generator<Y | string, string, unknown> {
    try {
      lines.push(`from ${String(yield* inner)}`);
    } catch (error) {
      lines.push(`outer caught ${(error as Error).name}`);
      yield "recovered";
    } finally {
      lines.push("outer closed");
    }
    return "outer done";
  }

  it("passes on answers, errors and the return value", () => {
    const lines: string[] = [];
    const hand = coroutine(outer(coroutine(listener(lines)), lines));
    hand.next();
    hand.send("hello");
    hand.throw(new Error("oops"));
    expect(lines).toEqual(["heard hello", "caught Error: oops"]);
    const counting = coroutine(outer(coroutine(countTo(1)), lines));
    counting.next();
    thrownBy(() => counting.next());
    expect(lines.slice(2)).toEqual(["from Completed!", "outer closed"]);
  });

  it("closes the inner one first, and then the outer", () => {
    const lines: string[] = [];
    const inner = coroutine(listener(lines));
    const hand = coroutine(outer(inner, lines));
    hand.next();
    hand.close();
    expect([inner.state, lines]).toEqual(["closed", ["closed", "outer closed"]]);
  });

  it("raises a RuntimeError in the outer one where the inner one ignores its close", () => {
    const lines: string[] = [];
    const inner = coroutine(stubborn());
    const hand = coroutine(outer(inner, lines));
    hand.next();
    expect(thrownBy(() => hand.close())).toBeInstanceOf(RuntimeError);
    expect(lines).toEqual(["outer caught RuntimeError"]);
    expect([inner.state, hand.state]).toEqual(["suspended", "suspended"]);
  });

  it("raises a RuntimeError in the outer one where a StopIteration leaves the inner one", () => {
    const lines: string[] = [];
    const inner = coroutine(
      (function* (): Generator<number> {
        yield coroutine(countTo(0)).next();
      })(),
    );
    expect(coroutine(outer(inner, lines)).next()).toBe("recovered");
    expect(lines).toEqual(["outer caught RuntimeError"]);
  });

  it("goes on with one that is already under way, and answers undefined for one that has ended", () => {
    const inner = coroutine(countTo(2));
    inner.next();
    const lines: string[] = [];
    expect(coroutine(outer(inner, lines)).next()).toBe(2);
    inner.close();
    thrownBy(() => coroutine(outer(inner, lines)).next());
    expect(lines).toEqual(["from undefined", "outer closed"]);
  });

  it("keeps the value of a plain return() for the outer generator", () => {
    const generator = outer(coroutine(countTo(3)), []);
    generator.next();
    expect(generator.return("a token")).toEqual({ done: true, value: "a token" });
  });

  it("hands a plain return() on to the inner generator with its value", () => {
    const seen: unknown[] = [];
    const innermost: Iterator<number> & Iterable<number> = {
      next: () => ({ done: false, value: 1 }),
      return: (value?: unknown) => {
        seen.push(value);
        return { done: true, value };
      },
      [Symbol.iterator]: () => innermost,
    };
    const inner = coroutine(
      (function* () {
        yield* innermost;
      })(),
    );
    const generator = outer(inner, []);
    generator.next();
    generator.return("a token");
    expect(seen).toEqual(["a token"]);
  });
});

describe("a coroutine over an object that only looks like a generator", () => {
  /** Ends at its first pull, and would go on at the next. */
  function restless(): { pulls: number; generator: Generator<number, string> } {
    const seen = { pulls: 0, generator: countTo(0) };
    const pull = () => (seen.pulls++ === 0 ? { done: true, value: "the end" } : { done: false, value: seen.pulls });
    const generator = { next: pull, return: pull, throw: pull, [Symbol.iterator]: () => generator };
    return Object.assign(seen, { generator: generator as unknown as Generator<number, string> });
  }

  it("stays exhausted all the same", () => {
    const seen = restless();
    const hand = coroutine(seen.generator);
    expect(thrownBy(() => hand.next())).toHaveProperty("value", "the end");
    expect(thrownBy(() => hand.next())).toHaveProperty("value", undefined);
    expect(hand.close()).toBeUndefined();
    expect([[...hand], seen.pulls]).toEqual([[], 1]);
  });
});

describe("wrapping a generator", () => {
  it("gives the same coroutine for the same generator, so that no two hands hold one", () => {
    const generator = countTo(3);
    const hand = coroutine(generator);
    hand.next();
    expect(coroutine(generator)).toBe(hand);
    expect(coroutine(hand)).toBe(hand);
  });

  it("runs no line of it", () => {
    const lines: string[] = [];
    coroutine(
      (function* () {
        lines.push("started");
        yield 1;
      })(),
    );
    expect(lines).toEqual([]);
  });
});
