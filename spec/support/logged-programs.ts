import fc from "fast-check";
import { call, cancel, emit, interrupt, pass, receive, self, send, sleep, spawn, type Task } from "rondo";

/** A step of a random program. `to` picks one of the tasks that have started. */
export type Op =
  | { readonly do: "pass" | "receive" | "emit" }
  | { readonly do: "sleep"; readonly ms: number }
  | { readonly do: "spawn" | "call"; readonly body: readonly Op[] }
  | { readonly do: "send" | "cancel" | "interrupt"; readonly to: number };

export type Kind = Op["do"];

/** What the tasks of a random program share: who has started, in order, and what each did. */
export interface World {
  readonly tasks: Task[];
  readonly log: string[];
}

export function newWorld(): World {
  return { tasks: [], log: [] };
}

/** Runs steps as a task: it writes down each step before it takes it, and then that it ends. */
export function* interpret(world: World, ops: readonly Op[]): Generator<unknown, void> {
  const number = world.tasks.push(self()) - 1;
  try {
    yield* steps(world, number, ops);
  } finally {
    world.log.push(`${String(number)} end`);
  }
}

function* steps(world: World, number: number, ops: readonly Op[]): Generator<unknown, void> {
  for (const op of ops) {
    world.log.push(`${String(number)} ${op.do}`);
    try {
      yield* step(world, number, op);
    } catch (error) {
      world.log.push(`${String(number)} catches ${error instanceof Error ? error.name : String(error)}`);
    }
  }
}

function* step(world: World, number: number, op: Op): Generator<unknown, unknown> {
  switch (op.do) {
    case "pass":
      return yield* pass();
    case "sleep":
      return yield* sleep(op.ms);
    case "receive":
      return yield* receive();
    case "emit":
      return yield* emit(number);
    case "spawn":
      return yield* spawn(interpret, world, op.body);
    case "call":
      return yield* call(steps, world, number, op.body);
    default:
      return yield* reach(number, op.do, world.tasks[op.to % world.tasks.length]!);
  }
}

function* reach(number: number, verb: "send" | "cancel" | "interrupt", task: Task): Generator<unknown, unknown> {
  if (verb === "send") return yield* send(task, number);
  if (verb === "cancel") return yield* cancel(task);
  return yield* interrupt(task, `interrupt by ${String(number)}`);
}

/** Random programs made of these kinds of steps. */
export function programs(...kinds: readonly Kind[]): fc.Arbitrary<readonly Op[]> {
  return bodies(kinds, 3);
}

function bodies(kinds: readonly Kind[], depth: number): fc.Arbitrary<readonly Op[]> {
  const flat = depth === 0 ? kinds.filter((kind) => kind !== "spawn" && kind !== "call") : kinds;
  return fc.array(fc.oneof(...flat.map((kind) => ops(kind, kinds, depth))), { maxLength: 6 });
}

function ops(kind: Kind, kinds: readonly Kind[], depth: number): fc.Arbitrary<Op> {
  if (kind === "pass" || kind === "receive" || kind === "emit") return fc.constant({ do: kind });
  if (kind === "sleep") return fc.record({ do: fc.constant(kind), ms: fc.nat(8).map((eighths) => eighths / 4) });
  if (kind === "spawn" || kind === "call") {
    return fc.record({ do: fc.constant(kind), body: bodies(kinds, depth - 1) });
  }
  return fc.record({ do: fc.constant(kind), to: fc.nat(7) });
}
