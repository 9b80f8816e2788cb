/** Which operations are in the order already: a set of bits. */
export class Taken {
  private readonly words: Uint32Array;

  constructor(size: number) {
    this.words = new Uint32Array((size + 31) >>> 5);
  }

  add(number: number): void {
    this.words[number >>> 5]! |= 1 << (number & 31);
  }

  delete(number: number): void {
    this.words[number >>> 5]! &= ~(1 << (number & 31));
  }

  /** The set as a text. What all sets of a long history begin and end with, words that are full or empty, takes no room. */
  key(): string {
    const { words } = this;
    let from = 0;
    let to = words.length;
    while (from < to && words[from] === 0xffffffff) from++;
    while (to > from && words[to - 1] === 0) to--;
    let text = `${String(from)}:`;
    for (let i = from; i < to; i++) text += String.fromCharCode(words[i]! & 0xffff, words[i]! >>> 16);
    return text;
  }
}
