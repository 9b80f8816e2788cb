/**
 * Runs the programs of a document, so that what a page says they print is what they print.
 *
 * A page is read as sections, each from one heading to the next. In a section every fenced block in a language (`ts`,
 * `python`, …) may be followed by a `text` block: what the program prints. Blocks of one language in one section are
 * one program, read in order; so a section can show a definition, say something, and go on.
 *
 * ````md
 * ## A counter
 *
 * ```ts
 * for (const n of [1, 2]) console.log(n);
 * ```
 *
 * ```text
 * 1
 * 2
 * ```
 * ````
 */
import { join } from "node:path";
import { format } from "node:util";
import ts from "typescript";

/** One fenced block. */
export interface CodeBlock {
  readonly language: string;
  readonly text: string;
  /** The heading above it, without its marks. */
  readonly section: string;
  /** The line of the page on which its text begins, from 1. */
  readonly line: number;
}

/** The program of one section in one language, and what the page says it prints. */
export interface Snippet {
  readonly section: string;
  readonly source: string;
  readonly output: string;
  /** The line of the page on which it begins, from 1. */
  readonly line: number;
}

/** All fenced blocks of a page, in order. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let section = "";
  let open: { language: string; fence: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of markdown.split("\n").entries()) {
    if (open !== undefined) {
      if (line.trimEnd() === open.fence) {
        blocks.push({ language: open.language, text: open.lines.join("\n"), section, line: open.line });
        open = undefined;
      } else open.lines.push(line);
      continue;
    }
    const fence = /^(`{3,})(\w*)/.exec(line);
    if (fence !== null) open = { language: fence[2] ?? "", fence: fence[1] ?? "", line: index + 2, lines: [] };
    section = /^#+ (.*)$/.exec(line)?.[1] ?? section;
  }
  if (open !== undefined) throw new Error(`the block that begins on line ${String(open.line)} is never closed`);
  return blocks;
}

/** The programs of a page in one language, one a section. A block without a `text` block behind it prints nothing. */
export function snippets(markdown: string, language: string): Snippet[] {
  const blocks = codeBlocks(markdown);
  const found = new Map<string, Snippet>();
  blocks.forEach((block, index) => {
    if (block.language !== language) return;
    const { section, line, text } = block;
    const next = blocks[index + 1];
    const output = next?.section === section && next.language === "text" ? `${next.text}\n` : "";
    const before = found.get(section) ?? { section, line, source: "", output: "" };
    found.set(section, { ...before, source: `${before.source}${text}\n`, output: before.output + output });
  });
  return [...found.values()];
}

/** Runs a TypeScript program, which may import what the specs can, and gives what it printed. */
export function printed(source: string): string {
  const { console, lines } = listener();
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a page of this repository
  const run = new Function("require", "exports", "console", compiled(source)) as (...scope: unknown[]) => void;
  run(require, {}, console);
  return lines.join("");
}

/** Does the same for a program that may `await` at its top. */
export async function printedInTime(source: string): Promise<string> {
  const { console, lines } = listener();
  const run = new AsyncFunction("require", "exports", "console", compiled(source));
  await run(require, {}, console);
  return lines.join("");
}

const { constructor: AsyncFunction } = Object.getPrototypeOf(async () => {}) as {
  readonly constructor: new (...text: string[]) => (...scope: unknown[]) => Promise<void>;
};

/** A console that keeps the lines it is given. */
function listener(): { readonly console: Pick<Console, "log">; readonly lines: readonly string[] } {
  const lines: string[] = [];
  return { console: { log: (...values: unknown[]) => void lines.push(format(...values) + "\n") }, lines };
}

function compiled(source: string): string {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, esModuleInterop: true },
  });
  return outputText;
}

/** What the compiler has to say about programs, in the strictness of this repository: one line an error. */
export function typeErrors(programs: readonly Snippet[]): string[] {
  const root = join(__dirname, "../..");
  const sources = new Map(programs.map((each, index) => [join(root, "docs", `${String(index)}.ts`), each] as const));
  const options = compilerOptions(join(root, "tsconfig.json"));
  const program = ts.createProgram([...sources.keys()], options, hostWith(sources, options));
  return [...sources].flatMap(([name, { section }]) => {
    const file = program.getSourceFile(name);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map(({ messageText }) => `${section}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
  });
}

function compilerOptions(path: string): ts.CompilerOptions {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const parsed = ts.getParsedCommandLineOfConfigFile(path, {}, host);
  if (parsed === undefined) throw new Error(`${path} cannot be read`);
  return parsed.options;
}

function hostWith(sources: ReadonlyMap<string, Snippet>, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  return {
    ...host,
    fileExists: (name) => sources.has(name) || fileExists(name),
    readFile: (name) => sources.get(name)?.source ?? readFile(name),
    getSourceFile: (name, target, ...rest) => {
      const snippet = sources.get(name);
      if (snippet === undefined) return getSourceFile(name, target, ...rest);
      return ts.createSourceFile(name, snippet.source, target, true);
    },
  };
}
