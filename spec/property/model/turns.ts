/** A turn: a task is resumed until it waits, or ends (T1). */
import { CodeOfBlock, type Code, type Step, type Verb, type Yielded } from "./code.js";
import { Failure, shown } from "./errors.js";
import { keep, mustThrow, mustUnwind } from "./family.js";
import { leave, unwind } from "./leaving.js";
import { HoldingCode, RetryCode, type Acquire } from "./library.js";
import type { Block, Frame } from "./program.js";
import { Scope, type Layer, type Outcome, type Task, type World } from "./state.js";
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
  const step = code.resume(verb, value);
  if (step.how === "yielded") heed(world, task, code, verb, step);
  else {
    task.stack.pop();
    leave(world, task, outcomeOf(task.scope, code, step));
  }
}

/** A frame has yielded. In a `finally` that a cancellation entered it may not always wait (C4). */
function heed(world: World, task: Task, code: Code, verb: Verb, step: Step & { how: "yielded" }): void {
  const { scope } = task;
  if (verb === "return" && step.depth !== 1) refuseToWait(world, task, scope);
  else if (scope.insists && scope.returning === code) resume(world, task, "return", TOKEN);
  else carryOut(world, task, step.statement);
}

export function topCode(task: Task): Code {
  const top = task.stack.at(-1);
  if (top?.kind !== "code") throw new Error(`${task.id} has no frame on top`);
  return top.code;
}

/** A frame is over. One that was told to `return()` has lost that cancellation if it has another value. */
function outcomeOf(scope: Scope, code: Code, step: Outcome & Step): Outcome {
  if (scope.returning !== code) return step;
  scope.returning = undefined;
  scope.insists = false;
  if (step.how === "threw") keep(scope, step.error);
  else if (step.value !== TOKEN) keep(scope, new Failure("CancellationLostError"));
  return { how: "unwound" };
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
  if (isEntry(statement)) enter(world, task, statement);
  else if (mustUnwind(task)) unwind(world, task);
  else if (mustThrow(task)) resume(world, task, "throw", task.interrupts.shift());
  else {
    task.state = "waiting";
    beginWait(world, task, statement);
  }
}

// ── frames ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

type Entry = Frame | (Yielded & { readonly do: "hold" });

const ENTRIES: { readonly [K in Entry["do"]]: (world: World, task: Task, entry: Entry & { do: K }) => void } = {
  call: (world, task, { body }) => runFrame(world, task, body),
  scope: (world, task, { body }) => runFrame(world, task, body, new Scope(task, "none")),
  supervise: (world, task, { body }) => runFrame(world, task, body, new Scope(task, "supervised")),
  shield: (world, task, { body }) => runFrame(world, task, body, new Scope(task, "shielded")),
  ensure: (world, task, { body, cleanup }) => runFrame(world, task, body, { kind: "ensure", cleanup }),
  hold: (world, task, { body, guard }) => runFrame(world, task, body, { kind: "ensure", cleanup: guard.release }),
  withLock: (world, task, { mutex, body }) => runHolding(world, task, { do: "mutex.lock", mutex }, body),
  withPermits: (world, task, { count, body }) => runHolding(world, task, { do: "semaphore.acquire", count }, body),
  withRead: (world, task, { body }) => runHolding(world, task, { do: "rwlock.read" }, body),
  withWrite: (world, task, { body }) => runHolding(world, task, { do: "rwlock.write" }, body),
  retry: (world, task, frame) => runCode(world, task, new RetryCode(frame)),
  "context.with"(world, task, { value, body }) {
    const before: Layer = { kind: "context", level: task.level };
    task.level = value;
    runFrame(world, task, body, before);
  },
};

function isEntry(statement: Yielded): statement is Entry {
  return statement.do in ENTRIES;
}

function enter(world: World, task: Task, entry: Entry): void {
  const entering = ENTRIES[entry.do] as (world: World, task: Task, entry: Entry) => void;
  entering(world, task, entry);
}

function runHolding(world: World, task: Task, acquire: Acquire, body: Block): void {
  runCode(world, task, new HoldingCode(acquire, body));
}

/** Runs a block as a frame, with what goes below it. */
export function runFrame(world: World, task: Task, block: Block, below?: Layer): void {
  if (below !== undefined) task.stack.push(below);
  runCode(world, task, new CodeOfBlock(block, surroundings(world, task)));
}

function runCode(world: World, task: Task, code: Code): void {
  task.stack.push({ kind: "code", code });
  resume(world, task, "next", undefined);
}
