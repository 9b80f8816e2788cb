/**
 * A chat of actors: a room and its guests are tasks that talk by messages alone. The room is a service: it says when it is
 * ready, and answers questions.
 *
 *     npx rondo run examples/chat.ts --timeline
 */
import { ask, cancel, now, receive, send, sleep, spawn, start, type Ask, type Ready, type Task } from "rondo";

type Message = { kind: "join"; name: string; guest: Task } | { kind: "say"; name: string; text: string };
type ForRoom = Message | Ask<"who is here?", string[]>;

export default function* main(): Generator<unknown, void, unknown> {
  const { task: lobby } = yield* start(room);
  const ada = yield* spawn(guest, lobby, "Ada", ["hello", "does anybody know Rondo?"], 10);
  const ben = yield* spawn(guest, lobby, "Ben", ["hi", "it keeps coming round"], 15);
  yield* ada;
  yield* ben;
  const names = yield* ask<string[]>(lobby, "who is here?");
  console.log(`${stamp()}here were: ${names.join(", ")}`);
  yield* cancel(lobby);
}

/** Passes on what is said to all others. */
function* room(ready: Ready<void>) {
  const guests = new Map<string, Task>();
  ready();
  for (;;) {
    const message = yield* receive<ForRoom>();
    if (!("kind" in message)) {
      message.reply([...guests.keys()]);
      continue;
    }
    if (message.kind === "join") guests.set(message.name, message.guest);
    const text = message.kind === "join" ? "joins" : message.text;
    for (const [name, other] of guests) {
      // A guest who has left takes no messages any more.
      if (name !== message.name && !other.done) yield* send(other, `${message.name}: ${text}`);
    }
  }
}

/** Says something now and then, and listens in between. */
function* guest(lobby: Task, name: string, lines: string[], pause: number) {
  const listener = yield* spawn(function* ears() {
    for (;;) console.log(`${stamp()}${name.padEnd(4)}hears ${yield* receive<string>()}`);
  });
  yield* send(lobby, { kind: "join", name, guest: listener } satisfies Message);
  for (const text of lines) {
    yield* sleep(pause);
    yield* send(lobby, { kind: "say", name, text } satisfies Message);
  }
  yield* sleep(50);
  yield* cancel(listener);
}

function stamp(): string {
  return `${String(now()).padStart(4)}  `;
}
