import { preview } from "../../../lib/kernel/preview.js";
import { cell, type Cell } from "../../../lib/testing/tracked/cell.js";
import { tracked } from "../../../lib/testing/tracked/tracked.js";
import { inRun, step } from "./fake-log.js";

/** What holds of a cell inside and outside of an exploration. */
function behaves(): void {
  const turns: Cell<number> = cell(0);
  expect(turns.value).toBe(0);
  turns.value = 1;
  expect(turns.get()).toBe(1);
  turns.set(2);
  expect(turns.update((n) => n + 1)).toBe(2);
  expect(turns.compareAndSet(2, 9)).toBe(false);
  expect(turns.value).toBe(3);
  expect(turns.compareAndSet(3, NaN)).toBe(true);
  expect(turns.compareAndSet(NaN, -0)).toBe(true);
  expect(turns.compareAndSet(0, 1)).toBe(false);
  expect(String(turns)).toBe("cell(-0)");
  expect(preview({ turns })).toBe("{ turns: cell(-0) }");
  expect(cell(1)).toEqual(cell(1));
  expect(cell(1)).not.toEqual(cell(2));
}

describe("a cell", () => {
  it("holds a value, inside and outside of an exploration", () => {
    behaves();
    inRun(behaves);
  });

  it("notes a read for each look, and a write for each change", () => {
    inRun((log) => {
      const turns = cell(0);
      expect(step(log, () => turns.value)).toEqual(["R 1.value"]);
      expect(step(log, () => turns.get())).toEqual(["R 1.value"]);
      expect(step(log, () => (turns.value = 0))).toEqual(["W 1.value"]);
      expect(step(log, () => turns.set(0))).toEqual(["W 1.value"]);
      expect(step(log, () => turns.update((n) => n + 1))).toEqual(["W 1.value"]);
    });
  });

  it("notes a compareAndSet as a write if it succeeds, and as a read if it fails", () => {
    inRun((log) => {
      const turns = cell(0);
      expect(step(log, () => turns.compareAndSet(1, 2))).toEqual(["R 1.value"]);
      expect(step(log, () => turns.compareAndSet(0, 2))).toEqual(["W 1.value"]);
    });
  });

  it("shows itself without a trace", () => {
    inRun((log) => {
      const turns = cell(0);
      expect(step(log, () => preview(turns))).toEqual([]);
    });
  });

  it("tracks what it holds, and compares an array by what stands for it", () => {
    inRun((log) => {
      const list = [1];
      const holder = cell<unknown>(list);
      expect(step(log, () => (holder.value as number[])[0])).toEqual(["R 1.value", "R 2.0"]);
      const node = { next: null };
      expect(holder.compareAndSet(list, node)).toBe(true);
      expect(holder.value).toBe(node);
      expect(step(log, () => node.next)).toEqual(["R 3.next"]);
    });
  });

  it("is held as it is by tracked state", () => {
    inRun(() => {
      const turns = cell(0);
      expect(tracked({ turns }).turns).toBe(turns);
    });
  });
});
