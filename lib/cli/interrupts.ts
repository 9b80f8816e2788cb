import { EXIT, type ExitCode } from "./exit-codes.js";

const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const;

/**
 * Calls `stop` at the first Ctrl-C or SIGTERM, so that the program can clean up; the second one quits at once. What it
 * returns ends that.
 */
export function onInterrupt(stop: (code: ExitCode) => void): () => void {
  let asked = false;
  const hear = (signal: NodeJS.Signals): void => {
    const code = SIGNALS[signal as keyof typeof SIGNALS];
    if (asked) process.exit(code);
    asked = true;
    stop(code);
  };
  for (const signal of Object.keys(SIGNALS)) process.on(signal, hear);
  return () => {
    for (const signal of Object.keys(SIGNALS)) process.off(signal, hear);
  };
}
