import type { Channel } from "rondo";
import {
  all,
  any,
  call,
  cancel,
  context,
  emit,
  ensure,
  interrupt,
  join,
  Latch,
  mapEach,
  pass,
  race,
  receive,
  retry,
  run,
  scope,
  select,
  send,
  settled,
  shield,
  sleep,
  sleepUntil,
  spawn,
  spawnWith,
  start,
  supervise,
  suspend,
  timeout,
  use,
  type Outcome,
  type Program,
  type Ready,
  type Task,
} from "rondo";

type IsAny<T> = 0 extends 1 & T ? true : false;
/** `any` is the same as itself alone. */
type Same<A, B> = IsAny<A> extends IsAny<B> ? ([A, B] extends [B, A] ? true : false) : false;
/** Whether two records have the same types in the same fields. */
type AllSame<A, B> = false extends {
  [K in keyof A | keyof B]: K extends keyof A & keyof B ? Same<A[K], B[K]> : false;
}[keyof A | keyof B]
  ? false
  : true;
type Returned<F> = F extends (...args: never[]) => Generator<unknown, infer R, unknown> ? R : never;

declare const task: Task<Date>;
declare const numbers: Channel<number>;
declare const programs: Program<number>[];

function* number(): Generator<unknown, number, unknown> {
  return 1;
}

function* text(): Generator<unknown, string, unknown> {
  return "";
}

function* takes(count: number, name: string): Generator<unknown, [number, string], unknown> {
  return [count, name];
}

function* never(): Generator<unknown, never, unknown> {
  throw new Error();
}

function* service(ready: Ready<number>, name: string): Generator<unknown, Date, unknown> {
  ready(name.length);
  return new Date(0);
}

const user = context<"ada" | "nobody">("nobody");

/** Never called: the compiler reads it. */
function* answersOfSyscalls() {
  return {
    pass: yield* pass(),
    sleep: yield* sleep(1),
    sleepUntil: yield* sleepUntil(1),
    send: yield* send(task, 1),
    receive: yield* receive(),
    receiveTyped: yield* receive<number>(),
    emit: yield* emit(1),
    spawn: yield* spawn(takes, 1, "a"),
    spawnWith: yield* spawnWith({ name: "n" }, number),
    join: yield* join(task),
    task: yield* task,
    cancel: yield* cancel(task),
    interrupt: yield* interrupt(task, 1),
    suspend: yield* suspend(() => {}),
    suspendTyped: yield* suspend<number>((resolve) => resolve(1)),
    call: yield* call(takes, 1, "a"),
  };
}

const answersOfSyscallsAreRight: AllSame<
  Returned<typeof answersOfSyscalls>,
  {
    pass: void;
    sleep: void;
    sleepUntil: void;
    send: void;
    receive: unknown;
    receiveTyped: number;
    emit: unknown;
    spawn: Task<[number, string]>;
    spawnWith: Task<number>;
    join: Date;
    task: Date;
    cancel: void;
    interrupt: boolean;
    suspend: void;
    suspendTyped: number;
    call: [number, string];
  }
> = true;

/** Never called. */
function* answersOfFrames() {
  return {
    scope: yield* scope(number),
    supervise: yield* supervise(text),
    shield: yield* shield(number),
    ensure: yield* ensure(number, () => {}),
    useValue: yield* use(
      () => "file",
      (file) => {
        file.length satisfies number;
      },
    ),
    useProgram: yield* use(number, function* (n) {
      yield* sleep(n);
    }),
    with: yield* user.with("ada", text),
    get: user.get(),
    retry: yield* retry((attempt) => takes(attempt, "a")),
    timeout: yield* timeout(1, number),
    timeoutElse: yield* timeout(1, number, { else: () => "late" as const }),
    timeoutProgram: yield* timeout(1, number, { else: text }),
    timeoutNever: yield* timeout(1, never, { else: number }),
    start: yield* start(service, "a"),
  };
}

const answersOfFramesAreRight: AllSame<
  Returned<typeof answersOfFrames>,
  {
    scope: number;
    supervise: string;
    shield: number;
    ensure: number;
    useValue: string;
    useProgram: number;
    with: string;
    get: "ada" | "nobody";
    retry: [number, string];
    timeout: number;
    timeoutElse: number | "late";
    timeoutProgram: number | string;
    timeoutNever: number;
    start: { readonly task: Task<Date>; readonly value: number };
  }
> = true;

/** Never called. */
function* answersOfGroups() {
  return {
    tuple: yield* all([number, text, () => takes(1, "a")]),
    record: yield* all({ n: number, t: text }),
    list: yield* all(programs),
    none: yield* all([]),
    each: yield* mapEach(["a", "b"], (item, index) => takes(index, item)),
    race: yield* race([number, text]),
    raceRecord: yield* race({ n: number, t: text }),
    raceNever: yield* race([number, never]),
    any: yield* any([number, text]),
    settled: yield* settled([number, text]),
    settledRecord: yield* settled({ n: number, t: text }),
  };
}

const answersOfGroupsAreRight: AllSame<
  Returned<typeof answersOfGroups>,
  {
    tuple: [number, string, [number, string]];
    record: { n: number; t: string };
    list: number[];
    none: [];
    each: [number, string][];
    race: number | string;
    raceRecord: number | string;
    raceNever: number;
    any: number | string;
    settled: [Outcome<number>, Outcome<string>];
    settledRecord: { n: Outcome<number>; t: Outcome<string> };
  }
> = true;

/** Never called: results narrow by their names. */
function* narrowing(): Generator<unknown, unknown, unknown> {
  const chosen = yield* select({ got: numbers.receive(), end: task, late: sleep(1) });
  if (chosen.name === "got") return chosen.value satisfies number;
  if (chosen.name === "end") return chosen.value satisfies Date;
  const late: "late" = chosen.name;

  const more = yield* select({ next: numbers.next(), open: new Latch().wait() }, { else: 5 as const });
  if (more.name === "else") return more.value satisfies 5;
  if (more.name === "next" && more.value.done !== true) return more.value.value satisfies number;

  const { n, t } = yield* settled({ n: number, t: text });
  if (n.state === "done") return n.value satisfies number;
  if (n.state === "failed") return n.error;
  if (t.state === "cancelled") return t.reason;
  // @ts-expect-error -- whether it is done or has failed was not asked
  t.value satisfies string;
  return late;
}

describe("the types of structure", () => {
  it("are those of the programs inside", () => {
    const results = run(function* () {
      return yield* all([number, text]);
    });
    const [n, t]: [number, string] = results;
    expect([n, t]).toEqual([1, ""]);
    expect([answersOfSyscallsAreRight, answersOfFramesAreRight, answersOfGroupsAreRight]).toEqual([true, true, true]);
    expect([answersOfSyscalls, answersOfFrames, answersOfGroups, narrowing]).toHaveLength(4);
  });
});
