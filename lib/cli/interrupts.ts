import { EXIT, type ExitCode } from "./exit-codes.js";

const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const;

type Signal = keyof typeof SIGNALS;

/** npm passes on a Ctrl-C that the terminal has sent to all of us already: within so many milliseconds it is one. */
const ECHO = 500;

/**
 * Calls `stop` at the first Ctrl-C or SIGTERM, so that the program can clean up; the second one quits at once. What it
 * returns ends that.
 *
 * @param clock milliseconds, from any zero
 */
export function onInterrupt(stop: (code: ExitCode) => void, clock: () => number = now): () => void {
  let first: { readonly signal: Signal; readonly time: number } | undefined;
  const hear = (signal: Signal): void => {
    if (first === undefined) {
      first = { signal, time: clock() };
      stop(SIGNALS[signal]);
    } else if (signal !== first.signal || clock() - first.time > ECHO) process.exit(SIGNALS[signal]);
  };
  const names = Object.keys(SIGNALS) as Signal[];
  for (const name of names) process.on(name, hear);
  return () => {
    for (const name of names) process.off(name, hear);
  };
}

function now(): number {
  return performance.now();
}
