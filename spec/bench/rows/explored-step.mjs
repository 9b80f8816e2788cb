const TASKS = 4;
const STEPS = 2_000;

const plain = (label, times, program, args) => ({
  label,
  from: "exploring",
  job: "plainRuns",
  args: [times, program, args],
  units: times * args[0] * args[1],
  answer: times,
});
const explored = (label, program, args, count, options) => ({
  label,
  from: "exploring",
  job: "schedules",
  args: [program, args, { schedules: count, ...options }],
  units: count * args[0] * args[1],
  answer: count,
});

/** The longer the program, the less it matters what a schedule costs besides its steps. */
export default {
  title: "a step under exploration, and of the plain scheduler",
  unit: "ns",
  sides: [
    plain("plain", 20, "plain", [TASKS, STEPS]),
    explored("random", "plain", [TASKS, STEPS], 20, { strategy: "random" }),
    explored("exhaustive", "plain", [TASKS, STEPS], 20, { strategy: "exhaustive" }),
    explored("dpor, independent", "tracked", [TASKS, STEPS], 1, { strategy: "dpor" }),
    explored("dpor, meeting", "meeting", [2, 500], 50, { strategy: "dpor" }),
  ],
  goals: [
    { side: "random", against: ["plain"], atMost: 4 },
    { side: "exhaustive", against: ["plain"], atMost: 4 },
    { side: "dpor, independent", against: ["plain"], atMost: 10 },
    { side: "dpor, meeting", against: ["plain"], atMost: 10 },
  ],
  onlyRondo: true,
};
