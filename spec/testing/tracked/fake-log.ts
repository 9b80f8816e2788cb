import { recording, type AccessLog } from "../../../lib/testing/tracked/recording.js";

/** A log that keeps the names of what was read and written, such as `1.balance`. */
export class FakeLog implements AccessLog {
  stamp = 0;
  run = 1;
  /** `R 1.balance`, `W 1.balance`, in order. */
  readonly accesses: string[] = [];
  private objects = 0;
  private readonly names: string[] = [];
  private readonly identities = new Map<object, number>();

  born(): number {
    return ++this.objects;
  }

  locate(object: number, part: PropertyKey | object): number {
    const name = `${String(object)}.${typeof part === "object" || typeof part === "function" ? this.identify(part) : String(part)}`;
    const at = this.names.indexOf(name);
    return at === -1 ? this.names.push(name) - 1 : at;
  }

  /** The next run begins. */
  again(): void {
    this.run++;
    this.objects = 0;
  }

  /** Tracked state notes nothing by this. */
  note(): void {
    throw new Error("note was called");
  }

  read(location: number): void {
    this.accesses.push(`R ${this.names[location]!}`);
  }

  write(location: number): void {
    this.accesses.push(`W ${this.names[location]!}`);
  }

  private identify(part: object): string {
    if (!this.identities.has(part)) this.identities.set(part, this.identities.size);
    return `#${String(this.identities.get(part))}`;
  }
}

/** Runs this as one step of a run of its own. */
export function inRun<T>(body: (log: FakeLog) => T): T {
  const log = new FakeLog();
  recording.log = log;
  try {
    return body(log);
  } finally {
    recording.log = null;
  }
}

/** What a step notes. */
export function step(log: FakeLog, body: () => unknown): string[] {
  log.stamp++;
  const from = log.accesses.length;
  body();
  return log.accesses.slice(from);
}

/** Whether two steps meet: at one location, and one of them writes it. */
export function conflict(a: readonly string[], b: readonly string[]): boolean {
  const places = (accesses: readonly string[], kind: string): string[] =>
    accesses.filter((access) => access.startsWith(kind)).map((access) => access.slice(2));
  const meet = (writes: readonly string[], all: readonly string[]): boolean =>
    places(writes, "W").some((place) => places(all, "").includes(place));
  return meet(a, b) || meet(b, a);
}
