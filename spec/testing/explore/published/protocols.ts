/**
 * Protocols that TLA+ and Spin are shown with: commit in two phases, one decree of Paxos, snapshots,
 * election in a ring, mutual exclusion by timestamps, the alternating bit, replicated counters.
 */
import assert from "node:assert/strict";
import { Channel, Latch, pass, select, sleep } from "rondo";
import { cell, network, tracked, type ExploreScene } from "rondo/testing";
import type { Published } from "./program.js";

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

/** Gray's commit in two phases. A participant that has voted must not give up by itself. */
function twoPhaseCommit(givesUp: boolean): ExploreScene {
  const votes = new Channel<"yes" | "no">(2);
  const decisions = times(2, () => new Channel<"commit" | "abort">(1));
  const states = tracked<string[]>(["works", "works"]);

  function* coordinator() {
    const got = [yield* votes.receive(), yield* votes.receive()];
    const decision = got.every((vote) => vote === "yes") ? "commit" : "abort";
    for (const each of decisions) yield* each.send(decision);
  }
  function* participant(i: number) {
    yield* votes.send("yes");
    const decided = givesUp
      ? yield* select({ decision: decisions[i]!.receive(), late: sleep(10) })
      : { name: "decision", value: yield* decisions[i]!.receive() };
    states[i] = decided.name === "decision" ? decided.value : "abort";
  }
  return {
    tasks: [coordinator, () => participant(0), () => participant(1)],
    invariant: () => !(states.includes("commit") && states.includes("abort")),
    result: () => states.join(),
  };
}

interface Acceptor {
  promised: number;
  accepted: number;
  value: string;
}

/** Lamport's Paxos, one decree, two proposers; `forgetful`: acceptors do not keep what they promised. */
function paxos(forgetful: boolean): ExploreScene {
  const acceptors = tracked(times(2, (): Acceptor => ({ promised: 0, accepted: 0, value: "" })));
  const chosen = tracked<string[]>([]);

  function* proposer(ballot: number, own: string) {
    let [value, newest] = [own, 0];
    for (const acceptor of acceptors) {
      if (acceptor.promised > ballot) return;
      acceptor.promised = ballot;
      if (acceptor.accepted > newest) [value, newest] = [acceptor.value, acceptor.accepted];
      yield;
    }
    for (const acceptor of acceptors) {
      if (!forgetful && acceptor.promised > ballot) return;
      Object.assign(acceptor, { promised: ballot, accepted: ballot, value });
      yield;
    }
    chosen.push(value);
  }
  return {
    tasks: [() => proposer(1, "one"), () => proposer(2, "two")],
    invariant: () => new Set(chosen).size <= 1,
    result: () => chosen.join(),
  };
}

/** Chandy and Lamport 1985: a snapshot of two accounts and of what is under way between them. `late`: the marker is. */
function snapshot(late: boolean): ExploreScene {
  const link = new Channel<number | "marker">(4);
  const balances = tracked({ ann: 10, bob: 10 });
  const taken = tracked({ ann: 0, bob: 0 });

  function* pays() {
    balances.ann -= 3;
    yield* link.send(3);
  }
  function* begins() {
    taken.ann = balances.ann;
    if (late) yield* pass();
    yield* link.send("marker");
  }
  function* gets() {
    for (let left = 2; left > 0; left--) {
      const got = yield* link.receive();
      if (got === "marker") taken.bob = balances.bob;
      else balances.bob += got;
    }
  }
  // Both belong to one account: they are steps of one process, in either order.
  return { tasks: [pays, begins, gets], check: () => assert.equal(taken.ann + taken.bob, 20, "money is made or lost") };
}

/** Chang and Roberts 1979: who gets a higher number hands it on; who gets his own leads. */
function election(nodes: number, careless: boolean): ExploreScene {
  const links = times(nodes, () => new Channel<number>(4));
  const leaders = tracked<number[]>([]);

  function* node(id: number) {
    const to = links[(id + 1) % nodes]!;
    yield* to.send(id);
    for (let left = careless ? nodes : Math.min(id, 1) + 1; left > 0; left--) {
      const got = yield* links[id]!.receive();
      if (got === id) leaders.push(id);
      else if (got > id || careless) yield* to.send(got);
    }
  }
  return {
    tasks: times(nodes, (id) => () => node(id)),
    check: () => assert.equal(leaders.length, 1),
  };
}

/** Ricart and Agrawala 1981, two that want in: each asks the other one, who answers later where he comes first himself. */
function timestamps(ties: boolean): ExploreScene {
  const requests = times(2, () => new Channel<number>(2));
  const replies = times(2, () => new Channel<null>(2));
  const clocks = tracked([0, 0]);
  const wants = tracked([0, 0]);
  const inside = cell(0);
  const deferred = times(2, () => new Latch(1));

  function* enters(me: number) {
    const other = 1 - me;
    wants[me] = ++clocks[me]!;
    yield* requests[other]!.send(wants[me]);
    yield* replies[me]!.receive();
    inside.update((n) => n + 1);
    yield;
    inside.update((n) => n - 1);
    wants[me] = 0;
    deferred[me]!.countDown();
  }
  function* answers(me: number) {
    const other = 1 - me;
    const theirs = yield* requests[me]!.receive();
    clocks[me] = Math.max(clocks[me]!, theirs);
    const mine = wants[me]!;
    if (mine > 0 && (mine < theirs || (ties && mine === theirs && me < other))) yield* deferred[me]!.wait();
    yield* replies[other]!.send(null);
  }
  return {
    tasks: [0, 1].flatMap((me) => [() => enters(me), () => answers(me)]),
    invariant: () => inside.value <= 1,
  };
}

/** Bartlett, Scantlebury and Wilkinson 1969: a bit tells a message from the one before, over a link that doubles some. */
function alternatingBit(bit: boolean): ExploreScene {
  const link = network<{ bit: number; text: string }>({ name: "link", duplication: true });
  const acks = new Channel<number>(4);
  const got = tracked<string[]>([]);

  function* sends() {
    for (const [i, text] of ["a", "b"].entries()) {
      yield* link.send({ bit: i % 2, text });
      while ((yield* acks.receive()) !== i % 2);
    }
    link.close();
  }
  function* receives() {
    let expected = 0;
    for (let next = yield* link.next(); !next.done; next = yield* link.next()) {
      if (!bit || next.value.bit === expected) {
        got.push(next.value.text);
        expected = 1 - next.value.bit;
      }
      yield* acks.send(next.value.bit);
    }
  }
  return { tasks: [sends, receives], check: () => assert.equal(got.join(""), "ab") };
}

/** A replicated counter that grows only (Shapiro and others 2011): merged by the greater one, or by adding up. */
function replicas(merges: "max" | "sum"): ExploreScene {
  const counts = tracked(times(2, () => [0, 0]));
  const links = times(2, () => new Channel<number[]>(4));

  function* replica(me: number) {
    counts[me]![me]!++;
    const other = links[1 - me]!;
    yield* other.send([...counts[me]!]);
    yield* other.send([...counts[me]!]); // once more, to be sure
    for (let left = 2; left > 0; left--) {
      for (const [i, n] of (yield* links[me]!.receive()).entries()) {
        const mine = counts[me]!;
        mine[i] = merges === "max" ? Math.max(mine[i]!, n) : i === me ? mine[i]! : mine[i]! + n;
      }
    }
  }
  return {
    tasks: [() => replica(0), () => replica(1)],
    check: () =>
      assert.deepEqual(
        [...counts].map((each) => each[0]! + each[1]!),
        [2, 2],
      ),
  };
}

/** A transfer that is written down before it is made, and made again after a crash: with a number that is remembered. */
function recovers(remembers: boolean): ExploreScene {
  const disk = tracked({ planned: 0, done: 0, balance: 0 });

  function* pays() {
    disk.planned = 1;
    yield;
    if (remembers && disk.done === disk.planned) return;
    disk.balance += 10;
    if (remembers) disk.done = disk.planned;
    yield;
    disk.planned = 0;
  }
  return { tasks: [pays], check: () => assert.equal(disk.balance, 10) };
}

export const PROTOCOLS: readonly Published[] = [
  { name: "Paxos", setup: () => paxos(false), fails: [] },
  { name: "Paxos, promises forgotten", setup: () => paxos(true), fails: ["invariant"], preemptions: 1 },
  { name: "snapshot", setup: () => snapshot(false), fails: [] },
  { name: "snapshot, marker too late", setup: () => snapshot(true), fails: ["check"], preemptions: 1 },
  { name: "election", setup: () => election(3, false), fails: [], isLarge: true },
  { name: "election, all handed on", setup: () => election(2, true), fails: ["check"], preemptions: 0 },
  { name: "timestamps", setup: () => timestamps(true), fails: [], isLarge: true },
  {
    name: "timestamps without an order of equals",
    setup: () => timestamps(false),
    fails: ["invariant"],
    preemptions: 1,
    isLarge: true,
  },
  { name: "replicas merged by the greater", setup: () => replicas("max"), fails: [] },
  { name: "replicas added up", setup: () => replicas("sum"), fails: ["check"], preemptions: 0 },
  { name: "commit in two phases", setup: () => twoPhaseCommit(false), fails: [], options: { time: "any" } },
  {
    name: "a participant that gives up",
    setup: () => twoPhaseCommit(true),
    fails: ["invariant"],
    preemptions: 0,
    options: { time: "any" },
    isLarge: true,
  },
  { name: "alternating bit", setup: () => alternatingBit(true), fails: [], options: { faults: 1 } },
  { name: "no bit", setup: () => alternatingBit(false), fails: ["check"], preemptions: 0, options: { faults: 1 } },
  { name: "a transfer with a number", setup: () => recovers(true), fails: [], options: { crashAnywhere: true } },
  {
    name: "a transfer without one",
    setup: () => recovers(false),
    fails: ["check"],
    preemptions: 0,
    options: { crashAnywhere: true },
  },
];
