import * as rondo from "rondo";
import { failures } from "rondo/testing";
import type { ChannelOp, FaultOp, GateOp, LockOp, MessageOp, Named, Op, OwnOp, StateOp, TaskOp, TimeOp } from "./op.js";
import type { World } from "./world.js";

/** What an operation does that never waits, and what it sees. */
type Table<O extends Op, Kind extends O["do"]> = {
  readonly [K in Kind]: (world: World, op: Named<O, K>) => unknown;
};

const state: Table<StateOp, StateOp["do"]> = {
  get: ({ cells }, { cell }) => cells[cell]!.value,
  set: ({ cells }, { cell }) => void (cells[cell]!.value = Number(rondo.self().id.replaceAll(".", "")) * 10),
  add: ({ cells }, { cell }) => cells[cell]!.update((n) => n + 1),
  cas: ({ cells }, { cell, from }) => cells[cell]!.compareAndSet(from, from + 1),
  field: ({ fields }, { key }) => fields[nameOf(key)],
  "set-field": ({ fields }, { key }) => void (fields[nameOf(key)] = Number(rondo.self().id.replaceAll(".", ""))),
  "map-get": ({ map }, { key }) => map.get(key),
  "map-has": ({ map }, { key }) => map.has(key),
  "map-set": ({ map }, { key }) => void map.set(key, rondo.self().id),
  "map-delete": ({ map }, { key }) => map.delete(key),
  "map-size": ({ map }) => map.size,
  "map-keys": ({ map }) => [...map.keys()].join(),
  "set-has": ({ set }, { key }) => set.has(key),
  "set-add": ({ set }, { key }) => void set.add(key),
  "set-delete": ({ set }, { key }) => set.delete(key),
  "set-values": ({ set }) => [...set].join(),
  "list-at": ({ list }, { key }) => list[key],
  "list-set": ({ list }, { key }) => void (list[key] = rondo.self().id),
  push: ({ list }) => list.push(rondo.self().id),
  pop: ({ list }) => list.pop(),
  length: ({ list }) => list.length,
  list: ({ list }) => list.join(),
};

const own: Table<OwnOp, "self" | "random" | "throw" | "setting"> = {
  self: () => rondo.self().id,
  random: () => rondo.random(),
  throw: () => {
    throw new Error(rondo.self().id);
  },
  setting: ({ setting }) => setting.get(),
};

const time: Table<TimeOp, "now"> = { now: () => rondo.now() };

const messages: Table<MessageOp, "post" | "unread" | "reply" | "refuse" | "is-open"> = {
  post: (world, { to }) => world.task(to)?.send(rondo.self().id),
  unread: (world, { to }) => world.task(to)?.unread,
  reply: ({ mine }) => mine.questions.shift()?.reply("reply"),
  refuse: ({ mine }) => mine.questions.shift()?.fail(new Error("refused")),
  "is-open": ({ mine }) => mine.questions[0]?.open,
};

type PlainChannelOp = Exclude<ChannelOp["do"], "put" | "take" | "next" | "hear" | "listen" | "heard">;

const channels: Table<ChannelOp, PlainChannelOp> = {
  "try-put": ({ channels }, { channel }) => channels[channel]!.trySend(rondo.self().id),
  "try-take": ({ channels }, { channel }) => channels[channel]!.tryReceive()?.value,
  close: ({ channels }, { channel }) => channels[channel]!.close(),
  "close-with": ({ channels }, { channel }) => channels[channel]!.close(new Error("closed")),
  "is-closed": ({ channels }, { channel }) => channels[channel]!.closed,
  size: ({ channels }, { channel }) => channels[channel]!.size,
  subscribe: ({ broadcast, mine }) => void (mine.ear = broadcast.subscribe(1)),
  unsubscribe: ({ mine }) => mine.ear?.close(),
  tell: ({ broadcast }) => broadcast.send(rondo.self().id),
  "end-broadcast": ({ broadcast }) => broadcast.close(),
  listeners: ({ broadcast }) => broadcast.size,
  event: ({ emitter }) => emitter.tell(rondo.self().id),
};

type PlainLockOp =
  | ("try-hold" | "try-lock" | "is-locked" | "release" | "show" | "release-shown")
  | ("notify" | "notify-all" | "readers" | "writing");

const locks: Table<LockOp, PlainLockOp> = {
  "try-hold": ({ locks, mine }, { lock }) => keep(mine.guards, locks[lock]!.tryLock()),
  "try-lock": ({ locks }, { lock }) => {
    const guard = locks[lock]!.tryLock();
    guard?.release();
    return guard !== undefined;
  },
  "is-locked": ({ locks }, { lock }) => locks[lock]!.locked,
  release: ({ mine }) => mine.guards.pop()?.release(),
  show: ({ mine, shown }) => void (shown.value = mine.guards.at(-1)),
  "release-shown": ({ shown }) => shown.value?.release(),
  notify: ({ condition }) => condition.notify(),
  "notify-all": ({ condition }) => condition.notifyAll(),
  readers: ({ rwLock }) => rwLock.readers,
  writing: ({ rwLock }) => rwLock.writing,
};

type PlainGateOp =
  | ("try-permit" | "give" | "available" | "open" | "count-down" | "is-latch-open")
  | ("reset" | "meeting" | "settle" | "settle-badly");

const gates: Table<GateOp, PlainGateOp> = {
  "try-permit": ({ permits, mine }, { count }) => keep(mine.guards, permits.tryAcquire(count)),
  give: ({ permits }) => permits.release(),
  available: ({ permits }) => permits.available,
  open: ({ latches }, { latch }) => latches[latch]!.open(),
  "count-down": ({ latches }, { latch }) => latches[latch]!.countDown(),
  "is-latch-open": ({ latches }, { latch }) => latches[latch]!.isOpen,
  reset: ({ barrier }) => barrier.reset(),
  meeting: ({ barrier }) => `${barrier.waitingCount}${barrier.isBroken ? "!" : ""}`,
  settle: (world) => firstGate(world)?.resolve(rondo.self().id),
  "settle-badly": (world) => firstGate(world)?.reject(new Error(rondo.self().id)),
};

type PlainTaskOp =
  "ask-to-cancel" | "ask-to-cancel-within" | "interrupt-now" | "state" | "done" | "waiting-for" | "outcome";

const tasks: Table<TaskOp, PlainTaskOp> = {
  "ask-to-cancel": (world, { task }) => world.task(task)?.cancel("asked"),
  "ask-to-cancel-within": (world, { task, time }) => world.task(task)?.cancel("asked", { within: time }),
  "interrupt-now": (world, { task }) => world.task(task)?.interrupt(new Error("interrupt")),
  state: (world, { task }) => world.task(task)?.state,
  done: (world, { task }) => world.task(task)?.done,
  "waiting-for": (world, { task }) => world.task(task)?.waitingFor,
  outcome: (world, { task }) => world.task(task)?.error ?? world.task(task)?.result,
};

const faults: Table<FaultOp, "fails" | "link-put"> = {
  fails: () => failures("fails"),
  "link-put": ({ link }) => link.trySend(rondo.self().id),
};

/** All that a task can do without waiting. */
export const PLAIN = {
  ...state,
  ...own,
  ...time,
  ...messages,
  ...channels,
  ...locks,
  ...gates,
  ...tasks,
  ...faults,
};

function nameOf(key: number): string {
  return key === 0 ? "a" : "b";
}

function keep(guards: rondo.Guard[], guard: rondo.Guard | undefined): boolean {
  if (guard !== undefined) guards.push(guard);
  return guard !== undefined;
}

function firstGate({ gates }: World): World["gates"]["value"][number] | undefined {
  const [first, ...rest] = gates.value;
  gates.value = rest;
  return first;
}
