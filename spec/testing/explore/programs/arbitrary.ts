import fc from "fast-check";
import type { Op, SmallProgram, Wait } from "./op.js";

const two = fc.constantFrom(0, 1);
const three = fc.constantFrom(0, 1, 2);
const time = fc.constantFrom(0, 1, 2);

const waits: fc.Arbitrary<Wait> = fc.oneof(
  fc.record({ wait: fc.constantFrom("take", "put"), channel: two }),
  fc.record({ wait: fc.constantFrom("receive", "lock", "latch", "permit", "gate") }),
  fc.record({ wait: fc.constant("join" as const), task: three }),
  fc.record({ wait: fc.constant("sleep" as const), time }),
);

const simple: fc.Arbitrary<Op>[] = [
  fc.record({ do: fc.constantFrom("get", "set", "add"), cell: two }),
  fc.record({ do: fc.constant("cas" as const), cell: two, from: two }),
  fc.record({ do: fc.constantFrom("yield", "now", "throw", "receive", "emit", "reply") }),
  fc.record({ do: fc.constantFrom("send", "post", "ask"), to: three }),
  fc.record({ do: fc.constant("receive-within" as const), time }),
  fc.record({ do: fc.constantFrom("put", "take", "next", "try-put", "try-take", "close", "size"), channel: two }),
  fc.record({ do: fc.constant("try-lock" as const), lock: two }),
  fc.record({ do: fc.constantFrom("wait", "notify", "latch", "open", "meet", "gate", "settle") }),
  fc.record({ do: fc.constant("sleep" as const), time }),
  fc.record({ do: fc.constantFrom("join", "cancel", "ask-to-cancel", "interrupt", "state", "done"), task: three }),
  fc.record({ do: fc.constant("cancel-within" as const), task: three, time }),
  fc.record({
    do: fc.constant("select" as const),
    waits: fc.array(waits, { minLength: 1, maxLength: 3 }),
    orElse: fc.boolean(),
  }),
];

const { body } = fc.letrec<{ op: Op; body: readonly Op[] }>((tie) => ({
  body: fc.array(tie("op"), { minLength: 1, maxLength: 3, depthIdentifier: "op" }),
  op: fc.oneof(
    { depthIdentifier: "op", maxDepth: 2, depthSize: "small" },
    { weight: 3, arbitrary: fc.oneof(...simple) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("lock" as const), lock: two, body: tie("body") }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("read", "write"), body: tie("body") }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant("permit" as const), count: fc.constantFrom(1, 2), body: tie("body") }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("timeout" as const), time, body: tie("body") }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom("spawn", "spawn-supervised", "spawn-daemon"), body: tie("body") }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constantFrom("scope", "supervise", "shield", "catch", "call"), body: tie("body") }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constantFrom("ensure", "finally", "use"), body: tie("body"), after: tie("body") }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constantFrom("all", "race", "any", "settled", "limited"),
        branches: fc.array(tie("body"), { minLength: 1, maxLength: 2 }),
      }),
    },
  ),
}));

/** Programs of two or three tasks that are small enough to run under every schedule, or nearly. */
export const smallPrograms: fc.Arbitrary<SmallProgram> = fc.array(body, { minLength: 2, maxLength: 3 });
