import { cell } from "rondo/testing";

/** Four tasks that read and write each of two cells, one after the other: 331 776 classes of schedules. */
export default () => {
  const cells = [cell(0), cell(0)];
  function* update() {
    for (const it of cells) {
      const before = it.value;
      yield;
      it.value = before + 1;
      yield;
    }
  }
  return { tasks: [update, update, update, update] };
};
