const args = [10_000, 100];
const units = 1_000_000;

export default {
  title: "1 000 000 sleeps over 10 000 tasks, random delays, a sleep",
  unit: "ns",
  sides: [
    { label: "rondo, yield", from: "rondo", job: "bareSleeps", args, units },
    { label: "rondo, yield*", from: "rondo", job: "sleeps", args, units },
    { label: "binary heap", from: "bare", job: "sleeps", args, units },
  ],
  goals: [
    { side: "rondo, yield", against: ["binary heap"], atMost: 2 },
    { side: "rondo, yield*", against: ["binary heap"], atMost: 2 },
  ],
  agree: true,
  trials: 5,
  calls: 1,
};
