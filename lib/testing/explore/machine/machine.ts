import { makeKernel } from "../../../host/options.js";
import { standstill } from "../../../host/virtual-time.js";
import { births } from "../../../kernel/identity.js";
import type { Kernel } from "../../../kernel/kernel.js";
import type { TaskNode } from "../../../kernel/task.js";
import { Cleanups } from "../../cleanups.js";
import { DONE } from "../../../kernel/stages.js";
import { isConsequence } from "../../sweep/consequences.js";
import { recording } from "../../tracked/recording.js";
import type { Actor } from "./actor.js";
import { LOCATIONS } from "./footprint.js";
import type { Fault } from "../faults/fault.js";
import { injecting } from "../faults/injecting.js";
import { Injector } from "../faults/injector.js";
import { Cast } from "./cast.js";
import { blankPoint, blankStep, type Chooser, type Ending, type Point, type Step, type Writable } from "./chooser.js";
import { Lookout } from "./lookout.js";
import type { MachineOptions, Wrong } from "./machine-options.js";
import { CLOCK, Names } from "./names.js";
import { ReadyList, type Wakings } from "./ready-list.js";
import { makeSubject, type Subject } from "./subject.js";
import { TimerActors, type Pending } from "./time.js";
import { Watch, type Stage } from "./watch.js";

const NOTHING: readonly never[] = [];
const NO_FAULTS = { strikes: NOTHING, restarts: false };
const NO_CHANGES = { withdrawn: NOTHING, lost: NOTHING, set: NOTHING };

/** Runs one program again and again, each time from its start, with the choices in somebody else's hands. */
export class Machine implements Stage, Wakings {
  readonly names: Names = new Names();
  /** Who is who in the run under way. */
  readonly cast: Cast = new Cast(this.names);
  readonly options: MachineOptions;
  /** Hears what the steps touch; only where it is asked to. */
  readonly watch: Watch = new Watch(this);
  watches = false;
  acting: Actor = this.names.setup;
  stepCount = 0;
  kernel!: Kernel;
  subject!: Subject;
  cleanups!: Cleanups;
  lookout!: Lookout;
  /** How many steps a run may have. */
  maxSteps: number;
  /** What went wrong in this run: errors that escaped, and an invariant that did not hold. */
  readonly wrong: Wrong[] = [];
  /** Errors that escaped and were expected. */
  readonly expected: unknown[] = [];
  /** The tasks that were there from the start. */
  roots: readonly TaskNode[] = [];
  runs = 0;
  /** See `Stage`. */
  get countsTurns(): boolean {
    // Also where nothing is struck yet: after how many turns something could be is found out in these runs.
    return this.faults.length > 0 || (this.options.injects ?? NO_FAULTS).strikes.length > 0;
  }

  /** What is done to the program in the next runs. */
  faults: readonly Fault[] = [];
  injector!: Injector;
  private list!: ReadyList;
  private timers: TimerActors | null = null;
  private last: Actor = this.names.setup;
  /** So many steps of this run are known to whoever chooses. */
  private known = 0;
  private readonly clockAlone: readonly Actor[] = [this.names.clock];
  /** One for all choices, and one for all steps: whoever is told of one looks at it at once. */
  private readonly point: Writable<Point> = blankPoint(this.names.setup);
  private readonly step: Writable<Step> = blankStep(this.names.setup);

  constructor(options: MachineOptions) {
    this.options = options;
    this.maxSteps = options.maxSteps;
  }

  /** Makes the program afresh and runs it. What came of it can be looked at until the next run. */
  run(chooser: Chooser): Ending {
    this.known = chooser.known ?? 0;
    const outer = { hear: births.hear, log: recording.log, machine: injecting.machine };
    births.hear = this.watches ? (object) => this.cast.bear(object, this.acting) : null;
    recording.log = this.watches || this.options.tracks === true ? this.watch : null;
    injecting.machine = this;
    try {
      this.begin();
      return this.kernel.drive("explore", () => this.drive(chooser));
    } finally {
      births.hear = outer.hear;
      recording.log = outer.log;
      injecting.machine = outer.machine;
    }
  }

  private begin(): void {
    this.runs++;
    this.stepCount = 0;
    this.wrong.length = 0;
    this.expected.length = 0;
    this.acting = this.last = this.names.setup;
    this.names.setup.enter(this.runs, null);
    this.names.clock.enter(this.runs, null);
    this.cast.reset(this.runs);
    this.watch.reset();
    this.list = new ReadyList(this.cast, this);
    this.kernel = makeKernel(this.options.scheduler, this.list);
    if (this.watches) this.kernel.observer = this.watch;
    else if (this.options.hears !== undefined) this.kernel.observer = this.options.hears;
    this.timers = this.options.time === "quiescent" ? null : new TimerActors(this.kernel, this.names, this.runs);
    this.injector = new Injector(this.kernel, this.names, this.faults, this.options.injects ?? NO_FAULTS);
    this.cleanups = new Cleanups();
    this.subject = makeSubject(this.options.setup, this.cleanups);
    this.lookout = new Lookout(this.subject, this.kernel, this.watch);
    this.roots = this.subject.tasks.map((task) => this.kernel.spawn(null, null, task, []));
  }

  private drive(chooser: Chooser): Ending {
    this.lookout.look(this.wrong);
    for (;;) {
      if (this.wrong.length > 0 && !this.options.goesOn) return "failed";
      const enabled = this.enabled();
      if (enabled.length === 0) return this.kernel.roots.youngest === null ? "done" : "stuck";
      if (this.stepCount >= this.maxSteps) return "endless";
      const index = chooser.choose(this.pointOf(enabled));
      if (index < 0) return "abandoned";
      this.take(enabled[index]!, enabled, chooser);
    }
  }

  private pointOf(enabled: readonly Actor[]): Point {
    const { point } = this;
    point.enabled = enabled;
    point.last = this.last;
    point.depth = this.stepCount;
    return point;
  }

  /** Who may take the next step. */
  private enabled(): readonly Actor[] {
    return this.injector.isIdle ? this.possible() : this.injector.enabled(this.runs, this.possible());
  }

  private possible(): readonly Actor[] {
    const ready = this.list.actors;
    if (this.timers === null) return ready.length > 0 || this.kernel.timers.size === 0 ? ready : this.clockAlone;
    if (this.timers.pending.length === 0) return ready;
    return [...ready, ...this.timers.enabled(this.options.time).map(({ actor }) => actor)];
  }

  private take(actor: Actor, enabled: readonly Actor[], chooser: Chooser): void {
    const others = this.barred(actor, enabled);
    const pending = this.timers?.pending ?? NOTHING;
    const follows = this.beginStep(actor);
    if (actor.kind === "task") {
      this.last = actor;
      if (actor.steps === 0) this.injector.pass(actor);
      this.list.pick(actor);
      this.turn();
    } else if (actor.kind === "timer") this.fire(actor);
    else if (actor.kind === "clock") this.moveClock();
    else this.strike(actor);
    actor.steps++;
    if (actor.kind === "task" && actor.task!.stage < DONE) this.injector.pass(actor);
    this.endStep(
      chooser,
      follows,
      pending,
      this.list.removed.length > 0 || !this.injector.isIdle ? this.missed(others) : others,
    );
  }

  /** A turn that throws is one of a kernel that gives up: a livelock. */
  private turn(): void {
    try {
      this.kernel.turn();
    } catch (error) {
      this.wrong.push({ kind: "livelock", error });
    }
    this.collect();
  }

  private fire(actor: Actor): void {
    const pending = this.timers!.pending.find((one) => one.actor === actor)!;
    this.watch.note(CLOCK * LOCATIONS, true);
    this.watch.note(actor.object * LOCATIONS, true);
    this.kernel.fire(pending.owner, pending.time);
    this.collect();
  }

  /** In quiescent time: all that is due next becomes ready. Nothing can come before that which has not, or after that which has. */
  private moveClock(): void {
    this.watch.note(CLOCK * LOCATIONS, true);
    try {
      this.kernel.moveToNext();
    } catch (error) {
      this.wrong.push({ kind: "error", error }); // it would be later than `maxTime`
    }
    this.collect();
  }

  private strike(actor: Actor): void {
    if (this.timers === null) this.watch.note(CLOCK * LOCATIONS, true);
    const task = this.injector.strike(actor);
    this.cast.actorOf(task).follows.push(this.stepCount);
    this.collect();
  }

  /** In quiescent time a fault and the clock could come the other way round, and no race shows it. */
  private barred(actor: Actor, enabled: readonly Actor[]): readonly (readonly Actor[])[] {
    if (actor.kind !== "clock" && actor.kind !== "fault") return NOTHING;
    const other = actor.kind === "clock" ? "fault" : "clock";
    return enabled.filter(({ kind }) => kind === other).map((one) => [one]);
  }

  /** With all that could have gone on before this step and cannot after it: tasks that were given up, and faults for them. */
  private missed(others: readonly (readonly Actor[])[]): readonly (readonly Actor[])[] {
    const lapsed = this.injector.lapsed(this.runs);
    const faults = this.acting.kind === "fault" ? [...lapsed, this.acting] : lapsed;
    const hadToWait = (actor: Actor): boolean => faults.some(({ task }) => task === actor.task);
    const given = this.list.removed.splice(0).filter((actor) => actor.waker < this.stepCount && !hadToWait(actor));
    return [...others, ...[...given, ...lapsed].map((actor) => [actor])];
  }

  private beginStep(actor: Actor): readonly number[] {
    this.acting = actor;
    if (!this.watches) return NOTHING;
    this.watch.begin(this.stepCount < this.known);
    // Its own first, so that it counts as nothing: see `Watch.isBlank`.
    if (actor.kind === "task") this.watch.acts(actor);
    if (actor.kind === "timer") return this.timers!.before(actor, this.options.time);
    if (actor.follows.length === 0) return actor.waker < 0 ? NOTHING : [actor.waker];
    const follows = [...actor.follows, actor.waker];
    actor.follows = [];
    return follows;
  }

  private endStep(
    chooser: Chooser,
    follows: readonly number[],
    pending: readonly Pending[],
    others: readonly (readonly Actor[])[],
  ): void {
    const { acting } = this;
    const changes = this.timers?.update(acting, this.stepCount, this.options.time) ?? NO_CHANGES;
    for (const timer of changes.withdrawn) this.watch.note(timer.object * LOCATIONS, true);
    for (const timer of changes.set) this.watch.note(timer.object * LOCATIONS, true);
    acting.latest = this.stepCount++;
    this.lookout.look(this.wrong);
    if (!this.watches || this.watch.isDeaf) return;
    const { step } = this;
    const seen = this.watch.follows;
    const isLate = changes.set.length > 0 && this.options.time === "any";
    step.actor = acting;
    step.footprint = this.watch.footprint();
    step.follows = seen.length === 0 ? follows : [...follows, ...seen];
    step.barrier = acting.kind === "clock";
    step.continues = this.watch.continues;
    step.overtaken =
      changes.lost.length === 0 ? others : [...others, ...changes.lost.map((timer) => this.dueUpTo(timer, pending))];
    step.withdrawn = changes.withdrawn;
    step.set = isLate ? changes.set : NOTHING;
    step.pending = isLate ? this.timers!.pending.map(({ actor }) => actor) : NOTHING;
    chooser.stepped?.(step);
  }

  /** What has to be due before a timer can be, and it. */
  private dueUpTo(timer: Actor, pending: readonly Pending[]): readonly Actor[] {
    if (this.options.time === "free") return [timer];
    return pending.filter(({ actor, time }) => actor === timer || time < timer.time).map(({ actor }) => actor);
  }

  /** Takes the failures that the kernel has found. */
  private collect(): void {
    const { reporter } = this.kernel;
    if (reporter.failures.length === 0 && reporter.listenerErrors.length === 0) return;
    for (const error of [...reporter.failures.splice(0), ...reporter.listenerErrors.splice(0)]) {
      if (this.isExpected(error)) this.expected.push(error);
      else this.wrong.push({ kind: "error", error });
    }
  }

  /** An error that only tells of the faults is as good as one that the scene expects. */
  private isExpected(error: unknown): boolean {
    const { expects } = this.subject;
    return this.faults.length === 0 ? expects(error) : isConsequence(error, expects);
  }

  /** Why nothing can happen any more. */
  get standstill(): Error {
    return standstill(this.kernel);
  }

  woke(actor: Actor): void {
    // What a task does comes after what it has done in any case.
    actor.waker = this.acting === this.names.setup || this.acting === actor ? -1 : this.stepCount;
    if (this.watches && actor !== this.acting) this.watch.woke(actor);
  }
}
