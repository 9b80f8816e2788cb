/**
 * What the language does with a program between two yields: the generator protocol, spelt out. A `CodeOfBlock` stands for a
 * generator, and its `control` for the place in the source at which that is suspended.
 */
import { isPlain, type Block, type Of, type Plain, type Statement, type Try } from "./program.js";
import type { GroupState, Guard } from "./state.js";
import { label } from "./words.js";

export type Verb = "next" | "throw" | "return";

/** What a generator answers to a verb. */
export type Step =
  | { readonly how: "yielded"; readonly statement: Yielded; readonly depth: number }
  | { readonly how: "returned"; readonly value: unknown }
  | { readonly how: "threw"; readonly error: Error };

/** A statement, or what a generator of the library's own yields. */
export type Yielded =
  | Exclude<Statement, Plain | Of<"interrupt" | "throw" | "return" | "inline" | "try">>
  | (Of<"interrupt"> & { readonly error: Error })
  | { readonly do: "branch"; readonly group: GroupState }
  | { readonly do: "hold"; readonly body: Block; readonly guard: Guard };

export interface Code {
  resume(verb: Verb, value: unknown): Step;
}

/** What a program touches without yielding. */
export interface Surroundings {
  say(text: string): void;
  /** Carries out a plain call; may throw. */
  call(statement: Plain): unknown;
  boom(): Error;
  show(value: unknown): string;
  /** A statement has its answer. */
  answered(value: unknown): void;
}

/** How a statement, or a block, is over. */
type Completion =
  | { readonly how: "normal"; readonly value: unknown }
  | { readonly how: "return"; readonly value: unknown }
  | { readonly how: "throw"; readonly error: Error };

/** What the code is inside of. */
type Place =
  /** A block, whose statement before `next` is under way. */
  | { readonly kind: "block"; readonly block: Block; next: number }
  | { readonly kind: "try"; readonly statement: Try; part: "body" | "handler" | "finalizer"; kept: Completion }
  /** A program run by `yield*`: a generator of its own, to which the verbs are handed on; and the latest of them. */
  | { readonly kind: "inline"; verb: Verb };

const NORMAL: Completion = { how: "normal", value: undefined };

export class CodeOfBlock implements Code {
  private readonly around: Surroundings;
  /** Outermost first. */
  private readonly control: Place[];

  constructor(block: Block, around: Surroundings) {
    this.around = around;
    this.control = [{ kind: "block", block, next: 0 }];
  }

  resume(verb: Verb, value: unknown): Step {
    let completion = completionOf(verb, value);
    for (const place of this.control) if (place.kind === "inline") place.verb = verb;
    for (let place = this.control.at(-1); place !== undefined; place = this.control.at(-1)) {
      const next = this.goOn(place, completion);
      if (next.how === "yielded") return next;
      completion = next;
    }
    if (completion.how === "throw") return { how: "threw", error: completion.error };
    return { how: "returned", value: completion.value };
  }

  /** What is inside of `place` has come to `completion`. */
  private goOn(place: Place, completion: Completion): Completion | (Step & { how: "yielded" }) {
    if (place.kind === "block") return this.goOnInBlock(place, completion);
    if (place.kind === "try") return this.goOnInTry(place, completion);
    this.control.pop();
    if (completion.how === "throw") return completion;
    // The end of an inlined program is the value of the `yield*`; but where it has ended in answer to `return()`, the outer
    // one returns, too, with whatever value that was.
    return { how: place.verb === "return" ? "return" : "normal", value: completion.value };
  }

  private goOnInBlock(
    place: Place & { kind: "block" },
    completion: Completion,
  ): Completion | (Step & { how: "yielded" }) {
    if (completion.how === "normal") {
      const last = place.block[place.next - 1];
      if (last !== undefined && last.do !== "try") this.around.answered(completion.value);
      const statement = place.block[place.next++];
      if (statement !== undefined) return this.begin(statement);
    }
    this.control.pop();
    return completion.how === "normal" ? NORMAL : completion;
  }

  private begin(statement: Statement): Completion | (Step & { how: "yielded" }) {
    if (statement.do !== "try") this.around.say(label(statement));
    if (isPlain(statement)) return this.callPlainly(statement);
    switch (statement.do) {
      case "throw":
        return { how: "throw", error: this.around.boom() };
      case "return":
        return { how: "return", value: statement.value };
      case "inline":
        this.control.push({ kind: "inline", verb: "next" }, { kind: "block", block: statement.body, next: 0 });
        return NORMAL;
      case "try":
        this.control.push({ kind: "try", statement, part: "body", kept: NORMAL });
        this.control.push({ kind: "block", block: statement.body, next: 0 });
        return NORMAL;
      case "interrupt":
        return {
          how: "yielded",
          statement: { ...statement, error: this.around.boom() },
          depth: this.depthOf(statement),
        };
      default:
        return { how: "yielded", statement, depth: this.depthOf(statement) };
    }
  }

  private callPlainly(statement: Plain): Completion {
    try {
      return { how: "normal", value: this.around.call(statement) };
    } catch (error) {
      return { how: "throw", error: error as Error };
    }
  }

  /** How many generators hand the verbs on to a `yield* syscall`: 1 in the frame's own code; 0 for a bare `yield`. */
  private depthOf(statement: Statement): number {
    if (statement.do.startsWith("bare")) return 0;
    return 1 + this.control.filter(({ kind }) => kind === "inline").length;
  }

  private goOnInTry(place: Place & { kind: "try" }, completion: Completion): Completion {
    const { handler, finalizer } = place.statement;
    if (place.part === "body" && completion.how === "throw" && handler !== undefined) {
      place.part = "handler";
      this.around.say(`catch ${this.around.show(completion.error)}`);
      this.control.push({ kind: "block", block: handler, next: 0 });
      return NORMAL;
    }
    if (place.part !== "finalizer" && finalizer !== undefined) {
      place.part = "finalizer";
      place.kept = completion;
      this.around.say("finally");
      this.control.push({ kind: "block", block: finalizer, next: 0 });
      return NORMAL;
    }
    this.control.pop();
    // A finally that does not end normally takes the place of what it was entered with.
    return place.part === "finalizer" && completion.how === "normal" ? place.kept : completion;
  }
}

function completionOf(verb: Verb, value: unknown): Completion {
  if (verb === "throw") return { how: "throw", error: value as Error };
  return { how: verb === "next" ? "normal" : "return", value };
}
