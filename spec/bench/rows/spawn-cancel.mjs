const side = (label, from, count) => ({
  label,
  from,
  job: "spawnCancel",
  args: [count],
  units: count,
  answer: count,
});
const peers = ["effection", "effect", "redux-saga"];

/** js-csp, co and async functions cannot cancel. */
export default {
  title: "spawn + cancel of a child that waits, in a live parent, a child",
  unit: "ns",
  sides: [
    side("rondo", "rondo", 20_000),
    side("effection", "effection", 2_000),
    side("effect", "effect", 20_000),
    side("redux-saga", "redux-saga", 5_000),
  ],
  goals: [{ side: "rondo", against: peers, atMost: 0.5 }],
  trials: 7,
  calls: 1,
};
