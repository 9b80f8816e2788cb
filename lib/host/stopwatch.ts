/** Milliseconds since some time in the past: for reports of how long something took. Nothing that runs tasks looks at it. */
export function milliseconds(): number {
  return performance.now();
}
