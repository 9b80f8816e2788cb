import { enterScope } from "../kernel/frames.js";
import { programName, start } from "../kernel/generators.js";
import type { ScopeTraits } from "../kernel/scope.js";
import { Instruction, Request, type Syscall } from "../kernel/syscall.js";

/** Frames that are scopes. */

/** An instruction that runs its subject as the body of a scope. */
function scopeInstruction(name: string, traits: ScopeTraits): Instruction<unknown, undefined> {
  return new Instruction<unknown, undefined>({
    name,
    enters: true,
    describe: ({ subject }) => `${name}(${programName(subject)})`,
    begin: (kernel, task, { subject }) => enterScope(kernel, task, start(subject, [], name), subject, null, traits),
  });
}

const SCOPE = /* @__PURE__ */ scopeInstruction("scope", {});
const SUPERVISE = /* @__PURE__ */ scopeInstruction("supervise", { supervised: true });
const SHIELD = /* @__PURE__ */ scopeInstruction("shield", { shielded: true });

/**
 * Runs `body` as a scope: it ends when the body and all children that were spawned in it have ended. An error of any of them
 * ends the others first, youngest first, and is then thrown here: the very same error object.
 *
 * @example
 * yield* scope(function* () {
 *   yield* spawn(listen);
 *   yield* spawn(serve);
 * }); // both have ended
 */
export function scope<R>(body: () => Generator<unknown, R, unknown>): Syscall<R> {
  return new Request<R, unknown, undefined>(SCOPE, body, undefined);
}

/**
 * Runs `body` as a scope in which the failure of a child stays with the child: whoever joins it sees it. One that nobody
 * joins is reported as an `error` event.
 *
 * @example
 * yield* supervise(function* () {
 *   const task = yield* spawn(work);
 *   try { yield* task; } catch { yield* spawn(work); }
 * });
 */
export function supervise<R>(body: () => Generator<unknown, R, unknown>): Syscall<R> {
  return new Request<R, unknown, undefined>(SUPERVISE, body, undefined);
}

/**
 * Runs `body` as a scope that holds a cancellation back until it is done.
 *
 * @example
 * yield* shield(function* () { yield* call(commit); });
 */
export function shield<R>(body: () => Generator<unknown, R, unknown>): Syscall<R> {
  return new Request<R, unknown, undefined>(SHIELD, body, undefined);
}
