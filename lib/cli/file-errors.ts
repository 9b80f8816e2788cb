const WORDS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EISDIR: "it is a directory",
  ELOOP: "its symbolic links go round in a circle",
  ENAMETOOLONG: "the name is too long",
  ENOENT: "there is no such folder",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of its path is a file, not a folder",
  EPERM: "permission denied",
  EROFS: "the disk can only be read",
};

/** The code of an error of Node's file system: `ENOENT`. */
export function fileErrorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "";
}

/** Why a file could not be read or written, in a few words. */
export function fileErrorWords(error: unknown): string {
  return WORDS[fileErrorCode(error)] ?? (error as Error).message;
}
