import { Channel } from "../../../lib/index.js";
import { proxies } from "../../../lib/kernel/preview.js";
import { cell } from "../../../lib/testing/tracked/cell.js";
import { tracked } from "../../../lib/testing/tracked/tracked.js";
import { inRun, step } from "./fake-log.js";

class Secret {
  #n = 1;
  get n(): number {
    return this.#n;
  }
}

class Holder {
  readonly #count = cell(0);
  constructor() {
    Object.freeze(this);
  }
  add(): number {
    return this.#count.update((n) => n + 1);
  }
}

function* generate(): Generator<number> {
  yield 1;
}

describe("tracked state holds as it is", () => {
  const values: Record<string, unknown> = {
    "a function": () => 1,
    "an error": new RangeError("no"),
    "a promise": Promise.resolve(1),
    "a channel": new Channel(1),
    "a cell": cell(1),
    "a frozen Date": Object.freeze(new Date(0)),
  };
  it.each(Object.keys(values))("%s", (name) => {
    inRun(() => {
      const before = Object.getOwnPropertyDescriptors(values[name]);
      expect(tracked({ value: values[name] }).value).toBe(values[name]);
      expect(Object.getOwnPropertyDescriptors(values[name])).toEqual(before);
    });
  });

  it("a frozen object, but not what that holds", () => {
    inRun((log) => {
      const inner = { n: 1 };
      const frozen = { inner, list: Object.freeze([inner]), self: {} };
      frozen.self = frozen;
      Object.freeze(frozen);
      const state = tracked({ frozen });
      expect(state.frozen).toBe(frozen);
      expect(step(log, () => frozen.inner.n)).toEqual(["R 2.n"]);
    });
  });

  it("a frozen object with private fields, whose cells note what is done to them", () => {
    inRun((log) => {
      const state = tracked({ holder: new Holder() });
      expect(step(log, () => state.holder.add())).toEqual(["R 2.holder", "W 1.value"]);
    });
  });
});

describe("tracked state refuses", () => {
  const fixed = Object.freeze({ list: [1] });
  const bound = Object.defineProperty({}, "bound", { value: 1, writable: true });
  const refused: Record<string, [object: object, message: string]> = {
    "private fields": [
      new Secret(),
      "Cannot track Secret {}: it is an object with private fields. Keep what changes in cells " +
        "(`readonly #count = cell(0)`), and freeze the object to say that nothing else does.",
    ],
    "a class derived from one with private fields": [
      new (class Derived extends Secret {})(),
      "Cannot track Derived {}: it is an object with private fields.",
    ],
    "a Date": [
      new Date(0),
      "Cannot track Date {}: it is an object of a built-in class. Keep what changes in plain objects, arrays, maps and sets; " +
        "or freeze the object to say that it does not change.",
    ],
    "a typed array": [new Uint8Array(1), "Cannot track Uint8Array: it is an object of a built-in class."],
    "a weak map": [new WeakMap(), "Cannot track WeakMap {}: it is an object of a built-in class."],
    "a subclass of Map": [
      new (class Index extends Map {})(),
      "Cannot track Index {}: it is an object of a built-in class.",
    ],
    "a subclass of Array": [
      new (class List extends Array {})(),
      "Cannot track []: it is an object of a built-in class.",
    ],
    "a generator": [generate(), "it is an object of a built-in class."],
    "a sealed object": [Object.seal({ a: 1 }), "it is a sealed object. Track it before it is sealed."],
    "a frozen object with an array that is not": [
      fixed,
      "Cannot track [1]: it is held by a frozen object, and would have to be replaced there (`list`). " +
        "Freeze what it holds, too, or make neither frozen.",
    ],
    "a property that cannot be configured": [
      bound,
      "it is given a property that cannot be configured (`bound`). Define it otherwise.",
    ],
  };
  it.each(Object.keys(refused))("%s", (name) => {
    const [object, message] = refused[name]!;
    inRun(() => {
      expect(() => tracked(object)).toThrow(TypeError);
      expect(() => tracked({ inside: [object] })).toThrow(message);
    });
  });

  it("a proxy, where the host can tell one", () => {
    const before = proxies.test;
    const proxy = new Proxy({}, {});
    proxies.test = (value) => value === proxy;
    try {
      inRun(() => expect(() => tracked(proxy)).toThrow("it is a proxy. Track the object behind it."));
    } finally {
      proxies.test = before;
    }
  });

  it("none of it outside of an exploration", () => {
    const secret = new Secret();
    expect(tracked(secret)).toBe(secret);
  });
});
