import { enter } from "../../kernel/frames.js";
import { RETURNED, THREW, type Exit, type How } from "../../kernel/frame.js";
import { adopt, isGenerator, type AnyGenerator } from "../../kernel/generators.js";
import type { Kernel } from "../../kernel/kernel.js";
import { preview } from "../../kernel/preview.js";
import { Instruction, isRequest, Request } from "../../kernel/syscall.js";
import type { TaskNode } from "../../kernel/task.js";
import { leave } from "../../kernel/teardown.js";
import { isRefusedThenable } from "../../kernel/thenable.js";
import { callOf, type Call, type Invocation, type Log } from "./log.js";
import { isObject } from "./values.js";

/** What of an object is recorded. */
export interface RecordOptions<T> {
  /** The methods that are operations; all of them where left out. */
  readonly only?: readonly (keyof T & string)[];
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Stands in for an object and records the calls of its methods. */
export function recorded<T extends object>(log: Log, object: T, { only }: RecordOptions<T>): T {
  if (!isObject(object)) throw new TypeError(`History.record: ${preview(object)} is no object with methods.`);
  const missing = only?.find((name) => typeof object[name] !== "function");
  if (missing !== undefined) throw new TypeError(`History.record: only: ${preview(object)} has no method ${missing}.`);
  const wrappers = new Map<string, { readonly method: unknown; readonly wrapper: Method }>();

  // The stand-in inherits from the object and has nothing of its own, so a frozen object can be recorded, too.
  const standIn: T = new Proxy(Object.create(object) as T, {
    get(_shadow, name) {
      const value: unknown = Reflect.get(object, name, object);
      if (typeof name !== "string" || typeof value !== "function" || isNoOperation(name, value)) return value;
      if (only !== undefined && !only.includes(name as keyof T & string)) return bound(name, value as Method);
      return wrapper(name, value as Method, recording);
    },
    set: (_shadow, name, value) => Reflect.set(object, name, value, object),
  });

  const wrapper = (name: string, method: Method, wrap: (name: string, method: Method) => Method): Method => {
    const known = wrappers.get(name);
    if (known?.method === method) return known.wrapper;
    const made = wrap(name, method);
    // A program that is spawned goes by its name.
    Object.defineProperty(made, "name", { value: name });
    wrappers.set(name, { method, wrapper: made });
    return made;
  };
  const bound = (name: string, method: Method): Method => {
    return wrapper(
      name,
      method,
      () =>
        (...args) =>
          method.apply(object, args),
    );
  };
  const recording = (name: string, method: Method): Method => {
    return (...args) => {
      const result = observe(log, callOf(name, args), () => method.apply(object, args));
      return result === object ? standIn : result;
    };
  };
  return standIn;
}

function isNoOperation(name: string, value: unknown): boolean {
  return name === "constructor" || value === (Object.prototype as unknown as Record<string, unknown>)[name];
}

/** Calls a method. What it answers at once is recorded at once; what waits is recorded when a task waits for it. */
function observe(log: Log, call: Call, run: () => unknown): unknown {
  const began = log.tick();
  let answer: unknown;
  try {
    answer = run();
  } catch (error) {
    log.invoke(call, began).threw(error);
    throw error;
  }
  if (isRequest(answer) || isGenerator(answer)) log.takeBack(began);
  if (isRequest(answer)) return new Request(RECORDED, { log, call, start: () => inlined(answer) }, undefined);
  if (isGenerator(answer)) {
    const generator = answer;
    return inlined(new Request(RECORDED, { log, call, start: () => adopt(generator, call.op) }, undefined));
  }
  if (isRefusedThenable(answer)) throw asynchronous(call);
  log.invoke(call, began).returned(answer);
  return answer;
}

function asynchronous({ op }: Call): TypeError {
  return new TypeError(
    `History.record: ${op}() returned a promise, and nobody would see when it settles. ` +
      `Record a method that waits for it: *${op}() { return yield* wait(…); }.`,
  );
}

function* inlined(syscall: Iterable<unknown, unknown, unknown>): AnyGenerator {
  return yield* syscall;
}

/** An operation that waits: a frame that a task enters. */
interface Waiting {
  readonly log: Log;
  readonly call: Call;
  readonly start: () => AnyGenerator;
}

const RECORDED = /* @__PURE__ */ new Instruction<Waiting, undefined>({
  name: "recorded",
  enters: true,
  describe: ({ subject }) => `${subject.call.op}(${subject.call.args.map((arg) => preview(arg)).join(", ")})`,
  begin(kernel, task, { subject: { log, call, start } }) {
    const generator = start();
    const exit = new RecordedExit(log.invoke(call));
    return enter(kernel, task, generator, call.op, exit);
  },
});

/** Tells the history how the operation ended. One that was unwound has not returned: it stays pending. */
class RecordedExit implements Exit {
  readonly next = null;
  private readonly invocation: Invocation;

  constructor(invocation: Invocation) {
    this.invocation = invocation;
  }

  leave(kernel: Kernel, task: TaskNode, how: How, value: unknown): boolean {
    if (how === RETURNED) this.invocation.returned(value);
    else if (how === THREW) this.invocation.threw(value);
    return leave(kernel, task, how, value);
  }
}
