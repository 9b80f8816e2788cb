/**
 * Where the recorder says that an operation of a history was invoked, or has returned, in the step that runs.
 *
 * Which operation came before which is what a check for linearizability looks at. So for a search that leaves out schedules that
 * amount to the same, a return and an invocation in different tasks depend on each other: the other way round there would be
 * one precedence more, or one less. Two returns do not, nor do two invocations. An invocation reads the history, so to speak,
 * and a return writes it, except that two returns are no conflict.
 */
export function noteEvent(_kind: "invoke" | "return", _history: object): void {
  // Nobody listens yet.
}
