const children = 100_000;
const side = (label, from, count = children, job = "spawnThenJoin") => ({
  label,
  from,
  job,
  args: [count],
  units: count,
  answer: (count * (count - 1)) / 2,
});

/** Fewer children for those that need microseconds for one: fewer live ones are no harder for them. */
export default {
  title: "spawn + join of 100 000 children, a child: all are spawned, then each is joined",
  unit: "ns",
  sides: [
    side("rondo", "rondo"),
    side("native async", "native"),
    side("effection", "effection", 1_000),
    side("effect", "effect"),
    side("effect, children that are values", "effect", children, "spawnThenJoinValues"),
    side("redux-saga", "redux-saga", 20_000),
    side("js-csp", "js-csp", 20_000),
    side("co", "co"),
    side("rondo, one at a time", "rondo", children, "spawnJoin"),
    side("native async, one at a time", "native", children, "spawnJoin"),
  ],
  goals: [
    { side: "rondo", against: ["native async"], atMost: 2 },
    { side: "rondo", against: ["effection", "effect", "redux-saga", "js-csp"], atMost: 0.3 },
    { side: "rondo", against: ["co"], atMost: 0.3 },
  ],
  trials: 7,
};
