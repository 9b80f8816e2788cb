import { Extras } from "../../lib/kernel/extras.js";
import { Frame } from "../../lib/kernel/frame.js";
import { Scope, wantsUnwinding } from "../../lib/kernel/scope.js";
import type { TaskNode } from "../../lib/kernel/task.js";

/** A task with scopes inside each other, the outermost first, that counts how often one looks for the next wider one. */
function nested(depth: number): { task: TaskNode; scopes: Scope[]; looks: () => number } {
  const task = { scope: null as Scope | null, extras: new Extras() };
  const frame = new Frame((function* () {})(), null, "frame");
  const scopes: Scope[] = [];
  let looks = 0;
  for (let i = 0; i < depth; i++) {
    const outer = task.scope;
    const scope = new Scope(task as unknown as TaskNode, outer, frame, null, {});
    Object.defineProperty(scope, "outer", { get: () => (looks++, outer) });
    scopes.push((task.scope = scope));
  }
  return { task: task as unknown as TaskNode, scopes, looks: () => looks };
}

function doom(task: TaskNode, scope: Scope): void {
  scope.doomed = true;
  task.more.dooms++;
}

describe("scopes inside each other that are left one by one", () => {
  it("are walked once for each doom, and not once for each of them", () => {
    const { task, scopes, looks } = nested(1000);
    Object.defineProperty(task, "more", { value: task.extras });
    doom(task, scopes[0]!);
    for (const scope of scopes.toReversed()) {
      task.scope = scope;
      expect([wantsUnwinding(task), scope.doomed]).toEqual([true, true]);
    }
    expect(looks()).toBeLessThan(4 * scopes.length);
  });

  it("hear of a wider doom that comes while a narrower one goes on", () => {
    const { task, scopes } = nested(10);
    Object.defineProperty(task, "more", { value: task.extras });
    doom(task, scopes[6]!);
    expect([wantsUnwinding(task), scopes.map((scope) => scope.doomed).lastIndexOf(false)]).toEqual([true, 5]);
    doom(task, scopes[2]!);
    expect([wantsUnwinding(task), scopes.map((scope) => scope.doomed).lastIndexOf(false)]).toEqual([true, 1]);
    task.scope = scopes[1]!;
    expect(wantsUnwinding(task)).toBe(false);
  });

  it("do not hear of what is masked: outside of a shield, or of a frame that is at its own finally", () => {
    const { task, scopes } = nested(10);
    Object.defineProperty(task, "more", { value: task.extras });
    scopes[4]!.returning = scopes[4]!.base;
    doom(task, scopes[2]!);
    expect(wantsUnwinding(task)).toBe(false);
    doom(task, scopes[7]!);
    expect(wantsUnwinding(task)).toBe(true);
    task.scope = scopes[6]!;
    expect(wantsUnwinding(task)).toBe(false);
  });
});
