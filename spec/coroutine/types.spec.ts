import { coroutine } from "rondo/coroutine";
import type { Coroutine, CoroutineState } from "rondo/coroutine";

function* typed(): Generator<number, string, boolean> {
  const more = yield 1;
  return more ? "more" : "enough";
}

async function* asynchronous(): AsyncGenerator<number> {
  yield await Promise.resolve(1);
}

/** Never called: the compiler reads it. */
function typesThatMustHold(hand: Coroutine<number, string, boolean>): unknown[] {
  const fromNext: number = hand.next();
  const fromSend: number = hand.send(true);
  const fromThrow: number = hand.throw(new Error("any value"));
  const fromClose: string | undefined = hand.close();
  const state: CoroutineState = hand.state;
  const sameHand: Coroutine<number, string, boolean> = coroutine(hand);
  return [fromNext, fromSend, fromThrow, fromClose, state, sameHand];
}

function* delegating(hand: Coroutine<number, string, boolean>): Generator<number, string, boolean> {
  const result: string = yield* hand;
  return result;
}

/** Never called: a generator function written in the call, and one that says nothing of its answers, take anything. */
function inferredTypesThatMustHold(): unknown[] {
  const written = coroutine(
    (function* () {
      const heard: unknown = yield 1;
      return heard === true ? "yes" : "no";
    })(),
  );
  const result: "yes" | "no" | undefined = written.close();
  const open = coroutine((function* (): Generator<number, void> {})());
  return [written.send("anything"), open.send("anything"), [...written], result];
}

/** Never called: each line is an error, or this file does not compile. */
function typesThatMustFail(hand: Coroutine<number, string, boolean>): void {
  // @ts-expect-error -- next takes no answer: that is send
  hand.next(true);
  // @ts-expect-error -- an answer of another type than the generator takes
  hand.send("yes");
  // @ts-expect-error -- the type of the answers comes from the generator
  coroutine(typed()).send("yes");
  // @ts-expect-error -- a generator function that was not called
  coroutine(typed);
  // @ts-expect-error -- an async generator
  coroutine(asynchronous());
  // @ts-expect-error -- an array
  coroutine([1, 2]);
  // @ts-expect-error -- the state is only read
  hand.state = "closed";
  // @ts-expect-error -- close takes no value
  hand.close("result");
}

describe("the types of a coroutine", () => {
  it("are those of its generator", () => {
    const hand: Coroutine<number, string, boolean> = coroutine(typed());
    expect(hand.next()).toBe(1);
    expect(coroutine(delegating(coroutine(typed()))).next()).toBe(1);
    expect([typesThatMustHold, inferredTypesThatMustHold, typesThatMustFail]).toHaveLength(3);
  });
});
