/**
 * Shutdown of a driver: work begins when all is stopped.
 *
 * The driver counts what is under way; the count begins at 1, for the driver itself, and whoever brings it to 0 says that all is
 * over. The work looks whether the driver is stopping, and only then counts itself in. In between, the driver stops, finds nothing
 * under way, and is gone. That takes one preemption.
 *
 * Mended by counting first and looking then, and by a driver that waits until it is said that all is over.
 *
 *     npx rondo explore examples/bugs/driver-shutdown.ts
 */
import assert from "node:assert/strict";
import { Latch } from "rondo";
import { tracked, type ExploreScene } from "rondo/testing";
import type { Facts } from "./lib/facts.js";

export default function driverShutdown(): ExploreScene {
  const driver = tracked({ stopping: false, underWay: 1, idle: false, stopped: false });

  function* work() {
    const isStopping = driver.stopping;
    yield;
    if (!isStopping) {
      driver.underWay++;
      yield;
      assert.ok(!driver.stopped, "works after the stop");
      yield;
    }
    if (--driver.underWay > 0) return;
    yield;
    driver.idle = true;
  }
  function* stop() {
    driver.stopping = true;
    yield;
    const left = --driver.underWay;
    yield;
    if (left === 0) {
      driver.idle = true;
      yield;
    }
    const { idle } = driver;
    yield;
    if (idle) driver.stopped = true;
  }

  return { tasks: [work, stop] };
}

export function mended(): ExploreScene {
  const driver = tracked({ stopping: false, underWay: 1, stopped: false });
  const idle = new Latch(1, "idle");

  function* work() {
    driver.underWay++;
    yield;
    const isStopping = driver.stopping;
    yield;
    if (!isStopping) {
      assert.ok(!driver.stopped, "works after the stop");
      yield;
    }
    yield* countOut();
  }
  function* stop() {
    driver.stopping = true;
    yield;
    yield* countOut();
    yield* idle.wait();
    driver.stopped = true;
  }
  function* countOut() {
    const left = --driver.underWay;
    yield;
    if (left > 0) return;
    idle.open();
    yield;
  }

  return { tasks: [work, stop] };
}

export const facts: Facts = {
  kind: "error",
  preemptions: 1,
  schedules: { failing: 4, all: 111 },
  classes: { failing: 1, all: 12 },
};
