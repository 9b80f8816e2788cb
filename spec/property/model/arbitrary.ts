/** Random programs. What comes first in a choice is what a counterexample shrinks to. */
import fc from "fast-check";
import type { Block, ChannelShape, Of, Program, SpawnOptions, Statement, TaskName, Try, Wait } from "./program.js";
import { shareOf, THEME_NAMES, type Theme } from "./themes.js";

/** One of the first tasks, or of the latest; those mostly, so that tasks meet. */
const task = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -4, max: 4 }) },
  { weight: 3, arbitrary: fc.integer({ min: -2, max: -1 }) },
  { weight: 1, arbitrary: fc.constant("self") },
) as fc.Arbitrary<TaskName>;
const ms = fc.nat({ max: 3 });
const number = fc.nat({ max: 9 });
const place = fc.nat({ max: 1 });
const count = fc.integer({ min: 1, max: 2 });
const flag = fc.boolean();
const rarely = fc.constantFrom(false, false, false, true);
const within = fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: ms });

/** A kind of statement: what it is called, how often it comes, and how it is made. */
interface Kind<S extends Statement = Statement> extends fc.WeightedArbitrary<S> {
  readonly name: Statement["do"];
}

function kind<K extends Statement["do"]>(
  weight: number,
  name: K,
  fields: { [F in keyof Omit<Of<K>, "do">]: fc.Arbitrary<Of<K>[F]> },
): Kind<Of<K>> {
  return { weight, name, arbitrary: fc.record({ do: fc.constant(name), ...fields }) as unknown as fc.Arbitrary<Of<K>> };
}

const WAITS: readonly Kind<Wait>[] = [
  kind(5, "sleep", { ms }),
  kind(1, "sleepUntil", { time: fc.nat({ max: 6 }) }),
  kind(2, "join", { task }),
  kind(1, "ask", { task, message: number }),
  kind(2, "suspend", { answer: fc.constantFrom("later", "at once", "failing") }),
  kind(2, "send", { task, message: number }),
  kind(2, "receive", { odd: rarely, timeout: fc.option(ms, { nil: undefined }) }),
  kind(2, "channel.send", { channel: place, value: number }),
  kind(1, "channel.receive", { channel: place }),
  kind(1, "channel.next", { channel: place }),
  kind(1, "mutex.lock", { mutex: place }),
  kind(1, "semaphore.acquire", { count }),
  kind(1, "rwlock.read", {}),
  kind(1, "rwlock.write", {}),
  kind(1, "latch.wait", {}),
];

const OTHER_LEAVES: readonly Kind[] = [
  kind(4, "pass", {}),
  kind(1, "bare pass", {}),
  kind(1, "bare sleep", { ms }),
  kind(1, "emit", { value: number, take: flag }),
  kind(1, "bare emit", { value: number }),
  kind(1, "task.send", { task, message: number }),
  kind(1, "task.cancel", { task, reason: number, within }),
  kind(1, "task.interrupt", { task }),
  kind(1, "channel.trySend", { channel: place, value: number }),
  kind(1, "channel.tryReceive", { channel: place }),
  kind(1, "channel.close", { channel: place, failing: flag }),
  kind(3, "release", {}),
  kind(2, "condition.notify", { count: fc.constantFrom(1, 2, Infinity) }),
  kind(1, "latch.open", {}),
  kind(2, "barrier.wait", {}),
  kind(1, "barrier.reset", {}),
  kind(1, "context.get", {}),
  kind(2, "reply", { value: number, failing: rarely }),
  kind(2, "resolve", { value: number, failing: rarely }),
  kind(1, "ready", { value: number }),
  kind(1, "cancel", { task, within }),
  kind(1, "interrupt", { task }),
  kind(1, "return", { value: number }),
  kind(1, "throw", {}),
];

function leaves(theme: Theme): fc.Arbitrary<Statement> {
  const waits = chosen<Wait>(theme, WAITS);
  const selected = fc.array(waits, { minLength: 1, maxLength: 3, size: "max" });
  const others = [...OTHER_LEAVES, kind(3, "select", { waits: selected, otherwise: rarely })];
  const mark = kind(3, "mark", {});
  return fc.oneof<fc.MaybeWeightedArbitrary<Statement>[]>(
    mark,
    { weight: 5, arbitrary: waits },
    { weight: 5, arbitrary: chosen<Statement>(theme, others) },
  );
}

/** One of the kinds that belong to a theme. */
function chosen<S extends Statement>(theme: Theme, kinds: readonly Kind<S>[]): fc.Arbitrary<S> {
  const weighted = kinds.map((one) => ({ ...one, weight: one.weight * shareOf(one.name, theme) }));
  return fc.oneof(...weighted.filter(({ weight }) => weight > 0));
}

const options: fc.Arbitrary<SpawnOptions> = fc.record({
  daemon: rarely,
  supervised: flag,
  mailbox: fc.constantFrom(Infinity, 2, 1),
  priority: fc.nat({ max: 2 }),
});

function nested(theme: Theme, body: fc.Arbitrary<Block>): fc.Arbitrary<Statement> {
  const branches = fc.array(body, { maxLength: 3, size: "max" });
  const someBranches = fc.array(body, { minLength: 1, maxLength: 3, size: "max" });
  const concurrency = fc.constantFrom(Infinity, 2, 1);
  const maybe = fc.option(body, { nil: undefined, freq: 1 });
  const mostly = fc.option(body, { nil: undefined, freq: 4 });
  // What a `finally` that a cancellation entered may not do, or not at first.
  const risky = fc.oneof(
    body.map((block): Block => [{ do: "inline", body: block }]),
    fc
      .tuple(options, body, body)
      .map(([how, child, rest]): Block => [{ do: "spawn", options: how, body: child }, ...rest]),
  );
  const conditionLock = fc.constantFrom(0, 0, 0, 1);
  const service = fc.tuple(body, fc.nat({ max: 4 })).map(withReady);
  return chosen<Statement>(theme, [
    kind(4, "call", { body }),
    kind(12, "spawn", { options, body }),
    kind(2, "start", { body: service }),
    kind(3, "scope", { body }),
    kind(2, "supervise", { body }),
    kind(2, "shield", { body }),
    kind(3, "ensure", { body, cleanup: body }),
    kind(2, "use", { acquire: maybe, release: body }),
    kind(2, "withLock", { mutex: place, body }),
    { weight: 2, name: "condition.wait", arbitrary: fc.tuple(conditionLock, body).map(waitingInLock) },
    { weight: 2, name: "condition.wait", arbitrary: fc.tuple(options, body).map(bornToWait) },
    { weight: 2, name: "condition.notify", arbitrary: fc.tuple(conditionLock, body).map(notifyingInLock) },
    { weight: 1, name: "receive", arbitrary: fc.tuple(options, ms, body).map(bornToReceive) },
    kind(1, "withRead", { body }),
    kind(1, "withWrite", { body }),
    kind(1, "retry", { attempts: fc.integer({ min: 1, max: 3 }), delay: ms, body }),
    kind(1, "context.with", { value: number, body }),
    kind(1, "withPermits", { count, body }),
    kind(3, "timeout", { ms, body, otherwise: maybe }),
    kind(2, "all", { branches, concurrency }),
    kind(1, "settled", { branches, concurrency }),
    kind(2, "race", { branches: someBranches, concurrency }),
    kind(1, "any", { branches: someBranches, concurrency }),
    kind(2, "inline", { body }),
    { weight: 16, name: "try", arbitrary: fc.record({ body, handler: mostly, finalizer: maybe }).map(tryOf) },
    { weight: 6, name: "try", arbitrary: fc.record({ body, handler: maybe, finalizer: risky }).map(tryOf) },
  ]);
}

/** A service that says that it is ready. */
function withReady([block, at]: [Block, number]): Block {
  return [...block.slice(0, at), { do: "ready", value: 1 }, ...block.slice(at)];
}

/** To wait for a condition, its lock has to be held. */
function waitingInLock([mutex, block]: [number, Block]): Statement {
  return { do: "withLock", mutex, body: [{ do: "condition.wait" }, ...block] };
}

function bornToWait([how, block]: [SpawnOptions, Block]): Statement {
  return { do: "spawn", options: how, body: [waitingInLock([0, block])] };
}

/** Who notifies mostly holds the lock, too, and keeps it for a while. */
function notifyingInLock([mutex, block]: [number, Block]): Statement {
  return { do: "withLock", mutex, body: [{ do: "condition.notify", count: 1 }, ...block] };
}

/** A task whose mailbox may be full before it reads. */
function bornToReceive([how, ms, block]: [SpawnOptions, number, Block]): Statement {
  const receive: Statement = { do: "receive", odd: false, timeout: undefined };
  return { do: "spawn", options: { ...how, mailbox: 1 }, body: [{ do: "sleep", ms }, receive, receive, ...block] };
}

/** The language wants a `catch` or a `finally`. */
function tryOf(parts: Omit<Try, "do">): Try {
  const isWhole = parts.handler !== undefined || parts.finalizer !== undefined;
  return { do: "try", ...parts, finalizer: isWhole ? parts.finalizer : [] };
}

const channel: fc.Arbitrary<ChannelShape> = fc.oneof(
  fc.record({ capacity: fc.constantFrom(0, 1, 2, Infinity), overflow: fc.constant("block" as const) }),
  fc.record({ capacity: fc.constantFrom(1, 2), overflow: fc.constantFrom("drop-newest", "drop-oldest", "conflate") }),
);

function programsOf(theme: Theme): fc.Arbitrary<Program> {
  const { block } = fc.letrec<{ statement: Statement; block: Block }>((tie) => ({
    block: fc.array(tie("statement"), { maxLength: 8, size: "max" }),
    statement: fc.oneof(
      { maxDepth: 3, depthIdentifier: "statement", withCrossShrink: true },
      { weight: 1, arbitrary: leaves(theme) },
      { weight: 1, arbitrary: nested(theme, tie("block")) },
    ),
  }));
  return fc.record({
    order: fc.constantFrom("round-robin", "round-robin", "priority"),
    roots: fc.array(block, { minLength: 1, maxLength: 4, size: "max" }),
    channels: fc.array(channel, { minLength: 2, maxLength: 2 }),
    permits: fc.integer({ min: 2, max: 3 }),
  });
}

/** Programs about everything, and programs of each theme. */
export const programs: fc.Arbitrary<Program> = fc.noBias(
  fc.oneof(
    { weight: 3, arbitrary: programsOf("everything") },
    ...THEME_NAMES.map((theme) => ({ weight: 1, arbitrary: programsOf(theme) })),
  ),
);
