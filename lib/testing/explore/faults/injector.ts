import { abandon } from "../../../kernel/abandon.js";
import { interruptTask, requestCancel } from "../../../kernel/cancel.js";
import type { Kernel } from "../../../kernel/kernel.js";
import { DONE } from "../../../kernel/stages.js";
import type { TaskNode } from "../../../kernel/task.js";
import { SweepInterrupt } from "../../sweep/interrupt.js";
import type { Actor } from "../machine/actor.js";
import type { Names } from "../machine/names.js";
import { CrashError } from "./crash-error.js";
import { asStrike, type Fault, type StrikeFault } from "./fault.js";
import type { FaultPlan } from "./options.js";

/** A strike that is to come. */
interface Due extends StrikeFault {
  readonly actor: Actor;
}

/** Does to one run what was chosen to be done, and notes what else could have been. */
export class Injector {
  /** What is done in this run. */
  readonly plan: readonly Fault[];
  /** All that could have been done in this run, in the order in which it could. */
  readonly points: Set<Fault>;
  /** Those that the program has met so far by calls of its own: points that failed, messages with a mishap. */
  readonly met: Fault[] = [];
  private readonly kernel: Kernel;
  private readonly names: Names;
  private readonly options: Pick<FaultPlan, "strikes" | "restarts">;
  private readonly counts = new Map<string, number>();
  private due: Due[];

  constructor(kernel: Kernel, names: Names, plan: readonly Fault[], options: Pick<FaultPlan, "strikes" | "restarts">) {
    this.kernel = kernel;
    this.names = names;
    this.plan = plan;
    this.options = options;
    this.points = new Set();
    const strikes = plan.map(asStrike).filter((strike) => strike !== undefined);
    this.due = strikes.map((strike) => ({ ...strike, actor: names.fault(strike.fault) }));
  }

  /** Whether nothing is to be done any more between the turns of tasks. */
  get isIdle(): boolean {
    return this.due.length === 0;
  }

  /** Who may go on: a task that is to be struck now has to wait for that. */
  enabled(run: number, ready: readonly Actor[]): readonly Actor[] {
    const now = this.due.filter((due) => this.isNow(due, run));
    if (now.length === 0) return ready;
    const struck = new Set(now.map(({ task }) => task));
    const faults = now.map((due) => this.enter(due, run));
    return [...ready.filter(({ id }) => !struck.has(id)), ...faults];
  }

  private isNow({ task, turns }: StrikeFault, run: number): boolean {
    const actor = this.names.byId(task);
    return actor?.run === run && actor.steps === turns && actor.task !== null && actor.task.stage < DONE;
  }

  /** Strikes that could have been and cannot any more, since the task is gone. */
  lapsed(run: number): readonly Actor[] {
    const lapsed = this.due.filter((due) => due.actor.run === run && !this.isNow(due, run));
    if (lapsed.length > 0) this.due = this.due.filter((due) => !lapsed.includes(due));
    return lapsed.map(({ actor }) => actor);
  }

  private enter({ actor, task }: Due, run: number): Actor {
    const target = this.names.byId(task)!;
    if (actor.run !== run) actor.enter(run, target.task);
    // It comes after the last turn of its task, or after its birth; whatever wakes the task may come before it or after it.
    actor.waker = target.latest >= 0 ? target.latest : target.waker;
    return actor;
  }

  /** Strikes a task; answers it. */
  strike(actor: Actor): TaskNode {
    const due = this.due.find((one) => one.actor === actor)!;
    this.due = this.due.filter((one) => one !== due);
    const task = actor.task!;
    if (due.strike === "cancel") requestCancel(this.kernel, task, "a fault", undefined);
    else if (due.strike === "interrupt") interruptTask(this.kernel, task, interruptOf(task));
    else this.crash(task);
    return task;
  }

  private crash(task: TaskNode): void {
    const { program } = task;
    abandon(this.kernel, task, new CrashError(`${task.label} has crashed, by a fault.`));
    if (this.options.restarts && task.parent === undefined) this.kernel.spawn(null, null, program, []);
  }

  /** A task is about to have its turn, or could have it: what could be done to it there. */
  pass(actor: Actor): void {
    for (const strike of this.options.strikes) this.points.add(`${strike} ${actor.id} ${String(actor.steps)}`);
  }

  /** Whether the fault strikes here: each time that a task comes to the same place is a point of its own. */
  strikes(what: string, acting: Actor): boolean {
    const n = (this.counts.get(`${what} ${acting.id}`) ?? 0) + 1;
    this.counts.set(`${what} ${acting.id}`, n);
    const fault = `${what} ${acting.id} ${String(n)}`;
    this.points.add(fault);
    const isStruck = this.plan.includes(fault);
    if (isStruck) this.met.push(fault);
    return isStruck;
  }
}

function interruptOf(task: TaskNode): SweepInterrupt {
  return new SweepInterrupt(`${task.label} was interrupted, by a fault.`);
}
