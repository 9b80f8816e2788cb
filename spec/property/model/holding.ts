/** What `withLock` and `withPermits` run: they acquire, run the body as a frame, and release when that is over. */
import type { Code, Step, Verb } from "./code.js";
import type { Block, Of } from "./program.js";
import type { Guard } from "./state.js";

export class Holding implements Code {
  private readonly acquire: Of<"mutex.lock" | "semaphore.acquire">;
  private readonly body: Block;
  private resumptions = 0;

  constructor(acquire: Of<"mutex.lock" | "semaphore.acquire">, body: Block) {
    this.acquire = acquire;
    this.body = body;
  }

  resume(verb: Verb, value: unknown): Step {
    if (verb === "throw") return { how: "threw", error: value as Error };
    if (verb === "return") return { how: "returned", value };
    switch (++this.resumptions) {
      case 1:
        return { how: "yielded", statement: this.acquire, depth: 1 };
      case 2:
        return { how: "yielded", statement: { do: "hold", body: this.body, guard: value as Guard }, depth: 1 };
      default:
        return { how: "returned", value };
    }
  }
}
