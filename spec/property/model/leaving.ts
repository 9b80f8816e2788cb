/**
 * What happens between the end of a layer and the next resumption of a frame below it: cleanups, the ends of scopes, and
 * unwinding (C2, C9, E2, F2).
 */
import {
  childrenLeft,
  failDraining,
  finish,
  isDoomed,
  keep,
  mustThrow,
  mustUnwind,
  requestCancel,
  seize,
} from "./family.js";
import { suppress } from "./errors.js";
import { afterTimeout, collect, giveUpAnswer } from "./groups.js";
import { closeMailbox } from "./mail.js";
import { Scope, Task, type Cleanup, type Layer, type Outcome, type Resource, type World } from "./state.js";
import { resume, runFrame, TOKEN, topCode } from "./turns.js";
import { request } from "./waiting.js";
import { without } from "./waits.js";

type LayerOf<K extends Layer["kind"]> = Layer & { readonly kind: K };

/** The layer that was on top is over, and off the stack: the one below is told of the outcome. */
export function leave(world: World, task: Task, outcome: Outcome): void {
  const below = task.stack.at(-1);
  if (below === undefined) finish(world, task, outcome);
  else if (below.kind === "scope") bodyOver(world, below, outcome);
  else if (below.kind === "code") goOn(world, task, outcome);
  else {
    task.stack.pop();
    const leaving = LEAVING[below.kind] as (world: World, task: Task, outcome: Outcome, layer: Layer) => void;
    leaving(world, task, outcome, below);
  }
}

/** A frame has ended: the one that entered it goes on. */
function goOn(world: World, task: Task, outcome: Outcome): void {
  if (outcome.how === "unwound") unwind(world, task);
  else if (outcome.how === "returned") resume(world, task, "next", outcome.value);
  else resume(world, task, "throw", outcome.error);
}

const LEAVING: {
  readonly [K in Exclude<Layer["kind"], "code" | "scope">]: (
    world: World,
    task: Task,
    outcome: Outcome,
    layer: LayerOf<K>,
  ) => void;
} = {
  ensure: (world, task, outcome, { cleanup }) => runCleanup(world, task, cleanup, outcome),
  cleanup: afterCleanup,
  held(world, task, outcome, { resource }) {
    resource.scope.members = without(resource.scope.members, resource);
    runCleanup(world, task, resource.release, outcome);
  },
  acquire(world, task, outcome, { release }) {
    if (outcome.how === "returned") hold(task, release);
    leave(world, task, outcome);
  },
  context(world, task, outcome, { level }) {
    task.level = level;
    leave(world, task, outcome);
  },
  group(world, task, outcome, layer) {
    if (outcome.how !== "returned") giveUpAnswer(world, task, layer, outcome);
    leave(world, task, outcome.how === "returned" ? collect(world, layer) : outcome);
  },
  timeout(world, task, outcome, layer) {
    world.clearTimer(layer);
    const after = afterTimeout(task, layer, outcome);
    if (after === "else") runFrame(world, task, layer.otherwise!);
    else leave(world, task, after);
  },
};

// ── cleanups ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A cleanup is a scope of its own, and nothing cuts it short (C4). */
function runCleanup(world: World, task: Task, cleanup: Cleanup, kept: Outcome, closing?: Scope): void {
  task.stack.push({ kind: "cleanup", kept, closing });
  if (typeof cleanup === "function") {
    cleanup();
    leave(world, task, { how: "returned", value: undefined });
  } else runFrame(world, task, cleanup, new Scope(task, "cleanup"));
}

/** The cleanup of a scope that closes was one step of that; otherwise what was cleaned up after goes on. */
function afterCleanup(world: World, task: Task, outcome: Outcome, { kept, closing }: LayerOf<"cleanup">): void {
  const error = outcome.how === "threw" ? outcome.error : undefined;
  if (closing === undefined) leave(world, task, error === undefined ? kept : withError(task, kept, error));
  else {
    if (error !== undefined) keep(closing, error);
    close(world, closing);
  }
}

/** E2: the error of a cleanup is kept under that of what was cleaned up after; where there is none, it is thrown. */
function withError(task: Task, kept: Outcome, error: Error): Outcome {
  if (kept.how === "returned") return { how: "threw", error };
  if (kept.how === "threw") suppress(kept.error, error);
  else keep(task.scope, error);
  return kept;
}

/** Holds a resource until the frame on top is over, or with the scope of which that is the body. */
export function hold(task: Task, release: Cleanup): void {
  const { scope, stack } = task;
  const resource: Resource = { kind: "resource", release, scope };
  scope.members.push(resource);
  const isBody = stack.at(-2) instanceof Scope;
  if (!isBody) stack.splice(-1, 0, { kind: "held", resource });
}

// ── scopes ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The next step of unwinding the innermost scope: its youngest child, or else the frame inside (C2). */
export function unwind(world: World, task: Task): void {
  const { scope } = task;
  const youngest = scope.members.at(-1);
  seize(task);
  if (scope.bodyOver) {
    // A scope whose children had all ended before its cancellation could take effect is done (C3).
    scope.ending ??= isDoomed(scope) && childrenLeft(scope).length > 0 ? "unwound" : "returned";
    close(world, scope);
  } else if (youngest instanceof Task) cancelChild(world, task, youngest);
  else {
    // A resource outlives the frame that holds it: what is older than that waits until the frame is over.
    scope.torn = true;
    scope.returning = topCode(task);
    resume(world, task, "return", TOKEN);
  }
}

function cancelChild(world: World, task: Task, child: Task): void {
  task.scope.torn = true;
  requestCancel(world, child, "its scope ends", task.scope);
  request(world, task, { do: "child", child });
}

/** The body of a scope has ended. Its children are waited for, or go with it where it failed or was cancelled (F1, F2). */
function bodyOver(world: World, scope: Scope, outcome: Outcome): void {
  const { task } = scope;
  scope.bodyOver = true;
  scope.bodyThrew = outcome.how === "threw";
  if (scope === task.body) closeMailbox(world, task);
  if (outcome.how === "threw") keep(scope, outcome.error);
  if (outcome.how === "returned" && scope.error === undefined) bodyReturned(world, scope, outcome.value);
  else {
    scope.doomed = true;
    scope.ending = "unwound";
    close(world, scope);
  }
}

/** Waiting for children is a wait: what was on its way takes effect there (C3, I1). */
function bodyReturned(world: World, scope: Scope, value: unknown): void {
  const { task } = scope;
  const hasChildren = childrenLeft(scope).length > 0;
  scope.result = value;
  if (hasChildren && scope !== task.body && !mustUnwind(task) && mustThrow(task))
    failDraining(task, task.interrupts.shift()!);
  if (hasChildren && !mustUnwind(task)) request(world, task, { do: "children" });
  else {
    scope.ending = hasChildren ? "unwound" : "returned";
    close(world, scope);
  }
}

/** Ends what is left in a scope, youngest first and one at a time; then the scope itself. */
function close(world: World, scope: Scope): void {
  const { task } = scope;
  const youngest = scope.members.at(-1);
  if (youngest instanceof Task) cancelChild(world, task, youngest);
  else if (youngest !== undefined) {
    scope.members = without(scope.members, youngest);
    runCleanup(world, task, youngest.release, { how: "returned", value: undefined }, scope);
  } else {
    task.stack.pop();
    leave(world, task, endOf(scope));
  }
}

function endOf(scope: Scope): Outcome {
  const { task, error } = scope;
  if (scope.ending === "returned" && error === undefined) return { how: "returned", value: scope.result };
  // A wider cancellation waited for this teardown, and goes on with its error (C9). An error that left the body by itself,
  // or a shield, tore nothing down: it is thrown, and the cancellation takes effect at the next wait.
  const isShielded = scope.traits === "shielded" || scope.traits === "cleanup";
  if (scope.torn && task.stack.length > 0 && !isShielded && mustUnwind(task)) {
    if (error !== undefined) keep(task.scope, error);
    return { how: "unwound" };
  }
  return error === undefined ? { how: "unwound" } : { how: "threw", error };
}
