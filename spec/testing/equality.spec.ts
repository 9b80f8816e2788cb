import { Channel, join, pass, Scheduler, sleep, spawn, type Task } from "rondo";
import { equality } from "rondo/testing";
import { sleeps } from "../support/small-programs.js";

// The types of Jest that are installed do not know it.
(expect as unknown as { addEqualityTesters(testers: unknown[]): void }).addEqualityTesters([equality]);

const scheduler = new Scheduler();
const [one, other]: [Task, Task] = [scheduler.spawn(sleeps, 1), scheduler.spawn(sleeps, 1)];
const channel = new Channel();

/** Where a value may stand. */
const places: [string, (value: unknown) => unknown][] = [
  ["by itself", (value) => value],
  ["in a list", (value) => [value]],
  ["in a record", (value) => ({ deep: { value } })],
  ["in a set", (value) => new Set([value])],
  ["as a value of a map", (value) => new Map([["key", value]])],
];

describe.each(places)("equality, of what stands %s", (_place, at) => {
  it("takes a task for itself alone", () => {
    expect(at(one)).toEqual(at(one));
    expect(at(one)).not.toEqual(at(other));
    expect(at(one)).not.toEqual(at(Object.assign({}, one)));
    expect(at(one)).toStrictEqual(at(one));
  });

  it("takes syscalls for equal that ask for the same thing", () => {
    expect(at(sleep(5))).toEqual(at(sleep(5)));
    expect(at(sleep(5))).not.toEqual(at(sleep(6)));
    expect(at(sleep(5))).not.toEqual(at(pass()));
    expect(at(join(one))).toEqual(at(join(one)));
    expect(at(join(one))).not.toEqual(at(join(other)));
    expect(at(spawn(sleeps, 1))).toEqual(at(spawn(sleeps, 1)));
    expect(at(spawn(sleeps, 1))).not.toEqual(at(spawn(sleeps, 2)));
    expect(at(channel.send(1))).toEqual(at(channel.send(1)));
    expect(at(channel.send(1))).not.toEqual(at(channel.send(2)));
    expect(at(channel.send(1))).not.toEqual(at(new Channel().send(1)));
    expect(at(channel.send([sleep(1)]))).toEqual(at(channel.send([sleep(1)])));
    expect(at(sleep(5))).not.toEqual(at(Object.assign({}, sleep(5))));
  });

  it("takes a channel for itself alone, though another one looks the same", () => {
    expect(at(channel)).toEqual(at(channel));
    expect(at(channel)).not.toEqual(at(new Channel()));
  });

  it("says nothing of anything else", () => {
    expect(at([1, { a: 2 }])).toEqual(at([1, { a: 2 }]));
    expect(at([1])).not.toEqual(at([2]));
  });
});

it("serves the matchers for calls, and what is contained", () => {
  const called = jest.fn();
  called(one, sleep(1));
  expect(called).toHaveBeenCalledWith(one, sleep(1));
  expect(called).not.toHaveBeenCalledWith(other, sleep(1));
  expect([one, other]).toContainEqual(other);
  expect(scheduler.tasks()).toEqual([one, other]);
});
