const roundTrips = 20_000;
const answer = (roundTrips * (roundTrips - 1)) / 2;
const side = (label, from, job = "pingPong") => ({
  label,
  from,
  job,
  args: [roundTrips],
  units: 2 * roundTrips,
  answer,
});
const peers = ["effection", "effect", "redux-saga", "js-csp"];

export default {
  title: "ping-pong between two mailboxes, a message",
  unit: "ns",
  sides: [
    side("rondo, yield", "rondo", "barePingPong"),
    side("rondo, yield*", "rondo"),
    ...peers.map((name) => side(name, name)),
  ],
  goals: [
    { side: "rondo, yield", against: peers, atMost: 0.3 },
    { side: "rondo, yield*", against: peers, atMost: 0.3 },
  ],
  trials: 7,
};
