import fc from "fast-check";
import { Timers, type Timed } from "../../lib/kernel/timers.js";

class Owner implements Timed {
  timer = -1;
  readonly task = null as never;
  due(): void {
    throw new Error("a heap of timers wakes nobody by itself");
  }
}

/** The timers once more: an array that is sorted at each look. */
class Model {
  private readonly set: { owner: Owner; time: number; serial: number }[] = [];
  private serial = 0;

  add(owner: Owner, time: number): void {
    this.set.push({ owner, time, serial: this.serial++ });
  }

  remove(owner: Owner): void {
    const index = this.set.findIndex((each) => each.owner === owner);
    if (index >= 0) this.set.splice(index, 1);
  }

  get list(): { owner: Owner; time: number; serial: number }[] {
    return this.set.sort((a, b) => a.time - b.time || a.serial - b.serial);
  }

  get latest(): number {
    return this.serial - 1;
  }
}

type Act = { readonly set: number } | { readonly clear: number } | { readonly take: number };

/** Programs of sets, clears and takes; `bias` says how many of each. */
const acts = fc.oneof(
  fc.record({ set: fc.nat(30) }),
  fc.record({ clear: fc.nat(400) }),
  fc.record({ take: fc.integer({ min: 1, max: 3 }) }),
) as fc.Arbitrary<Act>;

function perform(program: readonly Act[], check: (timers: Timers, model: Model) => void): void {
  const timers = new Timers();
  const model = new Model();
  const owners: Owner[] = [];
  for (const act of program) {
    if ("set" in act) {
      const owner = new Owner();
      owners.push(owner);
      timers.set(owner, act.set);
      model.add(owner, act.set);
    } else if ("clear" in act && owners.length > 0) {
      const owner = owners[act.clear % owners.length]!;
      timers.clear(owner);
      model.remove(owner);
    } else if ("take" in act) {
      for (let i = 0; i < act.take && timers.size > 0; i++) {
        const { owner } = model.list[0]!;
        expect(timers.take()).toBe(owner);
        model.remove(owner);
      }
    }
    check(timers, model);
  }
}

describe("the timers", () => {
  it("are taken earliest first, and in the order of setting among equals, whatever is withdrawn", () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 80 }), (program) => {
        perform(program, (timers, model) => {
          const { list } = model;
          expect([timers.size, timers.next, timers.latest]).toEqual([
            list.length,
            list[0]?.time ?? Infinity,
            model.latest,
          ]);
          const listed = timers.list();
          expect(listed.map(({ time }) => time)).toEqual(list.map(({ time }) => time));
          expect(listed.every(({ owner }, i) => owner === list[i]!.owner && owner.timer >= 0)).toBe(true);
        });
      }),
    );
  });

  it("say whether one of the first so many is due", () => {
    fc.assert(
      fc.property(
        fc.array(acts, { maxLength: 40 }),
        fc.nat(30),
        fc.integer({ min: -1, max: 40 }),
        (program, time, last) => {
          perform(program, (timers, model) => {
            const first = model.list[0];
            expect(timers.isDue(time, last)).toBe(first !== undefined && first.time <= time && first.serial <= last);
          });
        },
      ),
    );
  });

  it("stay in order through thousands of withdrawals, and then keep nothing of them", () => {
    const timers = new Timers();
    const model = new Model();
    const owners = Array.from({ length: 5000 }, () => new Owner());
    owners.forEach((owner, i) => {
      const time = (i * 7919) % 1000;
      timers.set(owner, time);
      model.add(owner, time);
    });
    owners.forEach((owner, i) => {
      if (i % 10 !== 0) {
        timers.clear(owner);
        model.remove(owner);
      }
    });
    expect(timers.size).toBe(500);
    const { list } = model;
    expect(timers.list().every(({ owner }, i) => owner === list[i]!.owner)).toBe(true);
    for (const { owner } of list) expect(timers.take() === owner).toBe(true);
    expect([timers.size, timers.next]).toEqual([0, Infinity]);
    const kept = Object.values(timers as unknown as Record<string, unknown>).filter(Array.isArray);
    expect(kept.map((array) => array.length)).toEqual([0, 0, 0]);
  });

  it("never pile up, where a far one is set and withdrawn again and again before a near one", () => {
    const timers = new Timers();
    timers.set(new Owner(), 1);
    for (let i = 0; i < 10_000; i++) {
      const owner = new Owner();
      timers.set(owner, 1000 + i);
      timers.clear(owner);
    }
    const kept = Object.values(timers as unknown as Record<string, unknown>).filter(Array.isArray);
    expect(timers.size).toBe(1);
    for (const array of kept) expect(array.length).toBeLessThan(200);
  });

  it("may be set again by an owner that was taken or withdrawn, and withdrawn twice", () => {
    const timers = new Timers();
    const owner = new Owner();
    timers.set(owner, 5);
    timers.clear(owner);
    timers.clear(owner);
    timers.set(owner, 3);
    expect([timers.size, timers.next, timers.take() === owner, owner.timer]).toEqual([1, 3, true, -1]);
    timers.clear(owner);
    timers.set(owner, 4);
    expect([timers.size, timers.next]).toEqual([1, 4]);
  });

  it.each([[0], [-5], [0.1 + 0.2], [Number.MAX_VALUE], [-Number.MAX_VALUE]])("take any finite time: %d", (time) => {
    const timers = new Timers();
    timers.set(new Owner(), time);
    expect(timers.next).toBe(time);
  });
});
