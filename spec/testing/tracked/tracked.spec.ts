import assert from "node:assert/strict";
import { methodsOf } from "../../../lib/testing/tracked/collection.js";
import { preview } from "../../../lib/kernel/preview.js";
import { tracked } from "../../../lib/testing/tracked/tracked.js";
import { conflict, FakeLog, inRun, step } from "./fake-log.js";
import { recording } from "../../../lib/testing/tracked/recording.js";

describe("outside of an exploration, tracked", () => {
  it("answers the object as it is", () => {
    const list = [1];
    const object = { list };
    expect(tracked(object)).toBe(object);
    expect(Object.getOwnPropertyDescriptor(object, "list")?.value).toBe(list);
    expect(tracked(list)).toBe(list);
  });

  it("refuses what is no object, and names the cell", () => {
    expect(() => tracked(5 as never)).toThrow(
      new TypeError("tracked(5) is given no object. A single value goes into a cell: cell(value)."),
    );
    expect(() => tracked(null as never)).toThrow(TypeError);
    expect(() => tracked((() => {}) as never)).toThrow(TypeError);
  });
});

describe("an object with fields", () => {
  it("stays the same object, with the same keys", () => {
    inRun(() => {
      const object = { b: 1, a: 2 };
      expect(tracked(object)).toBe(object);
      expect(Object.keys(object)).toEqual(["b", "a"]);
      expect({ ...object }).toEqual({ b: 1, a: 2 });
      expect(JSON.stringify(object)).toBe('{"b":1,"a":2}');
      expect(object).toStrictEqual({ b: 1, a: 2 });
      expect(object).not.toEqual({ b: 1, a: 3 });
      expect(Object.getOwnPropertySymbols(object)).toEqual([]);
    });
  });

  it("notes each property by itself, once a step", () => {
    inRun((log) => {
      const account = tracked({ balance: 0, owner: "ann" });
      expect(step(log, () => account.balance + account.balance)).toEqual(["R 1.balance"]);
      expect(step(log, () => account.owner)).toEqual(["R 1.owner"]);
      expect(step(log, () => (account.balance = 0))).toEqual(["W 1.balance"]);
      expect(step(log, () => account.balance++)).toEqual(["R 1.balance", "W 1.balance"]);
      expect(
        step(log, () => {
          account.balance = 1;
          account.balance++;
        }),
      ).toEqual(["W 1.balance"]);
      expect(step(log, () => Object.keys(account))).toEqual([]);
      expect(step(log, () => ({ ...account }))).toEqual(["R 1.balance", "R 1.owner"]);
    });
  });

  it("has the keys that it has for good", () => {
    inRun(() => {
      const object: { a?: number; b?: number } = tracked({ a: 1 });
      expect(() => (object.b = 1)).toThrow(new TypeError("Cannot add property b, object is not extensible"));
      expect(() => delete object.a).toThrow(TypeError);
      expect(object).toEqual({ a: 1 });
    });
  });

  it("tracks symbols and hidden properties, and leaves accessors and constants alone", () => {
    inRun((log) => {
      const key = Symbol("key");
      const object = {
        [key]: 1,
        get double(): number {
          return this[key] * 2;
        },
        set double(n: number) {
          this[key] = n / 2;
        },
      };
      Object.defineProperty(object, "hidden", { value: 1, writable: true, configurable: true });
      Object.defineProperty(object, "constant", { value: 7, enumerable: true, configurable: true });
      const made = tracked(object) as typeof object & { hidden: number; constant: number };
      expect(step(log, () => made.double)).toEqual(["R 1.Symbol(key)"]);
      expect(step(log, () => (made.double = 4))).toEqual(["W 1.Symbol(key)"]);
      expect(step(log, () => made.hidden++)).toEqual(["R 1.hidden", "W 1.hidden"]);
      expect(step(log, () => made.constant)).toEqual([]);
      expect(Object.keys(made)).toEqual(["double", "constant"]);
      expect(made[key]).toBe(2);
    });
  });

  it("keeps its class: methods, arrow functions and getters work on what is tracked", () => {
    class Account {
      balance = 1;
      readonly add = (n: number): number => (this.balance += n);
      get isEmpty(): boolean {
        return this.balance === 0;
      }
      take(): void {
        this.balance = 0;
      }
    }
    inRun((log) => {
      const account = tracked(new Account());
      expect(account).toBeInstanceOf(Account);
      expect(step(log, () => account.add(2))).toEqual(["R 1.add", "R 1.balance", "W 1.balance"]);
      expect(step(log, () => account.take())).toEqual(["W 1.balance"]);
      expect(step(log, () => account.isEmpty)).toEqual(["R 1.balance"]);
      expect(account.isEmpty).toBe(true);
    });
  });
});

describe("what can be reached from a tracked object", () => {
  it("is numbered at once, the nearest first, whoever touches what", () => {
    inRun((log) => {
      const state = tracked({ a: { x: { deep: 1 } }, b: [{ y: 1 }], c: new Map([["k", { z: 1 }]]) });
      const reads = (body: () => unknown): string | undefined => step(log, body).at(-1);
      expect(reads(() => state.c.get("k")!.z)).toBe("R 7.z");
      expect(reads(() => state.b[0]!.y)).toBe("R 6.y");
      expect(reads(() => state.a.x.deep)).toBe("R 5.deep");
    });
  });

  it("keeps its identity, shared and in circles", () => {
    inRun(() => {
      const shared = { n: 1 };
      const list = [shared];
      const object: Record<string, unknown> = { a: shared, b: shared, list, again: list };
      object["self"] = object;
      const state = tracked(object);
      expect(state["self"]).toBe(state);
      expect(state["a"]).toBe(shared);
      expect(state["list"]).toBe(state["again"]);
      expect((state["list"] as unknown[])[0]).toBe(shared);
      expect(tracked(state)).toBe(state);
      expect(tracked(list)).toBe(state["list"]);
    });
  });

  it("may be ten thousand objects deep", () => {
    interface Node {
      next: Node | null;
    }
    let chain: Node = { next: null };
    for (let i = 0; i < 10_000; i++) chain = { next: chain };
    inRun((log) => {
      tracked(chain);
      expect(log.born()).toBe(10_002);
    });
  });

  it("is what is put there later, too", () => {
    inRun((log) => {
      interface State {
        field: unknown;
        list: unknown[];
        map: Map<unknown, unknown>;
        set: Set<unknown>;
        dictionary: Record<string, unknown>;
      }
      const empty: State = { field: null, list: [], map: new Map(), set: new Set(), dictionary: {} };
      const state = tracked(empty);
      const objects = Array.from({ length: 6 }, (_, i) => ({ [`n${String(i)}`]: 0 }));
      state.field = objects[0];
      state.list.push(objects[1]);
      state.map.set(1, objects[2]);
      state.map.set(objects[3], 1);
      state.set.add(objects[4]);
      state.dictionary["key"] = objects[5];
      objects.forEach((object, i) => {
        expect(step(log, () => Object.values(object))).toEqual([`R ${String(6 + i)}.n${String(i)}`]);
      });
    });
  });

  it("is found by the array that was given, although a proxy stands for it", () => {
    inRun(() => {
      const given = [1];
      const state = tracked({ list: [given], map: new Map([[given, 1]]), set: new Set([given]) });
      expect(state.list[0]).not.toBe(given);
      expect(state.list.includes(given)).toBe(true);
      expect(state.list.indexOf(given)).toBe(0);
      expect(state.list.indexOf(given, 1)).toBe(-1);
      expect(state.list.lastIndexOf(given)).toBe(0);
      expect(state.map.get(given)).toBe(1);
      expect(state.map.has(given)).toBe(true);
      expect(state.set.has(given)).toBe(true);
      expect(state.set.add(given).size).toBe(1);
      expect(state.map.set(given, 2).size).toBe(1);
      expect(state.set.delete(given)).toBe(true);
      expect(state.map.delete(given)).toBe(true);
    });
  });
});

describe("an object that outlives its run", () => {
  it("is numbered anew with all that it holds, in the next run that meets it", () => {
    const log = new FakeLog();
    recording.log = log;
    try {
      const constants = { list: [{ n: 1 }], map: new Map([[1, { m: 1 }]]), none: null };
      const accesses = [0, 1, 2].map((earlier) => {
        log.again();
        for (let i = 0; i < earlier; i++) tracked({ n: 0 });
        const state = tracked({ constants, own: { n: 0 } });
        return step(log, () => [state.own.n, state.constants.list[0]!.n, state.constants.map.get(1)!.m]);
      });
      const later = (by: number): string[] =>
        accesses[0]!.map((access) => access.replace(/\d+/, (number) => String(Number(number) + by)));
      expect(accesses[1]).toEqual(later(1));
      expect(accesses[2]).toEqual(later(2));
      expect(new Set(accesses[0]).size).toBe(accesses[0]!.length);
    } finally {
      recording.log = null;
    }
  });

  it("is numbered anew where it is tracked itself, too", () => {
    const log = new FakeLog();
    recording.log = log;
    try {
      const outside = { n: 0 };
      tracked(outside);
      log.again();
      tracked({ n: 0 });
      expect(step(log, () => tracked(outside).n)).toEqual(["R 2.n"]);
    } finally {
      recording.log = null;
    }
  });

  it("goes on as plain state outside", () => {
    const state = inRun(() => tracked({ n: 1, list: [1], map: new Map([[1, 1]]), set: new Set([1]) }));
    state.n++;
    state.list.push(2);
    state.map.set(2, 2).set(1, 0);
    state.set.add(2);
    expect(state).toEqual({ n: 2, list: [1, 2], map: new Map([[1, 0], [2, 2]]), set: new Set([1, 2]) }); // prettier-ignore
  });

  it("tells a run of another log nothing", () => {
    const state = inRun(() => tracked({ n: 1 }));
    inRun((log) => expect(step(log, () => state.n++)).toEqual([]));
  });
});

describe("a collection", () => {
  it("is what it was: a map, a set, an array", () => {
    inRun(() => {
      const map = new Map([["a", 1]]);
      expect(tracked(map)).toBe(map);
      expect(map).toBeInstanceOf(Map);
      expect(map.constructor).toBe(Map);
      expect(map).toStrictEqual(new Map([["a", 1]]));
      expect(map).not.toEqual(new Map([["a", 2]]));
      expect(Object.prototype.toString.call(map)).toBe("[object Map]");
      expect(tracked(new Set([1]))).toStrictEqual(new Set([1]));
      const list = tracked([1, [2]]);
      expect(Array.isArray(list)).toBe(true);
      expect(list).toStrictEqual([1, [2]]);
      expect(JSON.stringify(list)).toBe("[1,[2]]");
      expect([...list]).toEqual([1, [2]]);
    });
  });

  it("does not let two tasks meet at different keys", () => {
    inRun((log) => {
      const map = tracked(new Map([["a", 1], ["b", 2]])); // prettier-ignore
      const list = tracked([1, 2]);
      const dictionary: Record<string, number> = tracked({});
      dictionary["a"] = 1;
      const meet = (a: () => unknown, b: () => unknown): boolean => conflict(step(log, a), step(log, b));
      expect(meet(() => map.set("a", 2), () => map.set("b", 2))).toBe(false); // prettier-ignore
      expect(meet(() => map.get("c"), () => map.set("d", 2))).toBe(false); // prettier-ignore
      expect(meet(() => map.size, () => map.set("a", 3))).toBe(false); // prettier-ignore
      expect(meet(() => [...map.keys()], () => map.set("a", 3))).toBe(false); // prettier-ignore
      expect(meet(() => list[0], () => (list[1] = 5))).toBe(false); // prettier-ignore
      expect(meet(() => list[0], () => list.push(5))).toBe(false); // prettier-ignore
      expect(meet(() => list.length, () => (list[1] = 5))).toBe(false); // prettier-ignore
      expect(meet(() => dictionary["a"], () => (dictionary["b"] = 5))).toBe(false); // prettier-ignore
    });
  });

  it("lets a longer length meet who asks for it", () => {
    inRun((log) => {
      const list = tracked([1]);
      expect(conflict(step(log, () => list.length), step(log, () => (list.length = 5)))).toBe(true); // prettier-ignore
    });
  });

  it("looks at the keys again at each step of an iteration", () => {
    inRun((log) => {
      const items = tracked(new Set([1, 2])).values();
      const keys = ["R 1.Symbol(keys)"];
      expect([1, 2, 3].map(() => step(log, () => items.next()))).toEqual([keys, keys, keys]);
      expect(items.next()).toEqual({ done: true, value: undefined });
      expect(items[Symbol.iterator]()).toBe(items);
    });
  });

  it("knows its keys by what they are, also where they are objects", () => {
    inRun((log) => {
      const key = { id: 1 };
      const other = Object.freeze({ id: 2 });
      const map = tracked(new Map<unknown, number>([[key, 1], [other, 2]])); // prettier-ignore
      expect(step(log, () => map.get(key))).toEqual(["R 1.object 2"]);
      expect(step(log, () => map.get(other))).toEqual(["R 1.#0"]);
      const primitives = [null, undefined, true, 2n, NaN];
      expect(primitives.map((p) => step(log, () => map.get(p))[0])).toEqual([
        "R 1.null",
        "R 1.undefined",
        "R 1.true",
        "R 1.2",
        "R 1.NaN",
      ]);
    });
  });

  it("is strictly equal to one that is not tracked, and has no keys of its own to be seen", () => {
    inRun(() => {
      const state = tracked({ map: new Map([["a", [1]]]), set: new Set([{ n: 1 }]) });
      assert.deepStrictEqual(state, { map: new Map([["a", [1]]]), set: new Set([{ n: 1 }]) });
      assert.notDeepStrictEqual(state.map, new Map([["a", [2]]]));
      expect([Object.keys(state.map), Object.keys(state.set)]).toEqual([[], []]);
      expect(structuredClone(tracked(new Map([["b", 1]])))).toEqual(new Map([["b", 1]]));
    });
  });

  it("takes a method of a newer engine for one that may change all that there is", () => {
    inRun((log) => {
      const map = tracked(new Map<unknown, unknown>([["a", 1]]));
      const original = {
        insert(this: Map<unknown, unknown>, key: unknown, value: unknown): unknown {
          Map.prototype.set.call(this, key, value);
          return value;
        },
        notAMethod: 1,
      };
      Object.defineProperties(map, methodsOf({}, original));
      const item = { n: 1 };
      const insert = (map as unknown as typeof original).insert.bind(map);
      expect(step(log, () => insert("b", item)).slice(0, 3)).toEqual(["W 1.Symbol(keys)", "W 1.a", "W 1.b"]);
      expect(step(log, () => item.n)).toEqual(["R 2.n"]);
      expect("notAMethod" in map).toBe(false);
    });
  });

  it("of no prototype is a dictionary, too", () => {
    inRun((log) => {
      const dictionary = tracked(Object.create(null) as Record<string, number>);
      expect(step(log, () => (dictionary["a"] = 1))).toContain("W 1.Symbol(keys)");
      expect(dictionary["a"]).toBe(1);
    });
  });

  it("takes what is derived from it for what it is", () => {
    inRun(() => {
      const dictionary: Record<string, number> = tracked({});
      const derived = Object.create(dictionary) as Record<string, number>;
      derived["a"] = 1;
      expect(dictionary["a"]).toBeUndefined();
      expect(derived["a"]).toBe(1);
      const list = tracked([1]);
      const derivedList = Object.create(list) as number[];
      derivedList[0] = 2;
      expect(list[0]).toBe(1);
    });
  });

  it("shows an accessor that is defined in a dictionary what it is called on", () => {
    inRun((log) => {
      const dictionary = tracked({} as { n: number; double: number });
      dictionary.n = 1;
      Object.defineProperty(dictionary, "double", { get: (): number => dictionary.n * 2 });
      expect(step(log, () => dictionary.double)).toEqual(["R 1.double", "R 1.n"]);
    });
  });
});

describe("a preview of tracked state", () => {
  it("is that of plain state, and leaves no trace", () => {
    const make = (): object => ({
      n: 1,
      inner: { list: [1, [2]], map: new Map([[1, 2]]) },
      get computed() {
        return 1;
      },
    });
    inRun((log) => {
      const state = tracked(make());
      expect(step(log, () => preview(state))).toEqual([]);
      expect(preview(state)).toBe(preview(make()));
      expect(preview(state)).toBe("{ n: 1, inner: { list: […], map: Map {…} }, computed: [getter] }");
    });
  });

  it("shows what is behind the proxies that are not the program's", () => {
    inRun((log) => {
      const list = tracked([1, { a: 1 }]);
      expect(step(log, () => preview(list))).toEqual([]);
      expect(preview(list)).toBe("[1, { a: 1 }]");
      expect(preview(tracked({}))).toBe("{}");
    });
  });
});
