import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Where a file cannot be understood, and why. Lines and columns are counted from 1. */
export interface SyntaxFault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What the compiler of TypeScript leaves in place of the code that it could not make. */
export interface Compiler {
  transform(options: { source: string; filename: string; ts: boolean; async: boolean }): string;
}

/** The place that an error tells: the compiler's at the end of its message, Node's at the head of its stack. */
export function toldFault(error: unknown): SyntaxFault | undefined {
  if (!(error instanceof Error)) return undefined;
  const compilers = /^\w+: ([^]*?)\s*\n\s*(.+):(\d+):(\d+)\s*$/.exec(error.message);
  if (compilers !== null) return fromCompiler(compilers);
  const nodes = /^(.+):(\d+)\n.*\n( *)\^/.exec(error.stack ?? "");
  if (nodes === null || !(error instanceof SyntaxError)) return undefined;
  const [, place = "", line = "", indent = ""] = nodes;
  const file = place.startsWith("file:") ? fileURLToPath(place) : place;
  return { file, line: Number(line), column: indent.length + 1, message: error.message };
}

function fromCompiler([, message = "", file = "", line = "", column = ""]: RegExpExecArray): SyntaxFault | undefined {
  if (!existsSync(file)) return undefined;
  return { file, line: Number(line), column: Number(column) + 1, message };
}

/**
 * Node does not tell where in an ES module a syntax error is. So the file is compiled once more, and those that it names
 * in its imports, until one is found that does not compile.
 */
export function findFault(file: string, compiler: Compiler): SyntaxFault | undefined {
  const seen = new Set([file]);
  for (const at of seen) {
    const source = readFileSync(at, "utf8");
    const fault = faultIn(at, source, compiler);
    if (fault !== undefined) return fault;
    for (const next of relativeImports(at, source)) seen.add(next);
  }
  return undefined;
}

interface CompilerFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

function faultIn(file: string, source: string, compiler: Compiler): SyntaxFault | undefined {
  const ts = /\.[cm]?ts$/.test(file);
  const code = compiler.transform({ source, filename: file, ts, async: true });
  const found = /^exports\.__JITI_ERROR__ = (.*)$/m.exec(code)?.[1];
  if (found === undefined) return undefined;
  const { line, column, message } = JSON.parse(found) as CompilerFault;
  return { file, line, column: column + 1, message: message.trim() };
}

/** The files beside it that a file imports or requires. Node takes percent signs in an import for an encoding. */
function relativeImports(file: string, source: string): string[] {
  const names = source.matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*["'](\.{1,2}\/[^"']+\.[cm]?[jt]s)["']/g);
  return [...names]
    .flatMap(([, name = ""]) => [name, name.replace(/(?:%[0-9a-f]{2})+/gi, decoded)])
    .map((name) => path.resolve(path.dirname(file), name))
    .filter((name) => existsSync(name));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
