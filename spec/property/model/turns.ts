/** A turn: a task is resumed until it waits, or ends (T1). */
import { CodeOfBlock, type Code, type Step, type Verb, type Yielded } from "./code.js";
import { Failure, shown } from "./errors.js";
import { keep, mustThrow, mustUnwind } from "./family.js";
import { leave, unwind } from "./leaving.js";
import { HoldingCode, RetryCode } from "./library.js";
import type { Block, Frame } from "./program.js";
import { Scope, type Task, type World } from "./state.js";
import { surroundings } from "./surroundings.js";
import { beginWait } from "./waiting.js";

/** What `return()` carries through a frame. One that ends with another value has lost its cancellation (C4). */
export const TOKEN: unique symbol = Symbol("cancelled");

export function turn(world: World, task: Task): void {
  const { resumption } = task;
  world.running = task;
  task.state = "running";
  task.started = true;
  if (resumption.do === "unwind") unwind(world, task);
  else resume(world, task, resumption.do, resumption.do === "next" ? resumption.value : resumption.error);
  world.running = undefined;
  reportUnseen(world);
}

/** A failure that nobody was told of in the turn in which it came is reported, once (F3, F4). */
function reportUnseen(world: World): void {
  for (const task of world.unseen.splice(0)) {
    task.observed = true;
    world.say(task, `reports ${shown(task.error)}`);
  }
}

/** Resumes the frame on top. */
export function resume(world: World, task: Task, verb: Verb, value: unknown): void {
  const code = topCode(task);
  const { scope } = task;
  const step = code.resume(verb, value);
  if (step.how === "yielded") {
    if (verb === "return" && step.depth !== 1) return refuseToWait(world, task, scope);
    if (scope.insists && scope.returning === code) return resume(world, task, "return", TOKEN);
    return carryOut(world, task, step.statement);
  }
  task.stack.pop();
  if (scope.returning !== code) return leave(world, task, step);
  endOfReturn(scope, step);
  leave(world, task, { how: "unwound" });
}

export function topCode(task: Task): Code {
  const top = task.stack.at(-1);
  if (top?.kind !== "code") throw new Error(`${task.id} has no frame on top`);
  return top.code;
}

/** A frame that was told to `return()` is over. What it threw is kept; another value means that it lost the cancellation. */
function endOfReturn(scope: Scope, step: Exclude<Step, { how: "yielded" }>): void {
  scope.returning = undefined;
  scope.insists = false;
  if (step.how === "threw") keep(scope, step.error);
  else if (step.value !== TOKEN) keep(scope, new Failure("CancellationLostError"));
}

/** A wait in a `finally` that a cancellation entered, and not in the frame's own code: the language loses the `return()`. */
function refuseToWait(world: World, task: Task, scope: Scope): void {
  const error = new Failure("CleanupError");
  keep(scope, error);
  scope.insists = true;
  resume(world, task, "throw", error);
}

/** Carries out what a frame yielded: it enters another one, or waits (T3). What was held back comes before a wait. */
function carryOut(world: World, task: Task, statement: Yielded): void {
  if (isFrame(statement)) return enter(world, task, statement);
  if (statement.do === "hold") {
    task.stack.push({ kind: "ensure", cleanup: statement.guard.release });
    return runFrame(world, task, statement.body);
  }
  if (mustUnwind(task)) {
    task.interrupts = [];
    return unwind(world, task);
  }
  if (mustThrow(task)) return resume(world, task, "throw", task.interrupts.shift());
  task.state = "waiting";
  beginWait(world, task, statement);
}

// ── frames ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

const FRAMES: ReadonlySet<string> = new Set<Frame["do"]>([
  "call",
  "scope",
  "supervise",
  "shield",
  "ensure",
  "withLock",
  "withPermits",
  "withRead",
  "withWrite",
  "retry",
  "context.with",
]);

function isFrame(statement: Yielded): statement is Frame {
  return FRAMES.has(statement.do);
}

function enter(world: World, task: Task, frame: Frame): void {
  switch (frame.do) {
    case "withLock":
      return runCode(world, task, new HoldingCode({ do: "mutex.lock", mutex: frame.mutex }, frame.body));
    case "withPermits":
      return runCode(world, task, new HoldingCode({ do: "semaphore.acquire", count: frame.count }, frame.body));
    case "withRead":
      return runCode(world, task, new HoldingCode({ do: "rwlock.read" }, frame.body));
    case "withWrite":
      return runCode(world, task, new HoldingCode({ do: "rwlock.write" }, frame.body));
    case "retry":
      return runCode(world, task, new RetryCode(frame));
    case "ensure":
      task.stack.push({ kind: "ensure", cleanup: frame.cleanup });
      break;
    case "context.with":
      task.stack.push({ kind: "context", level: task.level });
      task.level = frame.value;
      break;
    case "scope":
    case "supervise":
    case "shield":
      task.stack.push(new Scope(task, TRAITS[frame.do]));
      break;
    case "call":
      break;
  }
  runFrame(world, task, frame.body);
}

const TRAITS = { scope: "none", supervise: "supervised", shield: "shielded" } as const;

/** Runs a block as a frame of its own. */
export function runFrame(world: World, task: Task, block: Block): void {
  runCode(world, task, new CodeOfBlock(block, surroundings(world, task)));
}

function runCode(world: World, task: Task, code: Code): void {
  task.stack.push({ kind: "code", code });
  resume(world, task, "next", undefined);
}
