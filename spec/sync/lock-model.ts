import { Model } from "./players.js";

interface Asker<Want> {
  readonly name: string;
  /** What would do for it: several things where it asks in a `select`. */
  readonly wants: readonly Want[];
  stands: "asking" | "granted" | "holding" | "leaving";
  isCancelled: boolean;
  /** It was told to give back before it could hear of it. */
  isTold: boolean;
}

/** Whatever is asked for in order, and held: a lock, permits. It is written for clarity alone. */
export class LockModel<Want> extends Model {
  /** Who holds what. */
  readonly holders = new Map<string, Want>();
  private queue: Asker<Want>[] = [];
  private readonly askers = new Map<string, Asker<Want>>();
  private readonly admits: (want: Want, held: readonly Want[]) => boolean;

  /** @param admits whether there is room for one who wants this beside those who hold that */
  constructor(admits: (want: Want, held: readonly Want[]) => boolean) {
    super();
    this.admits = admits;
  }

  asks(name: string, ...wants: Want[]): void {
    this.soon(() => {
      const asker = this.asker(name, wants);
      this.queue.push(asker);
      this.serve();
    });
  }

  tries(name: string, want: Want): void {
    this.soon(() => {
      if (this.queue.length > 0 || !this.fits(want)) {
        this.said.push(`${name} got nothing`);
        return;
      }
      this.holders.set(name, want);
      this.resume(this.asker(name, [want]));
    });
  }

  /** Tells one to give back what it holds, or will hold. */
  tells(name: string): void {
    this.soon(() => {
      const asker = this.askers.get(name);
      if (asker?.stands === "holding") this.leaves(asker);
      else if (asker !== undefined) asker.isTold = true;
    });
  }

  cancels(name: string): void {
    this.soon(() => {
      const asker = this.askers.get(name);
      if (asker?.stands === "asking") {
        this.askers.delete(name);
        this.queue = this.queue.filter((each) => each !== asker);
        this.serve();
        this.soon(() => this.said.push(`${name} was cancelled`));
      } else if (asker?.stands === "holding") this.leaves(asker);
      else if (asker !== undefined) asker.isCancelled = true;
    });
  }

  private asker(name: string, wants: readonly Want[]): Asker<Want> {
    const asker: Asker<Want> = { name, wants, stands: "asking", isCancelled: false, isTold: false };
    this.askers.set(name, asker);
    return asker;
  }

  private fits(want: Want): boolean {
    return this.admits(want, [...this.holders.values()]);
  }

  /** The first in the queue, and nobody else, gets what it wants as soon as that fits. */
  private serve(): void {
    for (let first = this.queue[0]; first !== undefined; first = this.queue[0]) {
      const asker = first;
      const index = asker.wants.findIndex((want) => this.fits(want));
      if (index < 0) return;
      this.queue.shift();
      this.holders.set(asker.name, asker.wants[index]!);
      asker.stands = "granted";
      this.soon(() => this.resume(asker));
    }
  }

  private resume(asker: Asker<Want>): void {
    this.said.push(`${asker.name} has ${String(this.holders.get(asker.name))}`);
    asker.stands = "holding";
    if (asker.isCancelled) this.giveBack(asker);
    else if (asker.isTold) this.leaves(asker);
  }

  private leaves(asker: Asker<Want>): void {
    asker.stands = "leaving";
    this.soon(() => this.giveBack(asker));
  }

  private giveBack({ name }: Asker<Want>): void {
    this.holders.delete(name);
    this.askers.delete(name);
    this.serve();
    this.said.push(`${name} gave it back`);
  }
}
