/** Where the built package is, found through its own `exports` as a user's import would. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = new URL("../../../", import.meta.url);

/**
 * The file behind `import "rondo"`.
 * `RONDO_ENTRY=FILE` names another build, to hold two against each other.
 */
export function entry() {
  const named = process.env["RONDO_ENTRY"];
  if (named !== undefined) return pathToFileURL(named);
  const { exports } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
  return new URL(target(exports?.["."]) ?? "dist/index.js", root);
}

/** Follows the conditions of an `exports` entry as an ES module's import does. */
function target(conditions) {
  if (typeof conditions !== "object" || conditions === null) return conditions;
  const condition = Object.keys(conditions).find((name) => ["import", "node", "default"].includes(name));
  return condition === undefined ? undefined : target(conditions[condition]);
}

/** Whether the package was built. */
export function isBuilt() {
  return existsSync(fileURLToPath(entry()));
}
