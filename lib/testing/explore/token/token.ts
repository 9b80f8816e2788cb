import { preview } from "../../../kernel/preview.js";
import { Checksum } from "./checksum.js";
import type { Choice, ChoiceLog } from "../choices.js";
import type { Plan } from "../options.js";
import { decodeFault, encodeFault, indexToLetters, lettersToIndex } from "./token-text.js";
import type { TimeMode } from "../machine/time.js";
import type { FailureKind } from "../verdict.js";

/** A choice that is not the usual one. */
export interface TokenDeviation {
  /** The place of the choice among all: a state in which only one can go on is none. */
  readonly choice: number;
  /** The place of who goes on, among those who can. */
  readonly index: number;
  /** A letter that depends on who could go on at this choice and at all before. */
  readonly check: string;
}

/** What came of a schedule: in which way it failed, or that all was right. */
export type TokenEnding = FailureKind | "pass";

/** A schedule and all that it depends on, as a token tells it. */
export interface TokenParts {
  readonly deviations: readonly TokenDeviation[];
  /** How many steps it has. */
  readonly steps: number;
  readonly ending: TokenEnding;
  /** Two letters that depend on all its choices. */
  readonly check: string;
  readonly time: TimeMode;
  /** After how many choices all go on in rounds, in place of the usual choice. */
  readonly rounds: number | undefined;
  /** The seed of the scheduler. */
  readonly seed: number;
  /** What was done to the program, and when: `cancel 1.2 3`. */
  readonly faults: readonly string[];
}

const ENDINGS: Readonly<Record<TokenEnding, string>> = {
  pass: "p",
  error: "e",
  invariant: "i",
  check: "c",
  deadlock: "d",
  livelock: "l",
  liveness: "v",
  leak: "k",
  disagreement: "g",
  untracked: "u",
  nondeterminism: "n",
};
const TIMES: Readonly<Record<TimeMode, string>> = { quiescent: "q", any: "a", free: "f" };
const VERSION = "r1";
/** Where there are no deviations. */
const NONE = "-";

/** The choices of a run as a token tells them. After `rounds` of them all went on in rounds. */
export function choicesOf(choices: readonly Choice[], rounds?: number): Pick<TokenParts, "deviations" | "check"> {
  const sum = new Checksum();
  const deviations: TokenDeviation[] = [];
  for (const [choice, { enabled, index, usual }] of choices.entries()) {
    sum.meet(enabled);
    if (index !== usual && choice < (rounds ?? Infinity)) deviations.push({ choice, index, check: sum.letters(1) });
    sum.take(index);
  }
  return { deviations, check: sum.letters(2) };
}

/** The token of a run. After `rounds` choices, where that is given, all went on in rounds. */
export function tokenOfRun(plan: Plan, { choices, actors }: ChoiceLog, ending: TokenEnding, rounds?: number): string {
  const { time, scheduler } = plan;
  const steps = actors.length;
  return formatToken({
    ...choicesOf(choices, rounds),
    steps,
    ending,
    time,
    seed: scheduler.seed ?? 0,
    rounds,
    faults: plan.faults.struck ?? [],
  });
}

/**
 * A schedule as a short text of letters, digits and `:`, `.`, `-`, `_`, which needs no quotes in a shell:
 * `r1:2bk0cx:14exk:ta`. After the version come the choices that are not the usual one, each as the number of usual choices
 * before it, letters for who goes on, and a letter that checks who could; then how many steps there are, in which way it
 * ends, and two letters that check all choices. The rest is left out where it is as usual: `t` time, `o` from
 * which choice on all go on in rounds, `s` the seed, `f` a fault.
 */
export function formatToken(parts: TokenParts): string {
  let next = 0;
  const deviations = parts.deviations.map(({ choice, index, check }) => {
    const gap = choice - next;
    next = choice + 1;
    return `${String(gap)}${indexToLetters(index)}${check}`;
  });
  const fields = [VERSION, deviations.join("") || NONE, `${String(parts.steps)}${ENDINGS[parts.ending]}${parts.check}`];
  if (parts.time !== "quiescent") fields.push(`t${TIMES[parts.time]}`);
  if (parts.rounds !== undefined) fields.push(`o${String(parts.rounds)}`);
  if (parts.seed !== 0) fields.push(`s${String(parts.seed)}`);
  for (const fault of parts.faults) fields.push(`f${encodeFault(fault)}`);
  return fields.join(":");
}

/**
 * Reads a token.
 * @throws TypeError for a text that is none, or one of another version
 */
export function parseToken(text: unknown): TokenParts {
  if (typeof text !== "string") throw refused(text, 'A token is a text: "r1:…".');
  const [version, deviations = "", tail = "", ...fields] = text.trim().split(":");
  if (version !== VERSION) throw refused(text, whyNoVersion(version ?? ""));
  const end = /^(\d+)([a-z])([a-z]{2})$/.exec(tail);
  const ending = end === null ? undefined : keyOf(ENDINGS, end[2]!);
  if (ending === undefined) throw refused(text, "Its third part should say how many steps there are. Is it whole?");
  let time: TimeMode = "quiescent";
  let seed = 0;
  let rounds: number | undefined;
  const faults: string[] = [];
  for (const field of fields) {
    const rest = field.slice(1);
    const mode = keyOf(TIMES, rest);
    if (field.startsWith("t") && mode !== undefined) time = mode;
    else if (/^o\d+$/.test(field)) rounds = Number(rest);
    else if (/^s-?\d+$/.test(field)) seed = Number(rest);
    else if (/^f[\w.-]+$/.test(field)) faults.push(decodeFault(rest));
    else throw refused(text, `This version of Rondo cannot read its part ${preview(field)}.`);
  }
  return {
    deviations: parseDeviations(text, deviations),
    steps: Number(end![1]),
    ending,
    check: end![3]!,
    time,
    rounds,
    seed,
    faults,
  };
}

function parseDeviations(token: string, text: string): TokenDeviation[] {
  if (text === NONE) return [];
  if (!/^(\d+[a-z]+[a-z])+$/.test(text))
    throw refused(token, "Its second part should be choices, like 2bk0cx. Is it whole?");
  let next = 0;
  return [...text.matchAll(/(\d+)([a-z]+)([a-z])/g)].map(([, gap, letters, check]) => {
    const choice = next + Number(gap);
    next = choice + 1;
    return { choice, index: lettersToIndex(letters!), check: check! };
  });
}

function keyOf<Key extends string>(table: Readonly<Record<Key, string>>, letter: string): Key | undefined {
  return (Object.keys(table) as Key[]).find((key) => table[key] === letter);
}

function whyNoVersion(version: string): string {
  return /^r\d+$/.test(version)
    ? `It is of version ${version.slice(1)}, and this version of Rondo reads 1.`
    : `A token begins with "${VERSION}:".`;
}

function refused(value: unknown, why: string): TypeError {
  return new TypeError(`${preview(value)} is no token of a schedule. ${why}`);
}
