/** What random programs are about: everything, or fewer things that then meet more often. */
import type { Statement } from "./program.js";

type Kinds = readonly Statement["do"][];

/** What all programs have: the language, time, families, and what one task does to another. */
const COMMON: Kinds = [
  ...(["sleep", "pass", "call", "spawn", "try", "throw"] as const),
  ...(["join", "cancel", "task.cancel", "interrupt", "task.interrupt"] as const),
];

/** What the programs of a theme have besides, and have much of. */
const THEMES = {
  families: ["return", "scope", "supervise", "shield", "ensure", "use", "start", "ready", "inline"],
  interruptions: ["scope", "shield", "ensure", "use", "suspend", "select", "interrupt", "task.interrupt"],
  deadlines: ["cancel", "task.cancel", "shield", "ensure", "use", "supervise"],
  groups: ["return", "all", "race", "any", "settled", "timeout", "retry", "ensure", "scope"],
  mail: ["send", "task.send", "receive", "ask", "reply", "emit", "bare emit", "select"],
  "full mailboxes": ["send", "task.send", "receive", "select"],
  channels: [
    ...(["channel.send", "channel.receive", "channel.next", "channel.trySend", "channel.tryReceive"] as const),
    ...(["channel.close", "select", "timeout"] as const),
  ],
  conditions: ["mutex.lock", "release", "withLock", "condition.wait", "condition.notify", "task.cancel"],
  "read-write locks": ["rwlock.read", "rwlock.write", "withRead", "withWrite", "release", "select"],
  permits: ["semaphore.acquire", "withPermits", "release", "select"],
  "locks around groups": ["mutex.lock", "withLock", "withWrite", "all", "settled", "race", "any"],
  latches: ["latch.wait", "latch.open", "suspend", "resolve", "select"],
  contexts: ["context.with", "context.get", "scope", "use"],
  barriers: ["barrier.wait", "barrier.reset", "timeout"],
} satisfies Record<string, Kinds>;

export type Theme = keyof typeof THEMES | "everything";

export const THEME_NAMES = Object.keys(THEMES) as Theme[];

/** How many times as often a kind of statement comes in a theme as in programs about everything. */
export function shareOf(kind: Statement["do"], theme: Theme): number {
  if (theme === "everything") return 1;
  const about: Kinds = THEMES[theme];
  return about.includes(kind) ? 4 : COMMON.includes(kind) ? 1 : 0;
}
