import { Pct } from "./pct.js";

/**
 * PCT for as many steps as the longest run had that has ended, and a random walk from there on: the guarantee of PCT for programs
 * whose runs have the same length, and nobody waits for ever in those that do not end.
 */
export class FairPct extends Pct {
  override readonly name = "fairPct";
  override readonly fair = true;

  protected override drifts(depth: number): boolean {
    return super.drifts(depth) || (this.longest > 0 && depth >= this.longest);
  }
}
