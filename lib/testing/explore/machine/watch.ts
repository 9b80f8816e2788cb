import { CHILDREN } from "../../../kernel/family-waits.js";
import { Kernel } from "../../../kernel/kernel.js";
import { Observer } from "../../../kernel/observer.js";
import { Scope } from "../../../kernel/scope.js";
import { DONE } from "../../../kernel/stages.js";
import { isRequest, type AnyRequest, type Syscall } from "../../../kernel/syscall.js";
import { asTask, TaskNode, type Task } from "../../../kernel/task.js";
import { PASS } from "../../../kernel/yields.js";
import { FOR_ALL, FOR_ANY } from "../../../sync/never-free.js";
import type { AccessLog } from "../../tracked/recording.js";
import type { Slot } from "../../tracked/slot.js";
import type { Actor } from "./actor.js";
import type { Cast } from "./cast.js";
import { Families, hasEnded, isDaemon } from "./families.js";
import { END, ENDS, FAMILY, locationOf, LOCATIONS, MAIL, READY, WAKE, type Footprint } from "./footprint.js";
import { CLOCK, LOOK, type Names } from "./names.js";

/** Who knows whose step it is, and the number of an object. */
export interface Stage {
  readonly names: Names;
  /** Whose step it is; the setup before the first. */
  readonly acting: Actor;
  /** How many steps there were before this one. */
  readonly stepCount: number;
  /** Whether it matters how many turns a task has: a fault may strike it after so many. */
  readonly countsTurns: boolean;
  readonly cast: Cast;
}

/**
 * Takes down what each step touches: what its syscall touches, and its plain calls, and tracked state; whom it wakes, and what
 * it takes back. And what it follows that cannot come after it: the ends of tasks that it joins, or whose scope it leaves.
 */
export class Watch extends Observer implements AccessLog {
  stamp = 0;
  run = 0;
  private readonly stage: Stage;
  /** What the step has touched so far: the first of a list that is kept, because one that grows anew in each step costs more. */
  private readonly accesses: number[] = [];
  private accessCount = 0;
  /** The steps that this one follows. */
  follows: readonly number[] = [];
  /** What this step touches is known already: it is noted nowhere. */
  isDeaf = false;
  /** The strongest access of this step to each location: the stamp twice, and one more for a write. */
  private readonly strongest: number[] = [];
  private readonly families = new Families();
  /** The step goes on with what the one before of its actor would have done, had the children of a scope ended by then. */
  continues = false;
  /** The objects that the scene looks at after each step. */
  private readonly looked = new Set<number>();
  private looking = false;
  /** The scene has looked at something that it never looked at before: what was explored so far did not know of it. */
  looksFurther = false;
  /** The program keeps tracked state. */
  tracks = false;

  /** Is told of each part of tracked state that a step reads or writes. */
  hear: ((slot: Slot, write: boolean) => void) | null = null;

  constructor(stage: Stage) {
    super();
    this.stage = stage;
  }

  /** A new run begins. */
  reset(): void {
    this.run++;
    this.families.reset();
    this.begin(false);
  }

  /** A new step begins. */
  begin(isDeaf: boolean): void {
    this.stamp++;
    this.isDeaf = isDeaf;
    this.continues = false;
    this.accessCount = 0;
    if (this.follows.length > 0) this.follows = [];
  }

  /** What the step touched: the same list as that of its actor's step before, if that touched the same, since most do. */
  footprint(): Footprint {
    const { acting } = this.stage;
    if (!this.isLike(acting.footprint)) acting.footprint = this.accesses.slice(0, this.accessCount);
    return acting.footprint;
  }

  private isLike(footprint: Footprint): boolean {
    const { accesses, accessCount } = this;
    if (footprint.length !== accessCount) return false;
    for (let i = 0; i < accessCount; i++) if (footprint[i] !== accesses[i]) return false;
    return true;
  }

  /**
   * Whether the step has touched nothing that others see: nothing but its own task, whose mailbox it may have closed, where
   * nobody writes to that.
   */
  private get isBlank(): boolean {
    const { acting, countsTurns } = this.stage;
    if (countsTurns) return false;
    const closed = acting.object * LOCATIONS + MAIL;
    for (let i = 1; i < this.accessCount; i++) if (this.accesses[i]! >> 1 !== closed || acting.addressed) return false;
    return true;
  }

  note(location: number, write: boolean): void {
    if (this.looking) {
      this.look(location);
      return;
    }
    if (this.isDeaf) return;
    const level = this.stamp * 2 + (write ? 1 : 0);
    const before = this.strongest[location] ?? 0;
    if (before >= level) return;
    this.strongest[location] = level;
    if (write && before === level - 1) this.accesses[this.accesses.indexOf(location * 2)] = location * 2 + 1;
    else this.accesses[this.accessCount++] = location * 2 + (write ? 1 : 0);
    if (write && this.looked.size > 0 && this.looked.has(Math.floor(location / LOCATIONS)))
      this.note(LOOK * LOCATIONS, true);
  }

  private actorOf(task: Task): Actor {
    return this.stage.cast.actorOf(asTask(task, "watch"));
  }

  // ── what the scene looks at ──────────────────────────────────────────────────────────────────────────────────────────

  /** Lets the scene look at its state: steps that write what it reads depend on each other. */
  lookAt<T>(look: () => T): T {
    this.looking = true;
    // What this step has noted already has to be heard all the same.
    this.stamp++;
    try {
      return look();
    } finally {
      this.looking = false;
      this.stamp++;
    }
  }

  private look(location: number): void {
    const object = Math.floor(location / LOCATIONS);
    if (this.looked.has(object)) return;
    this.looked.add(object);
    this.looksFurther = true;
  }

  // ── tracked state ────────────────────────────────────────────────────────────────────────────────────────────────────

  born(): number {
    this.tracks = true;
    return this.stage.names.madeBy(this.stage.acting);
  }

  locate(object: number, part: PropertyKey | object): number {
    // Keys that are objects are told apart only as far as they are known from run to run.
    const key =
      typeof part === "object" || typeof part === "function" ? `#${String(this.stage.cast.numberOf(part))}` : part;
    return this.stage.names.partOf(object, key);
  }

  read(location: number, slot: Slot): void {
    this.note(location, false);
    if (this.hear !== null && !this.looking) this.hear(slot, false);
  }

  write(location: number, slot: Slot): void {
    this.note(location, true);
    if (this.hear !== null && !this.looking) this.hear(slot, true);
  }

  // ── the kernel ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A task has its turn. */
  acts(actor: Actor): void {
    this.note(actor.object * LOCATIONS + WAKE, true);
  }

  /**
   * A task has become ready. That is no write of its `wake`: whoever wakes it depends on what it asked for by the object that
   * it asked, and not at all where it joins a task. But it matters to whoever cancels the task, or asks how it stands.
   */
  woke(actor: Actor): void {
    this.note(actor.object * LOCATIONS + READY, false);
    const { scope, wait } = actor.task!;
    // One that ends its children waits for them one by one: which of them have ended by themselves is a choice.
    if (scope?.bodyOver === true && wait === CHILDREN) this.families.wake(scope);
  }

  override touched(object: object, part: string, access: "read" | "write"): void {
    const isTask = object instanceof TaskNode;
    const number = isTask
      ? this.actorOf(object).object
      : object instanceof Kernel
        ? CLOCK
        : this.stage.cast.numberOf(object);
    this.note(locationOf(number, part), access === "write");
    if (isTask && part === "mail") this.address(this.actorOf(object));
    if (!isTask || part !== "wake") return;
    // Whoever asks how a task stands, or ends it, must not pass what wakes it, nor the ends of its children: see `bodyEnded`.
    this.note(number * LOCATIONS + READY, true);
    this.note(number * LOCATIONS + FAMILY, true);
    // Nor the end that it waits for or was answered with last: it decides which of the two.
    const awaited = object.wait?.subject;
    if (awaited instanceof TaskNode) this.note(this.actorOf(awaited).object * LOCATIONS + END, false);
  }

  /** A mailbox is touched: where that is the first time that another task does so, what was explored did not know of it. */
  private address(actor: Actor): void {
    if (actor.addressed || actor === this.stage.acting) return;
    actor.addressed = true;
    this.looksFurther = true;
  }

  /** Whether the children of a scope have ended decides whether its owner has one more turn. */
  private readEnds(scope: object | null): void {
    for (const child of this.families.of(scope)) this.note(child.object * LOCATIONS + END, false);
  }

  override asked(task: Task, request: Syscall<unknown>): void {
    // Who only passes touches nothing but itself.
    if (request === PASS || this.isDeaf || !isRequest(request)) return;
    const { scope } = asTask(task, "asked");
    if (request.instruction.name === "branches" && scope !== null && this.isBlank)
      this.families.wait(scope, this.stage.acting.steps);
    if (this.stage.countsTurns && waitsForEnd(request)) this.readEnds(scope);
    if (waitsForEnd(request)) this.note(this.actorOf(task).object * LOCATIONS + ENDS, true);
    for (const { object, part, access } of request.instruction.touches(asTask(task, "asked"), request)) {
      this.touched(object, part, access);
    }
  }

  /** Where the end of a task was waited for, it must not pass that end: it would have been the answer. */
  override withdrawn(task: Task, request: Syscall<unknown>): void {
    this.asked(task, request);
    if (isRequest(request) && request.subject instanceof TaskNode) this.touched(request.subject, "end", "read");
  }

  override spawned(task: Task): void {
    const { home } = asTask(task, "watch");
    if (home instanceof Scope) this.families.add(home, this.actorOf(task));
  }

  override ended(task: Task): void {
    const actor = this.actorOf(task);
    actor.end = this.stage.stepCount;
    this.note(actor.object * LOCATIONS + END, true);
    this.note(actor.object * LOCATIONS + MAIL, true);
    const { home } = asTask(task, "watch");
    if (home instanceof Scope) this.note(this.actorOf(home.task).object * LOCATIONS + FAMILY, false);
  }

  override followed(task: Task, ended: Task): void {
    this.actorOf(task).follows.push(this.actorOf(ended).end);
  }

  /**
   * Whether children live still decides how the step goes on: it waits for them, or cancels them, or leaves the scope at once. A
   * step that has done nothing else so far and has to wait for them anyway is the exception: leaving the scope in it, or in
   * one that follows the last child's end, comes to the same. So independent children that are joined are no choice. And what
   * comes when the wait is over follows their ends in any case.
   */
  override bodyEnded(_task: Task, scope: object, waits: boolean): void {
    const { families } = this;
    const { steps } = this.stage.acting;
    const isOver = families.isOver(scope);
    const isFree = families.isDrained(scope) || (waits && this.isBlank);
    if (isFree && !isOver) families.wait(scope, steps);
    if (isFree && isOver) this.continues ||= families.isHalf(scope, steps);
    for (const child of families.of(scope)) {
      if (!isFree || isDaemon(child)) this.note(child.object * LOCATIONS + END, false);
      // What comes now, the end of daemons for one, could not come before.
      else if (isOver) this.follow(child);
    }
  }

  /** Where it was no choice whether the ends of the children came first, they did so in any case. */
  override scopeEnded(_task: Task, scope: object): void {
    for (const child of this.families.of(scope)) {
      const wasChoice = (this.strongest[child.object * LOCATIONS + END] ?? 0) >= this.stamp * 2;
      if (!wasChoice && hasEnded(child)) this.follow(child);
    }
  }

  /** The step comes after the end of another task in any case. */
  private follow({ end }: Actor): void {
    if (!this.follows.includes(end)) this.follows = [...this.follows, end];
  }
}

/** Whether whoever makes a request waits for ends of tasks: who asks for a lock may find that it cannot come free. */
function waitsForEnd({ instruction, subject }: AnyRequest): boolean {
  if (!FOR_ALL.has(instruction.name) && !FOR_ANY.has(instruction.name)) return false;
  return !(subject instanceof TaskNode) || subject.stage < DONE;
}
