/** Locks with an owner: mutexes with their conditions, and read-write locks. */
import { Failure } from "./errors.js";
import { childrenLeft, isSelfOrAncestor } from "./family.js";
import { isRace } from "./groups.js";
import { type Task, type Guard, type Request, type World } from "./state.js";
import { answer, fail, firstOfOther, nextServed, without } from "./waits.js";

/** What a task holds of a lock. */
export interface Holding extends Guard {
  readonly task: Task;
  /** Its task has ended. */
  readonly abandon: () => void;
}

/** One that a mutex is passed on to: it asks for it, or gave up its holding for a while and takes that back. */
interface Heir {
  readonly request: Request;
  readonly holding: Holding | undefined;
  goOn: () => void;
  lost: (error: Error) => void;
}

export interface Mutex {
  holding: Holding | undefined;
  /** Longest waiting first. */
  heirs: Heir[];
  /** A holder ended without releasing it: what the lock guarded may be half done. */
  broken: Error | undefined;
}

export function beginLock(world: World, mutex: Mutex, request: Request): void {
  const { task } = request;
  const owner = mutex.holding?.task;
  if (mutex.broken !== undefined) fail(world, request, mutex.broken);
  else if (owner === undefined) answer(world, request, give(world, mutex, task));
  else if (owner === task) fail(world, request, new Failure("LockError"));
  else if (waitsForEndOf(owner, task)) fail(world, request, new Failure("DeadlockError"));
  else {
    const goOn = (): void => answer(world, request, give(world, mutex, task));
    mutex.heirs.push({ request, holding: undefined, goOn, lost: (error) => fail(world, request, error) });
  }
}

function give(world: World, mutex: Mutex, task: Task): Holding {
  let isOver = false;
  const holding: Holding = {
    task,
    release() {
      if (isOver || world.running !== task) throw new Failure("LockError");
      isOver = true;
      task.holdings = without(task.holdings, holding);
      passOn(mutex);
    },
    abandon() {
      isOver = true;
      mutex.holding = undefined;
      mutex.broken = new Failure("LockAbandonedError");
      for (const heir of mutex.heirs.splice(0)) heir.lost(mutex.broken);
    },
  };
  take(mutex, holding);
  return holding;
}

function take(mutex: Mutex, holding: Holding): void {
  mutex.holding = holding;
  holding.task.holdings.push(holding);
}

function passOn(mutex: Mutex): void {
  mutex.holding = undefined;
  const heir = mutex.heirs.shift();
  if (heir !== undefined) inherit(mutex, heir);
}

function inherit(mutex: Mutex, heir: Heir): void {
  if (heir.holding !== undefined) take(mutex, heir.holding);
  heir.goOn();
}

// ── deadlocks ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Whether a task waits for the end of another, perhaps through others that do (D1). */
function waitsForEndOf(task: Task, other: Task, seen: readonly Task[] = []): boolean {
  const [request] = task.requests;
  if (seen.includes(task) || request === undefined) return false;
  const isAround = (end: Task): boolean => isSelfOrAncestor(end, other);
  // Of a race one branch has to end: another than that may, as long as there is one.
  const rivals = branchesLeft(request);
  if (request.wait.do === "branch" && isRace(request.wait.group)) return rivals.length > 0 && rivals.every(isAround);
  return endsWaitedFor(request).some((end) => isAround(end) || waitsForEndOf(end, other, [...seen, task]));
}

/** The tasks that all have to end before a wait is over. */
function endsWaitedFor(request: Request): readonly Task[] {
  const { task, wait, target, name } = request;
  if (wait.do === "children") return childrenLeft(task.scope);
  if (wait.do === "branch") return branchesLeft(request);
  if (wait.do === "child") return [wait.child];
  const waitsForEnd = name === undefined && (wait.do === "join" || wait.do === "cancel");
  return waitsForEnd && target !== undefined ? [target] : [];
}

function branchesLeft({ wait }: Request): readonly Task[] {
  return wait.do === "branch" ? wait.group.tasks.filter(({ hasEnded }) => !hasEnded) : [];
}

// ── conditions ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Condition {
  readonly mutex: Mutex;
  waiters: { readonly request: Request; readonly holding: Holding }[];
}

/** The lock is given up until somebody notifies. */
export function beginCondition(world: World, condition: Condition, request: Request): void {
  const { mutex } = condition;
  const { holding } = mutex;
  if (holding?.task !== request.task) {
    fail(world, request, new Failure("LockError"));
    return;
  }
  holding.task.holdings = without(holding.task.holdings, holding);
  condition.waiters.push({ request, holding });
  passOn(mutex);
}

/** Those that are notified go on when they have their lock back. */
export function notify(world: World, condition: Condition, count: number): void {
  for (const { request, holding } of condition.waiters.splice(0, count)) {
    const goOn = (): void => answer(world, request, undefined);
    takeBack(condition.mutex, { request, holding, goOn, lost: (error) => fail(world, request, error) });
  }
}

function takeBack(mutex: Mutex, heir: Heir): void {
  if (mutex.broken !== undefined) heir.lost(mutex.broken);
  else if (mutex.holding !== undefined) mutex.heirs.push(heir);
  else inherit(mutex, heir);
}

/** A wait is withdrawn: `goOn` is called when the lock is back. One that was notified already passes that on (C3). */
export function leaveCondition(world: World, condition: Condition, request: Request, goOn: () => void): void {
  const { mutex } = condition;
  const waiter = condition.waiters.find((one) => one.request === request);
  const heir = mutex.heirs.find((one) => one.request === request);
  if (waiter !== undefined) {
    condition.waiters = without(condition.waiters, waiter);
    takeBack(mutex, { ...waiter, goOn, lost: goOn });
  } else if (heir !== undefined) {
    heir.goOn = goOn;
    heir.lost = goOn;
    notify(world, condition, 1);
  }
}

// ── read-write locks ───────────────────────────────────────────────────────────────────────────────────────────────────

export interface RwLock {
  holdings: Holding[];
  mode: "read" | "write" | undefined;
  /** Longest waiting first: a reader that comes after a waiting writer waits behind it. */
  waiters: Request[];
  /** A writer ended without releasing it. */
  broken: Error | undefined;
}

export function beginRwLock(world: World, lock: RwLock, request: Request): void {
  const { task } = request;
  const isFree = firstOfOther(lock.waiters, task) === undefined && admits(lock, request);
  if (lock.broken !== undefined) fail(world, request, lock.broken);
  else if (lock.holdings.some((holding) => holding.task === task)) fail(world, request, new Failure("LockError"));
  else if (isFree) answer(world, request, letIn(world, lock, request));
  else if (lock.holdings.some((holding) => waitsForEndOf(holding.task, task)))
    fail(world, request, new Failure("DeadlockError"));
  else lock.waiters.push(request);
}

function admits(lock: RwLock, { wait }: Request): boolean {
  return lock.mode === undefined || (lock.mode === "read" && wait.do === "rwlock.read");
}

function letIn(world: World, lock: RwLock, { task, wait }: Request): Holding {
  let isOver = false;
  const holding: Holding = {
    task,
    release() {
      if (isOver || world.running !== task) throw new Failure("LockError");
      isOver = true;
      task.holdings = without(task.holdings, holding);
      letGo(world, lock, holding);
    },
    abandon() {
      isOver = true;
      const wrote = lock.mode === "write";
      if (wrote) lock.broken = new Failure("LockAbandonedError");
      letGo(world, lock, holding);
    },
  };
  lock.mode = wait.do === "rwlock.read" ? "read" : "write";
  lock.holdings.push(holding);
  task.holdings.push(holding);
  return holding;
}

function letGo(world: World, lock: RwLock, holding: Holding): void {
  lock.holdings = without(lock.holdings, holding);
  if (lock.holdings.length === 0) lock.mode = undefined;
  const { broken } = lock;
  if (broken === undefined) serveRwLock(world, lock);
  else for (const waiter of lock.waiters.splice(0)) fail(world, waiter, broken);
}

/** Lets in the longest waiting, as far as they get on with each other. */
export function serveRwLock(world: World, lock: RwLock): void {
  const next = nextServed(lock.waiters, (request) => admits(lock, request));
  if (next === undefined) return;
  lock.waiters = without(lock.waiters, next);
  answer(world, next, letIn(world, lock, next));
  serveRwLock(world, lock);
}
