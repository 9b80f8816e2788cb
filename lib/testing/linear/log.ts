import { current } from "../../kernel/current.js";
import { RondoError } from "../../kernel/errors.js";
import { snapshot } from "./copy.js";
import { HistoryEvents } from "./events.js";
import type { Operation } from "./operation.js";

/** An operation that was invoked and has not returned yet. */
export interface Invocation {
  /** It returns now. */
  returned(result?: unknown): void;
  /** It throws now. */
  threw(error: unknown): void;
}

/** What is called: the name of an operation, and its arguments as they were then. */
export interface Call {
  readonly op: string;
  readonly args: readonly unknown[];
}

export function callOf(op: string, args: readonly unknown[]): Call {
  return { op, args: args.map(snapshot) };
}

/** The operations of a history, as they come in. */
export class Log {
  private readonly kept: Operation[] = [];
  private readonly unclear: (error: unknown) => boolean;
  private readonly events = new HistoryEvents();
  private time = 0;

  constructor(unclear: (error: unknown) => boolean) {
    this.unclear = unclear;
  }

  /** In the order of invocation. */
  get operations(): Operation[] {
    return [...this.kept].sort((a, b) => a.call - b.call);
  }

  /** The present moment, which is over then. */
  tick(): number {
    return this.time++;
  }

  /** Nothing was invoked at that moment after all. */
  takeBack(moment: number): void {
    if (this.time === moment + 1) this.time = moment;
  }

  /** The running task invokes an operation; or has done so, where it is said when. */
  invoke({ op, args }: Call, call: number = this.tick()): Invocation {
    const task = caller();
    this.events.invocation();
    const at = this.kept.push({ task, op, args, call }) - 1;
    return {
      returned: (result) => this.settle(at, { result: snapshot(result) }),
      threw: (error) => {
        if (!this.unclear(error)) this.settle(at, { error });
      },
    };
  }

  private settle(at: number, outcome: { readonly result: unknown } | { readonly error: unknown }): void {
    const operation = this.kept[at]!;
    if (operation.return !== undefined) throw new RondoError(`History: ${operation.op} has returned already.`);
    this.events.return();
    this.kept[at] = { ...operation, return: this.tick(), ...outcome };
  }
}

function caller(): string {
  return current.kernel?.running?.label ?? "outside";
}
