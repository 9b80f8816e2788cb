import fc from "fast-check";
import type { Body, Op, SmallProgram, Wait } from "./op.js";

const two = fc.constantFrom(0, 1);
/** Mostly one of those that are there from the start. */
const task = fc.constantFrom(0, 0, 1, 1, 2);
const time = fc.constantFrom(0, 1, 2);
/** Mostly the first of several alike, so that tasks meet at it. */
const one = fc.constantFrom(0, 0, 0, 1);
const channel = fc.constantFrom(0, 0, 1, 1, 2, 3);

const waits: fc.Arbitrary<Wait> = fc.oneof(
  fc.record({ wait: fc.constantFrom("take", "put", "next"), channel }),
  fc.record({ wait: fc.constantFrom("receive", "read", "write", "permit", "gate", "hear", "heard") }),
  fc.record({ wait: fc.constantFrom("lock", "latch"), of: one }),
  fc.record({ wait: fc.constantFrom("join", "send", "ask"), task }),
  fc.record({ wait: fc.constantFrom("sleep", "receive-within"), time }),
);

type Arbitrary = fc.Arbitrary<Op>;

/** What one family of instructions consists of, bodies for those that have one. */
type Family = (body: fc.Arbitrary<Body>) => Arbitrary[];

/** Where tasks meet. */
const MEETING: Readonly<Record<string, Family>> = {
  cells: () => [
    fc.record({ do: fc.constantFrom("get", "set", "add"), cell: one }),
    fc.record({ do: fc.constant("cas" as const), cell: one, from: two }),
    fc.record({ do: fc.constantFrom("field", "set-field"), key: one }),
  ],
  collections: () => [
    fc.record({ do: fc.constantFrom("map-get", "map-has", "map-set", "map-delete"), key: one }),
    fc.record({ do: fc.constantFrom("set-has", "set-add", "set-delete", "list-at", "list-set"), key: one }),
    fc.record({ do: fc.constantFrom("map-size", "map-keys", "set-values", "push", "pop", "length", "list") }),
  ],
  mailboxes: () => [
    fc.record({ do: fc.constantFrom("receive", "reply", "refuse", "is-open", "value", "emit") }),
    fc.record({ do: fc.constantFrom("send", "post", "ask", "unread"), to: task }),
    fc.record({ do: fc.constant("receive-within" as const), time }),
    fc.record({ do: fc.constant("receive-from" as const), from: two }),
  ],
  channels: () => [
    fc.record({ do: fc.constantFrom("put", "take", "next", "try-put", "try-take"), channel }),
    fc.record({ do: fc.constantFrom("close", "close-with", "is-closed", "size"), channel }),
  ],
  broadcasts: () => [
    fc.record({ do: fc.constantFrom("subscribe", "unsubscribe", "hear", "tell", "end-broadcast", "listeners") }),
    fc.record({ do: fc.constantFrom("listen", "event", "heard") }),
  ],
  locks: (body) => [
    fc.record({ do: fc.constant("lock" as const), lock: one, body }),
    fc.record({ do: fc.constantFrom("hold", "try-hold", "try-lock", "is-locked"), lock: one }),
    fc.record({ do: fc.constantFrom("release", "show", "release-shown") }),
  ],
  conditions: (body) => [
    fc.record({ do: fc.constantFrom("wait", "wait-for", "notify", "notify-all") }),
    fc.record({ do: fc.constant("lock" as const), lock: fc.constant(0), body }),
    fc.record({ do: fc.constant("set" as const), cell: fc.constant(0) }),
  ],
  rwLocks: (body) => [
    fc.record({ do: fc.constantFrom("read", "write"), body }),
    fc.record({ do: fc.constantFrom("hold-read", "hold-write", "readers", "writing", "release") }),
  ],
  permits: (body) => [
    fc.record({ do: fc.constant("permit" as const), count: fc.constantFrom(1, 2), body }),
    fc.record({ do: fc.constantFrom("hold-permit", "try-permit"), count: fc.constantFrom(1, 2) }),
    fc.record({ do: fc.constantFrom("give", "available", "release") }),
  ],
  gates: () => [
    fc.record({ do: fc.constantFrom("latch", "open", "count-down", "is-latch-open"), latch: one }),
    fc.record({ do: fc.constantFrom("meet", "reset", "meeting", "gate", "settle", "settle-badly") }),
  ],
  ends: () => [
    fc.record({ do: fc.constantFrom("join", "cancel", "ask-to-cancel", "interrupt", "interrupt-now"), task }),
    fc.record({ do: fc.constantFrom("state", "done", "waiting-for", "outcome"), task }),
    fc.record({ do: fc.constantFrom("cancel-within", "ask-to-cancel-within"), task, time }),
  ],
};

/** What a task does besides, and around that. */
const AROUND: Readonly<Record<string, Family>> = {
  turns: () => [
    fc.record({
      do: fc.constantFrom("yield", "pass", "value", "emit", "emit-only", "self", "random", "throw", "signal"),
    }),
  ],
  time: (body) => [
    fc.record({ do: fc.constant("now" as const) }),
    fc.record({ do: fc.constantFrom("sleep", "sleep-until", "receive-within"), time }),
    fc.record({ do: fc.constantFrom("timeout", "deadline"), time, body }),
  ],
  children: (body) => [
    fc.record({ do: fc.constantFrom("spawn", "spawn-supervised", "spawn-daemon", "spawn-bounded"), body }),
    fc.record({ do: fc.constant("start" as const), body, after: body }),
    fc.record({ do: fc.constantFrom("join", "cancel"), task: fc.constant(2) }),
  ],
  frames: (body) => [
    fc.record({ do: fc.constantFrom("scope", "supervise", "shield", "catch", "call", "inner", "with"), body }),
    fc.record({ do: fc.constant("retry" as const), time, body }),
    fc.record({ do: fc.constantFrom("ensure", "finally", "use"), body, after: body }),
    fc.record({ do: fc.constantFrom("setting", "throw") }),
  ],
  groups: (body) => [
    fc.record({
      do: fc.constantFrom("all", "race", "any", "settled", "limited", "each"),
      branches: fc.array(body, { minLength: 1, maxLength: 2 }),
    }),
  ],
  selects: () => [
    fc.record({
      do: fc.constant("select" as const),
      waits: fc.array(waits, { minLength: 1, maxLength: 3 }),
      orElse: fc.boolean(),
    }),
  ],
};

const FAULTS: Family = () => [fc.record({ do: fc.constantFrom("fails", "link-put", "link-take") })];

/** Operations of a few families: where tasks do things that are alike they meet. */
function opsOf(families: readonly Family[]): fc.Arbitrary<Op> {
  const opsWith = (body: fc.Arbitrary<Body>): Arbitrary[] => families.flatMap((family) => family(body));
  return fc.letrec<{ op: Op; body: Body }>((tie) => ({
    body: fc.array(tie("op"), { minLength: 1, maxLength: 2, depthIdentifier: "op" }),
    op: fc.oneof(
      { depthIdentifier: "op", maxDepth: 2, depthSize: "small" },
      fc.oneof(...opsWith(fc.constant([]))),
      ...opsWith(tie("body")),
      fc.constant({ do: "yield" as const }),
    ),
  })).op;
}

function programsOf(always: readonly Family[]): fc.Arbitrary<SmallProgram> {
  const meeting = fc.subarray(Object.values(MEETING), { minLength: 1, maxLength: 2 });
  const around = fc.subarray(Object.values(AROUND), { maxLength: 2 });
  return fc.tuple(meeting, around).chain(([some, others]) => {
    const body = fc.array(opsOf([...some, ...others, ...always]), { minLength: 2, maxLength: 4 });
    return fc.array(body, { minLength: 2, maxLength: 3 });
  });
}

/** Programs of two or three tasks that are small enough to run under every schedule, or nearly. */
export const smallPrograms: fc.Arbitrary<SmallProgram> = programsOf([]);

/** The same, with places that may go wrong. */
export const unsafePrograms: fc.Arbitrary<SmallProgram> = programsOf([FAULTS]);
