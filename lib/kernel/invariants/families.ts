import type { Kernel } from "../kernel.js";
import type { Family, Member } from "../family.js";
import { Scope } from "../scope.js";
import { DAEMON } from "../stages.js";
import { TaskNode } from "../task.js";
import { must } from "./must.js";
import { scopesOf } from "./chains.js";

/** Every task that has not ended is in one family, which hangs below the roots. */
export function checkFamilies(kernel: Kernel): Set<TaskNode> {
  const tasks = new Set<TaskNode>();
  const pending: Family[] = [kernel.roots];
  for (let family = pending.pop(); family !== undefined; family = pending.pop()) {
    for (const child of checkFamily(family)) {
      must(!tasks.has(child), () => `${child.label} is in two families`);
      tasks.add(child);
      for (const scope of scopesOf(child)) pending.push(scope);
    }
  }
  return tasks;
}

/** The links of a family run both ways, in the order of birth, and it counts those that it waits for. */
function checkFamily(family: Family): TaskNode[] {
  const children: TaskNode[] = [];
  let younger: Member | null = null;
  for (let at = family.youngest; at !== null; at = at.older) {
    const next: Member | null = younger;
    must(at.younger === next, () => `the links beside ${nameOf(at)} do not run both ways`);
    if (at instanceof TaskNode) children.push(at);
    younger = at;
  }
  children.forEach((child, i) => {
    must(child.home === family, () => `${child.label} is in a family that is not its home`);
    must(child.ordinal < (children[i - 1]?.ordinal ?? Infinity), () => `${child.label} is out of the order of birth`);
    if (family instanceof Scope) must(child.ordinal <= family.task.body.born, () => `${child.label} was not counted`);
  });
  const live = children.filter((child) => (child.flags & DAEMON) === 0).length;
  must(family.live === live, () => `a family of ${live} that are no daemons counts ${family.live}`);
  return children;
}

function nameOf(member: Member | null): string {
  return member instanceof TaskNode ? member.label : "a resource";
}
