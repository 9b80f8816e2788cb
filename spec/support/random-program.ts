/** Programs made at random: trees of instructions for fast-check, and what runs them. */
import fc from "fast-check";
import {
  call,
  cancel,
  emit,
  interrupt,
  join,
  pass,
  receive,
  self,
  send,
  shield,
  sleep,
  spawnWith,
  suspend,
  type Program,
  type SpawnOptions,
  type Syscall,
  type Task,
} from "../../lib/index.js";
import type { Ledger } from "./ledger.js";

/** One instruction. `at` names a task: the n-th of those spawned so far, round and round. */
export type Step =
  | { readonly do: "sleep" | "call" | "shield" | "inline"; readonly ms: number; readonly body: Block }
  | { readonly do: "pass" | "emit" | "throw" | "return" }
  | { readonly do: "send" | "post" | "join" | "interrupt" | "disturb"; readonly at: number }
  | { readonly do: "cancel" | "ask"; readonly at: number; readonly within: number | undefined }
  | { readonly do: "receive"; readonly timeout: number | undefined; readonly picky: boolean }
  | { readonly do: "suspend"; readonly answer: "never" | "resolve" | "reject" | "throw"; readonly disposer: boolean }
  | { readonly do: "spawn"; readonly options: SpawnOptions; readonly body: Block }
  | { readonly do: "ensure" | "use"; readonly body: Block; readonly cleanup: Block }
  | Trying;

/** A tough one catches what each single instruction of its body throws, and goes on. */
interface Trying {
  readonly do: "try";
  readonly tough: boolean;
  readonly body: Block;
  readonly handler: Block | undefined;
  readonly cleanup: Block;
}

export type Block = readonly Step[];

type Meddling = Extract<Step, { readonly at: number }>;

const target = fc.nat({ max: 9 });
const maybeSpan = fc.option(fc.nat({ max: 4 }), { nil: undefined });
const flag = fc.boolean();

/** Chooses a shape of instruction with a weight. */
function shape<T>(weight: number, fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.WeightedArbitrary<T> {
  return { weight, arbitrary: fc.record(fields) };
}

const leaf: fc.Arbitrary<Step> = fc.oneof(
  shape(8, { do: fc.constant("sleep"), ms: fc.nat({ max: 4 }), body: fc.constant([]) }),
  shape(8, { do: fc.constantFrom("pass", "emit") }),
  shape(1, { do: fc.constantFrom("throw", "return") }),
  shape(4, { do: fc.constantFrom("send", "post", "join"), at: target }),
  shape(1, { do: fc.constantFrom("interrupt", "disturb"), at: target }),
  shape(2, { do: fc.constantFrom("cancel", "ask"), at: target, within: maybeSpan }),
  shape(2, { do: fc.constant("receive"), timeout: maybeSpan, picky: flag }),
  shape(1, {
    do: fc.constant("suspend"),
    answer: fc.constantFrom("never", "resolve", "reject", "throw"),
    disposer: flag,
  }),
);

const options: fc.Arbitrary<SpawnOptions> = fc.record({
  daemon: flag,
  supervised: flag,
  mailbox: fc.constantFrom(1, 2, Infinity),
  priority: fc.nat({ max: 2 }),
});

const { block } = fc.letrec<{ step: Step; block: Block }>((tie) => ({
  block: fc.array(tie("step"), { minLength: 1, maxLength: 6, size: "max" }),
  step: fc.oneof(
    { maxDepth: 4, depthIdentifier: "step" },
    { weight: 6, arbitrary: leaf },
    shape(3, { do: fc.constant("spawn"), options, body: tie("block") }),
    shape(2, { do: fc.constantFrom("call", "shield", "inline"), ms: fc.constant(0), body: tie("block") }),
    shape(2, { do: fc.constantFrom("ensure", "use"), body: tie("block"), cleanup: tie("block") }),
    shape(3, {
      do: fc.constant("try"),
      tough: flag,
      body: tie("block"),
      handler: fc.option(tie("block"), { nil: undefined }),
      cleanup: fc.oneof(fc.constant([]), tie("block")),
    }),
  ),
}));

/** One to three roots. */
export const programs: fc.Arbitrary<readonly Block[]> = fc.array(block, { minLength: 1, maxLength: 3, size: "max" });

/** What a random program throws. */
export class Boom extends Error {}

/** Runs blocks as programs. */
export class Player {
  readonly tasks: Task[] = [];
  private readonly ledger: Ledger;
  private booms = 0;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  /** A program that does what the block says. */
  program(block: Block): Program {
    const play = this.play.bind(this);
    return () => play({ do: "try", tough: true, body: block, handler: undefined, cleanup: [] });
  }

  private boom(): Boom {
    return new Boom(`boom ${++this.booms}`);
  }

  private task(at: number): Task {
    return this.tasks[at % this.tasks.length] ?? self();
  }

  private *play(step: Trying): Generator<unknown, void, unknown> {
    const close = this.ledger.open("finally");
    try {
      for (const each of step.body) {
        try {
          if (yield* this.doing(each)) return;
        } catch (error) {
          if (!step.tough) throw error;
        }
      }
    } catch (error) {
      if (step.handler === undefined) throw error;
      for (const each of step.handler) if (yield* this.doing(each)) return;
    } finally {
      close();
      for (const each of step.cleanup) yield* this.doing(each);
    }
  }

  private frame(body: Block): Program {
    return () => this.play({ do: "try", tough: false, body, handler: undefined, cleanup: [] });
  }

  /** The syscall of an instruction; its answer is true where the block is to end. */
  private doing(step: Step): Iterable<unknown, unknown, unknown> {
    switch (step.do) {
      case "sleep":
        return sleep(step.ms);
      case "pass":
        return pass();
      case "emit":
        return emit("e");
      case "return":
        return done(() => true, true);
      case "throw":
        throw this.boom();
      case "call":
        return call(this.frame(step.body));
      case "shield":
        return shield(this.frame(step.body));
      case "inline":
        return this.frame(step.body)();
      case "try":
        return call(() => this.play(step));
      case "suspend":
        return this.suspending(step);
      case "spawn":
        return this.spawning(step.options, step.body);
      case "ensure":
        return this.ledger.ensure("ensure", this.frame(step.body), this.frame(step.cleanup));
      case "use":
        return this.ledger.use("use", this.frame(step.body), this.frame(step.cleanup));
      case "receive": {
        const match = step.picky ? (message: unknown) => message !== "odd" : () => true;
        return receive(step.timeout === undefined ? { match } : { match, timeout: step.timeout });
      }
      default:
        return this.meddling(step);
    }
  }

  /** What one task does to another. */
  private meddling(step: Meddling): Iterable<unknown, unknown, unknown> {
    const task = this.task(step.at);
    switch (step.do) {
      case "send":
        return send(task, "odd");
      case "post":
        return done(() => task.send("even"));
      case "join":
        return join(task);
      case "interrupt":
        return interrupt(task, this.boom());
      case "disturb":
        return done(() => task.interrupt(this.boom()));
      case "ask":
        return done(() => task.cancel("asked", step.within === undefined ? {} : { within: step.within }));
      case "cancel":
        return cancel(task, step.within === undefined ? {} : { within: step.within });
    }
  }

  private spawning(options: SpawnOptions, body: Block): Syscall<Task> {
    const { tasks } = this;
    const program = this.frame(body);
    return spawnWith(options, function* () {
      tasks.push(self());
      yield* program();
    });
  }

  private suspending(step: Step & { do: "suspend" }): Syscall<unknown> {
    return suspend((resolve, reject) => {
      if (step.answer === "throw") throw this.boom();
      const dispose = step.disposer ? this.ledger.hold("disposer") : undefined;
      if (step.answer === "resolve") resolve(undefined);
      if (step.answer === "reject") reject(this.boom());
      return dispose;
    });
  }
}

/** A plain call in place of a syscall: it takes no turn. */
function* done(act: () => unknown, answer?: true): Generator<never, true | undefined, unknown> {
  act();
  return answer;
}
