const args = [100, 10_000];
const units = 100 * 10_000;

export default {
  title: "a turn, 100 tasks, `yield* pass()`",
  unit: "ns",
  sides: [
    { label: "rondo", from: "rondo", job: "typedTurns", args, units },
    { label: "native await", from: "native", job: "turns", args, units },
    { label: "bare loop, yield*", from: "bare", job: "typedTurns", args, units },
  ],
  goals: [{ side: "rondo", against: ["native await"], atMost: 1 }],
};
