/** Programs as data, compiled to generators and run on Rondo turn by turn, with a log of all that can be seen of them. */
import * as rondo from "../../../lib/index.js";
import { makeKernel } from "../../../lib/host/options.js";
import { close, step } from "../../../lib/host/virtual-time.js";
import { checkInvariants } from "../../../lib/kernel/invariants/check.js";
import type { Kernel } from "../../../lib/kernel/kernel.js";
import type { Start } from "../../../lib/kernel/outside.js";
import { isOdd, type Program, type TaskName } from "./program.js";
import { show } from "./show.js";
import { Source } from "./words.js";

/** The class of generator functions has no name of its own. It makes them of source. */
const GeneratorFunction = function* () {}.constructor as new (
  ...parametersAndBody: string[]
) => (...args: unknown[]) => Generator<unknown, unknown, unknown>;

const MOST_TURNS = 5000;

/** Runs a program on Rondo, until nothing can happen; then its roots are cancelled, youngest first, and all is closed. */
export function runOnRondo(program: Program): string[] {
  const run = new Run(program.order);
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
  private readonly kernel: Kernel;
  private readonly tasks: rondo.Task[] = [];
  private readonly guards: Kept<rondo.Guard>[] = [];
  private readonly questions: Kept<Settle>[] = [];
  private resolvers: Settle[] = [];
  private readonly services = new Map<string, rondo.Ready<number>>();
  private newService: rondo.Ready<number> | undefined = undefined;
  private booms = 0;
  private turns = 0;

  constructor(order: Program["order"]) {
    this.kernel = makeKernel({ order });
    const { reporter } = this.kernel;
    const say = (task: rondo.Task | undefined, text: string): void => this.say(task?.id ?? "-", text);
    reporter.on("spawn", (task) => this.born(task));
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
      task: (name: TaskName) => (name === "self" ? rondo.self() : this.tasks.at(name % this.tasks.length)),
      boom: () => this.boom(),
      mark: () => undefined,
      log: say,
      caught: (error: unknown) => say(`catch ${shown(error)}`),
      answer: (value: unknown) => this.answer(value),
      release: () => takeLatest(this.guards)?.release(),
      reply: (value: unknown, error?: Error) => settle(takeLatest(this.questions), value, error),
      resolve: (value: unknown, error?: Error) => settle(this.resolvers.pop(), value, error),
      outside: (how: "later" | "at once" | "failing") => this.outside(how),
      service: (body: rondo.Program) => (ready: rondo.Ready<number>) => {
        this.newService = ready;
        return body();
      },
      ready: (value: number) => this.services.get(rondo.self().id)?.(value),
    };
  }

  private boom(): Boom {
    return new Boom(++this.booms);
  }

  private say(id: string, text: string): void {
    this.log.push(`${this.kernel.now} ${id} ${text}`);
  }

  private born(task: rondo.Task): void {
    this.tasks.push(task);
    if (this.newService !== undefined) this.services.set(task.id, this.newService);
    this.newService = undefined;
  }

  /** Says what a statement was answered with. Guards and questions are kept, so that they can be used later. */
  private answer(value: unknown): void {
    const task = rondo.self();
    this.say(task.id, `= ${shown(value)}`);
    const given = isObject(value) && !("id" in value) && "name" in value && "value" in value ? value.value : value;
    if (!isObject(given)) return;
    if ("release" in given) this.guards.push({ task, thing: given as rondo.Guard });
    if ("reply" in given) this.questions.push({ task, thing: toSettle(given as rondo.Ask) });
  }

  /** What a `suspend` starts. */
  private outside(how: "later" | "at once" | "failing"): Start<unknown> {
    return (resolve, reject) => {
      const { id } = rondo.self();
      const resolver: Settle = { resolve, reject };
      if (how === "later") this.resolvers.push(resolver);
      else if (how === "at once") resolve(how);
      else reject(this.boom());
      return () => {
        this.resolvers = this.resolvers.filter((one) => one !== resolver);
        this.say(id, "disposes");
      };
    };
  }

  /** Runs until nothing can happen, or until `isOver` says so. */
  settle(isOver = (): boolean => false): void {
    while (!isOver() && this.kernel.drive("step", () => step(this.kernel))) {
      checkInvariants(this.kernel);
      if (++this.turns > MOST_TURNS) throw new Error("this program does not end");
    }
  }

  /** What `close` of a scheduler does, with a look at the invariants after each turn. What is stuck is given up. */
  close(): void {
    for (const root of this.tasks.filter((task) => task.parent === undefined).reverse()) {
      if (!root.done) root.cancel("closed");
      this.settle(() => root.done);
      if (!root.done) root.cancel("closed", { within: 0 });
      this.settle(() => root.done);
    }
    const told = this.log.length;
    this.kernel.drive("close", () => close(this.kernel));
    checkInvariants(this.kernel);
    if (this.log.length > told) throw new Error("something was left for close()");
  }
}

/** Something that a task was given and can use later. */
interface Kept<T> {
  readonly task: rondo.Task;
  readonly thing: T;
}

/** What answers somebody, once. */
interface Settle {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

function toSettle(question: rondo.Ask): Settle {
  return { resolve: (value) => question.reply(value), reject: (error) => question.fail(error) };
}

function settle(settle: Settle | undefined, value: unknown, error: Error | undefined): void {
  if (error === undefined) settle?.resolve(value);
  else settle?.reject(error);
}

/** What the running task was given last, or else what anybody was. */
function takeLatest<T>(kept: Kept<T>[]): T | undefined {
  const own = kept.findLastIndex(({ task }) => task === rondo.self());
  return kept.splice(own < 0 ? kept.length - 1 : own, 1)[0]?.thing;
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

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
