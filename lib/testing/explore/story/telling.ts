import type { Actor } from "../machine/actor.js";
import { Trace, type Event } from "../dpor/trace.js";
import type { Fault } from "../faults/fault.js";
import type { Chooser, Point, Step } from "../machine/chooser.js";
import type { Rerun, Reruns } from "../rerun.js";
import { look, type Access } from "./accesses.js";

/** A step of a run that is told. */
export interface Told {
  /** It among all steps, with those that race with it. */
  readonly event: Event;
  readonly accesses: readonly Access[];
  /** The faults that it met by calls of its own. */
  readonly faults: readonly Fault[];
  /** What its task was called then. */
  readonly label: string;
  readonly path: string;
}

/** Runs a schedule, and keeps what each step reads and writes, and which race with which. */
export class Telling implements Chooser {
  readonly steps: Told[] = [];
  private readonly trace = new Trace();
  private readonly inner: Chooser;
  private accesses: Access[] = [];
  /** The faults of the run that the program has met so far, and how many of them were told. */
  private met: () => readonly Fault[] = () => [];
  private toldFaults = 0;

  constructor(inner: Chooser) {
    this.inner = inner;
  }

  /** Runs it on a machine that watches. */
  run(reruns: Reruns): Rerun {
    const { machine } = reruns;
    const { watch } = machine;
    this.met = () => machine.injector.met;
    watch.hear = (slot, write) => {
      this.accesses.push({ slot, write, seen: look(slot) });
    };
    try {
      return reruns.run(this);
    } finally {
      watch.hear = null;
    }
  }

  choose(point: Point): number {
    // What the scene has read while it was made is no step's.
    this.accesses = [];
    return this.inner.choose(point);
  }

  stepped({ actor, footprint, follows, barrier }: Step): void {
    const accesses = this.accesses.map((access) => (access.write ? { ...access, seen: look(access.slot) } : access));
    const event = this.trace.append(actor, footprint, follows, barrier);
    const faults = this.met().slice(this.toldFaults);
    this.toldFaults += faults.length;
    this.steps.push({ event, accesses, faults, label: String(actor), path: pathOf(actor) });
  }
}

function pathOf(actor: Actor): string {
  return actor.task?.path ?? String(actor);
}
