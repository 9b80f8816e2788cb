import { isGenerator } from "../kernel/generators.js";
import { preview } from "../kernel/preview.js";
import { isRefusedThenable } from "../kernel/thenable.js";

/** Checks of what a setup is and returns. A field that is misspelt, or is never asked, would make a proof of nothing. */

/** A setup is a function, so that a program can be made afresh for each run. */
export function checkSetup(setup: unknown, role: string): void {
  if (typeof setup === "function") return;
  throw new TypeError(
    `${role}: the setup: ${preview(setup)} is not a function. Write a function that makes the program for each run: ` +
      "() => ({ tasks: [program, …] }).",
  );
}

/**
 * Checks a record that a setup returned.
 * @param fields the functions that it may have besides its tasks
 */
export function checkScene(made: unknown, fields: ReadonlySet<string>): void {
  if (isRefusedThenable(made)) {
    throw new TypeError(
      `setup returned ${preview(made)}: it is async. The program is made at once; its tasks may wait.`,
    );
  }
  if (typeof made !== "object" || made === null || !("tasks" in made)) throw noScene(made);
  checkTasks(made);
  const isPlain = Object.getPrototypeOf(made) === Object.prototype;
  for (const field in made) {
    if (field === "tasks") continue;
    if (fields.has(field))
      checkAsked(`setup returned { ${field} }: ${field}`, (made as Record<string, unknown>)[field]);
    else if (isPlain) throw unknownField(field, fields);
  }
}

function checkTasks(made: { readonly tasks: unknown }): void {
  const { tasks } = made;
  if (!Array.isArray(tasks) || tasks.length === 0) throw noScene(made);
  for (let i = 0; i < tasks.length; i++) {
    const task: unknown = tasks[i];
    if (typeof task === "function") continue;
    const cure = isGenerator(task)
      ? "is a generator that was already made. Give the function that makes it: () => deposit(1)"
      : "is no program. A program is a function that returns a generator: function* () { … }";
    throw new TypeError(`setup returned { tasks }: tasks[${String(i)}]: ${preview(task)} ${cure}.`);
  }
}

/** Checks a function that is asked about a state: its answer has to be there at once. */
export function checkAsked(role: string, value: unknown): void {
  if (value === undefined) return;
  if (typeof value !== "function") throw new TypeError(`${role}: ${preview(value)} is not a function.`);
  if (Object.getPrototypeOf(value) === Function.prototype) return;
  const kind = /^\[object (Async|Generator|AsyncGenerator)Function\]$/.exec(Object.prototype.toString.call(value))?.[1];
  if (kind === undefined) return;
  const what = kind === "Async" ? "is async, and nobody waits for it" : "is a generator function, and nobody runs it";
  throw new TypeError(`${role} ${what}. Write a plain function.`);
}

/** What is wrong where a check throws nothing: it answered `false`, or what nobody waits for. */
export function refusalOf(answer: unknown, check: object): string | undefined {
  if (answer === false) return `The check says false: ${sourceOf(check)}`;
  return isRefusedThenable(answer) ? "The check answers with a promise, and nobody waits for it." : undefined;
}

/** The beginning of a function's text: of a condition it says more than its name. */
export function sourceOf(condition: object): string {
  const text = Function.prototype.toString.call(condition).replace(/\s+/g, " ");
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

function noScene(made: unknown): TypeError {
  return new TypeError(`setup returned ${preview(made)}. Return a program, or { tasks: [program, …] }.`);
}

function unknownField(field: string, fields: ReadonlySet<string>): TypeError {
  const known = ["tasks", ...fields].join(", ");
  return new TypeError(`setup returned { ${field} }, which is no field of a scene. There are ${known}.`);
}
