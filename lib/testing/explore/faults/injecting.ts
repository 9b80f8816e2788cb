import type { Actor } from "../machine/actor.js";
import type { Injector } from "./injector.js";

/** The run under way, for the plain calls of the program: what is done to it, and whose step it is. */
export const injecting: { machine: { readonly injector: Injector; readonly acting: Actor } | null } = { machine: null };
