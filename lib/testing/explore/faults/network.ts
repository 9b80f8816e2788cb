import { preview } from "../../../kernel/preview.js";
import type { Syscall } from "../../../kernel/syscall.js";
import { checkNames, checkRecord } from "../../option-checks.js";
import { pass } from "../../../syscalls/time.js";
import { Channel } from "../../../sync/channel.js";
import type { Mishap } from "./fault.js";
import { injecting } from "./injecting.js";

/** What may happen to the messages of a network. */
export interface NetworkOptions {
  /** What reports call it. */
  readonly name?: string;
  /** A message may be lost. */
  readonly loss?: boolean;
  /** A message may come twice. */
  readonly duplication?: boolean;
  /** A message may come before the one that was sent before it. */
  readonly reordering?: boolean;
}

/** A channel without a bound that may lose messages, double them, and let them overtake each other. */
class Network<T> extends Channel<T> {
  private readonly label: string;
  private readonly mishaps: readonly Mishap[];

  constructor({ name = "network", loss = false, duplication = false, reordering = false }: NetworkOptions) {
    super(Infinity);
    this.label = name.replaceAll(" ", "_");
    const all: [Mishap, boolean][] = [
      ["lose", loss],
      ["double", duplication],
      ["overtake", reordering],
    ];
    this.mishaps = all.filter(([, isOn]) => isOn).map(([mishap]) => mishap);
  }

  override send(value: T): Syscall<void> {
    this.deliver(value);
    return pass();
  }

  override trySend(value: T): boolean {
    this.deliver(value);
    return true;
  }

  private deliver(value: T): void {
    const mishap = this.mishap();
    if (mishap === "lose") return;
    if (mishap === "overtake") this.putBeforeLast(value);
    else super.trySend(value);
    if (mishap === "double") super.trySend(value);
  }

  private mishap(): Mishap | undefined {
    const { machine } = injecting;
    if (machine === null) return undefined;
    // Each of them is asked, so that each is a fault that could have been.
    const struck = this.mishaps.filter((mishap) => machine.injector.strikes(`${mishap} ${this.label}`, machine.acting));
    return struck[0];
  }

  private putBeforeLast(value: T): void {
    const values: T[] = [];
    for (let got = this.tryReceive(); got !== undefined; got = this.tryReceive()) values.push(got.value);
    values.splice(Math.max(0, values.length - 1), 0, value);
    for (const each of values) super.trySend(each);
  }
}

const MISHAPS: readonly string[] = ["loss", "duplication", "reordering"] satisfies (keyof NetworkOptions)[];

function checkOptions(options: unknown): void {
  checkRecord(options, "network", "{ loss: true }");
  checkNames(options, "network", ["name", ...MISHAPS]);
  for (const [option, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (option === "name" && typeof value === "string" && value !== "") continue;
    if (option === "name") throw new TypeError(`network: name: ${preview(value)} is no name.`);
    if (typeof value !== "boolean") throw new TypeError(`network: ${option}: ${preview(value)} is not true or false.`);
  }
}

/**
 * A channel that is declared as a network: sending never waits, and in an exploration a message may be lost, may come twice, or
 * overtake the one before it, as far as the options allow. How many such faults there are in one schedule is bounded by the
 * option `faults`. Outside of an exploration it is a plain channel without a bound.
 *
 * @example
 * const link = network<Message>({ loss: true, duplication: true });
 * yield* link.send({ ack: 1 });
 * const got = yield* link.receive();
 */
export function network<T>(options: NetworkOptions = {}): Channel<T> {
  checkOptions(options);
  return new Network<T>(options);
}
