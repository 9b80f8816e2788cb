import type { Kernel } from "./kernel.js";
import { programName, type AnyGenerator } from "./generators.js";
import type { TaskNode } from "./task.js";

/** How a frame, a scope or a task came to its end. */
export type How = typeof RETURNED | typeof THREW | typeof UNWOUND;
/** It returned a value. */
export const RETURNED = 0;
/** An error left it. */
export const THREW = 1;
/** It was cancelled: `return()` has been through it. */
export const UNWOUND = 2;

/** Something to be done when a frame's generator is over and before its outcome goes on to the frame outside. */
export interface Exit {
  /** The one to be done after it. */
  readonly next: Exit | null;
  /** Does it; the frame is still the top one. True where the turn goes on. */
  leave(kernel: Kernel, task: TaskNode, how: How, value: unknown): boolean;
  /**
   * The task is given up, and the frame will never be left: takes back what would outlive it, such as a timer, and
   * keeps what would be lost under `error`.
   */
  abandon?(kernel: Kernel, error: unknown): void;
}

/** One generator on a task's own call stack. The stack is a list, so resuming the top costs the same at any depth. */
export class Frame {
  generator: AnyGenerator;
  readonly outer: Frame | null;
  /** What is to be done when it is over, latest first. */
  exit: Exit | null = null;
  /** What it runs: a function, or the name of one. */
  readonly program: unknown;

  constructor(generator: AnyGenerator, outer: Frame | null, program: unknown) {
    this.generator = generator;
    this.outer = outer;
    this.program = program;
  }
}

/** The name of what a frame runs. */
export function frameName(frame: Frame): string {
  return typeof frame.program === "string" ? frame.program : programName(frame.program);
}
