/** What a program does without yielding: it says what it does, and makes plain calls. */
import { close, handOver, pull } from "./channels.js";
import type { Surroundings } from "./code.js";
import { Failure, shown } from "./errors.js";
import { bound, interrupt, requestCancel } from "./family.js";
import { openLatch, resetBarrier } from "./gates.js";
import { letGo } from "./library.js";
import { notify } from "./locks.js";
import { deliver, type Question } from "./mail.js";
import type { Of, Plain, TaskName } from "./program.js";
import type { Guard, Kept, Request, Task, World } from "./state.js";
import { answer, fail } from "./waits.js";

export function surroundings(world: World, task: Task): Surroundings {
  return {
    say: (text) => world.say(task, text),
    call: (statement) => call(world, task, statement),
    boom: () => boom(world),
    show: shown,
    answered: (value) => answered(world, task, value),
  };
}

/** Says what a statement was answered with. Guards and questions are kept, so that they can be used later. */
function answered(world: World, task: Task, value: unknown): void {
  world.say(task, `= ${shown(value)}`);
  const given = isObject(value) && !("id" in value) && "name" in value && "value" in value ? value.value : value;
  if (!isObject(given)) return;
  if ("release" in given) world.guards.push({ task, thing: given as Guard });
  if ("reply" in given) world.questions.push({ task, thing: given as Question });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** What a task was given last, or else what anybody was. */
function takeLatest<T>(kept: Kept<T>[], task: Task): T | undefined {
  const own = kept.findLastIndex((one) => one.task === task);
  return kept.splice(own < 0 ? kept.length - 1 : own, 1)[0]?.thing;
}

function boom(world: World): Error {
  return new Failure(`Boom ${++world.booms}`);
}

export function named(world: World, name: TaskName): Task {
  return name === "self" ? world.running! : world.tasks.at(name % world.tasks.length)!;
}

const CALLS: { readonly [K in Plain["do"]]: (world: World, task: Task, statement: Of<K>) => unknown } = {
  mark: () => undefined,
  "task.send": (world, task, { task: name, message }) => post(world, task, named(world, name), message),
  "task.cancel"(world, _task, { task: name, reason, within }) {
    bound(world, named(world, name), within);
    requestCancel(world, named(world, name), reason);
  },
  "task.interrupt": (world, _task, { task: name }) => interrupt(world, named(world, name), boom(world)),
  "channel.trySend"(world, _task, { channel, value }) {
    if (world.channels[channel]!.end !== undefined) throw new Failure("ChannelClosedError");
    return handOver(world, world.channels[channel]!, value, undefined);
  },
  "channel.tryReceive": (world, _task, { channel }) => pull(world, world.channels[channel]!, undefined),
  "channel.close": (world, _task, { channel, failing }) =>
    close(world, world.channels[channel]!, errorIf(world, failing)),
  "condition.notify": (world, _task, { count }) => notify(world, world.condition, count),
  "latch.open": (world) => openLatch(world, world.latch),
  "barrier.reset": (world) => resetBarrier(world, world.barrier),
  "context.get": (_world, task) => task.level,
  release: (world, task) => takeLatest(world.guards, task)?.release(),
  reply(world, task, { value, failing }) {
    const error = errorIf(world, failing);
    settle(world, takeLatest(world.questions, task)?.request, value, error);
  },
  resolve(world, _task, { value, failing }) {
    const error = errorIf(world, failing);
    settle(world, world.resolvers.pop(), value, error);
  },
  ready: sayReady,
};

function call(world: World, task: Task, statement: Plain): unknown {
  const plainly = CALLS[statement.do] as (world: World, task: Task, statement: Plain) => unknown;
  return plainly(world, task, statement);
}

function errorIf(world: World, failing: boolean): Error | undefined {
  return failing ? boom(world) : undefined;
}

/** `task.send` never waits (M1, M2). */
function post(world: World, task: Task, target: Task, message: number): void {
  if (target.bodyOver) throw new Failure("TaskFinishedError");
  if (!deliver(world, target, message, task)) throw new Failure("MailboxFullError");
}

/** Answers a question, or a `suspend`; one that nobody waits for any more does nothing. */
function settle(world: World, request: Request | undefined, value: number, error: Error | undefined): void {
  if (request === undefined) return;
  if (error === undefined) answer(world, request, value);
  else fail(world, request, error);
}

/** Whoever started the task goes on; the task is a child like any other from here on. */
function sayReady(world: World, task: Task, { value }: Of<"ready">): void {
  const joiner = task.joiners.find((one) => "wait" in one && one.wait.do === "handshake");
  if (joiner === undefined || !("wait" in joiner)) return;
  letGo(joiner);
  answer(world, joiner, { task, value });
}
