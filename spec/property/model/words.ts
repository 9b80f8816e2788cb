/** Programs in words: as a log names their statements, and as the source that is compiled or shown to a reader. */
import {
  alternativeName,
  isPlain,
  type Block,
  type Frame,
  type Group,
  type Of,
  type Program,
  type Statement,
  type TaskName,
} from "./program.js";

type Words = { readonly [K in Statement["do"]]?: (statement: Of<K>) => string };

/** The statements that hold no block, each as its own source. */
const EXPRESSIONS: Words = {
  mark: () => "mark()",
  "task.send": ({ task, message }) => `task(${name(task)}).send(${message})`,
  "task.cancel": ({ task, reason, within }) => `task(${name(task)}).cancel(${reason}${optional("within", within)})`,
  "task.interrupt": ({ task }) => `task(${name(task)}).interrupt(boom())`,
  "channel.trySend": ({ channel, value }) => `channels[${channel}].trySend(${value})`,
  "channel.tryReceive": ({ channel }) => `channels[${channel}].tryReceive()`,
  "channel.close": ({ channel, failing }) => `channels[${channel}].close(${failing ? "boom()" : ""})`,
  "condition.notify": ({ count }) => `condition.notify(${count})`,
  "latch.open": () => "latch.open()",
  "barrier.reset": () => "barrier.reset()",
  "context.get": () => "level.get()",
  release: () => "release()",
  reply: ({ value, failing }) => (failing ? "reply(undefined, boom())" : `reply(${value})`),
  resolve: ({ value, failing }) => (failing ? "resolve(undefined, boom())" : `resolve(${value})`),
  ready: ({ value }) => `ready(${value})`,
  sleep: ({ ms }) => `sleep(${ms})`,
  "bare sleep": ({ ms }) => `sleep(${ms})`,
  sleepUntil: ({ time }) => `sleepUntil(${time})`,
  join: ({ task }) => `join(task(${name(task)}))`,
  send: ({ task, message }) => `send(task(${name(task)}), ${message})`,
  ask: ({ task, message }) => `ask(task(${name(task)}), ${message})`,
  receive: ({ odd, timeout }) =>
    `receive({${odd ? " match: isOdd," : ""}${timeout === undefined ? "" : ` timeout: ${timeout}`} })`,
  suspend: ({ answer }) => `suspend(outside("${answer}"))`,
  "channel.send": ({ channel, value }) => `channels[${channel}].send(${value})`,
  "channel.receive": ({ channel }) => `channels[${channel}].receive()`,
  "channel.next": ({ channel }) => `channels[${channel}].next()`,
  "mutex.lock": ({ mutex }) => `mutexes[${mutex}].lock()`,
  "semaphore.acquire": ({ count }) => `semaphore.acquire(${count})`,
  "latch.wait": () => "latch.wait()",
  "rwlock.read": () => "rwlock.read()",
  "rwlock.write": () => "rwlock.write()",
  "condition.wait": () => "condition.wait()",
  "barrier.wait": () => "barrier.wait()",
  pass: () => "pass()",
  "bare pass": () => "undefined",
  emit: ({ value, take }) => `emit(${value}${take ? "" : ", { take: false }"})`,
  "bare emit": ({ value }) => String(value),
  cancel: ({ task, within }) => `cancel(task(${name(task)})${optional("within", within)})`,
  interrupt: ({ task }) => `interrupt(task(${name(task)}), boom())`,
  select: ({ waits, otherwise }) =>
    `select({ ${waits.map((wait, i) => `${alternativeName(i)}: ${label(wait)}`).join(", ")} }${otherwise ? ", { else: 0 }" : ""})`,
};

function name(task: TaskName): string {
  return task === "self" ? '"self"' : String(task);
}

function optional(name: string, value: number | undefined): string {
  return value === undefined ? "" : `, { ${name}: ${value} }`;
}

/** A statement as a log names it. */
export function label(statement: Statement): string {
  const words = EXPRESSIONS[statement.do] as ((statement: Statement) => string) | undefined;
  return words?.(statement) ?? statement.do;
}

/** Writes the source of programs. One that is to run says in the log what it does: each statement, and its answer. */
export class Source {
  private readonly logged: boolean;

  constructor(logged: boolean) {
    this.logged = logged;
  }

  program({ roots, channels, permits }: Program): string {
    const made = channels.map(({ capacity, overflow }) => `new Channel(${capacity}, "${overflow}")`);
    const objects = [
      `const channels = [${made.join(", ")}];`,
      "const mutexes = [new Mutex(), new Mutex()];",
      "const condition = new Condition(mutexes[0]);",
      "const rwlock = new RwLock();",
      `const semaphore = new Semaphore(${permits});`,
      "const latch = new Latch();",
      "const barrier = new Barrier(2);",
      "const level = context(0);",
    ];
    return [...objects, ...roots.map((root) => `scheduler.spawn(${this.generator(root)});`)].join("\n");
  }

  /** The source of a block, a line a statement. */
  block(block: Block): string {
    return block.map((statement) => this.statement(statement)).join("\n");
  }

  private generator(block: Block): string {
    return `function* () ${this.braces(block)}`;
  }

  private braces(block: Block, first = ""): string {
    const lines = [this.logged ? first : "", this.block(block)].filter((line) => line !== "").join("\n");
    return lines === "" ? "{}" : `{\n${lines.replaceAll(/^/gm, "  ")}\n}`;
  }

  private statement(statement: Statement): string {
    const told = this.logged && statement.do !== "try" ? `log(${JSON.stringify(label(statement))}); ` : "";
    return told + this.bare(statement);
  }

  private bare(statement: Statement): string {
    if (isPlain(statement)) return this.answer(label(statement));
    switch (statement.do) {
      case "throw":
        return "throw boom();";
      case "return":
        return `return ${statement.value};`;
      case "try":
        return this.tryStatement(statement);
      case "inline":
        return this.answer(`yield* (${this.generator(statement.body)})()`);
      case "bare pass":
      case "bare sleep":
      case "bare emit":
        return this.answer(`yield ${label(statement)}`);
      default:
        return this.answer(`yield* ${this.syscall(statement)}`);
    }
  }

  private answer(expression: string): string {
    return this.logged ? `answer(${expression});` : `${expression};`;
  }

  private tryStatement({ body, handler, finalizer }: Of<"try">): string {
    const caught = handler === undefined ? "" : ` catch (error) ${this.braces(handler, "caught(error);")}`;
    const after = finalizer === undefined ? "" : ` finally ${this.braces(finalizer, 'log("finally");')}`;
    return `try ${this.braces(body)}${caught}${after}`;
  }

  private syscall(statement: Statement): string {
    switch (statement.do) {
      case "spawn":
        return `spawnWith(${record(statement.options)}, ${this.generator(statement.body)})`;
      case "start":
        return `start(service(${this.generator(statement.body)}))`;
      case "use":
        return `use(${this.maybe(statement.acquire) ?? "() => 7"}, ${this.generator(statement.release)})`;
      case "timeout": {
        const otherwise = this.maybe(statement.otherwise);
        return `timeout(${statement.ms}, ${this.generator(statement.body)}${otherwise === undefined ? "" : `, { else: ${otherwise} }`})`;
      }
      case "all":
      case "race":
      case "any":
      case "settled":
        return this.group(statement);
      default:
        return "body" in statement ? this.frame(statement as Frame) : label(statement);
    }
  }

  private maybe(block: Block | undefined): string | undefined {
    return block === undefined ? undefined : this.generator(block);
  }

  private group({ do: name, branches, concurrency }: Group): string {
    const list = branches.map((branch) => this.generator(branch)).join(", ");
    return `${name}([${list}]${name === "all" || name === "settled" ? `, ${record({ concurrency })}` : ""})`;
  }

  private frame(frame: Frame): string {
    const body = this.generator(frame.body);
    switch (frame.do) {
      case "ensure":
        return `ensure(${body}, ${this.generator(frame.cleanup)})`;
      case "withLock":
        return `mutexes[${frame.mutex}].withLock(${body})`;
      case "withPermits":
        return `semaphore.withPermits(${frame.count}, ${body})`;
      case "withRead":
      case "withWrite":
        return `rwlock.${frame.do}(${body})`;
      case "retry":
        return `retry(${body}, ${record({ attempts: frame.attempts, delay: frame.delay })})`;
      case "context.with":
        return `level.with(${frame.value}, ${body})`;
      default:
        return `${frame.do}(${body})`;
    }
  }
}

function record(fields: object): string {
  const entries = Object.entries(fields) as [string, unknown][];
  return `{ ${entries.map(([name, value]) => `${name}: ${String(value)}`).join(", ")} }`;
}
