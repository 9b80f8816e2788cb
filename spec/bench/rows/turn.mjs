const args = [100, 10_000];
const units = 100 * 10_000;

export default {
  title: "a turn, 100 tasks, `yield` of a shared syscall",
  unit: "ns",
  sides: [
    { label: "rondo", from: "rondo", job: "turns", args, units },
    { label: "bare loop", from: "bare", job: "turns", args, units },
  ],
  goals: [{ side: "rondo", against: ["bare loop"], atMost: 1.5 }],
};
