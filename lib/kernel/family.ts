/** A member of a family: a task, or a resource to be released. Each is in at most one. */
export interface Member {
  older: Member | null;
  younger: Member | null;
}

/**
 * Members in the order of their birth. A linked list: any of 100 000 leaves in one step.
 *
 * An interface, and functions: as a class above `Scope` it made entering a scope a tenth slower.
 */
export interface Family {
  youngest: Member | null;
  /** How many tasks are in it that are no daemons. */
  live: number;
}

export function newFamily(): Family {
  return { youngest: null, live: 0 };
}

export function addMember(family: Family, member: Member): void {
  member.older = family.youngest;
  if (family.youngest !== null) family.youngest.younger = member;
  family.youngest = member;
}

export function removeMember(family: Family, member: Member): void {
  if (member.younger !== null) member.younger.older = member.older;
  else if (family.youngest === member) family.youngest = member.older;
  if (member.older !== null) member.older.younger = member.younger;
  member.older = null;
  member.younger = null;
}

/** All members, oldest first. */
export function membersOf(family: Family): Member[] {
  const all: Member[] = [];
  for (let at = family.youngest; at !== null; at = at.older) all.push(at);
  return all.reverse();
}
