/**
 * Patterns of GoKer, the bug kernels of GoBench (Yuan and others, CGO 2021): what goes wrong between goroutines, channels, wait
 * groups and contexts, told with tasks. Each is named by the issue that it stems from.
 */
import assert from "node:assert/strict";
import { Channel, Condition, join, Latch, Mutex, pass, race, RwLock, select, sleep, spawn, spawnWith } from "rondo";
import { cell, tracked, type ExploreScene } from "rondo/testing";
import type { Published } from "./program.js";

/** kubernetes#5316: who is asked gives up waiting, and the answer has nowhere to go. `room`: it has. */
function answerTooLate(room: number): ExploreScene {
  function* main() {
    const answer = new Channel<number>(room, "block");
    const stop = new Latch(1);
    yield* spawn(function* answers() {
      yield* pass();
      yield* answer.send(1);
    });
    yield* spawn(function* stops() {
      yield* pass();
      stop.countDown();
    });
    yield* select({ answer: answer.receive(), stop: stop.wait() });
  }
  return { tasks: [main] };
}

/** docker#25384: a group is waited for inside of the loop that begins its tasks; `behind` it: all are begun first. */
function waitsInLoop(behind: boolean): ExploreScene {
  function* main() {
    const group = new Latch(2);
    for (let i = 0; i < 2; i++) {
      yield* spawn(function* restores() {
        yield* pass();
        group.countDown();
      });
      if (!behind) yield* group.wait();
    }
    if (behind) yield* group.wait();
  }
  return { tasks: [main] };
}

/** moby#4951 and others: a lock is held where the other lock is asked for, in a method that is called from both sides. */
function callsBack(copies: boolean): ExploreScene {
  const devices = new Mutex("devices");
  const device = new Mutex("device");

  function* removes() {
    const guard = yield* devices.lock();
    if (copies) guard.release();
    using _device = yield* device.lock();
    if (!copies) guard.release();
  }
  function* lists() {
    using _device = yield* device.lock();
    using _devices = yield* devices.lock();
  }
  return { tasks: [removes, lists] };
}

/** etcd#6857: a status is asked for from a node that may have stopped. `looks`: at both, the answer and the end. */
function asksStopped(looks: boolean): ExploreScene {
  const requests = new Channel<Channel<string>>(0);
  const stopped = new Latch(1);
  const stop = new Channel<null>(1);

  function* node() {
    for (;;) {
      const next = yield* select({ request: requests.receive(), stop: stop.receive() });
      if (next.name === "stop") break;
      yield* next.value.send("ready");
    }
    stopped.countDown();
  }
  function* asks() {
    const reply = new Channel<string>(1);
    if (!looks) {
      yield* requests.send(reply);
      return yield* reply.receive();
    }
    const sent = yield* select({ sent: requests.send(reply), stopped: stopped.wait() });
    return sent.name === "stopped" ? "stopped" : yield* reply.receive();
  }
  function* stops() {
    yield* stop.send(null);
    yield* stopped.wait();
  }
  return { tasks: [node, asks, stops] };
}

/** grpc#1460: a flag and a condition; the flag is set without the lock, between the look and the wait. */
function signalsUnlocked(locked: boolean): ExploreScene {
  const mutex = new Mutex();
  const changed = new Condition(mutex);
  const state = tracked({ ready: false });

  function* waits() {
    using _guard = yield* mutex.lock();
    if (state.ready) return;
    yield* pass(); // writes a line to the log
    yield* changed.wait();
  }
  function* signals() {
    const guard = locked ? yield* mutex.lock() : undefined;
    state.ready = true;
    changed.notify();
    guard?.release();
  }
  return { tasks: [waits, signals] };
}

/** cockroach#2448: two send to each other on channels that are full. `selects`: who sends takes as well. */
function sendsBoth(selects: boolean): ExploreScene {
  const events = new Channel<number>(1);
  const callbacks = new Channel<number>(1);

  function* store() {
    for (let i = 0; i < 3; i++) {
      if (selects) while ((yield* select({ sent: events.send(i), got: callbacks.receive() })).name !== "sent");
      else yield* events.send(i);
    }
    events.close();
    while (!(yield* callbacks.next()).done);
  }
  function* server() {
    for (let got = yield* events.next(); !got.done; got = yield* events.next()) {
      yield* callbacks.send(got.value);
      yield* callbacks.send(got.value);
    }
    callbacks.close();
  }
  return { tasks: [store, server] };
}

/** kubernetes#13135 and docker#36114: a lock for reading is taken again by its holder, while a writer waits in between. */
function readsTwice(again: boolean): ExploreScene {
  const lock = new RwLock("pods");

  function* reads() {
    using _outer = yield* lock.read();
    yield* pass();
    if (again) yield* inner();
  }
  function* inner() {
    const lists = yield* spawnWith({ name: "lists" }, function* () {
      using _inner = yield* lock.read();
    });
    yield* join(lists);
  }
  function* writes() {
    using _guard = yield* lock.write();
  }
  return { tasks: [reads, writes] };
}

/** serving#2137 and others: what a loop's tasks see of its variable. `copies`: each has its own. */
function sharesVariable(copies: boolean): ExploreScene {
  const seen = tracked<number[]>([]);

  function* main() {
    const shared = cell(0);
    for (let i = 0; i < 2; i++) {
      shared.value = i;
      const mine = i;
      yield* spawn(function* prints() {
        seen.push(copies ? mine : shared.value);
      });
    }
  }
  return { tasks: [main], check: () => assert.deepEqual([...seen].sort(), [0, 1]) };
}

/** cockroach#35501 and kubernetes#70277: a time-out ends the wait, and not what is waited for. */
function leavesBehind(races: boolean): ExploreScene {
  const written = tracked<string[]>([]);

  function* writes() {
    yield* sleep(10);
    written.push("late");
  }
  function* main() {
    if (races) yield* race([writes, () => call(5)]);
    else {
      const task = yield* spawnWith({ daemon: true }, writes);
      yield* select({ done: task, late: sleep(5) });
      yield* sleep(20);
    }
    written.push("told that it is too late");
  }
  function* call(ms: number) {
    yield* sleep(ms);
  }
  return { tasks: [main], check: () => assert.ok(written.length === 1 || written[0] !== "late", written.join()) };
}

export const GO: readonly Published[] = [
  { name: "an answer that nobody waits for", setup: () => answerTooLate(0), fails: ["deadlock"], preemptions: 0 },
  { name: "an answer that is left lying", setup: () => answerTooLate(1), fails: [] },
  { name: "waits in the loop", setup: () => waitsInLoop(false), fails: ["deadlock"], preemptions: 0 },
  { name: "waits behind the loop", setup: () => waitsInLoop(true), fails: [] },
  { name: "calls back under a lock", setup: () => callsBack(false), fails: ["deadlock"], preemptions: 1 },
  { name: "calls back without it", setup: () => callsBack(true), fails: [] },
  { name: "asks who has stopped", setup: () => asksStopped(false), fails: ["deadlock"], preemptions: 0 },
  { name: "asks, and looks whether it has stopped", setup: () => asksStopped(true), fails: [] },
  { name: "signals without the lock", setup: () => signalsUnlocked(false), fails: ["deadlock"], preemptions: 1 },
  { name: "signals under the lock", setup: () => signalsUnlocked(true), fails: [] },
  { name: "two that send to each other", setup: () => sendsBoth(false), fails: ["deadlock"], preemptions: 0 },
  { name: "two that send and take", setup: () => sendsBoth(true), fails: [] },
  {
    name: "reads again while a writer waits",
    setup: () => readsTwice(true),
    fails: ["deadlock", "error"],
    preemptions: 0,
  },
  { name: "reads once", setup: () => readsTwice(false), fails: [] },
  { name: "a variable of the loop", setup: () => sharesVariable(false), fails: ["check"], preemptions: 0 },
  { name: "a variable of each", setup: () => sharesVariable(true), fails: [] },
  { name: "work that outlives its time-out", setup: () => leavesBehind(false), fails: ["check"], preemptions: 0 },
  { name: "work that is raced", setup: () => leavesBehind(true), fails: [] },
];
