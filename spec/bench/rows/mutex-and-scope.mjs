const count = 200_000;
const side = (label, job) => ({ label, from: "rondo-sync", job, args: [count], units: count, answer: count });

export default {
  title: "lock and release of a free mutex; entering and leaving a scope, with a pass; a pass",
  unit: "ns",
  sides: [side("mutex", "locks"), side("scope and pass", "scopes"), side("pass", "passes")],
  goals: [
    { side: "mutex", against: ["pass"], atMost: 2 },
    // A scope is no wait: with the pass beside it, three passes for it are four in all.
    { side: "scope and pass", against: ["pass"], atMost: 4 },
  ],
  onlyRondo: true,
};
