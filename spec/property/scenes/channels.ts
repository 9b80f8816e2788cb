import { Broadcast, call, Channel, pass, select, sleep, use, type Overflow } from "rondo";
import type { Setup } from "rondo/testing";
import { checkMeetings, drained, ensured, Flow, tidy } from "./parts.js";

/** Two senders and two receivers at a channel that loses nothing. */
function blocking(capacity: number): Setup {
  return (cleanups) => {
    const [channel, flow] = [new Channel<number>(capacity), new Flow()];
    return {
      tasks: [
        tidy(cleanups, "first sender", () => flow.sends(channel, 1, 2, 3)),
        tidy(cleanups, "first receiver", () => flow.receives(channel, 3)),
        tidy(cleanups, "second receiver", () => flow.receives(channel, 2)),
        tidy(cleanups, "second sender", () => flow.sends(channel, 4, 5)),
      ],
      check({ unfinished }) {
        const left = drained(channel);
        flow.check(left);
        checkMeetings(left, unfinished);
        if (unfinished.some((line) => line.includes("send"))) expect(left).toHaveLength(capacity);
      },
    };
  };
}

/** A sender that never waits, and receivers that do not come often enough. */
function dropping(overflow: Overflow, capacity?: number): Setup {
  return (cleanups) => {
    const [channel, flow] = [new Channel<number>(capacity, overflow), new Flow()];
    return {
      tasks: [
        tidy(cleanups, "sender", function* () {
          for (const n of [1, 2, 3]) yield* flow.sends(channel, 10 * n, 10 * n + 1, 10 * n + 2);
        }),
        tidy(cleanups, "receiver", () => flow.receives(channel, 1)),
        tidy(cleanups, "another receiver", function* () {
          for (let left = 3; left > 0; left--) {
            const got = yield* select({ value: channel.receive(), late: sleep(1) });
            if (got.name === "value") flow.received.push(got.value);
          }
        }),
      ],
      check: () => flow.checkDropping(drained(channel)),
    };
  };
}

export const channels: Record<string, Setup> = {
  "a rendezvous": blocking(0),
  "a channel with room for one": blocking(1),
  "a channel with room for two": blocking(2),
  "a channel without a limit": blocking(Infinity),
  "a channel that drops the newest": dropping("drop-newest", 2),
  "a channel that drops the oldest": dropping("drop-oldest", 2),
  "a channel that keeps the latest": dropping("conflate"),

  "a channel that its sender closes, and receivers that go on to the end": (cleanups) => {
    const [channel, flow] = [new Channel<number>(1), new Flow()];
    const drain = function* (): Generator<unknown, void> {
      for (let got = yield* channel.next(); !got.done; got = yield* channel.next()) flow.received.push(got.value);
    };
    return {
      tasks: [
        tidy(cleanups, "receiver", drain),
        tidy(cleanups, "another receiver", drain),
        function* sender() {
          try {
            yield* flow.sends(channel, 1, 2, 3, 4);
          } finally {
            channel.close();
          }
        },
      ],
      check({ undisturbed, unfinished }) {
        const left = drained(channel);
        flow.check(left);
        checkMeetings(left, unfinished);
        if (undisturbed) expect(flow.received.sort()).toEqual([1, 2, 3, 4]);
      },
    };
  },

  "a channel that is closed with an error while senders and receivers wait": (cleanups) => {
    const [one, other, flow] = [new Channel<number>(), new Channel<number>(1), new Flow()];
    const broken = new Error("the line is broken");
    return {
      tasks: [
        tidy(cleanups, "receiver", () => flow.receives(one, 1)),
        tidy(cleanups, "sender", () => flow.sends(other, 1, 2, 3)),
        tidy(cleanups, "breaks the line", function* () {
          yield* sleep(1);
          one.close(broken);
          other.close(broken);
        }),
      ],
      expects: (error) => error === broken || (error instanceof Error && error.cause === broken),
      check: () => flow.check([...drained(one), ...drained(other)]),
    };
  },

  "both ends of a channel in one select": (cleanups) => {
    const [channel, flow] = [new Channel<string>(), new Flow<string>()];
    const both = (name: string) =>
      tidy(cleanups, name, function* () {
        for (let n = 0; n < 2; n++) {
          const got = yield* select({ out: channel.send(`${name}${n}`), in: channel.receive() });
          if (got.name === "in") flow.received.push(got.value);
          else flow.sent.push(`${name}${n}`);
        }
      });
    return {
      tasks: [both("a"), both("b"), both("c"), both("d")],
      check({ unfinished }) {
        flow.check(drained(channel));
        // Two who wait could serve each other.
        expect(unfinished.length).toBeLessThan(2);
      },
    };
  },

  "a select over channels and a time": (cleanups) => {
    const [one, other, flow] = [new Channel<number>(), new Channel<number>(1), new Flow()];
    return {
      tasks: [
        ensured(cleanups, "chooses", function* () {
          for (let left = 6; left > 0; left--) {
            const got = yield* select({ one: one.receive(), other: other.receive(), late: sleep(2) }, { fair: true });
            if (got.name !== "late") flow.received.push(got.value);
          }
        }),
        tidy(cleanups, "one", () => flow.sends(one, 1, 2)),
        tidy(cleanups, "other", function* () {
          yield* sleep(2);
          yield* flow.sends(other, 3, 4);
        }),
      ],
      check: () => flow.check([...drained(one), ...drained(other)]),
    };
  },

  "stages that hand values on": (cleanups) => {
    const [raw, done, flow] = [new Channel<number>(1), new Channel<number>(), new Flow()];
    return {
      tasks: [
        tidy(cleanups, "source", () => flow.sends(raw, 1, 2, 3)),
        tidy(cleanups, "stage", function* () {
          for (let left = 3; left > 0; left--) {
            const value = yield* raw.receive();
            const passed = yield* select({ on: done.send(value), late: sleep(50) });
            // What the next stage does not want is told apart from what is lost.
            if (passed.name === "late") flow.received.push(value);
          }
        }),
        tidy(cleanups, "sink", () => flow.receives(done, 3)),
      ],
      check({ undisturbed }) {
        if (undisturbed) flow.check([]);
        else flow.checkDropping([...drained(raw), ...drained(done)]);
      },
    };
  },

  "a broadcast to those who listen for as long as they run": (cleanups) => {
    const prices = new Broadcast<number>();
    const listener = (name: string) =>
      ensured(cleanups, name, function* () {
        const mine = yield* use(
          () => prices.subscribe(),
          (channel) => channel.close(),
        );
        yield* select({ price: mine.receive(), late: sleep(5) });
        yield* call(function* () {
          yield* select({ price: mine.receive(), late: sleep(5) });
        });
      });
    return {
      tasks: [
        listener("a"),
        listener("b"),
        tidy(cleanups, "sender", function* () {
          for (const price of [1, 2]) {
            yield* pass();
            prices.send(price);
          }
        }),
      ],
      check: () => expect(prices.size).toBe(0),
    };
  },
};
