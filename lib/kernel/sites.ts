/** Source lines of spawns and cancels, for schedulers that were made with `sites: true`. */

/** Where syscalls were made. A syscall is carried out when its maker is no longer on the stack. */
const ofRequests = new WeakMap<object, string>();

/** Keeps with a syscall the source line that made it: `keepSite` ← `located` ← `spawn` ← the line. */
export function keepSite(request: object): void {
  const line = stackLines()[3];
  if (line !== undefined) ofRequests.set(request, line);
}

export function siteOf(request: object): string | undefined {
  return ofRequests.get(request);
}

const PLAIN_CALL = /\bTaskNode\.cancel\b|\bScheduler\.(?:spawn|spawnWith|close|closeAsync)\b/;

/**
 * The source line that called a plain call of a scheduler or a task: the one below it on the stack. There is none where Rondo acts
 * by itself, as at the end of a run.
 */
export function siteOfPlainCall(): string | undefined {
  const lines = stackLines();
  const index = lines.findLastIndex((line) => PLAIN_CALL.test(line));
  return index < 0 ? undefined : lines[index + 1];
}

/** The lines of the stack that name a place, innermost first, without this file's own. */
function stackLines(): string[] {
  const lines = new Error().stack?.split("\n") ?? [];
  return lines
    .filter((line) => /:\d+/.test(line))
    .slice(1)
    .map((line) => line.trim().replace(/^at /, ""));
}
