const side = (label, program, args, count, options) => ({
  label,
  from: "exploring",
  job: "schedules",
  args: [program, args, { schedules: count, ...options }],
  units: count,
  answer: count,
});
const both = (what, program, args, count) => [
  side(`${what}, random`, program, args, count, { strategy: "random" }),
  side(`${what}, exhaustive`, program, args, count, { strategy: "exhaustive" }),
];
const rates = (what, atLeast) => [
  { side: `${what}, random`, atLeast },
  { side: `${what}, exhaustive`, atLeast },
];

/** Two tasks of three steps have but 20 schedules, which are explored again and again. */
const small = {
  ...side("two tasks of three steps, exhaustive", "plain", [2, 3], 20, { strategy: "exhaustive" }),
  job: "explorations",
  args: [500, "plain", [2, 3], { strategy: "exhaustive" }],
  units: 10_000,
  answer: 10_000,
};

export default {
  title: "a schedule: the program is made, run and judged",
  unit: "ns",
  sides: [
    side("two tasks of three steps, random", "plain", [2, 3], 10_000, { strategy: "random" }),
    small,
    ...both("five philosophers", "philosophers", [5], 2_000),
    ...both("four tasks of 50 steps", "plain", [4, 50], 1_000),
  ],
  goals: [],
  rates: [
    ...rates("two tasks of three steps", 150_000),
    ...rates("five philosophers", 30_000),
    ...rates("four tasks of 50 steps", 3_000),
  ],
  trials: 5,
  onlyRondo: true,
};
