const count = 50_000;
const answer = (count * (count - 1)) / 2;
const side = (label, from, job) => ({ label, from, job, args: [64, count], units: count, answer });

export default {
  title: "a stream over a channel that holds 64 values, a value",
  unit: "ns",
  sides: [
    side("rondo", "rondo-sync", "stream"),
    side("js-csp", "channels", "cspStream"),
    side("effect, Queue.bounded", "channels", "effectStream"),
  ],
  goals: [{ side: "rondo", against: ["js-csp", "effect, Queue.bounded"], atMost: 0.2 }],
  trials: 7,
};
