import { readdirSync } from "node:fs";
import path from "node:path";
import { format } from "node:util";
import { Scheduler, type Program } from "rondo";

/** Runs the examples, and keeps what they print. */

/** Where the examples are. */
export const folder: string = path.resolve(__dirname, "../../examples");

// Specs are CommonJS, where `import.meta` is a syntax error. The one module of the examples that needs it is replaced.
jest.mock("../../examples/lib/here.js", () => ({ here: (name: string) => path.join(folder, name) }));

/** The examples by name: the programs in the folder itself, without what they share. */
export const names: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith(".ts"))
  .map((name) => path.basename(name, ".ts"));

type Form = (...args: string[]) => unknown;

export interface Example {
  /** What `rondo run` runs. */
  readonly default: Program<unknown, unknown, string[]>;
  /** The two forms of an example that has both. */
  readonly byHand?: Form;
  readonly scheduled?: Form;
}

export async function load(name: string): Promise<Example> {
  return (await import(path.join(folder, `${name}.ts`))) as Example;
}

/** What is printed while `act` runs. */
export function printed(act: () => void): string {
  let text = "";
  const log = jest.spyOn(console, "log").mockImplementation((...values: unknown[]) => {
    text += `${format(...values)}\n`;
  });
  try {
    act();
  } finally {
    log.mockRestore();
  }
  return text;
}

/** What a program prints that runs on a scheduler of its own. It is an error where it leaves anything behind. */
export function output(program: Program<unknown, unknown, string[]>, ...args: string[]): string {
  const scheduler = new Scheduler();
  return printed(() => {
    scheduler.spawn(program, ...args);
    scheduler.run();
    const left = scheduler.leftovers();
    if (left.length > 0) throw new Error(`the example leaves behind:\n${left.join("\n")}`);
  });
}

/** The lines that one form of an example prints: a plain function, or a program. */
export function lines(form: Form | undefined): string[] {
  if (form === undefined) throw new Error("the example has no such form");
  const text = output(function* () {
    // A generator is run as a frame; anything else gives up the turn.
    yield form();
  });
  return text.split("\n").slice(0, -1);
}
