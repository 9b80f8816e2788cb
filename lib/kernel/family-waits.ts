import { membersOf } from "./family.js";
import { Instruction, Request, type AnyRequest } from "./syscall.js";
import { TaskNode } from "./task.js";

/** The waits of a task for its own children: no user yields them. */

/** Its body is over and its children are not. */
export const CHILDREN: AnyRequest = /* @__PURE__ */ new Request(
  new Instruction<undefined, undefined>({
    name: "children",
    describe: () => "its children to end",
    begin: () => false,
    wakers: (task) => childrenOf(task).filter((child) => !child.daemon),
  }),
  undefined,
  undefined,
);

/** It tears a scope down, and the youngest child there has been asked to end. */
export const CHILD: AnyRequest = /* @__PURE__ */ new Request(
  new Instruction<undefined, undefined>({
    name: "child",
    describe: () => "its youngest child to be gone",
    begin: () => false,
    wakers: (task) => childrenOf(task).slice(-1),
  }),
  undefined,
  undefined,
);

function childrenOf(task: TaskNode): TaskNode[] {
  return task.scope === null ? [] : membersOf(task.scope).filter((member) => member instanceof TaskNode);
}
