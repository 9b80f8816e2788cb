const count = 1_000_000;
/** The numbers from 0 to 63, again and again. */
const answer = (count / 64) * 2016;

const kinds = { field: "a property", item: "an item of an array", entry: "an entry of a map" };
const side = (kind, job) => ({
  label: `${job === "trackedReads" ? "tracked" : "plain"}: ${kinds[kind]}`,
  from: "tracked",
  job,
  args: [kind, count],
  units: count,
  answer,
});
const pair = (kind) => [side(kind, "trackedReads"), side(kind, "plainReads")];
const goal = (kind, atMost) => ({ side: `tracked: ${kinds[kind]}`, against: [`plain: ${kinds[kind]}`], atMost });

export default {
  title: "a read of tracked state under exploration, and of plain state",
  unit: "ns",
  sides: [...pair("field"), ...pair("item"), ...pair("entry")],
  goals: [goal("field", 8), goal("item", 120), goal("entry", 120)],
  onlyRondo: true,
};
