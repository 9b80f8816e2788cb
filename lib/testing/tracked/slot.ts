import { recording, type AccessLog } from "./recording.js";

/** No step has this stamp. */
const NEVER = -1;

/** A tracked object, as the log knows it. */
export interface Owner {
  /** The log of the run that the object belongs to. */
  log: AccessLog;
  run: number;
  /** The object's number in that run. */
  number: number;
}

/**
 * What is known about one part of a tracked object: its location, and in which step it was noted last. So a location goes to
 * the log once in a step; every later access in that step is a comparison of two numbers.
 */
export class Slot {
  readonly owner: Owner;
  readonly part: PropertyKey | object;
  /** The value of a property with accessors. Collections keep their values themselves. */
  value: unknown;
  /** The step that read or wrote this last. */
  seen: number;
  /** The step that wrote this last. */
  written: number;
  private location: number;

  constructor(owner: Owner, part: PropertyKey | object, value: unknown) {
    this.owner = owner;
    this.part = part;
    this.value = value;
    this.seen = NEVER;
    this.written = NEVER;
    this.location = NEVER;
  }

  /** Tells the log of the first read in a step. An object of an earlier run has no location in this one. */
  noteRead(log: AccessLog): void {
    this.seen = log.stamp;
    if (this.owner.log === log) log.read(this.locate(log), this);
  }

  /** Tells the log of the first write in a step. */
  noteWrite(log: AccessLog): void {
    this.seen = log.stamp;
    this.written = log.stamp;
    if (this.owner.log === log) log.write(this.locate(log), this);
  }

  /** Forgets what was noted: the owner has moved on to another run. */
  renew(): void {
    this.seen = NEVER;
    this.written = NEVER;
    this.location = NEVER;
  }

  private locate(log: AccessLog): number {
    if (this.location === NEVER) this.location = log.locate(this.owner.number, this.part);
    return this.location;
  }
}

/** The present step reads what the slot stands for. */
export function noteRead(slot: Slot): void {
  const log = recording.log;
  if (log !== null && slot.seen !== log.stamp) slot.noteRead(log);
}

/** The present step writes what the slot stands for. */
export function noteWrite(slot: Slot): void {
  const log = recording.log;
  if (log !== null && slot.written !== log.stamp) slot.noteWrite(log);
}
