/** A small state with all that can be tracked in it, and what a program may do to it. */
export interface State {
  count: number;
  inner: { left: unknown; right: unknown };
  list: unknown[];
  dictionary: Record<string, unknown>;
  map: Map<unknown, unknown>;
  set: Set<unknown>;
}

export function makeState(): State {
  return {
    count: 0,
    inner: { left: 1, right: { deep: 2 } },
    list: [2, 0, [1]],
    dictionary: {},
    map: new Map<unknown, unknown>([
      ["0", { deep: 1 }],
      ["1", 1],
    ]),
    set: new Set<unknown>(["0", "2"]),
  };
}

/** What an operation gets: a small number as its key, another one as its value. */
export type Operation = (state: State, key: number, value: number) => unknown;

const counts: Record<string, Operation> = {
  "get count": (s) => s.count,
  "set count": (s, _, v) => (s.count = v),
  increment: (s) => s.count++,
  "copy the fields": (s) => ({ ...s.inner }),
  "get left": (s) => s.inner.left,
  "set left": (s, _, v) => (s.inner.left = v),
  "set left to an object": (s, _, v) => void (s.inner.left = { deep: v }),
  "replace inner": (s, k, v) => void (s.inner = { left: k, right: { deep: v } }),
  "get right deeply": (s) => (s.inner.right as { deep?: unknown } | null)?.deep,
  "set right deeply": (s, _, v) => {
    const { right } = s.inner;
    if (typeof right === "object" && right !== null && "deep" in right) right.deep = v;
  },
};

const lists: Record<string, Operation> = {
  "list: get": (s, k) => s.list[k],
  "list: set": (s, k, v) => (s.list[k] = v),
  "list: set to an array": (s, k, v) => void (s.list[k] = [v]),
  "list: get inside": (s, k) => (Array.isArray(s.list[k]) ? (s.list[k] as unknown[])[0] : "none"),
  "list: set inside": (s, k, v) => {
    const item = s.list[k];
    if (Array.isArray(item)) item[0] = v;
  },
  "list: length": (s) => s.list.length,
  "list: set length": (s, k) => (s.list.length = k),
  "list: has": (s, k) => k in s.list,
  "list: delete": (s, k) => Reflect.deleteProperty(s.list, k),
  "list: at": (s, k) => s.list.at(-k),
  "list: push": (s, k, v) => s.list.push(v, k),
  "list: pop": (s) => s.list.pop(),
  "list: shift": (s) => s.list.shift(),
  "list: unshift": (s, _, v) => s.list.unshift(v),
  "list: splice": (s, k, v) => s.list.splice(k, 1, v, v),
  "list: sort": (s) => void s.list.sort(),
  "list: reverse": (s) => void s.list.reverse(),
  "list: fill": (s, k, v) => void s.list.fill(v, k),
  "list: copyWithin": (s, k) => void s.list.copyWithin(0, k),
  "list: includes": (s, _, v) => s.list.includes(v),
  "list: indexOf": (s, _, v) => s.list.indexOf(v),
  "list: find": (s, _, v) => s.list.findLast((item) => item === v),
  "list: map": (s) => s.list.map(String),
  "list: filter": (s) => s.list.filter((item) => typeof item === "number"),
  "list: slice": (s, k) => s.list.slice(k),
  "list: concat": (s, k) => s.list.concat([k]).length,
  "list: join": (s) => s.list.join(),
  "list: keys": (s) => Object.keys(s.list),
  "list: spread": (s) => [...s.list],
  "list: flat": (s) => s.list.flat(),
  "list: json": (s) => JSON.stringify(s.list),
  "list: replace": (s, k, v) => void (s.list = [k, v]),
};

const dictionaries: Record<string, Operation> = {
  "dictionary: get": (s, k) => s.dictionary[k],
  "dictionary: set": (s, k, v) => (s.dictionary[k] = v),
  "dictionary: set to an object": (s, k, v) => void (s.dictionary[k] = { v }),
  "dictionary: has": (s, k) => k in s.dictionary,
  "dictionary: owns": (s, k) => Object.hasOwn(s.dictionary, k),
  "dictionary: delete": (s, k) => Reflect.deleteProperty(s.dictionary, k),
  "dictionary: keys": (s) => Object.keys(s.dictionary),
  "dictionary: spread": (s) => ({ ...s.dictionary }),
  "dictionary: assign": (s, k, v) => void Object.assign(s.dictionary, { a: k, b: v }),
};

const maps: Record<string, Operation> = {
  "map: get": (s, k) => s.map.get(String(k)),
  "map: set": (s, k, v) => void s.map.set(String(k), v),
  "map: set to an object": (s, k, v) => void s.map.set(String(k), { deep: v }),
  "map: set inside": (s, k, v) => {
    const item = s.map.get(String(k));
    if (typeof item === "object" && item !== null) (item as { deep: number }).deep = v;
  },
  "map: has": (s, k) => s.map.has(String(k)),
  "map: delete": (s, k) => s.map.delete(String(k)),
  "map: clear": (s) => s.map.clear(),
  "map: size": (s) => s.map.size,
  "map: keys": (s) => [...s.map.keys()],
  "map: values": (s) => [...s.map.values()],
  "map: spread": (s) => [...s.map],
  "map: copy": (s) => new Map(s.map),
  "map: first": (s) => s.map.entries().next().value,
  "map: forEach": (s) => {
    const seen: unknown[] = [];
    s.map.forEach((value, key) => seen.push(key, value));
    return seen;
  },
  "map: replace": (s, k, v) => void (s.map = new Map([[String(k), v]])),
};

const sets: Record<string, Operation> = {
  "set: has": (s, k) => s.set.has(String(k)),
  "set: add": (s, k) => void s.set.add(String(k)),
  "set: delete": (s, k) => s.set.delete(String(k)),
  "set: clear": (s) => s.set.clear(),
  "set: size": (s) => s.set.size,
  "set: spread": (s) => [...s.set],
  "set: entries": (s) => [...s.set.entries()],
  "set: from": (s) => Array.from(s.set),
  "set: copy": (s) => new Set(s.set),
  "set: first": (s) => s.set.values().next().value,
  "set: forEach": (s) => {
    const seen: unknown[] = [];
    s.set.forEach((item) => seen.push(item));
    return seen;
  },
};

export const operations: Record<string, Operation> = { ...counts, ...lists, ...dictionaries, ...maps, ...sets };

/** All of a value, the order of keys and holes included, as text. */
export function dump(value: unknown): string {
  if (typeof value !== "object" || value === null)
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  if (value instanceof Map) return `Map(${[...(value as Map<unknown, unknown>)].map(dump).join()})`;
  if (value instanceof Set) return `Set(${[...(value as Set<unknown>)].map(dump).join()})`;
  const fields = Object.entries(value).map(([key, inner]) => `${key}: ${dump(inner)}`);
  return Array.isArray(value) ? `[${fields.join()}; ${value.length}]` : `{${fields.join()}}`;
}
