/**
 * A download that is cancelled half-way: the connection is closed and the partial file removed, in that order, though both
 * take time, and a second attempt is made with what is left of the patience.
 *
 *     npx rondo run examples/download.ts --timeline
 */
import { call, now, retry, sleep, timeout, TimeoutError, use } from "rondo";

export default function* main(): Generator<unknown, void, unknown> {
  try {
    const size = yield* retry((attempt) => timeoutAfter(60, attempt), { attempts: 2, delay: 20 });
    say(`done: ${size} blocks`);
  } catch (error) {
    say((error as Error).message);
  }
}

function* timeoutAfter(ms: number, attempt: number) {
  say(`attempt ${attempt}`);
  try {
    return yield* timeout(ms, () => download(attempt === 1 ? 20 : 8));
  } catch (error) {
    if (error instanceof TimeoutError) say(`not done within ${ms} ms`);
    throw error;
  }
}

/** Five blocks. What it holds is given back in reverse order when it ends, however it ends. */
function* download(msPerBlock: number) {
  const file = yield* use(() => openFile("page.part"), removeFile);
  const connection = yield* use(connect, hangUp);
  for (let block = 1; block <= 5; block++) {
    yield* call(fetchBlock, connection, msPerBlock);
    file.blocks++;
    say(`  block ${block}`);
  }
  return file.blocks;
}

interface PartialFile {
  readonly name: string;
  blocks: number;
}

function openFile(name: string): PartialFile {
  say(`  opens ${name}`);
  return { name, blocks: 0 };
}

function* removeFile(file: PartialFile) {
  yield* sleep(2);
  say(file.blocks === 5 ? `  renames ${file.name}` : `  removes ${file.name} with ${file.blocks} blocks`);
}

function* connect() {
  yield* sleep(5);
  say("  connects");
  return "connection 1";
}

function* hangUp() {
  yield* sleep(3);
  say("  hangs up");
}

function* fetchBlock(_connection: string, ms: number) {
  yield* sleep(ms);
}

function say(what: string): void {
  console.log(`${String(now()).padStart(4)} ms  ${what}`);
}
