import fc from "fast-check";
import { Ring } from "../../lib/kernel/ring.js";

type Act = "push" | "shift" | { readonly removeAt: number } | { readonly remove: number };

const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.constant<Act>("push") },
    { weight: 3, arbitrary: fc.constant<Act>("shift") },
    { weight: 1, arbitrary: fc.record({ removeAt: fc.nat(20) }) },
    { weight: 1, arbitrary: fc.record({ remove: fc.nat(60) }) },
  ),
  { maxLength: 120 },
);

describe("a ring", () => {
  it("does what an array does with push, shift and splice", () => {
    fc.assert(
      fc.property(acts, fc.constantFrom(1, 2, 4, 8, 64), (program, capacity) => {
        const ring = new Ring<number>(capacity);
        const array: number[] = [];
        let pushed = 0;
        for (const act of program) {
          if (act === "push") {
            ring.push(++pushed);
            array.push(pushed);
          } else if (act === "shift") expect(ring.shift()).toBe(array.shift());
          else if ("remove" in act) {
            const index = array.indexOf(act.remove);
            expect(ring.remove(act.remove)).toBe(index >= 0);
            if (index >= 0) array.splice(index, 1);
          } else if (array.length > 0) {
            const index = act.removeAt % array.length;
            expect(ring.removeAt(index)).toBe(array.splice(index, 1)[0]);
          }
          expect([ring.size, ring.toArray()]).toEqual([array.length, array]);
          for (let i = 0; i <= array.length; i++) expect(ring.at(i)).toBe(array[i]);
        }
      }),
    );
  });

  it("holds undefined and the same item twice like any items", () => {
    const ring = new Ring<string | undefined>();
    for (const item of [undefined, "a", undefined, "a"]) ring.push(item);
    expect([ring.remove("a"), ring.toArray()]).toEqual([true, [undefined, undefined, "a"]]);
    expect([ring.remove(undefined), ring.size, ring.shift(), ring.shift(), ring.size]).toEqual([
      ...[true, 2, undefined, "a"],
      0,
    ]);
  });

  it("moves no item when one is taken: a hundred thousand go through in order", () => {
    const ring = new Ring<number>(2);
    for (let i = 0; i < 100_000; i++) ring.push(i);
    for (let i = 0; i < 100_000; i++) if (ring.shift() !== i) throw new Error(`wrong at ${String(i)}`);
    expect([ring.size, ring.shift()]).toEqual([0, undefined]);
  });

  it("gives an array of its own", () => {
    const ring = new Ring<number>();
    ring.push(1);
    ring.toArray().push(2);
    expect(ring.toArray()).toEqual([1]);
  });
});
