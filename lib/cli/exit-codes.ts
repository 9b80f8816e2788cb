/** How the command ends. Each way to end has a number of its own, for scripts to tell them apart. */

/** The exit codes. Above 128 they are those that shells use for a process that a signal ended. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  noFile: 3,
  noProgram: 4,
  notLoaded: 5,
  deadlock: 6,
  livelock: 7,
  timeLimit: 8,
  outsideWait: 9,
  cancelled: 10,
  noTrace: 11,
  parted: 12,
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each code means, as `--help` and `docs/command.md` say it. */
export const MEANINGS: Readonly<Record<ExitCode, string>> = {
  [EXIT.ok]: "the program has ended, or --until was reached; explore and replay: no failure",
  [EXIT.failed]: "the program failed, or a task that nobody joined; explore and replay: a schedule fails",
  [EXIT.usage]: "wrong usage of the command",
  [EXIT.noFile]: "the file does not exist or cannot be read",
  [EXIT.noProgram]: "the file's default export is no program; explore and replay: none that can be made",
  [EXIT.notLoaded]: "the file does not load: a syntax error, or an error on the way",
  [EXIT.deadlock]: "deadlock: tasks wait, and nothing can wake them",
  [EXIT.livelock]: "livelock: more turns in one instant than --max-turns",
  [EXIT.timeLimit]: "the program goes on after --max-time",
  [EXIT.outsideWait]: "only the outside can wake what is left, and it does not",
  [EXIT.cancelled]: "the program was cancelled by one of its tasks",
  [EXIT.noTrace]: "the trace cannot be written",
  [EXIT.parted]: "replay: the program has no such schedule any more",
  [EXIT.bug]: "a bug in Rondo: please report it",
  [EXIT.interrupted]: "interrupted (Ctrl-C)",
  [EXIT.terminated]: "terminated (SIGTERM)",
};

/** Why the command ends without having run the program: what it tells the user, and its exit code. */
export class CommandError extends Error {
  readonly code: ExitCode;

  constructor(code: ExitCode, message: string) {
    super(message);
    this.code = code;
  }
}
