/**
 * A fault is one thing that is done to a program, and when: chosen before a schedule begins, as data, so that a bound on faults
 * leaves the choice of schedules whole. It is a text, as tokens and reports show it:
 *
 * - `cancel 1.2 3`: task 1.2 is cancelled after its third turn and before its fourth
 * - `interrupt 1.2 3`, `crash 1.2 3`: it is interrupted, or ends there without any cleanup
 * - `fail disk 1.2 1`: the first time that task 1.2 comes to the point `disk`, `failures("disk")` is true
 * - `lose link 1.2 1`, `double link 1.2 1`, `overtake link 1.2 1`: what it sends first over the network `link` is lost, comes
 *   twice, or comes before the message that was sent before it
 */
export type Fault = string;

/** What is done to a task between two of its turns. */
export type Strike = "cancel" | "interrupt" | "crash";

/** What happens to a message on a network. */
export type Mishap = "lose" | "double" | "overtake";

/** A fault that strikes a task between two of its turns. */
export interface StrikeFault {
  readonly fault: Fault;
  readonly strike: Strike;
  /** The id of the task. */
  readonly task: string;
  /** After how many of its turns. */
  readonly turns: number;
}

const STRIKES: readonly string[] = ["cancel", "interrupt", "crash"] satisfies Strike[];

/** What a fault does to a task; `undefined` for one of another kind. */
export function asStrike(fault: Fault): StrikeFault | undefined {
  const [strike, task, turns] = fault.split(" ");
  if (strike === undefined || task === undefined || !STRIKES.includes(strike)) return undefined;
  return { fault, strike: strike as Strike, task, turns: Number(turns) };
}

const FAULT = /^((cancel|interrupt|crash)|(fail|lose|double|overtake) \S+) (setup|\d+(\.\d+)*) \d+$/;

/** Whether a text tells of a fault. */
export function isFault(text: string): boolean {
  return FAULT.test(text);
}

const VERBS: Readonly<Record<Strike, string>> = { cancel: "cancels", interrupt: "interrupts", crash: "crashes" };
const MISHAPS: Readonly<Record<Mishap, string>> = {
  lose: "is lost",
  double: "comes twice",
  overtake: "overtakes the one before",
};

/** A fault in words: `cancels task 1.2`, `the message over link is lost`. */
export function wordsOfFault(fault: Fault): string {
  const strike = asStrike(fault);
  if (strike !== undefined) return `${VERBS[strike.strike]} task ${strike.task}`;
  const [kind, place = ""] = fault.split(" ");
  const name = place.replaceAll("_", " ");
  return kind === "fail" ? `failures("${name}") is true` : `the message over ${name} ${MISHAPS[kind as Mishap]}`;
}
