/**
 * A message overtaken: it was sent first, and what was sent after it comes first.
 *
 * A client writes to a server and then tells a friend, who reads from the server. Each channel keeps its order, but between two
 * channels there is none: the question of the friend may be answered before the write has come in. That takes no
 * preemption.
 *
 * Mended by a receipt: the client tells its friend when the server has said that it is done.
 *
 *     npx rondo explore examples/bugs/overtaken-message.ts
 */
import assert from "node:assert/strict";
import { Channel } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

interface Lines {
  readonly writes: Channel<number>;
  readonly reads: Channel<"read">;
  readonly replies: Channel<number>;
  readonly toFriend: Channel<"go">;
}

function makeLines(): Lines {
  return {
    writes: new Channel(Infinity),
    reads: new Channel(Infinity),
    replies: new Channel(Infinity),
    toFriend: new Channel(Infinity),
  };
}

function* friend({ toFriend, reads, replies }: Lines): Generator<unknown, void, unknown> {
  yield* toFriend.receive();
  yield* reads.send("read");
  assert.equal(yield* replies.receive(), 1);
}

function* reader({ reads, replies }: Lines, store: { value: number }): Generator<unknown, void, unknown> {
  yield* reads.receive();
  const { value } = store;
  yield;
  yield* replies.send(value);
}

export default function overtakenMessage(): ExploreScene {
  const lines = makeLines();
  const store = tracked({ value: 0 });

  function* client() {
    yield* lines.writes.send(1);
    yield* lines.toFriend.send("go");
  }
  function* writer() {
    store.value = yield* lines.writes.receive();
  }

  return { tasks: [client, () => friend(lines), writer, () => reader(lines, store)] };
}

export function mended(): ExploreScene {
  const lines = makeLines();
  const receipts = new Channel<"done">(Infinity);
  const store = tracked({ value: 0 });

  function* client() {
    yield* lines.writes.send(1);
    yield* receipts.receive();
    yield* lines.toFriend.send("go");
  }
  function* writer() {
    store.value = yield* lines.writes.receive();
    yield* receipts.send("done");
  }

  return { tasks: [client, () => friend(lines), writer, () => reader(lines, store)] };
}

export const facts: Facts = {
  kind: "error",
  preemptions: 0,
  classes: { failing: 16, all: 32 },
};
