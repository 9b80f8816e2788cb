import { checkFunction } from "../kernel/checks.js";
import { RondoError } from "../kernel/errors.js";
import { wasCancelled } from "../kernel/join.js";
import { programName } from "../kernel/generators.js";
import { CANCELLED, DONE, FAILED, SUPERVISED } from "../kernel/stages.js";
import { Instruction, Request, type AnyRequest, type Syscall } from "../kernel/syscall.js";
import type { SpawnOptions, Task, TaskNode } from "../kernel/task.js";
import type { Waiter } from "../kernel/waiter.js";

/** A service that has said that it is ready, and with what. */
export interface Started<T, R> {
  /** The service, which goes on. */
  readonly task: Task<R>;
  /** What it gave to `ready`. */
  readonly value: T;
}

/** How a service says that it is ready: once, and with a value if it likes. */
export type Ready<T> = (value: T) => void;

interface Service {
  readonly options: SpawnOptions;
  readonly args: readonly unknown[];
}

const START = /* @__PURE__ */ new Instruction<unknown, Service>({
  name: "start",
  describe: ({ subject }) => `start(${programName(subject)})`,

  begin(kernel, task, { subject, detail }) {
    try {
      const handshake = new Handshake(task);
      const ready = (value: unknown): void => handshake.ready(value);
      // Until it is ready its failure is that of start, and not of the scope.
      const options = { ...detail.options, supervised: true };
      handshake.supervised = detail.options.supervised ?? false;
      task.slot = handshake;
      handshake.begun(kernel.spawn(task, options, subject, [ready, ...detail.args]));
    } catch (error) {
      task.slot = null;
      kernel.fail(task, error);
    }
    return false;
  },

  /** Who starts it is gone before it is ready: its failure is the scope's again. */
  withdraw(_kernel, task) {
    if (task.slot instanceof Handshake) task.slot.letGo();
    task.slot = null;
    return true;
  },

  wakers: (task) => (task.slot instanceof Handshake && task.slot.child !== null ? [task.slot.child] : []),
});

const HANDSHAKE = /* @__PURE__ */ new Instruction<undefined, undefined>({
  name: "handshake",
  describe: () => "a service to be ready",
  begin: () => false,
  ended: (_kernel, waiter, target) => waiter instanceof Handshake && waiter.childEnded(target),
});

/** Stands among the joiners of the service until it is ready. */
class Handshake implements Waiter {
  readonly task: TaskNode;
  readonly waits = true;
  readonly wait: AnyRequest = new Request(HANDSHAKE, undefined, undefined);
  slot: unknown = null;
  timer = -1;
  child: TaskNode | null = null;
  supervised = false;
  /** What it said while its program was called, before there was a task. */
  private early: { readonly value: unknown } | null = null;
  private over = false;

  constructor(task: TaskNode) {
    this.task = task;
  }

  begun(child: TaskNode): void {
    this.child = child;
    (child.joiners ??= []).push(this);
    if (this.early !== null) this.ready(this.early.value);
  }

  ready(value: unknown): void {
    if (this.child === null) this.early ??= { value };
    const { child } = this;
    this.task.kernel.touch(this.task, "wake", "write");
    if (this.over || child === null) return;
    this.letGo();
    this.task.kernel.input(() => `ready of ${child.label}`);
    this.task.slot = null;
    this.task.answered({ task: child, value });
  }

  /** From here on the service is a child like any other. */
  letGo(): void {
    this.over = true;
    const { child } = this;
    if (child === null) return;
    child.joiners = child.joiners?.filter((joiner) => joiner !== this) ?? null;
    if (!this.supervised) child.flags &= ~SUPERVISED;
  }

  childEnded(child: TaskNode): boolean {
    this.over = true;
    this.task.slot = null;
    if (child.stage === FAILED) this.task.failed(child.value);
    else if (child.stage === CANCELLED) this.task.failed(wasCancelled(child));
    else if (child.stage === DONE) this.task.failed(neverReady(child));
    return child.stage === FAILED;
  }

  answered(): void {}
  failed(): void {}
  due(): void {}
}

function neverReady(child: TaskNode): RondoError {
  return new RondoError(`start: ${child.label} ended and never said that it was ready. Call ready(value) in it.`);
}

/**
 * Starts a service as a child, and answers when it says that it is ready: the program gets a function `ready` before its other
 * arguments. An error before that is thrown here; after that the service is a child like any other.
 * @throws RondoError when the service ends without having said so
 *
 * @example
 * const { task, value: port } = yield* start(function* (ready: Ready<number>) {
 *   const server = yield* use(listen, (server) => server.close());
 *   ready(server.port);
 *   yield* call(serve, server);
 * });
 */
export function start<T, R, Args extends readonly unknown[]>(
  program: (ready: Ready<T>, ...args: Args) => Generator<unknown, R, unknown>,
  ...args: Args
): Syscall<Started<T, R>> {
  checkFunction(program, "start");
  return new Request<Started<T, R>, unknown, Service>(START, program, { options: {}, args });
}
