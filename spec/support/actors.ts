/** Programs that write down what becomes of them. */
import { pass, sleep } from "rondo";

/** Stays for a long time. When it is cancelled, it says so at once. */
export function* stays(log: string[], name: string): Generator<unknown, void, unknown> {
  try {
    yield* sleep(1000);
    log.push(`${name} stayed`);
  } finally {
    log.push(`${name} leaves`);
  }
}

/** Stays for a long time. When it is cancelled, its cleanup waits twice. */
export function* lingers(log: string[], name: string): Generator<unknown, void, unknown> {
  try {
    yield* sleep(1000);
    log.push(`${name} stayed`);
  } finally {
    log.push(`${name} leaves`);
    yield* sleep(1);
    yield* pass();
    log.push(`${name} is gone`);
  }
}

/** Throws after a while. */
export function* fails(error: unknown, after = 1): Generator<unknown, never, unknown> {
  yield* sleep(after);
  throw error;
}

/** Stays for a long time. When it is cancelled, its cleanup throws. */
export function* leavesWith(error: unknown): Generator<unknown, void, unknown> {
  try {
    yield* sleep(1000);
  } finally {
    throw error;
  }
}
