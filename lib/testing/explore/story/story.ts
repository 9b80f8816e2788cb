import type { Actor } from "../machine/actor.js";
import { wordsOfFault } from "../faults/fault.js";
import { Recorder } from "../../../trace/recorder.js";
import type { Trace, TraceEvent } from "../../../trace/format.js";
import { timeline } from "../../../trace/timeline/timeline.js";
import type { Plan } from "../options.js";
import { Follow, Reruns } from "../rerun.js";
import type { ExploreSetup } from "../machine/subject.js";
import { ONLY_OUTSIDE, PLAIN, type Problem } from "../verdict.js";
import { worthTelling, wordsOf } from "./accesses.js";
import { leastOrderings, type Orderings } from "./orderings.js";
import { PartNames } from "./part-names.js";
import { gist, orderingLines, pathLines, stepLines, type StepLine } from "./text.js";
import { Telling, type Told } from "./telling.js";
import { turnsOf } from "./turns.js";

/** A failing schedule as something to read. */
export interface Story {
  /** What each step did, and a mark at those that the failure depends on. */
  readonly steps: readonly string[];
  /** How many steps of tasks there are. */
  readonly turns: number;
  /** The orderings that make it fail, in words; empty where they were not found. */
  readonly orderings: readonly string[];
  /** Of the tasks that are no roots: whom they descend from. */
  readonly paths: readonly string[];
  /** How many schedules with those orderings were tried: all failed. */
  readonly tried: number;
  /** How many faults it takes, each at its time. */
  readonly faults: number;
  /** The run, drawn. */
  readonly timeline: string;
}

/** What can be found out about a failing schedule by runs of it and of its neighbours. */
export interface Telltale {
  readonly indexes: readonly number[];
  readonly problem: Problem | undefined;
  /** For each step whether it leaves a task that could go on. */
  readonly preempts: ReadonlySet<number>;
}

/** How many steps are marked in the picture at most. */
const MARKS = 8;

/** Tells the story of a schedule that fails. */
export function tell(setup: ExploreSetup, plan: Plan, { indexes, problem, preempts }: Telltale): Story {
  const reruns = new Reruns(setup, plan, true);
  const telling = new Telling(new Follow(indexes, true));
  telling.run(reruns);
  const found =
    problem === undefined || !PLAIN.has(problem.kind)
      ? undefined
      : leastOrderings(reruns, { steps: telling.steps.map(({ event }) => event), problem });
  const trace = recorded(setup, plan, indexes);
  const lines = linesOf(telling.steps, trace, found, preempts);
  const marks = lines.filter(({ marked, turn }) => marked && turn > 0).slice(0, MARKS);
  return {
    steps: stepLines(lines),
    turns: Math.max(0, ...lines.map(({ turn }) => turn)),
    orderings: found === undefined ? [] : orderingLines(found, lines),
    paths: pathLines(lines),
    tried: found?.tried ?? 0,
    faults: telling.steps.reduce(
      (n, { event, faults }) => n + faults.length + (event.actor.kind === "fault" ? 1 : 0),
      0,
    ),
    timeline: timeline(trace, {
      columns: 120,
      marks: marks.map(({ turn, what }) => ({ step: turn, note: gist(what, 60) })),
    }),
  };
}

/** The same run once more, for the picture. */
function recorded(setup: ExploreSetup, plan: Plan, indexes: readonly number[]): Trace {
  const recorder = new Recorder();
  const scheduler = { ...plan.scheduler, observer: recorder };
  new Reruns(setup, { ...plan, scheduler, deterministic: false }).run(new Follow(indexes, true));
  return { ...recorder.trace, events: recorder.trace.events.map(asExplored) };
}

/** Where only the outside could go on, a plain run gives advice that is none here. */
function asExplored(event: TraceEvent): TraceEvent {
  if (event.kind !== "stop" || !event.error.startsWith("OutsideWaitError")) return event;
  return { ...event, error: ONLY_OUTSIDE };
}

function linesOf(
  steps: readonly Told[],
  trace: Trace,
  found: Orderings | undefined,
  preempts: ReadonlySet<number>,
): StepLine[] {
  const all = steps.flatMap(({ accesses }) => accesses);
  const written = new Set(all.filter(({ write }) => write).map(({ slot }) => slot));
  const told = steps.map(({ accesses }) => worthTelling(accesses, written));
  const names = new PartNames(all, told.flat());
  const turns = turnsOf(trace);
  const marked = markedSteps(steps, found);
  let turn = 0;
  return steps.map(({ event, faults, label, path }, i) => {
    const isTurn = event.actor.kind === "task";
    if (isTurn) turn++;
    const state = told[i]!.map((access) => wordsOf(access, names.of(access.slot)));
    const done = isTurn ? (turns[turn - 1] ?? []) : [whatOf(event.actor)];
    return {
      event,
      label,
      path,
      turn: isTurn ? turn : 0,
      what: [...faults.map(wordsOfFault), ...state, ...done].join("; "),
      // Without its faults it does not fail: fewer were tried before.
      marked: marked.has(event.index) || event.actor.kind === "fault" || faults.length > 0,
      preempts: preempts.has(event.index),
    };
  });
}

/** What is done in a step that is no turn of a task. */
function whatOf({ kind, id }: Actor): string {
  if (kind === "timer") return "is due";
  return kind === "fault" ? wordsOfFault(id) : "moves to the next timers";
}

/** The steps of the orderings that matter; all that race where those are not known. */
function markedSteps(steps: readonly Told[], found: Orderings | undefined): Set<number> {
  const marked = new Set<number>();
  for (const { event } of steps) {
    const needed = found?.orderings.some(({ first, second }) =>
      [first, second].some(({ actor, nth }) => event.actor === actor && event.nth === nth),
    );
    if (needed === true) marked.add(event.index);
    if (found === undefined) for (const race of event.races) marked.add(race.index).add(event.index);
  }
  return marked;
}
