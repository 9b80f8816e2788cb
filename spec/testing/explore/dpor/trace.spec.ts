import * as fc from "fast-check";
import { Actor } from "../../../../lib/testing/explore/machine/actor.js";
import { Trace } from "../../../../lib/testing/explore/dpor/trace.js";

const actors = Array.from({ length: 4 }, (_, i) => new Actor("task", i, i, String(i), [i], null));

/** A step: whose, what it touches, what it follows, and whether it is a barrier. */
interface Step {
  readonly actor: number;
  readonly accesses: readonly number[];
  readonly follows: readonly number[];
  readonly barrier: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  actor: fc.nat(3),
  accesses: fc.uniqueArray(fc.nat(9), { maxLength: 3, selector: (access) => access >> 1 }),
  follows: fc.array(fc.nat(9), { maxLength: 1 }),
  barrier: fc.nat(19).map((n) => n === 0),
});
const steps = fc.array(step, { maxLength: 12 });

function add(trace: Trace, { actor, accesses, follows, barrier }: Step): void {
  const earlier = follows.filter((index) => index < trace.length);
  trace.append(actors[actor]!, accesses, earlier, barrier);
}

/** All that can be asked of a trace. */
function facts(trace: Trace): unknown {
  const { events } = trace;
  return {
    key: trace.key(),
    steps: events.map(({ index, nth, races }) => [index, nth, races.map((race) => race.index)]),
    order: events.map((event) => events.slice(0, event.index).map((earlier) => Trace.precedes(earlier, event))),
  };
}

/** Which steps come before which, from the definition: by pairs, and what follows from those. */
function orderOf(all: readonly Step[]): boolean[][] {
  const before = all.map(() => all.map(() => false));
  for (const [b, later] of all.entries()) {
    for (let a = b - 1; a >= 0; a--) {
      const directly = depend(all[a]!, later) || later.follows.includes(a);
      const by = before[b]!.some((is, between) => is && between > a && before[between]![a]!);
      before[b]![a] = directly || by;
    }
  }
  return before.map((row, b) => row.slice(0, b));
}

function depend(a: Step, b: Step): boolean {
  if (a.actor === b.actor || b.barrier) return true;
  return a.accesses.some((one) => b.accesses.some((other) => one >> 1 === other >> 1 && ((one | other) & 1) === 1));
}

describe("a trace", () => {
  it("knows which steps come before which", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const trace = new Trace();
        for (const one of all) add(trace, one);
        const { order } = facts(trace) as { order: boolean[][] };
        expect(order).toEqual(orderOf(all));
      }),
    );
  });

  it("that was cut back goes on as if the steps had never been", () => {
    fc.assert(
      fc.property(steps, steps, steps, (kept, lost, more) => {
        const trace = new Trace();
        const fresh = new Trace();
        for (const one of [...kept, ...lost]) add(trace, one);
        trace.cut(kept.length);
        for (const one of more) add(trace, one);
        for (const one of [...kept, ...more]) add(fresh, one);
        expect(facts(trace)).toEqual(facts(fresh));
      }),
    );
  });
});
