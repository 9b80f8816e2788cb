/** What generators of the library's own do: those of `withLock` and its like, and of `retry`; and the handshake of `start`. */
import type { Code, Step, Verb, Yielded } from "./code.js";
import type { Block, Of } from "./program.js";
import type { Guard, Request } from "./state.js";

export type Acquire = Of<"mutex.lock" | "rwlock.read" | "rwlock.write" | "semaphore.acquire">;

/** It acquires, runs the body as a frame, and releases when that is over. */
export class HoldingCode implements Code {
  private readonly acquire: Acquire;
  private readonly body: Block;
  private resumptions = 0;

  constructor(acquire: Acquire, body: Block) {
    this.acquire = acquire;
    this.body = body;
  }

  resume(verb: Verb, value: unknown): Step {
    if (verb === "throw") return { how: "threw", error: value as Error };
    if (verb === "return") return { how: "returned", value };
    switch (++this.resumptions) {
      case 1:
        return yields(this.acquire);
      case 2:
        return yields({ do: "hold", body: this.body, guard: value as Guard });
      default:
        return { how: "returned", value };
    }
  }
}

/** It runs the body as a scope until that returns, and sleeps after a failure: each time twice as long. */
export class RetryCode implements Code {
  private readonly retry: Of<"retry">;
  private attempt = 0;
  private state: "begins" | "calls" | "sleeps" = "begins";

  constructor(retry: Of<"retry">) {
    this.retry = retry;
  }

  resume(verb: Verb, value: unknown): Step {
    const calls = this.state === "calls";
    if (verb === "return") return { how: "returned", value };
    if (verb === "next") return calls ? { how: "returned", value } : this.call();
    return calls && this.attempt < this.retry.attempts ? this.sleep() : { how: "threw", error: value as Error };
  }

  private call(): Step {
    this.state = "calls";
    this.attempt++;
    return yields({ do: "scope", body: this.retry.body });
  }

  private sleep(): Step {
    this.state = "sleeps";
    return yields({ do: "sleep", ms: this.retry.delay * 2 ** (this.attempt - 1) });
  }
}

function yields(statement: Yielded): Step {
  return { how: "yielded", statement, depth: 1 };
}

/** `start` waits no more: what it made is a child like any other. */
export function letGo({ wait }: Request): void {
  if (wait.do === "handshake") wait.child.isSupervised = false;
}
