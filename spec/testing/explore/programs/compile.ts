import * as rondo from "rondo";
import type { ExploreScene } from "rondo/testing";
import type { Body, Op, SmallProgram } from "./op.js";
import { PLAIN } from "./plain-ops.js";
import { show, WAITING } from "./waiting-ops.js";
import { World, type Steps } from "./world.js";

/** Makes a program that keeps, for each task, what it saw. Its `result` is all that it has come to. */
export function compile(program: SmallProgram): ExploreScene {
  const world = new World(program.length);
  return {
    tasks: program.map(
      (body, i) =>
        function* task() {
          if (i < 2) world.roots[i]!.value = rondo.self();
          return yield* run(world, body);
        },
    ),
    expects: () => true,
    result: () => world.result(),
  };
}

function* run(world: World, body: Body): Steps<string> {
  for (const op of body) yield* step(world, op);
  return rondo.self().id;
}

function* part(world: World, body: Body): Steps<string> {
  const id = yield* run(world, body);
  world.note("end");
  return id;
}

/** Runs one operation, and notes what it saw. */
function* step(world: World, op: Op): Steps {
  world.note(op.do);
  try {
    const answer = yield* carryOut(world, op);
    if (answer !== undefined) world.note(`${op.do}=${show(answer)}`);
  } catch (error) {
    world.note(`${op.do}!${show(error)}`);
    throw error;
  }
}

type Plain = (world: World, op: Op) => unknown;
type Waiting = (world: World, op: Op, program: (body: Body) => () => Steps<string>) => Iterable<unknown, unknown>;

/** Each table has the operations of one name under that name. */
function carryOut(world: World, op: Op): Iterable<unknown, unknown> {
  const plain = (PLAIN as unknown as Partial<Record<string, Plain>>)[op.do];
  if (plain !== undefined) return at(plain(world, op));
  const waiting = (WAITING as unknown as Record<string, Waiting>)[op.do]!;
  return waiting(world, op, (body) => part.bind(undefined, world, body));
}

function* at(value: unknown): Steps<unknown> {
  return value;
}
