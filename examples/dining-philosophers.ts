/**
 * Five philosophers and five forks: each needs both forks beside it. First each takes the left one and waits for the right
 * one, until all wait for each other; then the last one takes them the other way round.
 *
 *     npx rondo run examples/dining-philosophers.ts
 */
import { all, call, DeadlockError, Mutex, now, run, sleep } from "rondo";

const NAMES = ["Hypatia", "Diotima", "Aspasia", "Arete", "Sosipatra"];

/** Runs two dinners, each on a scheduler of its own. */
export default function* main(): Generator<unknown, void, unknown> {
  try {
    run(function* leftFirst() {
      yield* call(dinner, (seat) => [seat, (seat + 1) % NAMES.length]);
    });
  } catch (error) {
    if (!(error instanceof DeadlockError)) throw error;
    // Those who have eaten till now could do so because `run` cancels what is left before it throws, the youngest first.
    console.log(`\n${error.message}\n`);
  }
  // In one order for all: the last philosopher takes the fork on the right first.
  run(function* inOrder() {
    yield* call(dinner, (seat) => [seat, (seat + 1) % NAMES.length].sort((a, b) => a - b));
  });
}

/** Everybody eats twice; `forksOf` says in which order a seat takes its forks. */
function* dinner(forksOf: (seat: number) => number[]): Generator<unknown, void, unknown> {
  const forks = NAMES.map((_, i) => new Mutex(`fork ${i}`));
  yield* all(
    Object.fromEntries(
      NAMES.map((name, seat) => {
        const [first, second] = forksOf(seat).map((fork) => forks[fork]!);
        return [name, () => philosopher(name, first!, second!)];
      }),
    ),
  );
}

function* philosopher(name: string, first: Mutex, second: Mutex) {
  for (let meal = 1; meal <= 2; meal++) {
    yield* sleep(1); // thinks
    yield* first.withLock(function* () {
      yield* sleep(1); // looks for the other fork
      yield* second.withLock(function* () {
        console.log(`${String(now()).padStart(3)}  ${name} eats`);
        yield* sleep(5);
      });
    });
  }
}
