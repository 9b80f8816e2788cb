/**
 * Python's generator expression, `(name(row) for row in rows if "==" in row)`, is a lazy map that is written where it is
 * needed. In JavaScript it is a generator function that is called on the spot.
 *
 *     npx rondo run examples/generator-expression.ts
 */
import { Scheduler } from "rondo";
import { both } from "./lib/both.js";
import { here } from "./lib/here.js";
import { rows } from "./lib/rows.js";

const REQUIREMENTS = here("data/requirements.txt");

/** The name in `numpy>=1.26.0`. It says when it is called: once for each name that is pulled, and not before. */
function nameOf(row: string): string {
  console.log(`looks at ${row}`);
  return /^[\w-]+/.exec(row)?.[0] ?? row;
}

export function byHand(): void {
  const names = (function* () {
    for (const row of rows(REQUIREMENTS)) if (row.includes("==")) yield nameOf(row);
  })();
  console.log("nothing is read yet");
  for (const name of names) console.log(name);
}

/** The same function, but not called: the scheduler calls it, and resumes it for each name. */
export function scheduled(): void {
  const scheduler = new Scheduler();
  scheduler.on("emission", (name) => console.log(name));
  scheduler.spawn(function* names() {
    for (const row of rows(REQUIREMENTS)) if (row.includes("==")) yield nameOf(row);
  });
  console.log("nothing is read yet");
  scheduler.run();
}

export default both(byHand, scheduled);
