import { entry } from "./entry.mjs";

/** `rondo/testing` as it is published, beside the main entry. */
export const testing = await import(new URL("testing/index.js", entry()).href);
