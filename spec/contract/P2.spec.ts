import fc from "fast-check";
import { Scheduler } from "rondo";
import { coroutine, StopIteration } from "rondo/coroutine";
import { lines, load, names } from "../support/examples.js";

/** The scenarios of the guide's first part. */
const scenarios = [
  "eager-reader",
  "lazy-reader",
  "one-pass",
  "generator-expression",
  "infinite-sequence",
  "memory",
  "time",
  "count-up-to",
  "return-value",
  "counter-reset",
  "throw",
  "close",
  "data-loader",
  "counter",
];

describe("P2 the same lines, by hand or scheduled", () => {
  it.each(scenarios)("%s", async (name) => {
    const { byHand, scheduled } = await load(name);
    const shown = lines(byHand);
    expect(shown.length).toBeGreaterThan(0);
    expect(lines(scheduled)).toEqual(shown);
  });

  it("holds for every example that has both forms", async () => {
    const examples = await Promise.all(names.map(async (name) => ({ name, ...(await load(name)) })));
    const both = examples.filter(({ byHand, scheduled }) => byHand !== undefined || scheduled !== undefined);
    expect(both.map(({ name }) => name).sort()).toEqual([...scenarios].sort());
  });
});

/** Values that a task may yield as they are, and that are no answer of "none". */
const plain = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.integer()));

/** Yields each value, and notes each answer; fails or returns at the end. */
function* listener(
  values: readonly unknown[],
  log: unknown[],
  end: () => unknown,
): Generator<unknown, unknown, unknown> {
  try {
    for (const value of values) log.push(["hears", yield value]);
    return end();
  } finally {
    log.push("ends");
  }
}

function byHand(values: readonly unknown[], answers: readonly unknown[], end: () => unknown): unknown[] {
  const log: unknown[] = [];
  const hand = coroutine(listener(values, log, end));
  try {
    log.push(["gives", hand.next()]);
    for (const answer of answers) log.push(["gives", hand.send(answer)]);
    for (;;) log.push(["gives", hand.next()]);
  } catch (error) {
    log.push(error instanceof StopIteration ? ["returns", error.value] : ["throws", error]);
  }
  return log;
}

function scheduled(values: readonly unknown[], answers: readonly unknown[], end: () => unknown): unknown[] {
  const log: unknown[] = [];
  const scheduler = new Scheduler();
  scheduler.on("emission", (value) => log.push(["gives", value]));
  const task = scheduler.spawn(listener, values, log, end);
  for (const answer of answers) task.send(answer);
  try {
    scheduler.run();
    log.push(["returns", task.result]);
  } catch (error) {
    log.push(["throws", error]);
  }
  return log;
}

describe("P2 any generator of plain values", () => {
  const conversation = fc
    .array(plain)
    .chain((values) => fc.tuple(fc.constant(values), fc.array(plain, { maxLength: values.length })));

  it("yields, hears and returns the same in both, where the answers wait in the mailbox", () => {
    fc.assert(
      fc.property(conversation, plain, ([values, answers], result) => {
        const end = (): unknown => result;
        expect(scheduled(values, answers, end)).toEqual(byHand(values, answers, end));
      }),
    );
  });

  it("throws the very same error in both", () => {
    fc.assert(
      fc.property(conversation, fc.string(), ([values, answers], message) => {
        const error = new Error(message);
        const end = (): never => {
          throw error;
        };
        const log = scheduled(values, answers, end);
        expect(log).toEqual(byHand(values, answers, end));
        expect((log.at(-1) as unknown[])[1]).toBe(error);
      }),
    );
  });
});
