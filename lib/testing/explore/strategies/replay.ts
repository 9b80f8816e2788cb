import { Checksum } from "../token/checksum.js";
import type { Ending, Point } from "../machine/chooser.js";
import { Rounds } from "../rounds.js";
import { usualChoice } from "../schedule.js";
import { TokenError } from "../token/token-error.js";
import { parseToken, type TokenDeviation, type TokenParts } from "../token/token.js";
import type { Strategy } from "./strategy.js";

/** How to follow a token. */
export interface Following {
  /** Whether a program that is not the token's own is refused; or else what cannot be followed is passed over. */
  readonly strict: boolean;
  /** Whether the program goes on with the usual choices where it has more steps than the token. */
  readonly goOn: boolean;
}

/** The one schedule that a token tells. */
export class Replay implements Strategy {
  readonly name = "replay";
  /** So that what cannot be tracked is refused as in a search that needs it; a single run is quick enough. */
  readonly watches = true;
  complete = false;
  private readonly text: string;
  private readonly token: TokenParts;
  private readonly how: Following;
  private readonly rounds = new Rounds();
  private readonly sum = new Checksum();
  private begun = false;
  private choices = 0;
  private followed = 0;
  private depth = 0;
  /** The checksum at the end of the token. */
  private whole: string | undefined = undefined;

  constructor(text: string, how: Following) {
    this.text = text;
    this.token = parseToken(text);
    this.how = how;
  }

  /** Where all go on in rounds, nobody waits for ever: what has no end then needs no other proof. */
  get fair(): boolean {
    return this.token.rounds !== undefined;
  }

  begin(): boolean {
    const { begun } = this;
    this.begun = true;
    return !begun;
  }

  choose(point: Point): number {
    this.depth = point.depth;
    if (point.depth === this.token.steps) {
      this.whole = this.sum.letters(2);
      if (!this.how.goOn) return -1;
    }
    return point.enabled.length === 1 ? 0 : this.between(point);
  }

  /** What is looked at has no say in it. */
  looksFurther(): void {}

  over(ending: Ending): void {
    this.complete = ending !== "abandoned";
    this.depth = Math.min(this.depth + 1, this.token.steps);
    if (this.complete) this.whole ??= this.sum.letters(2);
  }

  /** Nothing is wrong with the run: it may be that it is not the one that was meant. */
  passed(): void {
    const { token, followed } = this;
    if (!this.how.strict) return;
    if (followed < token.deviations.length) {
      throw this.parting(token.deviations[followed]!.choice, "The program comes to its end before that choice.");
    }
    if (this.whole !== token.check)
      throw this.parting(followed === 0 ? 0 : token.deviations[followed - 1]!.choice + 1, LATER);
  }

  private between(point: Point): number {
    const { enabled } = point;
    const inRounds = this.choices >= (this.token.rounds ?? Infinity);
    const usual = inRounds ? this.rounds.choose(point) : usualChoice(point);
    this.sum.meet(enabled);
    const deviation = this.token.deviations[this.followed];
    const isMeant = deviation?.choice === this.choices;
    const index = isMeant ? this.deviate(point, deviation, usual) : usual;
    this.sum.take(index);
    this.choices++;
    return index;
  }

  private deviate({ enabled }: Point, { index, check, choice }: TokenDeviation, usual: number): number {
    const fits = index < enabled.length && index !== usual && check === this.sum.letters(1);
    if (this.how.strict && !fits) {
      const names = enabled.map(String).join(", ");
      throw this.parting(choice, `Now ${names} can go on there; then it was others, or another way had led there.`);
    }
    this.followed++;
    return index < enabled.length ? index : usual;
  }

  private parting(choice: number, why: string): TokenError {
    return new TokenError({ token: this.text, choice: choice + 1, step: this.depth + 1, why });
  }
}

const LATER = "Its last choices are not those of the program any more, or the program has another end.";
