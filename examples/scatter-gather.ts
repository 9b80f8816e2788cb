/**
 * Asks four shops for a price, and takes what has come in by the deadline. Those that are late are cancelled, and hang up
 * before the answer is given.
 *
 *     npx rondo run examples/scatter-gather.ts --timeline
 */
import { now, settled, sleep, timeout } from "rondo";

const SHOPS = { near: 20, far: 80, closed: 40, slow: 500 };

export default function* main(): Generator<unknown, void, unknown> {
  const prices = yield* settled(
    Object.fromEntries(Object.entries(SHOPS).map(([name, ms]) => [name, () => timeout100(name, ms)])),
  );
  for (const [name, outcome] of Object.entries(prices)) {
    if (outcome.state === "done") say(`${name}: ${outcome.value}`);
    else if (outcome.state === "failed") say(`${name}: ${(outcome.error as Error).name}`);
  }
}

/** One question, with a hundred milliseconds for the answer. */
function* timeout100(name: string, ms: number) {
  return yield* timeout(100, () => ask(name, ms));
}

function* ask(name: string, ms: number) {
  say(`calls ${name}`);
  let answered = false;
  try {
    yield* sleep(ms);
    if (name === "closed") throw new RangeError("nobody is there");
    answered = true;
    return `${ms * 10} euro`;
  } finally {
    // Also where the time is up. Hanging up takes a moment, and is waited for.
    if (!answered) yield* sleep(5);
    say(`hangs up on ${name}`);
  }
}

function say(what: string): void {
  console.log(`${String(now()).padStart(4)} ms  ${what}`);
}
