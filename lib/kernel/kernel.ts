import { TurnBudget } from "./budget.js";
import { interruptTask, requestCancel } from "./cancel.js";
import { current } from "./current.js";
import { ClosedError, ReentrancyError, ScopeClosedError } from "./errors.js";
import { addMember, membersOf, newFamily, type Family } from "./family.js";
import type { How } from "./frame.js";
import { start } from "./generators.js";
import type { Observer } from "./observer.js";
import type { Order } from "./order.js";
import { preview } from "./preview.js";
import { livelock, timeLimit } from "./report.js";
import { Reporter } from "./reporter.js";
import type { Scope } from "./scope.js";
import { DAEMON, NEXT, THROW, WAITING } from "./stages.js";
import { configure, TaskNode, type SpawnOptions } from "./task.js";
import { bodyOver } from "./teardown.js";
import { latch, resetLatch } from "./steps.js";
import { siteOf, siteOfPlainCall } from "./sites.js";
import { Timers, type Timed } from "./timers.js";
import { turn } from "./turn.js";

/** What a kernel is made with. */
export interface KernelOptions {
  readonly order: Order;
  readonly seed: number;
  readonly startTime: number;
  readonly maxTurnsPerInstant: number;
  readonly maxTime: number;
  readonly sites: boolean;
}

/**
 * The machine: the run queue, the clock, the tasks. It has no I/O, no promise and no host timer, and reads no clock but its
 * own; a host drives it.
 */
export class Kernel {
  readonly order: Order;
  readonly timers: Timers = new Timers();
  readonly roots: Family = newFamily();
  readonly reporter: Reporter = new Reporter();
  readonly seed: number;
  readonly startTime: number;
  readonly maxTurnsPerInstant: number;
  readonly maxTime: number;
  readonly sites: boolean;
  now: number;
  /** The instant of which observers were told last. */
  private told: number;
  /** The task whose turn it is. */
  running: TaskNode | null = null;
  /** Whether a host call is under way. */
  driving = false;
  closed = false;
  /** Somebody looks at the state between two turns, and what he looks at is to be told. */
  looking = false;
  observer: Observer | null = null;
  /** Where the host measures turns: a clock, and how many milliseconds are too long (D3). */
  stopwatch: { readonly read: () => number; readonly limit: number } | null = null;
  /** The waits that only the outside can end. */
  readonly outside: Set<{ readonly task: TaskNode }> = new Set<{ readonly task: TaskNode }>();
  /** Called when something came in from outside while nobody drives. */
  onInput: (() => void) | null = null;
  /** Who drives it over many host calls. */
  holder: object | null = null;
  private rootsBorn = 0;
  private inputs = 0;
  /** Makes `runReady` come back to the host after this turn. */
  hostIsCalled = false;
  /** How many more turns this instant may have. */
  readonly budget: TurnBudget;

  constructor(options: KernelOptions) {
    this.order = options.order;
    this.seed = options.seed;
    this.startTime = options.startTime;
    this.now = options.startTime;
    this.told = options.startTime;
    this.maxTurnsPerInstant = options.maxTurnsPerInstant;
    this.budget = new TurnBudget(options.maxTurnsPerInstant);
    this.maxTime = options.maxTime;
    this.sites = options.sites;
  }

  // ── tasks ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Makes a task: a child of the innermost scope of `parent`, or a root. */
  spawn(
    parent: TaskNode | null,
    options: SpawnOptions | null,
    program: unknown,
    args: readonly unknown[],
    request?: object,
  ): TaskNode {
    if (parent === null && this.closed) throw new ClosedError("spawn: this scheduler is closed. Make a new one.");
    const generator = start(program, args, "spawn");
    if (parent === null) this.input(() => `spawn ${preview(program)}`);
    const home = parent === null ? this.roots : this.openScope(parent);
    const ordinal = parent === null ? ++this.rootsBorn : ++parent.body.born;
    const task = new TaskNode(this, home, generator, options?.name ?? program, ordinal);
    if (options !== null) configure(task, options);
    const context = parent?.extras?.context ?? null;
    if (context !== null) task.more.context = context;
    if (this.sites) task.more.site = this.site(request);
    addMember(home, task);
    if ((task.flags & DAEMON) === 0) home.live++;
    this.order.add(task);
    this.observer?.spawned(task);
    this.reporter.tell("spawn", task);
    return task;
  }

  private openScope(parent: TaskNode): Scope {
    const scope = parent.scope ?? parent.body;
    if (!scope.doomed && !scope.bodyOver) return scope;
    throw new ScopeClosedError(
      `${parent.path} spawns into a scope that is being torn down. Open a scope of its own for what a cleanup starts.`,
    );
  }

  /** The source line of the caller, where `sites` asks for it. */
  site(request: object | undefined): string | undefined {
    if (!this.sites) return undefined;
    return request === undefined ? siteOfPlainCall() : siteOf(request);
  }

  /** Answers the wait of a task. */
  answer(task: TaskNode, value: unknown): void {
    task.stage = NEXT;
    task.value = value;
    this.order.add(task);
    if (this.observer !== null) this.observer.ready(task);
  }

  /** Answers the wait of a task with an error. */
  fail(task: TaskNode, error: unknown): void {
    this.wake(task, THROW, error);
  }

  /** Makes a waiting task ready; `stage` says what its next resumption does. */
  wake(task: TaskNode, stage: number, value: unknown): void {
    task.stage = stage;
    task.value = value;
    this.order.add(task);
    if (this.observer !== null) this.observer.ready(task);
  }

  /** A withdrawal that took time is done. */
  withdrawn(task: TaskNode): void {
    const after = task.extras?.after;
    if (after === null || after === undefined || task.stage !== WAITING) return;
    task.more.after = null;
    this.wake(task, after.stage, after.value);
  }

  bodyOver(task: TaskNode, scope: Scope, how: How, value: unknown): boolean {
    return bodyOver(this, task, scope, how, value);
  }

  // ── plain calls ──────────────────────────────────────────────────────────────────────────────────────────────────────

  cancel(task: TaskNode, reason: unknown, within: number | undefined): void {
    this.input(() => `cancel ${task.label}`);
    requestCancel(this, task, reason, within);
  }

  /** Asks all roots to end, youngest first. */
  cancelRoots(reason: unknown): void {
    for (const root of membersOf(this.roots).reverse()) {
      if (root instanceof TaskNode) this.cancel(root, reason, undefined);
    }
  }

  interrupt(task: TaskNode, error: unknown): boolean {
    this.input(() => `interrupt ${task.label} with ${preview(error)}`);
    return interruptTask(this, task, error);
  }

  /** A plain call: outside of any turn it is outside input, which is numbered and traced (T6). */
  input(what: () => string): void {
    if (this.running !== null) return;
    this.inputs++;
    this.observer?.input(this.inputs, what());
    if (!this.driving) this.onInput?.();
  }

  /** A plain call in a turn touches an object: it counts among what the step touches. */
  touch(object: object, part: string, access: "read" | "write"): void {
    this.observer?.touched(object, part, access);
  }

  /** A plain look at an object. */
  read(object: object, part: string): void {
    if (this.observer !== null && (this.running !== null || this.looking)) this.observer.touched(object, part, "read");
  }

  // ── driving ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Checks that nobody drives this kernel already, but `driver` itself. */
  checkFree(role: string, driver: object | null = null): void {
    if (!this.driving && this.running === null && (this.holder === null || this.holder === driver)) return;
    throw new ReentrancyError(
      `${role}: this scheduler is running already, and cannot be driven from inside its own turns or listeners, ` +
        `or while runAsync or closeAsync drives it. Spawn a task instead, or use another scheduler.`,
    );
  }

  /** Runs `work` as a host call: not from inside a turn, and with this kernel as the current one. */
  drive<T>(role: string, work: () => T, driver: object | null = null): T {
    this.checkFree(role, driver);
    const outer = current.kernel;
    const begun = { ...latch };
    current.kernel = this;
    resetLatch();
    this.driving = true;
    try {
      return work();
    } finally {
      this.driving = false;
      this.running = null;
      current.kernel = outer;
      Object.assign(latch, begun);
    }
  }

  /** Runs one turn; false when no task is ready. */
  turn(): boolean {
    const task = this.order.take();
    if (task === undefined) return false;
    this.take(task);
    this.reporter.reportUnobserved();
    return true;
  }

  /** Runs turns until no task is ready, or one of them calls for the host: a root has ended, or a failure is to be told. */
  runReady(): void {
    for (let task = this.order.take(); task !== undefined;) {
      this.take(task);
      task = this.hostIsCalled ? undefined : this.order.take();
    }
    this.hostIsCalled = false;
    this.reporter.reportUnobserved();
  }

  private take(task: TaskNode): void {
    if (this.budget.spend(task)) this.livelocked(task);
    if (this.stopwatch === null) turn(this, task);
    else this.measuredTurn(task, this.stopwatch);
  }

  private measuredTurn(task: TaskNode, stopwatch: NonNullable<Kernel["stopwatch"]>): void {
    const begun = stopwatch.read();
    turn(this, task);
    const took = stopwatch.read() - begun;
    if (took > stopwatch.limit) this.reporter.tell("slow", task, took);
  }

  /** Counts the entry of a frame: a program that only enters frames never ends its turn (D2). */
  countEntry(task: TaskNode): void {
    if (this.budget.spend(task)) this.livelocked(task);
  }

  /** The task stays ready: whoever drives may go on, with a new budget. */
  private livelocked(task: TaskNode): never {
    this.order.add(task);
    this.observer?.ready(task);
    const error = livelock(this, this.budget.busy);
    this.budget.reset();
    throw error;
  }

  /** Moves the clock to the earliest timer, and makes what is due then ready, in the order of setting (T5). */
  moveToNext(): void {
    const time = this.timers.next;
    this.reach(time);
    // What is set for this instant while these are due comes when nothing is ready again.
    for (const last = this.timers.latest; this.timers.isDue(time, last);) this.timers.take().due();
  }

  /** Lets one timer be due, whatever others are set; the clock goes on to its time, and never back. */
  fire(owner: Timed, time: number): void {
    this.reach(Math.max(this.now, time));
    this.timers.clear(owner);
    owner.due();
  }

  private reach(time: number): void {
    this.setClock(time);
    if (time !== this.told) this.observer?.clock(time);
    this.told = time;
    this.observer?.due();
  }

  /** Sets the clock where nothing happens by itself: at the end of a span, or when something comes from outside. */
  setClock(time: number): void {
    if (time === this.now) return;
    if (time > this.maxTime) throw timeLimit(this, time);
    this.now = time;
    this.budget.reset();
  }
}
