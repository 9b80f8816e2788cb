import { leftovers, tree } from "../../host/inspect.js";
import { observe } from "../../host/observers.js";
import { makeKernel } from "../../host/options.js";
import { close, step } from "../../host/virtual-time.js";
import { checkInvariants } from "../../kernel/invariants/check.js";
import type { Kernel } from "../../kernel/kernel.js";
import { explain } from "../../kernel/notes.js";
import { Observer } from "../../kernel/observer.js";
import { allTasks } from "../../kernel/report.js";
import type { Task, TaskNode } from "../../kernel/task.js";
import { Cleanups } from "../cleanups.js";
import { refusalOf } from "../scene-checks.js";
import { makeScene, type Scene, type Setup } from "../scene.js";
import { isConsequence } from "./consequences.js";
import type { Plan } from "./options.js";

/** One run of a scene, turn by turn. */
export class SweepRun {
  /** What happened in each turn, in a few words: whose it was, and where it came to. */
  readonly trail: string[] = [];
  private readonly scene: Scene;
  private readonly kernel: Kernel;
  private readonly cleanups = new Cleanups();
  /** What escaped from the program. */
  private readonly errors: unknown[] = [];
  /** Whose turn it was in the last step: nobody's where only a timer did something. */
  private readonly turns: Task[] = [];

  constructor(setup: Setup, { scheduler }: Plan) {
    this.kernel = makeKernel(scheduler);
    const ears = new Observer();
    ears.turn = (task) => void this.turns.push(task);
    observe(this.kernel, ears);
    this.scene = makeScene(setup, this.cleanups);
    for (const task of this.scene.tasks) this.kernel.spawn(null, null, task, []);
  }

  /** The tasks that have not ended. */
  get ids(): string[] {
    return allTasks(this.kernel).map((task) => task.id);
  }

  find(id: string): TaskNode | undefined {
    return allTasks(this.kernel).find((task) => task.id === id);
  }

  /** All tasks, and what each waits for. */
  get tree(): string {
    return tree(this.kernel);
  }

  /** Whether all roots but daemons have ended. */
  get isOver(): boolean {
    return this.kernel.roots.live === 0;
  }

  /** One turn; false when nothing can happen by itself. */
  step(): boolean {
    this.turns.length = 0;
    const goesOn = this.hostCall("step", () => step(this.kernel)) ?? true;
    for (const task of this.turns) this.trail.push(`${task.path}: ${task.waitingFor ?? task.state}`);
    return goesOn;
  }

  /** Runs until all is over, or nothing can happen by itself any more; `target` has to end in any case. */
  finish(target: TaskNode | undefined, limit: number): string[] {
    const isDone = (): boolean => this.isOver && target?.done !== false;
    while (!isDone() && this.trail.length < limit && this.step() && this.isSound());
    return target?.done === false ? [`it did not end: it waits for ${target.waitingFor ?? "its next turn"}`] : [];
  }

  /** Closes the scheduler and says what is wrong after that. */
  audit(undisturbed: boolean): { readonly faults: string[]; readonly cause: unknown } {
    const unfinished = allTasks(this.kernel)
      .filter((task) => !task.daemon)
      .map((task) => `${task.label}: ${task.waitingFor ?? task.state}`);
    this.hostCall("close", () => close(this.kernel));
    this.isSound();
    const expects = this.scene.expects ?? (() => false);
    const wrong = this.errors.filter((error) => !(undisturbed ? expects(error) : isConsequence(error, expects)));
    const faults = wrong.map((error) => `an error escaped: ${explain(error)}`);
    faults.push(...this.cleanups.audit(), ...leftovers(this.kernel).map((left) => `left behind: ${left}`));
    try {
      const { scene, errors } = this;
      const refusal = scene.check && refusalOf(scene.check({ undisturbed, errors, unfinished }), scene.check);
      if (refusal !== undefined) faults.push(refusal);
    } catch (error) {
      return { faults: [...faults, `the check failed: ${explain(error)}`], cause: error };
    }
    return { faults, cause: wrong[0] };
  }

  /** Whether the scheduler holds together. If not, that is an error of Rondo's own, and a fault like any other. */
  private isSound(): boolean {
    try {
      checkInvariants(this.kernel);
      return true;
    } catch (error) {
      this.errors.push(error);
      return false;
    }
  }

  private hostCall<T>(role: string, call: () => T): T | undefined {
    try {
      return this.kernel.drive(role, call);
    } catch (error) {
      this.errors.push(error);
      return undefined;
    }
  }
}
