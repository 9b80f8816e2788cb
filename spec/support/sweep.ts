/**
 * The sweep: runs a program again and again, and disturbs one task of it at one turn: each task at each turn once. Whenever the
 * disturbance comes, everything must be cleaned up.
 */
import { InternalError, LivelockError, ReentrancyError, RondoError, type Program } from "../../lib/index.js";
import type { TaskNode } from "../../lib/kernel/task.js";
import { Ledger } from "./ledger.js";
import { WatchedKernel } from "./watched-kernel.js";

/** Makes the roots of one run. Its cleanups are on the books. */
export type Scene = (books: Ledger) => readonly Program[];

/** What is done to a task. */
export interface Disturbance {
  readonly name: string;
  act(task: TaskNode): void;
  /** Whether it ends the task, when all is over that can happen by itself. */
  readonly ends: boolean;
}

/** What an interrupt throws, and what programs of a sweep throw by themselves. */
export class Disturbed extends Error {}

export const CANCEL: Disturbance = { name: "cancelled", act: (task) => task.cancel("swept"), ends: true };

export const INTERRUPT: Disturbance = {
  name: "interrupted",
  act: (task) => void task.interrupt(new Disturbed("interrupted")),
  ends: false,
};

/** A cancellation whose cleanup is cut off in the very instant. */
export const CUT_OFF: Disturbance = {
  name: "cancelled with no time to clean up",
  act: (task) => task.cancel("swept", { within: 0 }),
  ends: true,
};

/** What came of a sweep. */
export interface Swept {
  /** How often the program was run. */
  readonly runs: number;
  /** What went wrong, and when: none is as it should be. */
  readonly faults: readonly string[];
}

/** Disturbs each task of a scene at each turn. The scene must always come to rest by itself. */
export function sweep(scene: Scene, disturbance: Disturbance): Swept {
  const undisturbed = begin(scene);
  undisturbed.watched.settle();
  const faults = faultsOf(undisturbed).map((fault) => `undisturbed: ${fault}`);
  let runs = 1;
  for (let turn = 0; turn <= undisturbed.watched.turns; turn++) {
    for (const id of tasksAt(scene, turn)) {
      faults.push(
        ...disturbed(scene, disturbance, turn, id).map(
          (fault) => `${id} ${disturbance.name} at turn ${turn}: ${fault}`,
        ),
      );
      runs++;
    }
  }
  return { runs, faults };
}

interface Run {
  readonly books: Ledger;
  readonly watched: WatchedKernel;
}

function begin(scene: Scene): Run {
  const run = { books: new Ledger(), watched: new WatchedKernel() };
  for (const program of scene(run.books)) run.watched.spawn(program);
  return run;
}

function advance(scene: Scene, turns: number): Run {
  const run = begin(scene);
  for (let turn = 0; turn < turns; turn++) run.watched.step();
  return run;
}

function tasksAt(scene: Scene, turn: number): string[] {
  const { watched } = advance(scene, turn);
  return watched.tasks.filter((task) => !task.done).map((task) => task.id);
}

function disturbed(scene: Scene, disturbance: Disturbance, turn: number, id: string): string[] {
  const run = advance(scene, turn);
  const target = run.watched.tasks.find((task) => task.id === id);
  if (target === undefined) return [`the task was not there: two runs of the scene differ`];
  disturbance.act(target);
  run.watched.settle();
  const stands =
    disturbance.ends && !target.done ? [`it did not end: it waits for ${target.waitingFor ?? "nothing"}`] : [];
  return [...stands, ...faultsOf(run)];
}

/** Closes the scheduler, and lists what should not be. */
function faultsOf({ books, watched }: Run): string[] {
  watched.close();
  const unexpected = watched.thrown.filter((error) => !isExpected(error)).map((error) => `threw ${String(error)}`);
  return [...watched.leftovers(), ...watched.complaints, ...books.audit(watched.abandoned()), ...unexpected];
}

function isExpected(error: unknown): boolean {
  if (error instanceof InternalError || error instanceof LivelockError || error instanceof ReentrancyError)
    return false;
  return error instanceof Disturbed || error instanceof RondoError;
}
