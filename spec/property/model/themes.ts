/** What a random program is about. */
import type { Statement } from "./program.js";

type Kinds = ReadonlySet<Statement["do"]>;

/** What all programs have. */
const BASE = ["sleep", "pass", "call", "spawn", "try", "throw"] as const;

function theme(...names: Statement["do"][]): Kinds {
  return new Set([...BASE, ...names]);
}

/** What one task does to another. */
const MEDDLING = ["join", "cancel", "task.cancel", "interrupt", "task.interrupt"] as const;

const FAMILIES = theme(
  ...MEDDLING,
  "return",
  "scope",
  "supervise",
  "shield",
  "ensure",
  "use",
  "start",
  "ready",
  "inline",
);

export const THEMES = {
  families: FAMILIES,
  interruptions: theme(...MEDDLING, "scope", "shield", "ensure", "use", "suspend", "resolve", "select", "bare sleep"),
  groups: theme(...MEDDLING, "return", "all", "race", "any", "settled", "timeout", "retry", "ensure", "scope"),
  mail: theme(...MEDDLING, "send", "task.send", "receive", "ask", "reply", "emit", "bare emit", "select"),
  channels: theme(
    ...MEDDLING,
    "channel.send",
    "channel.receive",
    "channel.next",
    "channel.trySend",
    "channel.tryReceive",
    "channel.close",
    "select",
    "timeout",
  ),
  conditions: theme(...MEDDLING, "mutex.lock", "release", "withLock", "condition.wait", "condition.notify", "select"),
  locks: theme(
    ...MEDDLING,
    "mutex.lock",
    "withLock",
    "release",
    "rwlock.read",
    "rwlock.write",
    "withRead",
    "withWrite",
    "semaphore.acquire",
    "withPermits",
    "select",
  ),
  gates: theme(
    ...MEDDLING,
    "latch.wait",
    "latch.open",
    "barrier.wait",
    "barrier.reset",
    "suspend",
    "resolve",
    "select",
  ),
} satisfies Record<string, Kinds>;

export type Theme = keyof typeof THEMES | "everything";
