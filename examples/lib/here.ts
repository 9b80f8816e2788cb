import path from "node:path";

/** The full path of a file beside the examples, so that they find it wherever they are run from. */
export function here(name: string): string {
  return path.resolve(import.meta.dirname, "..", name);
}
