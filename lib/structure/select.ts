import type { Kernel } from "../kernel/kernel.js";
import { preview } from "../kernel/preview.js";
import { RandomStream } from "../kernel/random.js";
import { JOIN } from "../kernel/join.js";
import { Instruction, isRequest, Request, type AnyRequest, type Syscall, type Touch } from "../kernel/syscall.js";
import { joinRequest, TaskNode, type Task } from "../kernel/task.js";
import type { Waiter } from "../kernel/waiter.js";

/** How a `select` chooses. */
export interface SelectOptions<E = never> {
  /** The answer, under the name `else`, where no alternative can be answered at once. */
  readonly else?: E;
  /** Among alternatives that can be answered at once, chooses by the task's seed instead of the order of listing. */
  readonly fair?: boolean;
}

/** Waits from which one is to be chosen, by name: syscalls that only wait, and tasks, which stand for their join. */
export type Alternatives = Readonly<Record<string, Syscall<unknown> | Task>>;

/** What a wait answers. */
export type AnswerOf<W> = W extends Iterable<unknown, infer R, unknown> ? R : never;

/** The answer of a `select`: which alternative it was, and with what it was answered. */
export type Selected<A> = { [K in keyof A]: { readonly name: K; readonly value: AnswerOf<A[K]> } }[keyof A];

/** A wait and its name. An object each, no pair: taking pairs apart was a fifth of the cost of a select. */
interface Listed {
  readonly name: string;
  readonly wait: AnyRequest;
}

interface Choice {
  readonly waits: readonly Listed[];
  readonly options: SelectOptions<unknown>;
}

const SELECT = /* @__PURE__ */ new Instruction<Choice, undefined>({
  name: "select",
  describe: ({ subject }) => `select(${subject.waits.map(({ name, wait }) => `${name}: ${String(wait)}`).join(", ")})`,
  touches: (task, { subject }) => subject.waits.flatMap(({ wait }) => touchesOf(task, wait)),

  begin(kernel, task, { subject }) {
    const selection = new Selection(kernel, task);
    task.slot = selection;
    selection.begin(subject);
    return false;
  },

  withdraw(_kernel, task) {
    if (task.slot instanceof Selection) task.slot.withdraw();
    task.slot = null;
    return true;
  },

  /** Only where each alternative can be told can it be told of all: any of them would do. */
  wakers(task, { subject }) {
    const each = subject.waits.map(({ wait }) => wait.instruction.wakers(task, wait));
    return each.some((wakers) => wakers.length === 0) ? [] : [...new Set(each.flat())];
  },
});

/** Which alternative is taken depends on whether a task that is joined has ended: unlike that of a plain join. */
function touchesOf(task: TaskNode, wait: AnyRequest): Touch[] {
  const touches = wait.instruction.touches(task, wait);
  const isJoin = wait.instruction === (JOIN as Instruction);
  return isJoin ? [...touches, { object: wait.subject as TaskNode, part: "end", access: "read" }] : touches;
}

/** One `select` under way. It commits the first alternative that is answered, and withdraws the others. */
class Selection {
  readonly kernel: Kernel;
  readonly task: TaskNode;
  private readonly alternatives: Alternative[] = [];
  over = false;

  constructor(kernel: Kernel, task: TaskNode) {
    this.kernel = kernel;
    this.task = task;
  }

  begin({ waits, options }: Choice): void {
    for (const { name, wait } of options.fair === true ? shuffled(this.task, waits) : waits) {
      const alternative = new Alternative(this, name, wait);
      this.alternatives.push(alternative);
      wait.instruction.begin(this.kernel, alternative as unknown as TaskNode, wait);
      if (this.isOver()) return;
    }
    if ("else" in options) {
      this.close();
      this.task.answered({ name: "else", value: options.else });
      for (const alternative of this.alternatives) alternative.withdraw();
    }
  }

  /** One was answered, or none could be at once: no other will be. */
  close(): void {
    this.over = true;
    this.task.slot = null;
  }

  /** Takes back all waits but that of `chosen`. The task has its answer already, since a disposer may cancel it. */
  withdrawOthers(chosen: Alternative): void {
    for (const other of this.alternatives) {
      if (other === chosen) continue;
      this.kernel.observer?.withdrawn(this.task, other.wait);
      other.withdraw();
    }
  }

  withdraw(): void {
    this.over = true;
    for (const alternative of this.alternatives) alternative.withdraw();
  }

  private isOver(): boolean {
    return this.over;
  }
}

/** One wait of a select: it stands where the task would. */
class Alternative implements Waiter {
  readonly wait: AnyRequest;
  slot: unknown = null;
  timer = -1;
  private readonly selection: Selection;
  private readonly name: string;

  constructor(selection: Selection, name: string, wait: AnyRequest) {
    this.selection = selection;
    this.name = name;
    this.wait = wait;
  }

  get task(): TaskNode {
    return this.selection.task;
  }

  get waits(): boolean {
    return !this.selection.over;
  }

  answered(value: unknown): void {
    if (!this.waits) return;
    this.selection.close();
    this.task.answered({ name: this.name, value });
    this.selection.withdrawOthers(this);
  }

  failed(error: unknown): void {
    if (!this.waits) return;
    this.selection.close();
    this.task.failed(error);
    this.selection.withdrawOthers(this);
  }

  due(): void {
    this.answered(undefined);
  }

  withdraw(): void {
    this.wait.instruction.withdraw(this.selection.kernel, this as unknown as TaskNode, this.wait);
  }
}

/** The waits in an order that follows from the seed and the task (Fisher and Yates). */
function shuffled<T>(task: TaskNode, items: readonly T[]): readonly T[] {
  const { more } = task;
  more.random ??= new RandomStream(`${String(task.kernel.seed)}/${task.id}`);
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = more.random.below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/**
 * Waits for several things at once, commits exactly one of them, and leaves nothing of the others behind: no waiter, no
 * timer, no value. Of those that can be answered at once, the first listed is taken. Programs are no waits: give those to
 * `race`.
 * @throws TypeError where nothing is listed, or something that is no wait; in the task, the error of the wait that is taken
 *
 * @example
 * const got = yield* select({ order: orders.receive(), closed: shutdown.wait(), late: sleep(1000) });
 * if (got.name === "order") handle(got.value);
 */
export function select<const A extends Alternatives>(
  waits: A,
  options?: { readonly fair?: boolean },
): Syscall<Selected<A>>;
export function select<const A extends Alternatives, const E>(
  waits: A,
  options: SelectOptions<E> & { readonly else: E },
): Syscall<Selected<A> | { readonly name: "else"; readonly value: E }>;
export function select(waits: Alternatives, options: SelectOptions<unknown> = {}): Syscall<unknown> {
  if (typeof waits !== "object" || (waits as Alternatives | null) === null) {
    throw new TypeError(`select: ${preview(waits)} is no record of waits: { got: receive(), late: sleep(10) }.`);
  }
  const listed = Object.keys(waits).map((name) => ({ name, wait: asWait(name, waits[name]) }));
  if (listed.length === 0 && !("else" in options)) {
    throw new TypeError("select: no waits are listed, so that it could never be answered. List at least one.");
  }
  return new Request<unknown, Choice, undefined>(SELECT, { waits: listed, options: { ...options } }, undefined);
}

/** Checks an alternative. */
function asWait(name: string, wait: unknown): AnyRequest {
  if (name === "else")
    throw new TypeError(`select: the name else stands for the option of that name. Use another one.`);
  if (wait instanceof TaskNode) return joinRequest(wait as TaskNode);
  if (isRequest(wait) && wait.instruction.selectable) return wait;
  const cure = isRequest(wait)
    ? "is no plain wait: it cannot be taken back without a trace. Give it to race, or select what it waits for"
    : "is no syscall. List syscalls such as receive() or sleep(10), or tasks; programs go to race";
  throw new TypeError(`select: ${name}: ${preview(wait)} ${cure}.`);
}
