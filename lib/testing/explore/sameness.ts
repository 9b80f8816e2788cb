import { isError } from "../../kernel/preview.js";
import type { Problem } from "./verdict.js";

/**
 * In which way a run fails, as a text: of two failures with the same one we say that they are the same. Numbers and quoted texts
 * do not count, since values depend on the schedule; and of a deadlock or a leak only that it is one, since which task waits for
 * which does too; and likewise of a disagreement.
 */
export function wayOf({ kind, error, text }: Problem): string {
  if (kind === "deadlock" || kind === "livelock" || kind === "disagreement") return kind;
  if (kind === "leak") return `leak: ${withoutValues(text.split("\n")[0]!)}`;
  const name = isError(error) ? error.name : typeof error;
  return `${kind}: ${name}: ${withoutValues(headOf(text))}`;
}

/** The message's first line: what comes behind it mostly shows the values that were found. */
function headOf(text: string): string {
  return withoutColours(text).trimStart().split("\n")[0]!;
}

function withoutValues(text: string): string {
  return text
    .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '""')
    .replace(/(?<!\w)-(?=\d)/g, "")
    .replace(/\d+(?:[.,:@]\d+)*/g, "0")
    .replace(/(""|0|true|false)(?:, (?:""|0|true|false))+/g, "$1");
}

/** Without what colours a text in a terminal. */
function withoutColours(text: string): string {
  return text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, "g"), "");
}
