/** Random programs over the whole instruction set, and random hosts that drive them: what the trace has to stand. */
import fc from "fast-check";
import {
  call,
  cancel,
  emit,
  ensure,
  interrupt,
  join,
  pass,
  receive,
  Scheduler,
  send,
  shield,
  sleep,
  sleepUntil,
  spawnWith,
  suspend,
  use,
  type SchedulerOptions,
  type SpawnOptions,
  type Task,
} from "../../lib/index.js";

/** One thing that a task does. A number that stands for a task counts those that were born so far, round and round. */
export type Step =
  | { do: "pass" }
  | { do: "sleep"; ms: number }
  | { do: "sleepUntil"; time: number }
  | { do: "emit"; value: number; take: boolean }
  | { do: "send"; to: number; value: number }
  | { do: "post"; to: number; value: number }
  | { do: "receive"; timeout: number | undefined; odd: boolean }
  | { do: "spawn"; options: SpawnOptions; body: Step[] }
  | { do: "join"; whom: number }
  | { do: "cancel"; whom: number; within: number | undefined }
  | { do: "ask to end"; whom: number }
  | { do: "interrupt"; whom: number }
  | { do: "suspend" }
  | { do: "call"; body: Step[] }
  | { do: "inline"; body: Step[] }
  | { do: "shield"; body: Step[] }
  | { do: "ensure"; body: Step[]; cleanup: Step[] }
  | { do: "use"; release: Step[] }
  | { do: "catch"; body: Step[] }
  | { do: "finally"; body: Step[]; cleanup: Step[] }
  | { do: "throw"; value: number }
  | { do: "return"; value: number };

/** One thing that the outside does. */
export type Drive =
  | { do: "spawn"; options: SpawnOptions; body: Step[] }
  | { do: "step"; times: number }
  | { do: "advance"; dt: number }
  | { do: "run"; until: number | undefined }
  | { do: "send"; to: number; value: number }
  | { do: "cancel"; whom: number }
  | { do: "interrupt"; whom: number }
  | { do: "resolve" };

/** Everything that a run follows from. */
export interface Plan {
  readonly order: NonNullable<SchedulerOptions["order"]>;
  readonly seed: number;
  readonly startTime: number;
  readonly drives: Drive[];
}

const small = fc.integer({ min: 0, max: 6 });
const time = fc.constantFrom(0, 1, 1, 2, 5, 10, 0.5);
const perhaps = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined, freq: 1 });

const options: fc.Arbitrary<SpawnOptions> = fc.record(
  {
    name: fc.constantFrom("worker", "reader"),
    daemon: fc.boolean(),
    supervised: fc.boolean(),
    priority: fc.constantFrom(0, 1, -1, Infinity),
    mailbox: fc.constantFrom(1, 2),
  },
  { requiredKeys: [] },
);

const { steps } = fc.letrec<{ step: Step; steps: Step[] }>((tie) => {
  const body = tie("steps");
  return {
    steps: fc.array(tie("step"), { maxLength: 5, depthIdentifier: "steps", size: "small" }),
    step: fc.oneof(
      { maxDepth: 3, depthIdentifier: "steps", withCrossShrink: true },
      fc.record({ do: fc.constant("pass" as const) }),
      fc.record({ do: fc.constant("sleep" as const), ms: time }),
      fc.record({ do: fc.constant("sleepUntil" as const), time }),
      fc.record({ do: fc.constant("emit" as const), value: small, take: fc.boolean() }),
      fc.record({ do: fc.constant("send" as const), to: small, value: small }),
      fc.record({ do: fc.constant("post" as const), to: small, value: small }),
      fc.record({ do: fc.constant("receive" as const), timeout: perhaps(time), odd: fc.boolean() }),
      fc.record({ do: fc.constant("join" as const), whom: small }),
      fc.record({ do: fc.constant("cancel" as const), whom: small, within: perhaps(time) }),
      fc.record({ do: fc.constant("ask to end" as const), whom: small }),
      fc.record({ do: fc.constant("interrupt" as const), whom: small }),
      fc.record({ do: fc.constant("suspend" as const) }),
      fc.record({ do: fc.constant("throw" as const), value: small }),
      fc.record({ do: fc.constant("return" as const), value: small }),
      fc.record({ do: fc.constant("spawn" as const), options, body }),
      fc.record({ do: fc.constant("spawn" as const), options, body }),
      fc.record({ do: fc.constant("call" as const), body }),
      fc.record({ do: fc.constant("inline" as const), body }),
      fc.record({ do: fc.constant("shield" as const), body }),
      fc.record({ do: fc.constant("ensure" as const), body, cleanup: body }),
      fc.record({ do: fc.constant("use" as const), release: body }),
      fc.record({ do: fc.constant("catch" as const), body }),
      fc.record({ do: fc.constant("finally" as const), body, cleanup: body }),
    ),
  };
});

const root = fc.record({ do: fc.constant("spawn" as const), options, body: steps });

const drive: fc.Arbitrary<Drive> = fc.oneof(
  root,
  fc.record({ do: fc.constant("step" as const), times: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ do: fc.constant("advance" as const), dt: time }),
  fc.record({ do: fc.constant("run" as const), until: perhaps(fc.integer({ min: 0, max: 20 })) }),
  fc.record({ do: fc.constant("send" as const), to: small, value: small }),
  fc.record({ do: fc.constant("cancel" as const), whom: small }),
  fc.record({ do: fc.constant("interrupt" as const), whom: small }),
  fc.record({ do: fc.constant("resolve" as const) }),
);

export const plans: fc.Arbitrary<Plan> = fc
  .record({
    order: fc.constantFrom("round-robin" as const, "priority" as const, "shuffled" as const),
    seed: fc.integer({ min: 0, max: 1000 }),
    startTime: fc.constantFrom(0, 0, 100),
    roots: fc.array(root, { minLength: 1, maxLength: 3 }),
    later: fc.array(drive, { maxLength: 8 }),
  })
  .map(({ roots, later, ...rest }) => ({ ...rest, drives: [...roots, ...later] }));

/** No plan makes more tasks than this: what would be born then is not. */
const MOST_TASKS = 30;

/** A run of a plan: what every task did, in order, told by the tasks themselves. */
export class Run {
  readonly scheduler: Scheduler;
  readonly log: string[] = [];
  readonly tasks: Task[] = [];
  private readonly waits: (() => void)[] = [];
  private readonly plan: Plan;

  constructor(plan: Plan) {
    const { order, seed, startTime } = plan;
    this.plan = plan;
    this.scheduler = new Scheduler({ order, seed, startTime, maxTurnsPerInstant: 300 });
  }

  /** Drives the plan to its end, then closes the scheduler. What host calls throw is noted. */
  finish(): void {
    for (const each of this.plan.drives) this.attempt(() => this.drive(each));
    this.attempt(() => this.scheduler.run({ until: this.scheduler.now + 50 }));
    this.attempt(() => this.scheduler.close());
  }

  drive(each: Drive): void {
    const { scheduler } = this;
    switch (each.do) {
      case "spawn":
        this.tasks.push(scheduler.spawnWith(each.options, () => this.body(each.body, "root")));
        return;
      case "step":
        for (let i = 0; i < each.times; i++) scheduler.step();
        return;
      case "advance":
        scheduler.advance(each.dt);
        return;
      case "run":
        if (each.until === undefined) scheduler.run();
        else scheduler.run({ until: scheduler.now + each.until });
        return;
      case "send":
        this.at(each.to).send(each.value);
        return;
      case "cancel":
        this.at(each.whom).cancel("outside");
        return;
      case "interrupt":
        this.at(each.whom).interrupt(new Error("outside"));
        return;
      case "resolve":
        this.waits.shift()?.();
        return;
    }
  }

  /** Runs `work`; an error is noted by its first line. */
  attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.log.push(String(error).split("\n")[0] ?? "");
    }
  }

  private at(index: number): Task {
    const task = this.tasks[index % this.tasks.length];
    if (task === undefined) throw new Error("no task was ever born");
    return task;
  }

  private *body(steps: readonly Step[], where: string): Generator<unknown, unknown, unknown> {
    for (const [index, step] of steps.entries()) {
      const at = `${where}/${String(index)}`;
      this.log.push(`${at} ${step.do}`);
      if (step.do === "return") return step.value;
      const answer = yield* this.step(step, at);
      this.log.push(`${at} = ${typeof answer === "number" ? String(answer) : typeof answer}`);
    }
    return undefined;
  }

  private *step(step: Step, at: string): Generator<unknown, unknown, unknown> {
    switch (step.do) {
      case "pass":
        return yield* pass();
      case "sleep":
        return yield* sleep(step.ms);
      case "sleepUntil":
        return yield* sleepUntil(step.time);
      case "emit":
        return yield* emit(step.value, { take: step.take });
      case "send":
        return yield* send(this.at(step.to), step.value);
      case "post":
        this.at(step.to).send(step.value);
        return undefined;
      case "receive":
        return yield* receive<number>({
          ...(step.timeout !== undefined && { timeout: step.timeout }),
          ...(step.odd && { match: (message: number) => message % 2 === 1 }),
        });
      case "spawn":
        if (this.tasks.length >= MOST_TASKS) return undefined;
        this.tasks.push(yield* spawnWith(step.options, () => this.body(step.body, at)));
        return undefined;
      case "join":
        return yield* join(this.at(step.whom));
      case "cancel":
        return yield* cancel(this.at(step.whom), step.within === undefined ? {} : { within: step.within });
      case "ask to end":
        this.at(step.whom).cancel();
        return undefined;
      case "interrupt":
        return yield* interrupt(this.at(step.whom), new Error(`interrupted by ${at}`));
      case "suspend":
        return yield* suspend((resolve) => void this.waits.push(resolve));
      case "throw":
        throw new RangeError(`thrown ${String(step.value)}`);
      case "return":
        return undefined;
      default:
        return yield* this.frame(step, at);
    }
  }

  private *frame(
    step: Extract<Step, { body: Step[] } | { release: Step[] }>,
    at: string,
  ): Generator<unknown, unknown, unknown> {
    const cleanup = (steps: Step[]) => () => this.body(steps, `${at}/cleanup`);
    switch (step.do) {
      case "call":
        return yield* call(() => this.body(step.body, at));
      case "inline":
        return yield* this.body(step.body, at);
      case "shield":
        return yield* shield(() => this.body(step.body, at));
      case "ensure":
        return yield* ensure(() => this.body(step.body, at), cleanup(step.cleanup));
      case "use":
        return yield* use(() => at, cleanup(step.release));
      case "catch":
        try {
          return yield* this.body(step.body, at);
        } catch (error) {
          this.log.push(`${at} caught ${String(error).split("\n")[0] ?? ""}`);
          return undefined;
        }
      case "finally":
        try {
          return yield* this.body(step.body, at);
        } finally {
          yield* this.body(step.cleanup, `${at}/finally`);
        }
      case "spawn":
        return undefined;
    }
  }
}
