import { allTasks } from "../../../kernel/report.js";
import { recording } from "../../tracked/recording.js";
import type { Actor } from "../machine/actor.js";
import { canonical } from "./canonical.js";
import type { Chooser, Point, Step } from "../machine/chooser.js";
import type { Machine } from "../machine/machine.js";

/** A state that came twice in a run, and the steps in between. */
export interface Cycle {
  readonly state: string;
  /** The place that was chosen at each step, up to the second time. */
  readonly way: readonly number[];
  readonly steps: readonly Actor[];
}

/** What is known of an actor in the run under way, by the number of steps there were before. */
interface Record {
  /** When it took a step last. */
  taken: number;
  /** When it could go on last, and since when without a break. */
  seen: number;
  since: number;
}

/**
 * Looks for a state that comes twice in a run, where the program gives a fingerprint of its states, and all who could go on all
 * the time in between did at some time. Such a cycle can go on for ever though all are treated fairly.
 *
 * A fingerprint that leaves something out has states that only look the same. So a cycle is believed only when its choices,
 * repeated up to the limit of steps, lead to that state again and again.
 */
export class CycleWatch implements Chooser {
  /** How many runs were given up because they went round. */
  cuts = 0;
  /** The fingerprint leaves something out: a state that only looked like another one was found. */
  isDoubtful = false;
  private readonly machine: Machine;
  private readonly inner: Chooser;
  private readonly limit: number;
  private found: Cycle | undefined = undefined;
  private prunes = false;
  private first = new Map<string, number>();
  /** For each state that came again: how many of those who can go on there did since it came first, or could not for a while. */
  private served = new Map<string, number>();
  private records = new Map<Actor, Record>();
  private way: number[] = [];
  private steps: Actor[] = [];
  /** Cycles that were none. */
  private readonly refuted = new Set<string>();

  constructor(machine: Machine, inner: Chooser, limit: number) {
    this.machine = machine;
    this.inner = inner;
    this.limit = limit;
  }

  /**
   * A run begins. Where the strategy goes through all schedules, one that comes to a state again, and has let nobody on who was
   * not let on before, is given up: what it could do from there was tried, or will be, from where it was the first time.
   */
  begin(prunes: boolean): void {
    this.prunes = prunes && !this.isDoubtful;
    this.found = undefined;
    this.first = new Map();
    this.served = new Map();
    this.records = new Map();
    this.way = [];
    this.steps = [];
  }

  choose(point: Point): number {
    const isWatched = this.machine.subject.fingerprint !== undefined;
    if (isWatched && this.found === undefined && this.isFutile(point)) {
      this.cuts++;
      return -1;
    }
    const index = this.inner.choose(point);
    if (isWatched && index >= 0) this.keep(point, index);
    return index;
  }

  get known(): number {
    return this.inner.known ?? 0;
  }

  stepped(step: Step): void {
    this.inner.stepped?.(step);
  }

  /** The cycle of the last run, if it had one: repeats it to see. The machine is in its state then. */
  proved(): Cycle | undefined {
    const { found, machine } = this;
    this.found = undefined;
    if (found === undefined) return undefined;
    const repetition = new Repetition(machine, found);
    machine.watches = false;
    machine.maxSteps = found.way.length + this.limit;
    if (machine.run(repetition) === "endless") return found;
    this.refuted.add(keyOf(found));
    this.isDoubtful = true;
    return undefined;
  }

  /** Looks at a new state. Whether there is no use in going on. */
  private isFutile({ enabled, depth }: Point): boolean {
    for (const actor of enabled) this.meet(actor, depth);
    const state = stateOf(this.machine);
    const from = this.first.get(state);
    if (from === undefined) {
      this.first.set(state, depth);
      return false;
    }
    const served = enabled.filter((actor) => this.isServed(actor, from)).length;
    if (served === enabled.length) return this.close(state, from);
    const isFutile = this.prunes && served <= (this.served.get(state) ?? 0);
    this.served.set(state, served);
    return isFutile;
  }

  /** Whether an actor went on since a state came first, or could not for a while. A fault need never happen. */
  private isServed(actor: Actor, from: number): boolean {
    const { taken, since } = this.records.get(actor)!;
    return taken >= from || since > from || actor.kind === "fault";
  }

  private close(state: string, from: number): boolean {
    const cycle = { state, way: this.way.slice(), steps: this.steps.slice(from) };
    if (!this.refuted.has(keyOf(cycle))) this.found = cycle;
    return false;
  }

  private meet(actor: Actor, depth: number): void {
    const record = this.records.get(actor);
    if (record === undefined) this.records.set(actor, { taken: -1, seen: depth, since: depth });
    else {
      if (record.seen !== depth - 1) record.since = depth;
      record.seen = depth;
    }
  }

  private keep({ enabled, depth }: Point, index: number): void {
    const actor = enabled[index]!;
    this.way.push(index);
    this.steps.push(actor);
    const record = this.records.get(actor);
    if (record !== undefined) record.taken = depth;
  }
}

/** Goes the way to a cycle, and then round and round, as long as that leads to the same state each time. */
class Repetition implements Chooser {
  private readonly machine: Machine;
  private readonly cycle: Cycle;

  constructor(machine: Machine, cycle: Cycle) {
    this.machine = machine;
    this.cycle = cycle;
  }

  choose({ enabled, depth }: Point): number {
    const { way, steps, state } = this.cycle;
    if (depth < way.length) return way[depth]!;
    const place = (depth - way.length) % steps.length;
    if (place === 0 && stateOf(this.machine) !== state) return -1;
    const index = way[way.length - steps.length + place]!;
    return index < enabled.length ? index : -1;
  }
}

/** What the kernel knows of a state, and the program's fingerprint of it. The program's looks at its state are heard by nobody. */
function stateOf({ kernel, subject }: Machine): string {
  const { log } = recording;
  recording.log = null;
  try {
    const tasks = allTasks(kernel).map(({ id, stage, waitingFor = "", unread }) => [id, stage, waitingFor, unread]);
    const timers = kernel.timers.list().map(({ time, owner }) => [owner.task.id, time - kernel.now]);
    return canonical([tasks, timers, subject.fingerprint?.()]);
  } finally {
    recording.log = log;
  }
}

function keyOf({ state, steps }: Cycle): string {
  return `${state} ${steps.map(({ id }) => id).join()}`;
}
