/**
 * Who is told of each object that tasks share, when it is made: a channel, a lock. Whoever runs a program many times knows
 * such an object again in another run by who made it, and as which of that one's objects. Nobody listens outside of that.
 */
export const births: { hear: ((object: object) => void) | null } = { hear: null };

/** An object was made that tasks can share: called in its constructor. */
export function born(object: object): void {
  if (births.hear !== null) births.hear(object);
}
