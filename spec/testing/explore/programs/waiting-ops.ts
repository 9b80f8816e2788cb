import * as rondo from "rondo";
import type {
  Body,
  ChannelOp,
  FamilyOp,
  FaultOp,
  GateOp,
  LockOp,
  MessageOp,
  Named,
  Op,
  OwnOp,
  TaskOp,
  TimeOp,
  Wait,
} from "./op.js";
import type { PLAIN } from "./plain-ops.js";
import type { Steps, World } from "./world.js";

/** Makes programs of bodies. */
export type Compile = (body: Body) => () => Steps<string>;

/** What an operation does that may wait, or enters a frame, and what it is answered. */
type Table<O extends Op> = {
  readonly [K in Exclude<O["do"], keyof typeof PLAIN>]: (
    world: World,
    op: Named<O, K>,
    program: Compile,
  ) => Iterable<unknown, unknown, unknown>;
};

const own: Table<OwnOp> = {
  *yield() {
    yield;
  },
  *value() {
    return yield rondo.self().id;
  },
  pass: () => rondo.pass(),
  emit: () => rondo.emit("value"),
  "emit-only": () => rondo.emit("value", { take: false }),
  *signal({ mine }) {
    const signal = yield* rondo.abortSignal();
    signal.addEventListener("abort", () => mine.log.push("aborted"));
    return signal.aborted;
  },
};

const time: Table<TimeOp> = {
  *sleep(_world, { time }) {
    yield* rondo.sleep(time);
    return rondo.now();
  },
  *"sleep-until"(_world, { time }) {
    yield* rondo.sleepUntil(time);
    return rondo.now();
  },
  timeout: (_world, { time, body }, program) => rondo.timeout(time, program(body), { else: () => "late" }),
  deadline: (_world, { time, body }, program) => rondo.timeout(time, program(body)),
};

const messages: Table<MessageOp> = {
  *receive(world) {
    return asked(world, yield* rondo.receive());
  },
  *"receive-within"(world, { time }) {
    return asked(world, yield* rondo.receive({ timeout: time }));
  },
  *"receive-from"(world, { from }) {
    return asked(world, yield* rondo.receive({ match: (message) => message === String(from + 1) }));
  },
  send: (world, { to }) => given(world.task(to), (task) => rondo.send(task, rondo.self().id)),
  ask: (world, { to }) => given(world.task(to), (task) => rondo.ask(task, rondo.self().id)),
};

const channels: Table<ChannelOp> = {
  put: ({ channels }, { channel }) => channels[channel]!.send(rondo.self().id),
  take: ({ channels }, { channel }) => channels[channel]!.receive(),
  *next({ channels }, { channel }) {
    return (yield* channels[channel]!.next()).value;
  },
  hear: ({ mine }) => given(mine.ear, (ear) => ear.receive()),
  *listen({ emitter, mine }) {
    mine.inbox = yield* rondo.on(emitter, "event");
  },
  heard: ({ mine }) => given(mine.inbox, (inbox) => inbox.next()),
};

const locks: Table<LockOp> = {
  lock: ({ locks }, { lock, body }, program) => locks[lock]!.withLock(program(body)),
  hold: ({ locks, mine }, { lock }) => held(mine.guards, locks[lock]!.lock()),
  wait: ({ locks, condition }) => locks[0]!.withLock(() => around(condition.wait())),
  "wait-for": ({ locks, condition, cells }) =>
    locks[0]!.withLock(() => around(condition.waitFor(() => cells[0]!.value > 0))),
  read: ({ rwLock }, { body }, program) => rwLock.withRead(program(body)),
  write: ({ rwLock }, { body }, program) => rwLock.withWrite(program(body)),
  "hold-read": ({ rwLock, mine }) => held(mine.guards, rwLock.read()),
  "hold-write": ({ rwLock, mine }) => held(mine.guards, rwLock.write()),
};

const gates: Table<GateOp> = {
  permit: ({ permits }, { count, body }, program) => permits.withPermits(count, program(body)),
  "hold-permit": ({ permits, mine }, { count }) => held(mine.guards, permits.acquire(count)),
  latch: ({ latches }, { latch }) => latches[latch]!.wait(),
  meet: ({ barrier }) => barrier.wait(),
  gate: (world) => suspended(world),
};

const tasks: Table<TaskOp> = {
  join: (world, { task }) => given(world.task(task), (one) => rondo.join(one)),
  cancel: (world, { task }) => given(world.task(task), (one) => rondo.cancel(one)),
  "cancel-within": (world, { task, time }) => given(world.task(task), (one) => rondo.cancel(one, { within: time })),
  interrupt: (world, { task }) => given(world.task(task), (one) => rondo.interrupt(one, new Error("interrupt"))),
};

const families: Table<FamilyOp> = {
  spawn: (world, { body }, program) => adopted(world, rondo.spawn(program(body))),
  "spawn-supervised": (world, { body }, program) =>
    adopted(world, rondo.spawnWith({ supervised: true }, program(body))),
  "spawn-daemon": (world, { body }, program) => adopted(world, rondo.spawnWith({ daemon: true }, program(body))),
  "spawn-bounded": (world, { body }, program) => adopted(world, rondo.spawnWith({ mailbox: 1 }, program(body))),
  scope: (_world, { body }, program) => rondo.scope(program(body)),
  supervise: (_world, { body }, program) => rondo.supervise(program(body)),
  shield: (_world, { body }, program) => rondo.shield(program(body)),
  call: (_world, { body }, program) => rondo.call(program(body)),
  *catch(_world, { body }, program) {
    try {
      return yield* rondo.scope(program(body));
    } catch (error) {
      return error;
    }
  },
  *inner(_world, { body }, program) {
    return yield program(body)();
  },
  with: ({ setting }, { body }, program) => setting.with(rondo.self().id, program(body)),
  retry: (_world, { time, body }, program) => rondo.retry(program(body), { attempts: 2, delay: time }),
  ensure: (_world, { body, after }, program) => rondo.ensure(program(body), program(after)),
  *use(_world, { body, after }, program) {
    yield* rondo.use(program(body), () => program(after)());
  },
  finally: (_world, { body, after }, program) => rondo.call(() => guarded(program(body), program(after))),
  *start(world, { body, after }, program) {
    const { task, value } = yield* rondo.start<string, string, []>(function* service(ready) {
      yield* program(body)();
      ready("ready");
      return yield* program(after)();
    });
    world.mine.child = task;
    return value;
  },
  *all(_world, { branches }, program) {
    return (yield* rondo.all(branches.map(program))).join();
  },
  *limited(_world, { branches }, program) {
    return (yield* rondo.all(branches.map(program), { concurrency: 1 })).join();
  },
  *each(_world, { branches }, program) {
    return (yield* rondo.mapEach(branches, (body) => program(body)())).join();
  },
  race: (_world, { branches }, program) => rondo.race(branches.map(program)),
  any: (_world, { branches }, program) => rondo.any(branches.map(program)),
  *settled(_world, { branches }, program) {
    return (yield* rondo.settled(branches.map(program))).map(({ state }) => state).join();
  },
  *select(world, { waits, orElse }) {
    const alternatives = Object.fromEntries(waits.map((wait, i) => [`w${String(i)}`, waitOf(world, wait)]));
    const got = yield* orElse ? rondo.select(alternatives, { else: "none" }) : rondo.select(alternatives);
    return `${got.name}:${show(asked(world, got.value))}`;
  },
};

const faults: Table<FaultOp> = { "link-take": ({ link }) => link.receive() };

/** All that a task can do that may wait. */
export const WAITING = {
  ...own,
  ...time,
  ...messages,
  ...channels,
  ...locks,
  ...gates,
  ...tasks,
  ...families,
  ...faults,
};

const NOTHING: Iterable<unknown, unknown, unknown> = [];

function given<T>(
  one: T | undefined,
  make: (one: T) => Iterable<unknown, unknown, unknown>,
): Iterable<unknown, unknown, unknown> {
  return one === undefined ? NOTHING : make(one);
}

function* around(wait: rondo.Syscall<unknown>): Steps<unknown> {
  return yield* wait;
}

function* held(guards: rondo.Guard[], lock: rondo.Syscall<rondo.Guard>): Steps {
  guards.push(yield* lock);
}

function* adopted(world: World, spawn: rondo.Syscall<rondo.Task>): Steps {
  world.mine.child = yield* spawn;
}

function* guarded(body: () => Steps<string>, cleanup: () => Steps<string>): Steps {
  try {
    yield* rondo.call(body);
  } finally {
    yield* rondo.shield(cleanup);
  }
}

/** Keeps a question until it is replied to. */
function asked({ mine }: World, message: unknown): unknown {
  if (!(typeof message === "object" && message !== null && "reply" in message)) return message;
  mine.questions.push(message as rondo.Ask);
  return "question";
}

function suspended({ gates }: World): rondo.Syscall<string> {
  return rondo.suspend<string>((resolve, reject) => {
    const gate = { resolve, reject };
    gates.value = [...gates.value, gate];
    return () => {
      gates.value = gates.value.filter((one) => one !== gate);
    };
  });
}

function waitOf(world: World, wait: Wait): rondo.Syscall<unknown> | rondo.Task {
  const { channels, locks, rwLock, latches, permits, mine } = world;
  switch (wait.wait) {
    case "take":
      return channels[wait.channel]!.receive();
    case "next":
      return channels[wait.channel]!.next();
    case "put":
      return channels[wait.channel]!.send(rondo.self().id);
    case "receive":
      return rondo.receive();
    case "receive-within":
      return rondo.receive({ timeout: wait.time });
    case "lock":
      return locks[wait.of]!.lock();
    case "read":
      return rwLock.read();
    case "write":
      return rwLock.write();
    case "latch":
      return latches[wait.of]!.wait();
    case "permit":
      return permits.acquire();
    case "gate":
      return suspended(world);
    case "hear":
      return mine.ear?.receive() ?? rondo.sleep(1);
    case "heard":
      return mine.inbox?.next() ?? rondo.sleep(1);
    case "sleep":
      return rondo.sleep(wait.time);
    default: {
      const task = world.task(wait.task);
      if (task === undefined) return rondo.sleep(1);
      if (wait.wait === "join") return task;
      return wait.wait === "send" ? rondo.send(task, rondo.self().id) : rondo.ask(task, rondo.self().id);
    }
  }
}

/** What a task saw, in few words. */
export function show(value: unknown): string {
  if (value instanceof Error) return `${value.name}(${value.message.length > 20 ? "…" : value.message})`;
  if (typeof value === "object" && value !== null) return value.constructor.name;
  return String(value);
}
