/** co 4.6: generators that yield promises. It has no channels and no cancellation. */
import co from "co";

const settled = Promise.resolve();

function* spinner(rounds) {
  for (let i = 0; i < rounds; i++) yield settled;
}

export function turns(tasks, rounds) {
  return co(function* () {
    const running = [];
    for (let i = 0; i < tasks; i++) running.push(co(spinner, rounds));
    yield running;
  });
}

/** co runs a generator at once up to its first `yield`; with this one it starts in a turn of its own, as a task does. */
function* child(value) {
  yield settled;
  return value;
}

export function spawnThenJoin(count) {
  return co(function* () {
    const children = [];
    for (let i = 0; i < count; i++) children.push(co(child, i));
    let sum = 0;
    for (let i = 0; i < count; i++) sum += yield children[i];
    return sum;
  });
}

export function spawnJoin(count) {
  return co(function* () {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += yield co(child, i);
    return sum;
  });
}
