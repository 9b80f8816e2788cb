const A = "a".charCodeAt(0);
const BASE = 26;

/** A whole number from 0 up in letters: a, b … z, ba, bb … */
export function indexToLetters(index: number): string {
  const last = String.fromCharCode(A + (index % BASE));
  return index < BASE ? last : indexToLetters(Math.floor(index / BASE)) + last;
}

export function lettersToIndex(letters: string): number {
  let index = 0;
  for (const letter of letters) index = index * BASE + letter.charCodeAt(0) - A;
  return index;
}

/** A fault in characters that a token may have: a space as `-`, and what is no letter, digit or dot by its code point, as in `_2t_`. */
export function encodeFault(fault: string): string {
  return fault.replace(/[^A-Za-z0-9.]/gu, (char) => (char === " " ? "-" : `_${char.codePointAt(0)!.toString(36)}_`));
}

export function decodeFault(text: string): string {
  return text.replaceAll("-", " ").replace(/_([0-9a-z]{1,4})_/g, (_, code: string) => characterOf(parseInt(code, 36)));
}

const LAST_CODE_POINT = 0x10ffff;

/** The character at a code point; a space, which no name has, where a text that was garbled has none. */
function characterOf(code: number): string {
  return code <= LAST_CODE_POINT ? String.fromCodePoint(code) : " ";
}
