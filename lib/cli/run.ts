import { Scheduler, type SchedulerOptions, type Task } from "../index.js";
import { preview } from "../kernel/preview.js";
import type { RunOptions } from "./arguments.js";
import { driveVirtually, type Ending } from "./drive.js";
import { EXIT } from "./exit-codes.js";
import { outcomeOf, outcomeOfError, type Outcome } from "./outcome.js";
import type { ProgramFile } from "./program-file.js";
import { startProgram, type ProgramFunction } from "./program.js";
import { Progress } from "./progress.js";
import { closeInRealTime, driveInRealTime } from "./real-time.js";
import type { Recording } from "./recording.js";
import { describeError } from "./report.js";
import type { Output, View } from "./view.js";

/** What a run is given besides its program. */
export interface RunSetting {
  readonly file: ProgramFile;
  readonly options: RunOptions;
  readonly view: View;
  readonly out: Output;
  readonly err: Output;
}

/** One run of a program, from its start to its outcome. */
export class Run {
  readonly scheduler: Scheduler;
  private readonly setting: RunSetting;
  /** Whether a task failed and nobody joined it. */
  private hasLostFailure = false;

  constructor(setting: RunSetting) {
    this.setting = setting;
    this.scheduler = new Scheduler(schedulerOptions(setting.options));
  }

  /**
   * Runs the program until it ends or is ended, then lets what is left clean up. The recording ends before that.
   * @throws CommandError where there is no program to run
   */
  async toEnd(program: ProgramFunction, args: readonly string[], recording: Recording | undefined): Promise<Outcome> {
    const { file, view } = this.setting;
    let outcome: Outcome = { code: EXIT.ok };
    let task: Task | undefined;
    try {
      task = startProgram(this.scheduler, program, args, file);
      this.listen(task);
      const ending = await this.drive(task);
      if (ending === "ended") return this.counted(outcomeOf(task, file.shown, view));
      if (ending === "until") this.tellWhatIsLeft();
    } catch (error) {
      outcome = outcomeOfError(error, file.shown, view);
    } finally {
      recording?.stop();
    }
    if (task !== undefined) await this.cleanUp(task);
    return this.counted(outcome);
  }

  /** A failure that nobody has seen is one of the run. */
  private counted(outcome: Outcome): Outcome {
    return outcome.code === EXIT.ok && this.hasLostFailure ? { ...outcome, code: EXIT.failed } : outcome;
  }

  /** Tells the user something, on stderr. */
  tell(text: string): void {
    const { err, view } = this.setting;
    err.write(`${view.colors.red("rondo:")} ${text}\n`);
  }

  private drive(task: Task): Ending | Promise<Ending> {
    const { options, out } = this.setting;
    const { until } = options;
    if (options.realtime === true) {
      return driveInRealTime(this.scheduler, task, {
        until,
        out,
        tell: (text) => this.tell(text),
        tellFailure: (what, error) => this.tellFailure(what, error),
      });
    }
    const progress = this.progress();
    try {
      return driveVirtually(this.scheduler, task, until, (turns) => {
        progress?.tick(turns);
        return !isBroken(out);
      });
    } finally {
      progress?.end();
    }
  }

  private progress(): Progress | undefined {
    const { out, err } = this.setting;
    if (err.isTTY !== true) return undefined;
    return new Progress(err, out.isTTY === true ? [out] : [], this.scheduler, () => performance.now());
  }

  /** Failures that nobody has seen are told when they happen. That of the program itself is the outcome. */
  private listen(program: Task): void {
    const { view } = this.setting;
    this.scheduler.on("error", (error, task) => {
      if (task === program && program.state === "failed") return;
      this.tellFailure("a task failed, and nobody joined it.", error);
    });
    if (!view.verbose) return;
    this.scheduler.on("unread", (task, messages) => {
      this.tell(
        `${task.name} ${task.id} has ended with unread messages: ${messages.map((it) => preview(it)).join(", ")}`,
      );
    });
  }

  private tellWhatIsLeft(): void {
    const { now } = this.scheduler;
    const left = this.scheduler.tree();
    if (left !== "") this.tell(`stopped at time ${now}. What is left:\n${left.replace(/^/gm, "  ")}`);
  }

  /** Cancels what is left of a run that was ended. What fails then is told, too. */
  private async cleanUp(program: Task): Promise<void> {
    const { shown } = this.setting.file;
    try {
      if (this.setting.options.realtime === true) await closeInRealTime(this.scheduler);
      else this.scheduler.close();
    } catch (error) {
      this.tellFailure(`the cleanup of ${shown} could not end.`, error);
    }
    if (program.state === "failed") this.tellFailure(`${shown} failed while it cleaned up.`, program.error);
  }

  private tellFailure(what: string, error: unknown): void {
    this.hasLostFailure = true;
    this.tell(`${what}\n${describeError(error, this.setting.view)}`);
  }
}

/** Whether an earlier write failed: nobody reads any more, most likely (EPIPE). */
function isBroken(output: Output): boolean {
  return (output.errored ?? null) !== null;
}

function schedulerOptions({ seed, order, maxTurns, maxTime, verbose }: RunOptions): SchedulerOptions {
  return {
    sites: verbose === true,
    ...(seed === undefined ? {} : { seed }),
    ...(order === undefined ? {} : { order }),
    ...(maxTurns === undefined ? {} : { maxTurnsPerInstant: maxTurns }),
    ...(maxTime === undefined ? {} : { maxTime }),
  };
}
