/** What a promise comes to, so far: it is not waited for. */
export function outcome(promise: Promise<unknown>): { readonly state: unknown } {
  const seen: { state: unknown } = { state: "pending" };
  promise.then(
    (value) => (seen.state = { value }),
    (error: unknown) => (seen.state = { error }),
  );
  return seen;
}
