import type { Frame } from "../frame.js";
import { Held } from "../frames.js";
import { membersOf, type Member } from "../family.js";
import { ATTENTION, BODY_OVER, BORN, DONE, RETURN, UNWIND, WAITING } from "../stages.js";
import type { TaskNode } from "../task.js";
import { must } from "./must.js";
import { mustUnwind, scopesOf, framesOf, exitsOf } from "./chains.js";

/** `stages.ts`, as a check. */
export function checkStage(task: TaskNode): void {
  const { stage, label } = task;
  must(stage < DONE, () => `${label} has ended, and is in its family still`);
  must(stage !== RETURN, () => `${label} is told to return, and does not run`);
  must(stage === WAITING || task.slot === null, () => `${label} does not wait, and its wait keeps something`);
  must(stage !== WAITING || task.value === undefined, () => `${label} waits, and holds a value`);
  if (stage === BORN) {
    must(task.top === task && task.wait === null, () => `${label} was never resumed, and has frames or a wait`);
  }
  if (stage === UNWIND) {
    must(mustUnwind(task) || task.scope?.bodyOver === true, () => `${label} is to unwind, and no scope asks for it`);
  }
  const attentive = (task.flags & ATTENTION) !== 0;
  const extras = task.extras;
  must(attentive || (extras?.interrupts.length ?? 0) === 0, () => `${label} would not look at its interrupts`);
  must((extras?.cancellation ?? null) === null || task.body.doomed, () => `${label} is cancelled and not doomed`);
}

/** The frames are a chain down to the task's own; what a frame holds is held by a scope, too. */
export function checkFrames(task: TaskNode): void {
  const resources = new Set<Member>(scopesOf(task).flatMap((scope) => membersOf(scope)));
  const generators = new Set<object>();
  for (const frame of framesOf(task)) {
    must(!generators.has(frame.generator), () => `${task.label} has a frame twice`);
    generators.add(frame.generator);
    for (let exit = frame.exit; exit !== null; exit = exit.next) {
      const held = exit;
      must(
        !(held instanceof Held) || resources.has(held),
        () => `a frame of ${task.label} holds what no scope knows of`,
      );
    }
  }
  must(framesOf(task).at(-1) === task, () => `the outermost frame of ${task.label} is not its body`);
}

/** The scopes of a task are a chain; the base of each is one of its frames, inside the base of the next. */
export function checkScopes(task: TaskNode): void {
  const frames: Frame[] = framesOf(task);
  let from = 0;
  for (const scope of scopesOf(task)) {
    const where = `a scope of ${task.label}`;
    const base = frames.indexOf(scope.base, from);
    must(scope.task === task, () => `${where} belongs to ${scope.task.label}`);
    must(base >= 0, () => `${where} is based on none of its frames, or on one outside of the next`);
    must(scope.outer !== null || scope.base === task, () => `the outermost scope of ${task.label} is not its body's`);
    if (scope.returning !== null) {
      const at = frames.indexOf(scope.returning, from);
      must(at >= 0 && at <= base, () => `${where} has told a frame to return that is not inside`);
      must(scope.doomed && scope.torn, () => `${where} has told a frame to return, and is not unwound`);
    }
    must(!scope.insists || scope.returning !== null, () => `${where} insists on the return of no frame`);
    must(!scope.torn || scope.doomed || scope.bodyOver, () => `${where} is torn down for no reason`);
    const looks = !scope.doomed || scope.bodyOver || (task.flags & ATTENTION) !== 0;
    must(looks, () => `${where} is doomed, and the task would not look`);
    if (!scope.bodyOver) must(exitsOf(scope.base).includes(scope), () => `${where} has no end`);
    else if (scope.outer === null) must((task.flags & BODY_OVER) !== 0, () => `${task.label} still takes messages`);
    if (scope.bodyOver && scope === task.scope)
      must(task.top === scope.base, () => `${where} is over, and frames are in it`);
    from = base + 1;
  }
}
