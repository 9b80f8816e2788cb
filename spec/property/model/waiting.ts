/** What each statement that ends a turn asks of the scheduler (T3). */
import { CodeOfBlock, type Yielded } from "./code.js";
import {
  bear,
  bound,
  interrupt,
  isHeldBack,
  isSelfOrAncestor,
  mustUnwind,
  PLAIN_TASK,
  requestCancel,
} from "./family.js";
import { beginBarrier } from "./gates.js";
import { awaitBranch, GroupBody, newGroup, startBranches, timeIsUp } from "./groups.js";
import { hold, unwind } from "./leaving.js";
import { beginCondition } from "./locks.js";
import { emit } from "./mail.js";
import { alternativeName, type Frame, type Of, type Wait } from "./program.js";
import { Scope, type Request, type Task, type TimeLimit, type World } from "./state.js";
import { named, surroundings } from "./surroundings.js";
import { begin, makeReady, withdraw } from "./waits.js";

type Waiting = Exclude<Yielded, Frame | { do: "hold" }>;

/** Those that are no plain waits; the others are begun in `waits.ts`. */
type Special = Exclude<Waiting["do"], Wait["do"]>;

const SPECIAL: { readonly [K in Special]: (world: World, task: Task, statement: Waiting & { do: K }) => void } = {
  pass: (world, task) => makeReady(world, task, { do: "next", value: undefined }),
  "bare pass": (world, task) => makeReady(world, task, { do: "next", value: undefined }),
  "bare sleep": (world, task, { ms }) => begin(world, request(world, task, { do: "sleep", ms })),
  emit,
  "bare emit": emit,
  spawn,
  start,
  cancel,
  interrupt(world, task, { task: name, error }) {
    makeReady(world, task, { do: "next", value: interrupt(world, named(world, name), error) });
  },
  select,
  use,
  timeout,
  all: openGroup,
  race: openGroup,
  any: openGroup,
  settled: openGroup,
  branch(world, task, statement) {
    request(world, task, statement);
    awaitBranch(world, task, statement.group);
  },
  "condition.wait": (world, task, statement) => beginCondition(world, world.condition, request(world, task, statement)),
  "barrier.wait": (world, task, statement) => beginBarrier(world, world.barrier, request(world, task, statement)),
};

export function beginWait(world: World, task: Task, statement: Waiting): void {
  const special = (SPECIAL as Partial<Record<string, (world: World, task: Task, statement: Waiting) => void>>)[
    statement.do
  ];
  if (special === undefined) begin(world, request(world, task, statement as Wait));
  else special(world, task, statement);
}

/** Notes that a task waits. */
export function request(world: World, task: Task, wait: Request["wait"], name?: string): Request {
  const target = "task" in wait ? named(world, wait.task) : undefined;
  const made: Request = { task, wait, target, name };
  task.state = "waiting";
  task.requests.push(made);
  return made;
}

/** The child enters the queue before its parent does (T2). */
function spawn(world: World, task: Task, { body, options }: Of<"spawn">): void {
  try {
    const child = bear(world, task, (it) => new CodeOfBlock(body, surroundings(world, it)), options);
    makeReady(world, task, { do: "next", value: child });
  } catch (error) {
    makeReady(world, task, { do: "throw", error: error as Error });
  }
}

/** Until it is ready, the failure of what was started is that of `start`, and not of the scope. */
function start(world: World, task: Task, { body }: Of<"start">): void {
  try {
    const options = { ...PLAIN_TASK, supervised: true };
    const child = bear(world, task, (it) => new CodeOfBlock(body, surroundings(world, it)), options);
    child.joiners.push(request(world, task, { do: "handshake", child }));
  } catch (error) {
    makeReady(world, task, { do: "throw", error: error as Error });
  }
}

/** C1: waits until the target is gone; but nobody can wait for an end that waits for this very wait. */
function cancel(world: World, task: Task, statement: Of<"cancel">): void {
  const target = named(world, statement.task);
  const onlyAsks = isSelfOrAncestor(target, task) && isHeldBack(task, target);
  bound(world, target, statement.within);
  requestCancel(world, target, undefined);
  if (onlyAsks || target.hasEnded) makeReady(world, task, { do: "next", value: undefined });
  else if (mustUnwind(task)) unwind(world, task);
  else target.joiners.push(request(world, task, statement));
}

/** E1: the alternatives are tried in order; the first that is answered commits. */
function select(world: World, task: Task, { waits, otherwise }: Of<"select">): void {
  for (const [i, wait] of waits.entries()) {
    begin(world, request(world, task, wait, alternativeName(i)));
    if (task.requests.length === 0) return;
  }
  if (!otherwise) return;
  withdraw(world, task);
  makeReady(world, task, { do: "next", value: { name: "else", value: 0 } });
}

/** What a plain call acquires is held at once; a program that acquires begins in the next turn. */
function use(world: World, task: Task, { acquire, release }: Of<"use">): void {
  if (acquire === undefined) hold(task, release);
  else
    task.stack.push(
      { kind: "acquire", release },
      { kind: "code", code: new CodeOfBlock(acquire, surroundings(world, task)) },
    );
  makeReady(world, task, { do: "next", value: acquire === undefined ? 7 : undefined });
}

function timeout(world: World, task: Task, { ms, body, otherwise }: Of<"timeout">): void {
  const scope = new Scope(task, "none");
  const layer: TimeLimit = { kind: "timeout", otherwise, scope, isLate: false, expired: false };
  task.stack.push(layer, scope, { kind: "code", code: new CodeOfBlock(body, surroundings(world, task)) });
  world.setTimer(world.now + ms, layer, () => timeIsUp(world, layer, scope));
  makeReady(world, task, { do: "next", value: undefined });
}

function openGroup(world: World, task: Task, group: Of<"all" | "race" | "any" | "settled">): void {
  const scope = new Scope(task, group.do === "settled" ? "supervised" : "none");
  const state = newGroup(group, scope);
  task.stack.push(state, scope, { kind: "code", code: new GroupBody(world, task, state) });
  startBranches(world, task, state);
  makeReady(world, task, { do: "next", value: undefined });
}
