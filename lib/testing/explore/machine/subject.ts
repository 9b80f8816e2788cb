import { isGenerator, programName, type AnyGenerator, type Program } from "../../../kernel/generators.js";
import type { Cleanups } from "../../cleanups.js";
import { checkScene } from "../../scene-checks.js";
import { registering } from "./conditions.js";

/** What came of one run of an explored program. */
export interface ExploreRun {
  /** What the tasks returned, in the order of `tasks`; `undefined` for one that did not. */
  readonly results: readonly unknown[];
  /** The errors that escaped and were expected, or tell of faults. */
  readonly errors: readonly unknown[];
  /** What was done to the program, where the exploration lets things go wrong: `cancel 1.2 3`. */
  readonly faults: readonly string[];
}

/** A program under exploration, with all that belongs to it. It is made afresh for each schedule. */
export interface ExploreScene {
  /** The roots of the program: all are there from the start. */
  readonly tasks: readonly Program[];
  /** Has to hold before the first step and after each: `false`, or an error that it throws, is a failure. It may only look. */
  readonly invariant?: () => unknown;
  /** Looks at what came of a run when all its tasks have ended, and throws, or answers `false`, where that is not right. */
  readonly check?: (run: ExploreRun) => unknown;
  /** Whether the program may let this error escape. */
  readonly expects?: (error: unknown) => boolean;
  /** Has to hold at some time in each fair run: `true` says that it does. */
  readonly eventually?: () => unknown;
  /**
   * All that the program's future depends on, as a value: two states with the same one are taken for the same. How far each task
   * has come belongs to it; what the tasks wait for, their mailboxes, and how long timers have left are known without it. A run
   * that goes round such states for ever, though all that can go on do, is a `livelock`; and `exhaustive` does not go round a loop again
   * and again, so that it comes to an end for programs that spin.
   */
  readonly fingerprint?: () => unknown;
  /** What the schedules are to agree in, besides what the tasks return: see `deterministic` and `audit`. */
  readonly result?: () => unknown;
}

/**
 * Makes a scene, or the one program that is all of it. Whatever the program changes has to be made in here, too. A program that
 * makes all that it changes in its own body is a setup by itself.
 */
export type ExploreSetup = (cleanups: Cleanups) => Program | ExploreScene | AnyGenerator;

/** A scene with every field in its place. */
export interface Subject {
  readonly tasks: readonly Program[];
  readonly invariants: readonly (() => unknown)[];
  readonly eventualities: readonly (() => unknown)[];
  readonly check: ((run: ExploreRun) => unknown) | undefined;
  readonly expects: (error: unknown) => boolean;
  readonly fingerprint: (() => unknown) | undefined;
  readonly result: (() => unknown) | undefined;
}

const NOTHING_EXPECTED = (): boolean => false;

/** Makes the program of one run. */
export function makeSubject(setup: ExploreSetup, cleanups: Cleanups): Subject {
  const conditions = registering.begin();
  try {
    const scene = asScene(setup(cleanups), setup);
    if (scene.invariant !== undefined) conditions.invariants.push(scene.invariant);
    if (scene.eventually !== undefined) conditions.eventualities.push(scene.eventually);
    return {
      tasks: scene.tasks,
      invariants: conditions.invariants,
      eventualities: conditions.eventualities,
      check: scene.check,
      expects: scene.expects ?? NOTHING_EXPECTED,
      fingerprint: scene.fingerprint,
      result: scene.result,
    };
  } finally {
    registering.end();
  }
}

function asScene(made: unknown, setup: ExploreSetup): ExploreScene {
  if (typeof made === "function") return { tasks: [made as Program] };
  if (isGenerator(made)) return { tasks: [programOf(made, setup)] };
  checkScene(made, FIELDS);
  return made as ExploreScene;
}

const FIELDS: ReadonlySet<string> = new Set([
  "invariant",
  "check",
  "expects",
  "eventually",
  "fingerprint",
  "result",
] satisfies (keyof ExploreScene)[]);

/** A program that was called where a setup was expected: its generator has not begun, and is run as it is. */
function programOf(generator: AnyGenerator, called: ExploreSetup): Program {
  const program: Program = () => generator;
  return Object.defineProperty(program, "name", { value: programName(called) });
}
