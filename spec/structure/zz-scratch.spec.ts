import { Ledger } from "../support/ledger.js";
import { WatchedKernel } from "../support/watched-kernel.js";
import { CANCEL, CUT_OFF, INTERRUPT, Disturbed } from "../support/sweep.js";
import { InternalError, LivelockError, ReentrancyError, RondoError } from "rondo";
import { scenes } from "./sweep-scenes.js";
import { scenes as kernelScenes } from "../support/sweep-scenes.js";

let seed = Number(process.env["SEED"] ?? 1);
const rnd = (n: number): number => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor((seed / 2147483648) * n); };

it("double", () => {
  const bad: Record<string, string[]> = {};
  let runs = 0;
  const end = Date.now() + Number(process.env["MS"] ?? 20000);
  const all = Object.entries({ ...scenes, ...kernelScenes });
  while (Date.now() < end) {
    const [name, scene] = all[rnd(all.length)]!;
    const books = new Ledger(); const watched = new WatchedKernel();
    const orders = ["round-robin", "shuffled"] as const;
    void orders;
    for (const p of scene(books)) watched.spawn(p);
    const plan: string[] = [];
    let crashed: unknown;
    try {
      for (let k = 0; k < 1 + rnd(4); k++) {
        const turns = rnd(12);
        for (let t = 0; t < turns; t++) watched.step();
        const live = watched.tasks.filter((t) => !t.done);
        if (live.length === 0) break;
        const target = live[rnd(live.length)]!;
        const dist = [CANCEL, INTERRUPT, INTERRUPT, CANCEL, CUT_OFF, { name: "cancel within 1", act: (t: typeof target) => t.cancel("w", { within: 1 }) }][rnd(6)]!;
        plan.push(`+${turns} ${target.id} ${dist.name}`);
        dist.act(target);
      }
      watched.settle(3000);
    } catch (e) { crashed = e; }
    watched.close();
    runs++;
    const unexpected = watched.thrown.filter((e) => e instanceof InternalError || e instanceof LivelockError || e instanceof ReentrancyError || !(e instanceof Disturbed || e instanceof RondoError));
    const faults = [...(crashed === undefined ? [] : [`crashed ${String(crashed)}`]), ...watched.leftovers().filter((l) => !l.endsWith("which has ended")), ...watched.complaints, ...books.audit(watched.abandoned()), ...unexpected.map((e) => `threw ${String(e)}`)];
    if (faults.length > 0) (bad[name] ??= []).push(`${plan.join(", ")}: ${faults.join(" | ")}`);
  }
  console.log(runs, JSON.stringify(Object.fromEntries(Object.entries(bad).map(([k, v]) => [k, [v.length, ...v.sort((a, b) => a.length - b.length).slice(0, 4)]])), null, 1));
}, 100000);
