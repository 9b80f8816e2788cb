import { isGenerator, type Program } from "../kernel/generators.js";
import type { Cleanups } from "./cleanups.js";
import { checkScene } from "./scene-checks.js";

/** What came of one run of a scene. */
export interface SceneRun {
  /** Whether the run was left to itself. */
  readonly undisturbed: boolean;
  /** The errors that escaped from the program, in the order in which they did. */
  readonly errors: readonly unknown[];
  /**
   * The tasks, daemons aside, that did not come to their end by themselves and were cancelled, each with what it waited for:
   * `reader 1.2: receive()`. Whoever was to wake them was disturbed, or else a wake-up was lost.
   */
  readonly unfinished: readonly string[];
}

/** A small program under test, with all that belongs to it. It is made afresh for each run. */
export interface Scene {
  /** The roots of the program: all are there from the start, and have their first turns in this order. */
  readonly tasks: readonly Program[];
  /** Looks at what came of a run when all of it is over and cleaned up, and throws, or answers `false`, where that is not right. */
  readonly check?: (run: SceneRun) => unknown;
  /** Whether the program may let this error escape. Errors that only tell of what was done to it may escape anyway. */
  readonly expects?: (error: unknown) => boolean;
}

/** Makes a scene, or the one program that is all of it. Whatever the program changes has to be made in here, too. */
export type Setup = (cleanups: Cleanups) => Program | Scene;

/** Makes the scene of one run. */
export function makeScene(setup: Setup, cleanups: Cleanups): Scene {
  const made: unknown = setup(cleanups);
  if (isGenerator(made)) {
    throw new TypeError(`setup returned a generator. Write setup as a function that returns the program: () => main.`);
  }
  if (typeof made === "function") return { tasks: [made as Program] };
  checkScene(made, FIELDS);
  return made as Scene;
}

const FIELDS: ReadonlySet<string> = new Set(["check", "expects"] satisfies (keyof Scene)[]);
