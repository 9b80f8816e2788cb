const side = (label, from, depth, turns) => ({
  label,
  from,
  job: "nestedTurns",
  args: [depth, turns],
  units: turns,
});

/** Native `yield*` forwards each resumption through every level. A frame is resumed where it is. */
export default {
  title: "a turn of one task, 1 000 calls deep",
  unit: "ns",
  sides: [
    side("rondo, 1 call deep", "rondo", 1, 500_000),
    side("rondo, 1 000 calls deep", "rondo", 1000, 500_000),
    side("native yield*, 1 deep", "bare", 1, 500_000),
    side("native yield*, 1 000 deep", "bare", 1000, 1_000),
  ],
  goals: [{ side: "rondo, 1 000 calls deep", against: ["rondo, 1 call deep"], atMost: 1.1 }],
};
