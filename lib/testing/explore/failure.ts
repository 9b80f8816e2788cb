import { RondoError } from "../../kernel/errors.js";
import { messageOf } from "./story/message.js";
import type { Story } from "./story/story.js";
import type { FailureKind, Problem } from "./verdict.js";

/** What is known of a failing schedule besides what is wrong with it. */
export interface FailureDetails {
  /** Replays it: see `replay`. */
  readonly token: string;
  /** Who took each step: the ids of tasks, and of timers. */
  readonly schedule: readonly string[];
  /** How often a task that could go on is left for another one. */
  readonly preemptions: number;
  /** Whether no schedule with fewer preemptions fails in this way: all of them were run. */
  readonly certified: boolean;
  /** How many runs it took to make the schedule this simple. */
  readonly replays: number;
  /** How many schedules have failed in this way: see `collect`. */
  readonly seen: number;
  readonly story: Story | undefined;
}

/**
 * A schedule under which a program fails. The message says what is wrong, and how to run that schedule again.
 *
 * @example
 * expect(() => explore(setup)).toThrow(ScheduleFailure);
 */
export class ScheduleFailure extends RondoError {
  static {
    Object.defineProperty(this.prototype, "name", { value: "ScheduleFailure", configurable: true, writable: true });
  }

  /** In which way it fails. */
  readonly kind: FailureKind;
  /** Replays it: `replay(setup, token)`. */
  readonly token: string;
  /** Who took each step: the ids of tasks, and of timers. */
  readonly schedule: readonly string[];
  /** How often a task that could go on was left for another one. */
  readonly preemptions: number;
  /** Whether no schedule with fewer preemptions fails in this way: all of them were run. */
  readonly certified: boolean;
  /** How many runs it took to make the schedule this simple. */
  readonly replays: number;
  /** How many schedules have failed in this way: see `collect`. */
  readonly seen: number;

  /** The orderings that make it fail, in words: see `docs/exploring.md`. Empty where they were not found. */
  readonly orderings: readonly string[];
  /** The run, drawn. */
  readonly timeline: string;

  constructor(problem: Problem, details: FailureDetails) {
    const { token, schedule, preemptions, certified, replays, seen, story } = details;
    super(messageOf(problem, details), problem.error === undefined ? undefined : { cause: problem.error });
    this.kind = problem.kind;
    this.token = token;
    this.schedule = schedule;
    this.preemptions = preemptions;
    this.certified = certified;
    this.replays = replays;
    this.seen = seen;
    this.orderings = story?.orderings ?? [];
    this.timeline = story?.timeline ?? "";
  }
}
