/**
 * The reference model: a second, naive interpreter of programs, written for clarity alone and from the rules of the design,
 * without anything of `lib`. It says what each program does, line for line.
 */
import { makeChannel } from "./channels.js";
import { CodeOfBlock } from "./code.js";
import { bear, bound, PLAIN_TASK, requestCancel } from "./family.js";
import type { Program } from "./program.js";
import { World, type Task } from "./state.js";
import { surroundings } from "./surroundings.js";
import { turn } from "./turns.js";

/** What a program does until nothing can happen any more, and then until its roots, which are cancelled, are gone. */
export function interpret(program: Program): string[] {
  const world = makeWorld(program);
  while (step(world));
  for (const root of [...world.roots].reverse()) end(world, root);
  return world.log;
}

function makeWorld({ order, roots, channels, permits }: Program): World {
  const world = new World(order, channels.map(makeChannel), permits);
  for (const block of roots) {
    bear(world, undefined, (task) => new CodeOfBlock(block, surroundings(world, task)), PLAIN_TASK);
  }
  return world;
}

/** One turn. Where no task is ready the clock moves first (T5). */
function step(world: World): boolean {
  while (world.queue.length === 0 && world.timers.length > 0) moveClock(world);
  const task = nextReady(world);
  if (task === undefined) return false;
  world.queue = world.queue.filter((one) => one !== task);
  turn(world, task);
  return true;
}

/** First in, first out; by priority, among those of the highest. */
function nextReady({ queue, order }: World): Task | undefined {
  const highest = Math.max(...queue.map(({ priority }) => priority));
  return order === "priority" ? queue.find(({ priority }) => priority === highest) : queue[0];
}

/** To the earliest timer; those that are due then make tasks ready in the order of setting. */
function moveClock(world: World): void {
  const time = Math.min(...world.timers.map((timer) => timer.time));
  world.now = time;
  for (const timer of world.timers.filter((one) => one.time === time)) {
    if (!world.timers.includes(timer)) continue;
    world.timers = world.timers.filter((one) => one !== timer);
    timer.due();
  }
}

/** C10: a root is cancelled and runs until it is gone; what nothing can end is given up (C5). */
function end(world: World, root: Task): void {
  requestCancel(world, root, "closed");
  while (!root.hasEnded) if (!step(world)) bound(world, root, 0);
}
