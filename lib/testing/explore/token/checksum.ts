import type { Actor } from "../machine/actor.js";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/**
 * A checksum of the choices of a run, one after the other: who could go on at each, and who did. Two runs that differ in one
 * choice have different ones from there on, as far as a few letters can tell.
 */
export class Checksum {
  private hash = 0x811c9dc5;

  /** A choice comes: these can go on. */
  meet(enabled: readonly Actor[]): void {
    for (const { id } of enabled) this.add(id);
    this.mix(0x2c);
  }

  /** The choice was made. */
  take(index: number): void {
    this.mix(index);
  }

  /** The sum so far, in so many letters. */
  letters(n: number): string {
    // The low bits of this hash are weak by themselves.
    let rest = (this.hash ^ (this.hash >>> 15)) >>> 0;
    let text = "";
    for (let i = 0; i < n; i++, rest = Math.floor(rest / LETTERS.length)) text += LETTERS[rest % LETTERS.length]!;
    return text;
  }

  private add(text: string): void {
    for (let i = 0; i < text.length; i++) this.mix(text.charCodeAt(i));
    this.mix(0x20);
  }

  /** FNV-1a. */
  private mix(byte: number): void {
    this.hash = Math.imul(this.hash ^ byte, 0x01000193);
  }
}
