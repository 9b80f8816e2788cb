const count = 50_000;
const answer = (count * (count - 1)) / 2;
const side = (label, job) => ({ label, from: "rondo-sync", job, args: [count], units: count, answer });

export default {
  title: "a value through a select over four channels, and through the one that is next",
  unit: "ns",
  sides: [side("select", "selects"), side("receive", "receives")],
  goals: [{ side: "select", against: ["receive"], atMost: 4 }],
  onlyRondo: true,
};
