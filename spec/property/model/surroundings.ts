/** What a program does without yielding: it says what it does, and makes plain calls. */
import type { Surroundings } from "./code.js";
import { Failure, shown } from "./errors.js";
import { bound, interrupt, requestCancel } from "./family.js";
import { close, handOver, pull } from "./objects.js";
import type { Plain } from "./program.js";
import type { Guard, Task, World } from "./state.js";
import { answer, deliver } from "./waits.js";

export function surroundings(world: World, task: Task): Surroundings {
  return {
    say: (text) => world.say(task, text),
    call: (statement) => call(world, task, statement),
    boom: () => boom(world),
    show: shown,
    answered(value) {
      world.say(task, `= ${shown(value)}`);
      const guard = guardIn(value);
      if (guard !== undefined) world.guards.push({ task, guard });
    },
  };
}

function boom(world: World): Error {
  return new Failure(`Boom ${++world.booms}`);
}

export function taskAt(world: World, index: number): Task {
  return world.tasks.at(index % world.tasks.length)!;
}

/** A guard that was answered, perhaps by a `select`. */
function guardIn(value: unknown): Guard | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if ("release" in value) return value as Guard;
  return !("id" in value) && "name" in value && "value" in value ? guardIn(value.value) : undefined;
}

function call(world: World, task: Task, statement: Plain): unknown {
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
      return close(world, world.channels[statement.channel]!, statement.failing ? boom(world) : undefined);
    case "release":
      return release(world, task);
    case "latch.open":
      world.latch.isOpen = true;
      for (const waiter of world.latch.waiters.splice(0)) answer(world, waiter, undefined);
      return undefined;
  }
}

/** `task.send` never waits (M1, M2). */
function post(world: World, task: Task, target: Task, message: number): void {
  if (target.bodyOver) throw new Failure("TaskFinishedError");
  if (!deliver(world, target, message, task)) throw new Failure("MailboxFullError");
}

function release(world: World, task: Task): void {
  const own = world.guards.findLastIndex((kept) => kept.task === task);
  const [kept] = world.guards.splice(own < 0 ? world.guards.length - 1 : own, 1);
  kept?.guard.release();
}
