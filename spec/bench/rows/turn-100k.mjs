const args = [100_000, 10];
const units = 100_000 * 10;

export default {
  title: "a turn, 100 000 tasks",
  unit: "ns",
  sides: [
    { label: "rondo, yield", from: "rondo", job: "turns", args, units },
    { label: "rondo, yield*", from: "rondo", job: "typedTurns", args, units },
    { label: "bare loop, yield", from: "bare", job: "turns", args, units },
    { label: "bare loop, yield*", from: "bare", job: "typedTurns", args, units },
    { label: "native await", from: "native", job: "turns", args, units },
  ],
  goals: [
    { side: "rondo, yield", against: ["bare loop, yield"], atMost: 2 },
    { side: "rondo, yield*", against: ["bare loop, yield*"], atMost: 2 },
  ],
  trials: 7,
  calls: 1,
};
