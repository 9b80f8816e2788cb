/** Programs as data, compiled to generators and run on Rondo turn by turn, with a log of all that can be seen of them. */
import * as rondo from "../../../lib/index.js";
import { makeKernel } from "../../../lib/host/options.js";
import { close, step } from "../../../lib/host/virtual-time.js";
import { checkInvariants } from "../../../lib/kernel/invariants/check.js";
import type { Kernel } from "../../../lib/kernel/kernel.js";
import type { TaskNode } from "../../../lib/kernel/task.js";
import { isOdd, type Program } from "./program.js";
import { show } from "./show.js";
import { Source } from "./words.js";

/** The class of generator functions has no name of its own. It makes them of source. */
const GeneratorFunction = (function* () {}).constructor as new (
  ...parametersAndBody: string[]
) => (...args: unknown[]) => Generator<unknown, unknown, unknown>;

const MOST_TURNS = 5000;

/** Runs a program on Rondo, until nothing can happen; then its roots are cancelled, youngest first, and all is closed. */
export function runOnRondo(program: Program): string[] {
  const run = new Run();
  run.start(program);
  try {
    run.settle();
    run.close();
  } catch (error) {
    run.log.push(`Rondo: ${String(error)}`);
  }
  return run.log;
}

class Run {
  readonly log: string[] = [];
  private readonly kernel: Kernel = makeKernel({});
  private readonly tasks: TaskNode[] = [];
  private readonly guards: { task: rondo.Task; guard: rondo.Guard }[] = [];
  private booms = 0;
  private turns = 0;

  constructor() {
    const { reporter } = this.kernel;
    const say = (task: rondo.Task | undefined, text: string): void => this.say(task?.id ?? "-", text);
    reporter.on("spawn", (task) => this.tasks.push(task as TaskNode));
    reporter.on("end", (task) => say(task, `ends ${task.state}: ${shown(task.error ?? task.result)}`));
    reporter.on("emission", (value, task) => say(task, `emits ${shown(value)}`));
    reporter.on("unread", (task, messages) => say(task, `leaves ${shown(messages)} unread`));
    reporter.on("error", (error, task) => say(task, `reports ${shown(error)}`));
  }

  start(program: Program): void {
    const words = { ...rondo, ...this.words() };
    const setUp = new GeneratorFunction(...Object.keys(words), new Source(true).program(program));
    setUp(...Object.values(words)).next();
  }

  /** What a program can use besides what Rondo exports. */
  private words(): Record<string, unknown> {
    const say = (text: string): void => this.say(rondo.self().id, text);
    return {
      isOdd,
      scheduler: { spawn: (root: rondo.Program) => this.kernel.spawn(null, null, root, []) },
      task: (n: number) => this.tasks.at(n % this.tasks.length),
      boom: () => new Boom(++this.booms),
      log: say,
      caught: (error: unknown) => say(`catch ${shown(error)}`),
      answer: (value: unknown) => this.answer(value),
      release: () => this.release(),
    };
  }

  private say(id: string, text: string): void {
    this.log.push(`${this.kernel.now} ${id} ${text}`);
  }

  /** Says what a statement was answered with. A guard is kept, so that it can be released. */
  private answer(value: unknown): void {
    const task = rondo.self();
    this.say(task.id, `= ${shown(value)}`);
    const given = isSelected(value) ? value.value : value;
    if (isGuard(given)) this.guards.push({ task, guard: given });
  }

  private release(): void {
    const own = this.guards.findLastIndex(({ task }) => task === rondo.self());
    const [kept] = this.guards.splice(own < 0 ? this.guards.length - 1 : own, 1);
    kept?.guard.release();
  }

  /** Runs until nothing can happen, or until `isOver` says so. */
  settle(isOver = (): boolean => false): void {
    while (!isOver() && this.kernel.drive("step", () => step(this.kernel))) {
      checkInvariants(this.kernel);
      if (++this.turns > MOST_TURNS) throw new Error("this program does not end");
    }
  }

  /** What `close` of a scheduler does, with a look at the invariants after each turn; what is stuck is left to `close`. */
  close(): void {
    for (const root of this.tasks.filter((task) => task.parent === undefined).reverse()) {
      if (!root.done) root.cancel("closed");
      this.settle(() => root.done);
      if (!root.done) break;
    }
    this.kernel.drive("close", () => close(this.kernel));
    checkInvariants(this.kernel);
  }
}

class Boom extends Error {
  constructor(serial: number) {
    super();
    this.name = `Boom ${serial}`;
  }
}

function shown(value: unknown): string {
  return show(value, rondo.suppressed);
}

function isGuard(value: unknown): value is rondo.Guard {
  return typeof value === "object" && value !== null && "release" in value;
}

function isSelected(value: unknown): value is { readonly name: string; readonly value: unknown } {
  return typeof value === "object" && value !== null && !("id" in value) && "name" in value && "value" in value;
}
