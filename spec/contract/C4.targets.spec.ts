import { Scheduler, suppressed } from "rondo";
import { programs } from "../support/cancelled-programs.js";
import { targets } from "../support/targets.js";

/** Cancels a program at its first wait, and lists what came of it. */
function outcome(
  main: () => Generator<unknown, unknown>,
  log: string[],
): { log: string[]; errors: string[]; state: string } {
  const scheduler = new Scheduler();
  const errors: string[] = [];
  scheduler.on("error", (error) => {
    const all = [error, ...suppressed(error)] as Error[];
    errors.push(...all.filter((each) => !isOfTheLanguage(each)).map((each) => each.name));
  });
  const task = scheduler.spawn(main);
  scheduler.advance(0);
  task.cancel();
  scheduler.run();
  expect(scheduler.leftovers()).toEqual([]);
  return { log, errors, state: task.state };
}

/** Native `yield*` and the regenerator complain where an iterator has no `throw`, ES5 output does not. */
function isOfTheLanguage(error: Error): boolean {
  return error instanceof TypeError && error.message.includes("does not provide a 'throw' method");
}

describe.each(Object.entries(targets))("C4 a cancelled program in %s output", (_target, compile) => {
  it.each(programs.map((program) => [program.name, program] as const))("%s", (_name, { source, log, errors }) => {
    const lines: string[] = [];
    const main = compile(source, (line) => lines.push(line));
    expect(outcome(main, lines)).toEqual({ log, errors, state: errors.length === 0 ? "cancelled" : "failed" });
  });
});
