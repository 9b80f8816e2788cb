/** What a program does without yielding: it says what it does, and makes plain calls. */
import { close, handOver, pull } from "./channels.js";
import type { Surroundings } from "./code.js";
import { Failure, shown } from "./errors.js";
import { bound, interrupt, requestCancel } from "./family.js";
import { openLatch, resetBarrier } from "./gates.js";
import { letGo } from "./library.js";
import { notify } from "./locks.js";
import { deliver, reply, type Question } from "./mail.js";
import type { Of, Plain } from "./program.js";
import type { Guard, Kept, Task, World } from "./state.js";
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

export function taskAt(world: World, index: number): Task {
  return world.tasks.at(index % world.tasks.length)!;
}

function call(world: World, task: Task, statement: Plain): unknown {
  const error = "failing" in statement && statement.failing ? boom(world) : undefined;
  switch (statement.do) {
    case "mark":
      return undefined;
    case "task.send":
      return post(world, task, taskAt(world, statement.task), statement.message);
    case "task.cancel":
      bound(world, taskAt(world, statement.task), statement.within);
      return requestCancel(world, taskAt(world, statement.task), statement.reason);
    case "task.interrupt":
      return interrupt(world, taskAt(world, statement.task), boom(world));
    case "channel.trySend":
      if (world.channels[statement.channel]!.end !== undefined) throw new Failure("ChannelClosedError");
      return handOver(world, world.channels[statement.channel]!, statement.value, undefined);
    case "channel.tryReceive":
      return pull(world, world.channels[statement.channel]!, undefined);
    case "channel.close":
      return close(world, world.channels[statement.channel]!, error);
    case "condition.notify":
      return notify(world, world.condition, statement.count);
    case "latch.open":
      return openLatch(world, world.latch);
    case "barrier.reset":
      return resetBarrier(world, world.barrier);
    case "context.get":
      return task.level;
    case "release":
      return takeLatest(world.guards, task)?.release();
    case "reply":
      return answerQuestion(world, task, statement, error);
    case "resolve":
      return resolve(world, statement, error);
    case "ready":
      return sayReady(world, task, statement);
  }
}

/** `task.send` never waits (M1, M2). */
function post(world: World, task: Task, target: Task, message: number): void {
  if (target.bodyOver) throw new Failure("TaskFinishedError");
  if (!deliver(world, target, message, task)) throw new Failure("MailboxFullError");
}

function answerQuestion(world: World, task: Task, { value }: Of<"reply">, error: Error | undefined): void {
  const question = takeLatest(world.questions, task);
  if (question !== undefined) reply(world, question, value, error);
}

function resolve(world: World, { value }: Of<"resolve">, error: Error | undefined): void {
  const request = world.resolvers.pop();
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
