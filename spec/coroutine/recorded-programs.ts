/**
 * The programs that CPython was recorded on (spec/golden/cpython): each is turned into one flat generator function of
 * JavaScript, driven by the recorded operations, and its answers are written in the recorded form.
 *
 * A program becomes source text, and not an interpreter over its statements: an interpreter would delegate from one
 * block to the next, and a delegating generator behaves differently when it is closed.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { coroutine, RuntimeError, StopIteration } from "rondo/coroutine";
import type { Coroutine } from "rondo/coroutine";

type Value = null | boolean | number | string;

export type Statement =
  | ["yield", Value]
  | ["recv", Value]
  | ["log", string]
  | ["raise", string, string]
  | ["return", Value]
  | ["break"]
  | ["loop", number, Block]
  | ["try", Block, [string, Block] | null, Block | null]
  | ["from", Block];

export type Block = readonly Statement[];

export type Operation = ["next"] | ["send", Value] | ["throw", string, string] | ["close"];

export type Outcome = ["yield", Value] | ["stop", Value] | ["raise", string, string] | ["ok"];

/** What one operation answered, and the lines that the program logged meanwhile. */
export type Result = [Outcome, string[]];

export interface RecordedProgram {
  readonly body: Block;
  readonly ops: readonly Operation[];
  readonly results: readonly Result[];
}

/** Reads the programs of one recording. */
export function recordedPrograms(file: string): readonly RecordedProgram[] {
  const text = readFileSync(join(__dirname, "../golden/cpython", file), "utf8");
  return (JSON.parse(text) as { cases: RecordedProgram[] }).cases;
}

/** Replays the program's operations on a coroutine. `translate` may turn its source into that of an older target. */
export function replay(program: RecordedProgram, translate: (source: string) => string = (source) => source): Result[] {
  const lines: string[] = [];
  const hand = coroutine(instantiate(translate(toSource(program.body)), lines));
  return program.ops.map((operation) => {
    lines.length = 0;
    return [answer(hand, operation), [...lines]];
  });
}

/** The program as the source of a function expression. */
export function toSource(body: Block): string {
  return `(function* () {\n${statements(body)}\n})`;
}

/** Python's `ValueError`, which has no counterpart in JavaScript. */
class ValueError extends Error {
  override readonly name: string = "ValueError";
}

const classes = new Map<string, new (message: string) => Error>([
  ["TypeError", TypeError],
  ["ValueError", ValueError],
  ["RuntimeError", RuntimeError],
  ["StopIteration", StopIteration],
]);

function classOf(type: string): new (message: string) => Error {
  const known = classes.get(type);
  if (known === undefined) throw new Error(`a recorded program names ${type}, which has no class here`);
  return known;
}

function instantiate(source: string, lines: string[]): Generator<Value, Value, Value> {
  const scope = {
    log: (line: string) => void lines.push(line),
    show: (value: unknown) => JSON.stringify(value ?? null),
    classOf,
    yieldFrom,
  };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the source is this file's own
  const make = new Function(...Object.keys(scope), `"use strict"; return ${source};`) as (
    ...values: unknown[]
  ) => () => Generator<Value, Value, Value>;
  return make(...Object.values(scope))();
}

/**
 * Python's `yield from`. Rondo's coroutine under `yield*` is all of it but one thing that no JavaScript can do: where
 * the inner generator ignores its close, nobody holds it any more, and CPython drops and closes it for a last time.
 */
function yieldFrom(inner: Generator<Value, Value, Value>): Iterable<Value, Value, Value> {
  const hand = coroutine(inner);
  const iterator = hand[Symbol.iterator]();
  const close = iterator.return?.bind(iterator);
  iterator.return = (...value) => {
    try {
      return close?.(...value) ?? { done: true, value: null };
    } finally {
      if (hand.state === "suspended") closeDropped(hand);
    }
  };
  return { [Symbol.iterator]: () => iterator };
}

/** What a dropped generator raises goes to nobody. */
function closeDropped(hand: Coroutine<Value, Value, Value>): void {
  try {
    hand.close();
  } catch {
    return;
  }
}

/** `depth` counts the blocks around, and gives each loop a variable of its own: translators may hoist them together. */
function statements(block: Block, depth = 0): string {
  return block.map((of) => statement(of, depth)).join("\n");
}

function statement(of: Statement, depth: number): string {
  switch (of[0]) {
    case "yield":
      return `yield ${literal(of[1])};`;
    case "recv":
      return `log("got " + show(yield ${literal(of[1])}));`;
    case "log":
      return `log(${literal(of[1])});`;
    case "raise":
      return `throw new (classOf(${known(of[1])}))(${literal(of[2])});`;
    case "return":
      return `return ${literal(of[1])};`;
    case "break":
      return "break;";
    case "loop":
      return loop(`i${String(depth)}`, of[1], statements(of[2], depth + 1));
    case "try":
      return `try {\n${statements(of[1], depth + 1)}\n}${catching(of[2], depth)}${finishing(of[3], depth)}`;
    case "from":
      return `log("from " + show(yield* yieldFrom(${toSource(of[1])}())));`;
  }
}

function loop(variable: string, count: number, body: string): string {
  return `for (let ${variable} = 0; ${variable} < ${String(count)}; ${variable}++) {\n${body}\n}`;
}

function catching(handler: [string, Block] | null, depth: number): string {
  if (handler === null) return "";
  const [type, block] = handler;
  const error = `error${String(depth)}`;
  const guard = `if (!(${error} instanceof classOf(${known(type)}))) throw ${error};`;
  return ` catch (${error}) {\n${guard}\nlog(${literal(`caught ${type}`)});\n${statements(block, depth + 1)}\n}`;
}

function finishing(block: Block | null, depth: number): string {
  return block === null ? "" : ` finally {\n${statements(block, depth + 1)}\n}`;
}

/** The name of an error's class, which is known, or the recording is of another form than this file can replay. */
function known(type: string): string {
  classOf(type);
  return literal(type);
}

function literal(value: Value): string {
  return JSON.stringify(value);
}

function answer(hand: Coroutine<Value, Value, Value>, operation: Operation): Outcome {
  try {
    switch (operation[0]) {
      case "next":
        return ["yield", hand.next() ?? null];
      case "send":
        return ["yield", hand.send(operation[1]) ?? null];
      case "throw":
        return ["yield", hand.throw(new (classOf(operation[1]))(operation[2])) ?? null];
      case "close":
        hand.close();
        return ["ok"];
    }
  } catch (error) {
    if (error instanceof StopIteration) return ["stop", (error.value as Value | undefined) ?? null];
    if (error instanceof Error) return ["raise", error.name, pythonMessage(error)];
    throw error;
  }
}

/** Rondo's own messages are CPython's, and go on after a colon with what to do. No recorded message has a colon. */
function pythonMessage(error: Error): string {
  return error.message.split(": ", 1)[0] ?? "";
}
