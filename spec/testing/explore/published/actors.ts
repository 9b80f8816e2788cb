/**
 * Programs of tasks and mailboxes: samples of Coyote (coffee machine and failover, accounts and images, monitors), scenarios of
 * Concuerror's tests (registries, links, receives with patterns), and tests of shuttle and loom told with messages.
 */
import assert from "node:assert/strict";
import {
  ask,
  cancel,
  Channel,
  interrupt,
  join,
  Latch,
  pass,
  receive,
  retry,
  self,
  send,
  sleep,
  spawn,
  spawnWith,
  supervise,
  type Task,
} from "rondo";
import { cell, tracked, type ExploreScene } from "rondo/testing";
import type { Published } from "./program.js";

/** Coyote's accounts service: a name is looked up, and then put in; `atomic`: in one step, which says whether it was new. */
function createsAccount(atomic: boolean): ExploreScene {
  const accounts = tracked(new Map<string, string>());

  function* creates(who: string) {
    if (!atomic) {
      if (accounts.has("ann")) return false;
      yield* pass(); // the database
    } else if (accounts.has("ann")) return false;
    accounts.set("ann", who);
    return true;
  }
  return {
    tasks: [() => creates("one"), () => creates("two")],
    check: ({ results }) => assert.equal(results.filter((made) => made === true).length, 1, "made twice"),
    result: () => [...accounts],
  };
}

/** Coyote's image gallery: an image is stored, then its account is looked at; a delete comes in between. `checks`: once more. */
function storesImage(checks: boolean): ExploreScene {
  const accounts = tracked(new Set(["ann"]));
  const images = tracked(new Map<string, string>());

  function* stores() {
    if (!accounts.has("ann")) return;
    yield* pass();
    images.set("ann", "cat");
    if (!checks) return;
    yield* pass();
    if (!accounts.has("ann")) images.delete("ann");
  }
  function* deletes() {
    accounts.delete("ann");
    yield* pass();
    images.delete("ann");
  }
  return {
    tasks: [stores, deletes],
    check: () => assert.ok(accounts.has("ann") || !images.has("ann"), "an image of nobody"),
  };
}

/** Coyote's failover of a coffee machine: whoever takes over has to see whether the grinder still runs. */
function takesOver(safe: boolean): ExploreScene {
  const machine = tracked({ grinding: false, doorOpen: false });

  function* makes() {
    machine.grinding = true;
    yield* sleep(5);
    machine.grinding = false;
  }
  function* operator() {
    const first = yield* spawnWith({ name: "first" }, makes);
    yield* pass();
    yield* cancel(first);
    if (safe) machine.grinding = false;
    yield* pass();
    machine.doorOpen = true;
  }
  return { tasks: [operator], invariant: () => !(machine.grinding && machine.doorOpen) };
}

/** Concuerror: registers a name that may be taken meanwhile, and sends to whom it finds. */
function registers(waits: boolean): ExploreScene {
  const names = tracked<{ server: number }>({ server: 0 });
  const registered = new Latch(1);

  function* main() {
    const server = yield* spawnWith({ name: "server", daemon: true }, function* () {
      names.server = 1;
      registered.countDown();
      for (;;) yield* receive();
    });
    const client = yield* spawnWith({ name: "client" }, function* () {
      if (waits) yield* registered.wait();
      assert.equal(names.server, 1, "nobody has that name");
      yield* send(server, "hello");
    });
    yield* join(client);
  }
  return { tasks: [main] };
}

/** Concuerror: two messages of two senders; a receive with a pattern takes the one that it wants. */
function takesByPattern(pattern: boolean): ExploreScene {
  function* main() {
    const me = self();
    for (const name of ["first", "second"]) yield* spawnWith({ name }, sends, me, name);
    const match = (message: unknown): boolean => message === "second";
    const got = pattern ? yield* receive({ match }) : yield* receive();
    assert.equal(got, "second");
    yield* receive();
  }
  function* sends(to: Task, message: string) {
    yield* send(to, message);
  }
  return { tasks: [main] };
}

/** Concuerror: the end of a server is told to whom watches it, before or after the last answer. */
function answersThenEnds(asksAgain: boolean): ExploreScene {
  function* main() {
    const server = yield* spawn(function* serves() {
      const call = (yield* receive()) as { reply(value: number): void };
      call.reply(1);
    });
    assert.equal(yield* ask(server, "one"), 1);
    if (asksAgain) assert.equal(yield* ask(server, "two"), 2);
  }
  return { tasks: [main], expects: () => false };
}

/** Concuerror: a worker fails once. Joined too late, its failure is nobody's; `retry` begins it again. */
function failsOnce(by: "join" | "retry"): ExploreScene {
  const attempts = cell(0);

  function* works() {
    if (attempts.update((n) => n + 1) > 0) return "done";
    yield* pass();
    throw new Error("crash");
  }
  function* main() {
    if (by === "retry") return yield* retry(works, { attempts: 2 });
    return yield* supervise(function* () {
      for (;;) {
        const worker = yield* spawn(works);
        try {
          return yield* join(worker);
        } catch {
          yield* pass();
        }
      }
    });
  }
  return { tasks: [main], check: ({ results }) => assert.deepEqual(results, ["done"]) };
}

/** Shuttle's ring of messages: each hands on what it gets; the last sends before it has received. */
function ring(tasks: number, room: number): ExploreScene {
  const links = Array.from({ length: tasks }, () => new Channel<number>(room));

  function* node(i: number) {
    const [from, to] = [links[i]!, links[(i + 1) % tasks]!];
    yield* to.send(i);
    return yield* from.receive();
  }
  return { tasks: links.map((_, i) => () => node(i)) };
}

/** loom's arc and its drop: who comes last gives back what was shared. `together`: counts and looks in one step. */
function lastOne(together: boolean): ExploreScene {
  const owners = cell(2);
  const freed = cell(0);

  function* drops() {
    if (together) {
      if (owners.update((n) => n - 1) === 1) freed.update((n) => n + 1);
      return;
    }
    owners.update((n) => n - 1);
    yield* pass();
    if (owners.value === 0) freed.update((n) => n + 1);
  }
  return { tasks: [drops, drops], check: () => assert.equal(freed.value, 1) };
}

/** A request that is interrupted, and its answer, which comes all the same; or else the interruption does, behind the `try`. */
function interruptsRequest(asks: "whoever" | "for this answer" | "never mind"): ExploreScene {
  const late = new Error("too late");

  function* main() {
    const server = yield* spawnWith({ name: "server", daemon: true }, function* () {
      for (;;) {
        const { from, n } = (yield* receive()) as { from: Task; n: number };
        if (!from.done) from.send(n);
      }
    });
    const client = yield* spawnWith({ name: "client" }, function* () {
      const from = self();
      try {
        yield* send(server, { from, n: 1 });
        yield* receive();
      } catch (error) {
        if (error !== late) throw error;
      }
      if (asks === "never mind") return;
      yield* send(server, { from, n: 2 });
      assert.equal(asks === "whoever" ? yield* receive() : yield* receive({ match: (n) => n === 2 }), 2);
    });
    yield* interrupt(client, late);
    yield* join(client);
  }
  return { tasks: [main] };
}

export const ACTORS: readonly Published[] = [
  { name: "an account that is made twice", setup: () => createsAccount(false), fails: ["check"], preemptions: 1 },
  { name: "an account that is made once", setup: () => createsAccount(true), fails: [] },
  { name: "an image of nobody", setup: () => storesImage(false), fails: ["check"], preemptions: 1 },
  { name: "an image that is looked after", setup: () => storesImage(true), fails: [] },
  { name: "a machine that still grinds", setup: () => takesOver(false), fails: ["invariant"], preemptions: 1 },
  { name: "a machine that was stopped", setup: () => takesOver(true), fails: [] },
  { name: "a name that nobody has yet", setup: () => registers(false), fails: ["error"], preemptions: 0 },
  { name: "a name that is waited for", setup: () => registers(true), fails: [] },
  { name: "whatever comes first", setup: () => takesByPattern(false), fails: ["error"], preemptions: 0 },
  { name: "what is wanted", setup: () => takesByPattern(true), fails: [] },
  { name: "asks who has ended", setup: () => answersThenEnds(true), fails: ["error"], preemptions: 0 },
  { name: "asks once", setup: () => answersThenEnds(false), fails: [] },
  { name: "a worker that fails before it is joined", setup: () => failsOnce("join"), fails: ["error"], preemptions: 1 },
  { name: "a worker that is begun again", setup: () => failsOnce("retry"), fails: [] },
  { name: "a ring without room", setup: () => ring(3, 0), fails: ["deadlock"], preemptions: 0 },
  { name: "a ring with room", setup: () => ring(3, 1), fails: [] },
  { name: "two that are last", setup: () => lastOne(false), fails: ["check"], preemptions: 1 },
  { name: "the last one", setup: () => lastOne(true), fails: [] },
  { name: "an answer to another request", setup: () => interruptsRequest("whoever"), fails: ["error"], preemptions: 1 },
  {
    name: "an interruption that comes behind the try",
    setup: () => interruptsRequest("for this answer"),
    fails: ["error"],
    preemptions: 1,
  },
  { name: "a request that is interrupted", setup: () => interruptsRequest("never mind"), fails: [] },
];
