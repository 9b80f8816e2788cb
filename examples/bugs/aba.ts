/**
 * ABA: a stack whose top is compared before it is set, and that looks unchanged although it is not.
 *
 * The stack is A over B. One task wants to pop A: it reads the top and what comes next, B. Meanwhile the other task pops A, pops B,
 * throws B away, and pushes A again. The top is A, as before; so the first task sets it to B, which is gone. That takes one
 * preemption, but a long one.
 *
 * Mended by a version: each change of the top makes a new pair of node and version, and pairs are never the same again.
 *
 *     npx rondo explore examples/bugs/aba.ts
 */
import assert from "node:assert/strict";
import { cell, tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

type Node = "A" | "B" | null;

interface Nodes {
  readonly next: Record<"A" | "B", Node>;
  readonly freed: { B: boolean };
}

function makeNodes(): Nodes {
  return { next: tracked<Record<"A" | "B", Node>>({ A: "B", B: null }), freed: tracked({ B: false }) };
}

export default function aba(): ExploreScene {
  const { next, freed } = makeNodes();
  const top = cell<Node>("A");

  function* pop() {
    const node = top.value;
    yield;
    if (node === null) return;
    const below = next[node];
    yield;
    top.compareAndSet(node, below);
  }
  function* popTwiceAndPush() {
    if (!top.compareAndSet("A", "B")) return;
    yield;
    if (!top.compareAndSet("B", null)) return;
    yield;
    freed.B = true;
    yield;
    next.A = null;
    yield;
    top.compareAndSet(null, "A");
  }

  return {
    tasks: [pop, popTwiceAndPush],
    check: () => assert.ok(!(top.value === "B" && freed.B), "B is on the stack, and was thrown away"),
  };
}

export function mended(): ExploreScene {
  const { next, freed } = makeNodes();
  const top = cell(versioned("A", 1));

  function* pop() {
    const seen = top.value;
    yield;
    if (seen.node === null) return;
    const below = next[seen.node];
    yield;
    top.compareAndSet(seen, versioned(below, seen.version + 1));
  }
  function* popTwiceAndPush() {
    const first = top.value;
    if (!replace(first, "A", "B")) return;
    yield;
    if (!replace(top.value, "B", null)) return;
    yield;
    freed.B = true;
    yield;
    next.A = null;
    yield;
    replace(top.value, null, "A");
  }
  function replace(seen: Versioned, expected: Node, node: Node): boolean {
    return seen.node === expected && top.compareAndSet(seen, versioned(node, seen.version + 1));
  }

  return {
    tasks: [pop, popTwiceAndPush],
    check: () => assert.ok(!(top.value.node === "B" && freed.B), "B is on the stack, and was thrown away"),
  };
}

interface Versioned {
  readonly node: Node;
  readonly version: number;
}

function versioned(node: Node, version: number): Versioned {
  return Object.freeze({ node, version });
}

export const facts: Facts = {
  kind: "check",
  preemptions: 1,
  schedules: { failing: 4, all: 46 },
  classes: { failing: 1, all: 11 },
};
