/** The language's own tasks: async functions, which the engine resumes from its microtask queue. */
import { Stopwatch } from "../harness/stopwatch.mjs";

async function spinner(rounds) {
  for (let i = 0; i < rounds; i++) await undefined;
}

async function timer(rounds, watch) {
  watch.start();
  for (let i = 0; i < rounds; i++) await undefined;
  watch.stop();
}

/** `rounds × tasks` times `await undefined`, by `tasks` async functions at once. */
export async function turns(tasks, rounds) {
  const watch = new Stopwatch();
  const running = [];
  for (let i = 1; i < tasks; i++) running.push(spinner(rounds + 2));
  running.push(timer(rounds, watch));
  await Promise.all(running);
  return watch;
}

/** An async function runs at once up to its first `await`; with this one it starts in a turn of its own, as a task does. */
async function child(value) {
  await undefined;
  return value;
}

/** Spawns `count` children, then awaits each. */
export async function spawnThenJoin(count) {
  const children = [];
  for (let i = 0; i < count; i++) children.push(child(i));
  let sum = 0;
  for (let i = 0; i < count; i++) sum += await children[i];
  return sum;
}

/** Spawns a child and awaits it, `count` times. */
export async function spawnJoin(count) {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += await child(i);
  return sum;
}
