import { preview } from "../../kernel/preview.js";
import { checkRecord, noOption } from "../option-checks.js";
import type { ExploreOptions } from "./options.js";

/** Which options there are, and whether each is a switch: true or false. */
const OPTIONS: Readonly<Record<keyof ExploreOptions, boolean>> = {
  strategy: false,
  schedules: false,
  steps: false,
  seed: false,
  preemptions: false,
  delays: false,
  deepen: true,
  depth: false,
  token: false,
  strict: true,
  goOn: true,
  time: false,
  deterministic: true,
  collect: true,
  shrink: true,
  certify: true,
  audit: true,
  classes: true,
  onProgress: false,
  progressMs: false,
  scheduler: false,
  cancelAnywhere: true,
  interruptAnywhere: true,
  crashAnywhere: false,
  faults: false,
};

/** What an exploration decides by itself, though a scheduler could be told. */
const DECIDED = ["order", "observer"];

/** An option that is misspelt would be left out in silence, and a text such as "false" would be taken for true. */
export function checkOptions(options: unknown): void {
  checkRecord(options, "explore", '{ strategy: "dpor" }');
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(OPTIONS, name)) throw noOption("explore", name, Object.keys(OPTIONS));
    if (OPTIONS[name as keyof ExploreOptions] && typeof value !== "boolean") {
      throw new TypeError(`explore: ${name}: ${preview(value)} is not true or false.`);
    }
  }
}

/** What each run's scheduler is made with. */
export function checkSchedulerOptions(options: unknown): void {
  if (options === undefined) return;
  checkRecord(options, "explore: scheduler", "{ seed: 1 }");
  const decided = DECIDED.find((name) => name in options);
  if (decided === undefined) return;
  throw new TypeError(
    `explore: scheduler: an exploration has an ${decided} of its own. ` +
      "Leave it out; the strategy chooses the schedules, and replay runs one of them.",
  );
}
