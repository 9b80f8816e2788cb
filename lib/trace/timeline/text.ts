/** Text that fits: every character takes one cell, or else the rows of a picture do not line up. */

/** Letters of Chinese, Japanese and Korean, and pictographs, take two cells. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f000}-\u{1faff}]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const NARROW = /^[\p{L}\p{N}\p{P}\p{S} ]$/u;

/** A text on one line, with `?` for each character that does not take exactly one cell. */
export function narrow(text: string, isAscii: boolean): string {
  if (/^[ -~]*$/.test(text)) return text;
  const line = text.replace(/\s+/gu, " ");
  return Array.from(line, (char) => (isNarrow(char, isAscii) ? char : "?")).join("");
}

function isNarrow(char: string, isAscii: boolean): boolean {
  if (char >= " " && char <= "~") return true;
  return !isAscii && NARROW.test(char) && !WIDE.test(char);
}

/** How many cells a narrow text takes. */
export function widthOf(text: string): number {
  return Array.from(text).length;
}

/** A narrow text in exactly `width` cells: filled up with spaces, or cut. */
export function fit(text: string, width: number, ellipsis: string): string {
  const short = cut(text, width, ellipsis);
  return short + " ".repeat(Math.max(0, width - widthOf(short)));
}

/** A narrow text in at most `width` cells. */
export function cut(text: string, width: number, ellipsis: string): string {
  const chars = Array.from(text);
  return chars.length <= width ? text : chars.slice(0, Math.max(0, width - 1)).join("") + ellipsis;
}
