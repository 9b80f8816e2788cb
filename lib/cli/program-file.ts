import { accessSync, constants, existsSync, lstatSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { CommandError, EXIT } from "./exit-codes.js";
import { fileErrorCode, fileErrorWords } from "./file-errors.js";

const TYPESCRIPT = [".ts", ".mts", ".cts"];
const JAVASCRIPT = [".js", ".mjs", ".cjs"];

/** What a program file may end in. */
export const PROGRAM_EXTENSIONS: readonly string[] = [...TYPESCRIPT, ...JAVASCRIPT];

/** A file that is there and can be read. */
export interface ProgramFile {
  /** As the user wrote it, for messages. */
  readonly shown: string;
  /** Where it really is: symbolic links are followed, as Node does for every module. */
  readonly path: string;
  readonly language: "typescript" | "javascript";
}

/**
 * Finds a program file by what the user wrote: a path from the present folder, an absolute one, or a `file:` URL.
 * @throws CommandError where there is no such file, or where it cannot hold a program
 */
export function findProgramFile(name: string, cwd: string): ProgramFile {
  if (name === "") throw new CommandError(EXIT.usage, "the name of the program file is empty.");
  const wanted = toPath(name, cwd);
  const found = realPath(wanted, name);
  checkReadable(found, name);
  const extension = path.extname(found);
  if (TYPESCRIPT.includes(extension)) return { shown: name, path: found, language: "typescript" };
  // A script without an extension is JavaScript to Node.
  if (JAVASCRIPT.includes(extension) || extension === "") return { shown: name, path: found, language: "javascript" };
  throw new CommandError(
    EXIT.noProgram,
    `${name} is no program file. A program is a module that ends in ${PROGRAM_EXTENSIONS.join(", ")}.`,
  );
}

function toPath(name: string, cwd: string): string {
  const wanted = path.resolve(cwd, name);
  if (!/^[a-z][a-z0-9+.-]+:/i.test(name) || existsSync(wanted)) return wanted;
  try {
    return fileURLToPath(name);
  } catch {
    throw new CommandError(EXIT.noFile, `${name} is no file on this machine.`);
  }
}

function realPath(wanted: string, name: string): string {
  try {
    return realpathSync(wanted);
  } catch (error) {
    throw new CommandError(EXIT.noFile, whyNotThere(error, wanted, name));
  }
}

function whyNotThere(error: unknown, wanted: string, name: string): string {
  if (fileErrorCode(error) !== "ENOENT") return `${name} cannot be read: ${fileErrorWords(error)}.`;
  if (isLink(wanted)) return `${name} is a symbolic link to a file that does not exist.`;
  const near = PROGRAM_EXTENSIONS.find((extension) => existsSync(wanted + extension));
  return `there is no file ${name}.${near === undefined ? "" : ` Did you mean ${name}${near}?`}`;
}

function isLink(wanted: string): boolean {
  return lstatSync(wanted, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function checkReadable(found: string, name: string): void {
  const stats = statSync(found);
  if (stats.isDirectory()) throw new CommandError(EXIT.noFile, `${name} is a directory.${inside(found, name)}`);
  if (!stats.isFile()) throw new CommandError(EXIT.noFile, `${name} is no ordinary file.`);
  try {
    accessSync(found, constants.R_OK);
  } catch (error) {
    throw new CommandError(EXIT.noFile, whyNotThere(error, found, name));
  }
}

/** Which file of a directory the user may have meant. */
function inside(directory: string, name: string): string {
  const index = PROGRAM_EXTENSIONS.map((extension) => `index${extension}`);
  const meant = index.find((file) => existsSync(path.join(directory, file)));
  return ` ${meant === undefined ? "Name a program file." : `Did you mean ${path.join(name, meant)}?`}`;
}
