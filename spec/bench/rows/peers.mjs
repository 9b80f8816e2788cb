const side = (label, from, rounds, job = "turns", tasks = 100) => ({
  label,
  from,
  job,
  args: [tasks, rounds],
  units: tasks * rounds,
});

/** What a turn costs elsewhere. Nothing is judged here: these are not all the same thing (see the README). */
export default {
  title: "a turn, 100 tasks, in each library",
  unit: "ns",
  sides: [
    side("bare loop", "bare", 5_000),
    side("rondo, yield", "rondo", 5_000),
    side("rondo, yield*", "rondo", 5_000, "typedTurns"),
    side("native await", "native", 5_000),
    side("native await, 1 task", "native", 500_000, "turns", 1),
    side("co", "co", 1_000),
    side("js-csp", "js-csp", 1_000),
    side("redux-saga", "redux-saga", 500),
    side("effect, yieldNow", "effect", 500),
    side("effection", "effection", 500),
  ],
  goals: [],
  trials: 7,
};
