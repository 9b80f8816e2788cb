import type { ExploreProgress } from "../testing/explore/progress.js";
import { words } from "./status-line.js";

/** How far an exploration is, in a line: schedules, depth, rate, how much of the tree is seen, and how large that seems. */
export function progressText(progress: ExploreProgress): string {
  const { schedules, limit, depth, failing, ms } = progress;
  const done =
    limit === Infinity ? words(schedules, "schedule") : `${number(schedules)} of ${words(limit, "schedule")}`;
  const rate = `${number(Math.round((schedules * 1000) / Math.max(ms, 1)))}/s`;
  const failed = failing === 0 ? [] : [`${number(failing)} failed`];
  return [done, `depth ${number(depth)}`, rate, ...seen(progress), ...failed].join(", ");
}

function seen({ share, estimate }: ExploreProgress): string[] {
  if (share === undefined) return [];
  const part = percent(share);
  return [estimate === undefined ? `${part} seen` : `${part} of about ${roughly(estimate)} seen`];
}

export function percent(share: number): string {
  const hundredths = share * 100;
  if (hundredths >= 10) return `${String(Math.floor(hundredths))} %`;
  return hundredths >= 0.01 ? `${hundredths.toFixed(2)} %` : "less than 0.01 %";
}

/** Two digits are more than an estimate knows. */
function roughly(n: number): string {
  if (n >= 1e12) return n.toExponential(1).replace("e+", "e");
  return number(Number(n.toPrecision(2)));
}

export function number(n: number): string {
  return n.toLocaleString("en-US");
}
