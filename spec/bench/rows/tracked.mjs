const count = 1_000_000;
/** The numbers from 0 to 63, again and again. */
const answer = (count / 64) * 2016;

const kinds = { field: "a property", item: "an item of an array", entry: "an entry of a map" };
const side = (label, kind, job) => ({ label, from: "tracked", job, args: [kind, count], units: count, answer });

const pair = (kind) => [
  side(`tracked: ${kinds[kind]}`, kind, "trackedReads"),
  side(`plain: ${kinds[kind]}`, kind, "plainReads"),
];
const goal = (kind, atMost) => ({ side: `tracked: ${kinds[kind]}`, against: [`plain: ${kinds[kind]}`], atMost });

export default {
  title: "a read of tracked state under exploration, and of plain state",
  unit: "ns",
  sides: [
    ...pair("field"),
    ...pair("item"),
    ...pair("entry"),
    side("outside, tracked: a property", "field", "trackedReadsOutside"),
    side("outside, plain: a property", "field", "plainReadsOutside"),
  ],
  goals: [
    goal("field", 8),
    goal("item", 120),
    goal("entry", 120),
    // The same code over objects of the same shape: what is above 1 is noise.
    { side: "outside, tracked: a property", against: ["outside, plain: a property"], atMost: 1.1 },
  ],
  onlyRondo: true,
};
