import { Held } from "../kernel/frames.js";
import { suppress } from "../kernel/notes.js";
import type { TaskNode } from "../kernel/task.js";

/**
 * Something of the host that a task holds. To let go of it is a plain call: so that is done on every way out, even where the
 * task is abandoned and has no turn left.
 */
export class HeldPlainly extends Held {
  /** What it is, in words, where it counts as left behind. */
  readonly words: string | undefined;
  private readonly letGo: () => void;

  /** @param byScope whether it outlives the frame, and goes with the innermost scope */
  constructor(
    task: TaskNode,
    letGo: () => void,
    options: { readonly byScope?: boolean; readonly words?: string } = {},
  ) {
    super(task, letGo, undefined, options.byScope);
    this.letGo = letGo;
    this.words = options.words;
  }

  abandon(error: unknown): void {
    try {
      this.letGo();
    } catch (later) {
      suppress(error, later);
    }
  }
}
