const side = (label, program, strategy, workers, schedules) => ({
  label,
  from: "commands",
  job: "exploreFile",
  args: [program, strategy, workers],
  units: schedules,
  answer: schedules,
});

/** Long ones: each thread compiles the hot code for itself, which takes half a second. */
export default {
  title: "a schedule, where the command explores with one and with two threads",
  unit: "ns",
  sides: [
    side("exhaustive, one", "interleavings", "exhaustive", 1, 5_717_712),
    side("exhaustive, two", "interleavings", "exhaustive", 2, 5_717_712),
    side("dpor, one", "updates", "dpor", 1, 331_776),
    side("dpor, two", "updates", "dpor", 2, 331_776),
  ],
  goals: [
    { side: "exhaustive, two", against: ["exhaustive, one"], atMost: 0.59 },
    { side: "dpor, two", against: ["dpor, one"], atMost: 0.59 },
  ],
  trials: 1,
  calls: 1,
  onlyRondo: true,
};
