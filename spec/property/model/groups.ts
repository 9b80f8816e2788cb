/** `all`, `race`, `any`, `settled`, and `timeout`: what their layers do. */
import { CodeOfBlock, type Code, type Step, type Verb } from "./code.js";
import { Cancelled, Failure, shown, suppress } from "./errors.js";
import { bear, doom, isDoomed, keep, mustUnwind, PLAIN_TASK } from "./family.js";
import type { Group } from "./program.js";
import type { GroupState, Outcome, Scope, Task, TimeLimit, World } from "./state.js";
import { surroundings } from "./surroundings.js";
import { answer } from "./waits.js";

// ── groups ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

export function newGroup(group: Group, scope: Scope): GroupState {
  return { kind: "group", group, scope, tasks: [], ended: [], failed: [], torn: [] };
}

/** Starts as many branches as may run at once: of a race all, as daemons, so that its end takes the losers along. */
export function startBranches(world: World, owner: Task, state: GroupState): void {
  const races = isRace(state);
  while (hasRoom(state)) {
    const branch = state.group.branches[state.tasks.length]!;
    const options = { ...PLAIN_TASK, daemon: races, supervised: races };
    const task = bear(world, owner, (child) => new CodeOfBlock(branch, surroundings(world, child)), options);
    task.joiners.push(state);
    state.tasks.push(task);
  }
}

/** Whether there is room for a branch that has not begun. */
function hasRoom(state: GroupState): boolean {
  const { group, tasks, ended } = state;
  const limit = isRace(state) ? Infinity : group.concurrency;
  return tasks.length < group.branches.length && tasks.length - ended.length < limit;
}

/** Whether one branch is enough. */
export function isRace({ group }: GroupState): boolean {
  return group.do === "race" || group.do === "any";
}

/** Whether all branches have ended, or enough of them. */
function isOver({ group, ended }: GroupState): boolean {
  if (ended.length === group.branches.length) return true;
  if (group.do === "race") return ended.length > 0;
  return group.do === "any" && ended.some(({ state }) => state === "done");
}

/** The body of a group: it waits for its branches, and starts one where another has made room. */
export class GroupBody implements Code {
  private readonly world: World;
  private readonly owner: Task;
  private readonly state: GroupState;
  private hasBegun = false;

  constructor(world: World, owner: Task, state: GroupState) {
    this.world = world;
    this.owner = owner;
    this.state = state;
  }

  resume(verb: Verb, value: unknown): Step {
    if (verb === "throw") return { how: "threw", error: value as Error };
    if (verb === "return") return { how: "returned", value };
    if (this.hasBegun && !isOver(this.state) && !isDoomed(this.owner.scope))
      startBranches(this.world, this.owner, this.state);
    this.hasBegun = true;
    if (isOver(this.state)) return { how: "returned", value: undefined };
    return { how: "yielded", statement: { do: "branch", group: this.state }, depth: 1 };
  }
}

/** The body waits until there is something to do for it. */
export function awaitBranch(world: World, owner: Task, state: GroupState): void {
  if (isOver(state) || hasRoom(state)) answer(world, owner.requests[0]!, undefined);
}

/** A branch has ended. Of `all` its failure fails the scope; the others tell of it themselves (F3). */
export function heard(world: World, state: GroupState, task: Task): void {
  const { scope } = state;
  const isTornDown = (scope.bodyOver || scope.doomed) && task.cancellation !== undefined;
  state.ended.push(task);
  if (task.state === "failed") (isTornDown ? state.torn : state.failed).push(task);
  if (state.group.do !== "all") task.observed = true;
  const parked = scope.task.requests.find(({ wait }) => wait.do === "branch" && wait.group === state);
  if (parked !== undefined && (isOver(state) || hasRoom(state))) answer(world, parked, undefined);
}

/** What a group answers when all of it is gone. */
export function collect(world: World, state: GroupState): Outcome {
  const { group, tasks, ended, torn } = state;
  switch (group.do) {
    case "settled":
      return { how: "returned", value: tasks.map(outcomeOf) };
    case "all": {
      const cancelled = tasks.find((task) => task.state === "cancelled");
      if (cancelled !== undefined) return { how: "threw", error: errorOf(cancelled) };
      return { how: "returned", value: tasks.map(({ result }) => result) };
    }
    case "race":
      return outcomeOfRace(world, state);
    case "any": {
      const winner = ended.find((task) => task.state === "done");
      if (winner === undefined) return { how: "threw", error: new AggregateError(tasks.map(errorOf)) };
      return firstOf(torn.map(errorOf)) ?? { how: "returned", value: winner.result };
    }
  }
}

/** The outcome of the first to end, unless others threw while they were being cancelled. */
function outcomeOfRace(world: World, state: GroupState): Outcome {
  const [winner, ...losers] = state.ended;
  const lost = losers.filter((task) => task.state === "failed");
  const first = winner!.state === "done" ? state.torn : [winner!];
  if (first.length > 0) return firstOf([...first, ...lost].map(errorOf))!;
  reportFailed(world, state);
  return { how: "returned", value: winner!.result };
}

/** Throws the first of some errors, with the others under it. */
function firstOf(errors: readonly Error[]): Outcome | undefined {
  const [first, ...later] = errors;
  if (first === undefined) return undefined;
  for (const error of later) suppress(first, error);
  return { how: "threw", error: first };
}

/** Failures that no answer tells of. */
function reportFailed(world: World, state: GroupState): void {
  for (const task of state.failed) world.say(task, `reports ${shown(task.error)}`);
}

/** The group was cut short, and nobody gets an answer: errors that are no results go on with what cut it (C9). */
export function giveUpAnswer(world: World, owner: Task, state: GroupState, outcome: Outcome): void {
  const { group, failed, torn } = state;
  if (group.do === "all") return;
  for (const { error } of group.do === "race" ? [...failed, ...torn] : torn) {
    if (outcome.how === "threw") suppress(outcome.error, error!);
    else keep(owner.scope, error!);
  }
  if (group.do !== "race") reportFailed(world, state);
}

function errorOf(task: Task): Error {
  return task.error ?? new Cancelled(task);
}

function outcomeOf({ state, result, error, cancellation }: Task): object {
  if (state === "done") return { state, value: result };
  return state === "failed" ? { state, error } : { state, reason: cancellation?.reason };
}

// ── time limits ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Time is up. A body that ends in this instant without waiting again wins: all that is ready goes first (E1). */
export function timeIsUp(world: World, limit: TimeLimit, scope: Scope): void {
  if (isDoomed(scope)) return;
  if (limit.isLate) {
    limit.expired = true;
    doom(world, scope);
  } else {
    limit.isLate = true;
    world.setTimer(world.now, limit, () => timeIsUp(world, limit, scope));
  }
}

/** What follows when the body of a `timeout` is gone: its own outcome; the time-out; or the `else` that is to be run. */
export function afterTimeout(task: Task, limit: TimeLimit, outcome: Outcome): Outcome | "else" {
  const { scope } = limit;
  const wasCut = limit.expired && scope.ending === "unwound" && !scope.bodyThrew;
  // A wider cancellation drops the time-out (C9).
  if (!wasCut || (outcome.how === "unwound" && mustUnwind(task))) return outcome;
  if (limit.otherwise !== undefined) return outcome.how === "threw" ? outcome : "else";
  const error = new Failure("TimeoutError");
  if (outcome.how === "threw") suppress(error, outcome.error);
  return { how: "threw", error };
}
