import type { Audit } from "../testing/explore/agreement/audit.js";
import type { ScheduleFailure } from "../testing/explore/failure.js";
import type { ExploreReport } from "../testing/explore/report.js";
import { EXIT, type ExitCode } from "./exit-codes.js";
import type { ExploreCommandOptions, TellingOptions } from "./explore-arguments.js";
import { number, percent } from "./explore-progress.js";
import { describeError } from "./report.js";
import type { Opened } from "./setup.js";
import { words } from "./status-line.js";
import type { View } from "./view.js";

/** What came of an exploration, for the user. */
export interface Finding {
  readonly stats: Omit<ExploreReport, "failures">;
  /** The first failure; or with `--collect` all that differ. */
  readonly failures: readonly ScheduleFailure[];
  /** The code of what ended it early: a Ctrl-C. */
  readonly stopped: ExitCode | undefined;
  /** How much of the tree was seen. */
  readonly share: number | undefined;
}

export function exitCodeOf({ failures, stopped }: Finding): ExitCode {
  return failures.length > 0 ? EXIT.failed : (stopped ?? EXIT.ok);
}

/** The report as text. */
export function exploreText(finding: Finding, { file, view }: Opened, options: ExploreCommandOptions): string {
  const { stats, failures } = finding;
  const shown = failures.map((failure) => failureText(failure, replayLine(failure, file.shown, options), view));
  const detail = `${words(stats.choicePoints, "choice point")}, depth ${number(stats.depth)}, ${seconds(stats.ms)}`;
  const end = [verdict(finding, file.shown, view, options), ...indented([...notes(finding, options.time), detail])];
  return [...shown, end.join("\n")].join("\n\n");
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

/** What else is to be known of the verdict. */
function notes({ stats, failures }: Finding, time: ExploreCommandOptions["time"]): string[] {
  const { audit, classes, choicePoints, strategy, truncated } = stats;
  // One class of many schedules: no step touches what another task's does.
  const isBlind = strategy.startsWith("dpor") && failures.length === 0 && classes === 1 && choicePoints > 0;
  if (audit !== undefined) return [audited(audit)];
  if (truncated > 0) return [cutShort(truncated)];
  if (isBlind) return ["no two tasks touch the same thing: is what they share tracked? --audit looks after it"];
  const waits = stats.timers && failures.length === 0 && (time ?? "quiescent") === "quiescent";
  return waits ? ["no timer was due while anything else could happen: --time any lets them race"] : [];
}

function audited({ schedules, complete, states }: Audit): string {
  const count = `${words(schedules, "schedule")}${complete ? ", which is all" : ", which is not all"}`;
  return `audit: ${count}; ${words(states, "final state")}, and the reduced search saw each`;
}

function cutShort(truncated: number): string {
  const came = `${words(truncated, "schedule")} came to the limit of steps, and to the end when all were treated fairly`;
  return `${came}: what else may come behind the limit was not seen`;
}

/** The report as JSON, of one schema for all versions with the same `schema`. */
export function exploreJson(finding: Finding, shown: string, options: TellingOptions): string {
  const { stats, failures, stopped } = finding;
  const report = {
    schema: 1,
    command: "explore",
    file: shown,
    export: options.export ?? "default",
    outcome: outcomeOf(finding),
    interrupted: stopped !== undefined,
    exitCode: exitCodeOf(finding),
    ...stats,
    failures: failures.map((failure) => failureJson(failure, shown, options)),
  };
  return JSON.stringify(report, undefined, 2);
}

/** `complete` says that all schedules were seen, `sampled` that some were. */
function outcomeOf({ failures, stats }: Finding): "failed" | "complete" | "sampled" {
  if (failures.length > 0) return "failed";
  return stats.complete ? "complete" : "sampled";
}

function verdict({ stats, failures, stopped, share }: Finding, shown: string, view: View, asked: Bounds): string {
  const { colors } = view;
  const count = `${words(stats.schedules, "schedule")} (${stats.strategy})`;
  const end =
    stopped === undefined ? "" : ` It was stopped${share === undefined ? "" : ` with ${percent(share)} seen`}.`;
  const all = stats.complete ? `, among them ${whole(stats, asked)}` : "";
  if (failures.length > 0) {
    const several = failures.length > 1 ? ` in ${words(failures.length, "way")}` : "";
    return `${colors.red(`${shown} fails${several}.`)} ${number(stats.failing)} of ${count}${all === "" ? "" : `${all},`} failed.${end}`;
  }
  if (stats.complete) return `${colors.green(`${shown} holds.`)} It was run under ${count}${all}.`;
  return `${colors.yellow(`${shown}: no failure found,`)} but not all schedules were seen: ${count} ${stats.schedules === 1 ? "was" : "were"} run.${end}`;
}

/** The bounds that were asked for. */
type Bounds = Pick<ExploreCommandOptions, "preemptions" | "delays">;

/** What it means that all was seen. */
function whole({ strategy, bound }: Finding["stats"], { preemptions, delays }: Bounds): string {
  if (strategy.startsWith("dpor")) return "at least one of each class";
  const [measure, limit] = Object.entries(bound ?? {})[0] ?? [];
  if (limit === undefined || (preemptions ?? delays) === undefined) return "all that there are";
  return `all with at most ${words(limit, measure!.replace(/s$/, ""))}`;
}

/** A failure: its story, where in the user's code it was thrown, and how to run its schedule again. */
export function failureText(failure: ScheduleFailure, replay: string, view: View): string {
  const [story = ""] = failure.message.split("\n\nTo run this schedule again:\n");
  const [head = "", ...rest] = story.split("\n");
  const parts = [[view.colors.bold(head), ...rest].join("\n")];
  const place = failure.cause === undefined ? [] : placeOf(failure.cause, view);
  if (place.length > 0) parts.push(["Thrown", ...place].join("\n"));
  if (failure.token !== "") parts.push(`To run this schedule again:\n  ${replay}`);
  return parts.join("\n\n");
}

/** The user's lines on the stack of an error. What else there is to say of it is in the story. */
function placeOf(error: unknown, view: View): string[] {
  const lines = describeError(error, view).split("\n");
  const first = lines.findIndex((line) => line.includes("    at "));
  return first < 0 ? [] : lines.slice(first);
}

export function failureJson(failure: ScheduleFailure, shown: string, options: TellingOptions): object {
  const { kind, message, token, schedule, preemptions, certified, seen } = failure;
  const replay = token === "" ? undefined : replayLine(failure, shown, options);
  return { kind, message, token, schedule, preemptions, certified, seen, replay };
}

/** The line for a shell that runs the schedule of a failure again. */
export function replayLine({ token }: ScheduleFailure, shown: string, options: TellingOptions): string {
  const named = options.export === undefined ? [] : ["--export", quoted(options.export)];
  return ["rondo replay", ...named, quoted(shown), token].join(" ");
}

/** A word for a shell: in quotes where it needs them. */
function quoted(word: string): string {
  return /^[\w./:@%+,=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
