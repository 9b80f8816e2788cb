/**
 * A value as a text: the same for values with the same content. Keys of objects and sets are sorted, since their order is no
 * content; an object that was met before is a number.
 * @throws TypeError for a function, whose content cannot be told
 */
export function canonical(value: unknown): string {
  return write(value, new Map());
}

function write(value: unknown, met: Map<object, number>): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "bigint":
      return `${String(value)}n`;
    case "function":
      throw new TypeError("fingerprint: a function tells nothing of the state. Give the values that it depends on.");
    case "object":
      return value === null ? "null" : writeObject(value, met);
    default:
      return Object.is(value, -0) ? "-0" : String(value);
  }
}

function writeObject(object: object, met: Map<object, number>): string {
  const known = met.get(object);
  if (known !== undefined) return `#${String(known)}`;
  met.set(object, met.size);
  const inner = (value: unknown): string => write(value, met);
  if (Array.isArray(object)) return `[${object.map(inner).join()}]`;
  if (object instanceof Set) return `{${[...object].map(inner).sort().join()}}`;
  if (object instanceof Map) return `{${[...object].map(([key, value]) => `${inner(key)}=>${inner(value)}`).join()}}`;
  const record = object as Readonly<Record<string, unknown>>;
  const keys = Object.keys(record).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${inner(record[key])}`).join()}}`;
}
