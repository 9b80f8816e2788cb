const side = (label, program, strategy, workers, schedules) => ({
  label,
  from: "commands",
  job: "exploreFile",
  args: [program, strategy, workers],
  units: schedules,
  answer: schedules,
});

/** With the start of the command and of its threads, which takes a third of a second. */
export default {
  title: "a schedule, where the command explores with one and with two threads",
  unit: "ns",
  sides: [
    side("exhaustive, one", "interleavings", "exhaustive", 1, 756_756),
    side("exhaustive, two", "interleavings", "exhaustive", 2, 756_756),
    side("dpor, one", "updates", "dpor", 1, 46_656),
    side("dpor, two", "updates", "dpor", 2, 46_656),
  ],
  goals: [
    { side: "exhaustive, two", against: ["exhaustive, one"], atMost: 1 / 1.7 },
    { side: "dpor, two", against: ["dpor, one"], atMost: 1 / 1.7 },
  ],
  trials: 3,
  calls: 1,
  onlyRondo: true,
};
