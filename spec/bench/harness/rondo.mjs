import { entry } from "./entry.mjs";

/** Rondo as it is published. */
export const rondo = await import(entry().href);
