import type { Kernel } from "../../../kernel/kernel.js";
import type { Timed } from "../../../kernel/timers.js";
import type { Actor } from "./actor.js";
import type { Names } from "./names.js";

/**
 * What time is during an exploration.
 *
 * - `quiescent`: the clock moves only when nothing else can happen, as in a run of the scheduler.
 * - `any`: a timer may be due before or after whatever else could happen; earlier ones come before later ones.
 * - `free`: timers may overtake each other, too.
 */
export type TimeMode = "quiescent" | "any" | "free";

/** A timer that is set. */
export interface Pending {
  readonly actor: Actor;
  readonly owner: Timed;
  readonly time: number;
}

/** What a step has done to the timers. */
export interface TimerChanges {
  /** Those that it took back. */
  readonly withdrawn: readonly Actor[];
  /** Those, and the ones that could have been due before it and cannot any more. */
  readonly lost: readonly Actor[];
  /** Those that it set. */
  readonly set: readonly Actor[];
}

const UNCHANGED: TimerChanges = { withdrawn: [], lost: [], set: [] };

/** The timers of a run as actors: each knows who set it, and as which of his. */
export class TimerActors {
  /** The timers that are set, earliest first. */
  pending: readonly Pending[] = [];
  private readonly kernel: Kernel;
  private readonly names: Names;
  private readonly run: number;
  private readonly known = new Map<number, Actor>();
  /** The timers that are gone, and the step that let each go. */
  private readonly past: { readonly time: number; readonly step: number }[] = [];
  private latest = -1;

  constructor(kernel: Kernel, names: Names, run: number) {
    this.kernel = kernel;
    this.names = names;
    this.run = run;
  }

  /** Looks at what the step of `setter`, the one with number `step`, has done to the timers. */
  update(setter: Actor, step: number, mode: TimeMode): TimerChanges {
    const { timers } = this.kernel;
    const before = this.pending;
    if (timers.size === 0 && before.length === 0) return UNCHANGED;
    const couldBeDue = this.enabled(mode);
    const list = timers.list();
    const fresh = list.filter(({ owner }) => owner.timer > this.latest).sort((a, b) => a.owner.timer - b.owner.timer);
    const set: Actor[] = [];
    for (const { owner, time } of fresh) {
      const actor = this.names.timerOf(setter);
      actor.enter(this.run, null);
      actor.waker = step;
      actor.time = time;
      this.known.set(owner.timer, actor);
      set.push(actor);
    }
    this.latest = timers.latest;
    this.pending = list.map(({ owner, time }) => ({ owner, time, actor: this.known.get(owner.timer)! }));
    const gone = before.filter(({ actor }) => !this.pending.some((one) => one.actor === actor));
    for (const { time } of gone) this.past.push({ time, step });
    const withdrawn = gone.filter(({ actor }) => actor !== setter).map(({ actor }) => actor);
    const canBeDue = this.enabled(mode);
    const late = couldBeDue.filter(
      ({ actor }) => actor !== setter && !withdrawn.includes(actor) && !canBeDue.some((one) => one.actor === actor),
    );
    return { withdrawn, lost: [...withdrawn, ...late.map(({ actor }) => actor)], set };
  }

  /** The steps that come before a timer in any case: the one that set it, and those that let the earlier ones go. */
  before(timer: Actor, mode: TimeMode): readonly number[] {
    if (mode === "free") return [timer.waker];
    return [timer.waker, ...this.past.filter(({ time }) => time < timer.time).map(({ step }) => step)];
  }

  /** Those that may be due next. */
  enabled(mode: TimeMode): readonly Pending[] {
    const { pending } = this;
    if (mode === "free" || pending.length <= 1) return pending;
    return pending.filter(({ time }) => time === pending[0]!.time);
  }
}
