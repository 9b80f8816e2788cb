import { all, any, race, settled, timeout, scope, supervise, mapEach, start, select, ensure, use, retry, run, Scheduler, sleep, spawn, now, receive, type Program } from "rondo";
import { does, sleeps, spawns } from "../support/small-programs.js";
const cases: Record<string, () => Iterable<unknown, unknown, unknown>> = {
  all: () => all([() => sleeps(100)]),
  all2: () => all([() => sleeps(100), () => sleeps(50)], { concurrency: 1 }),
  mapEach: () => mapEach([1], () => sleeps(100)),
  race: () => race([() => sleeps(100)]),
  any: () => any([() => sleeps(100)]),
  settled: () => settled([() => sleeps(100)]),
  timeoutBody: () => timeout(200, () => sleeps(100)),
  timeoutChildren: () => timeout(200, () => spawns(() => sleeps(100))),
  scopeBody: () => scope(() => sleeps(100)),
  scopeChildren: () => scope(() => spawns(() => sleeps(100))),
  superviseChildren: () => supervise(() => spawns(() => sleeps(100))),
  start: () => start(() => sleeps(100)),
  select: () => select({ a: sleep(100), b: receive() }),
  retry: () => retry(() => sleeps(100)),
  ensure: () => ensure(() => sleeps(100), () => {}),
  ensureCleanup: () => ensure(() => sleeps(0), () => sleeps(100)),
  use: () => use(() => sleeps(100), () => {}),
};
it("interrupts", () => {
  const out: string[] = [];
  for (const [name, c] of Object.entries(cases)) {
    const s = new Scheduler();
    const log: string[] = [];
    const t = s.spawn(function* () { try { yield* c(); log.push(`normal ${now()}`); } catch (e) { log.push(`caught ${String((e as Error).message ?? e)} ${now()}`); } yield* sleep(1); log.push(`went on ${now()}`); });
    s.advance(1);
    const said = t.interrupt(new Error("INT"));
    try { s.run(); } catch (e) { log.push(`thrown ${String(e)}`); }
    out.push(`${name}: ${said} ${log.join("; ")} ${t.state}`);
  }
  console.log(out.join("\n"));
});
