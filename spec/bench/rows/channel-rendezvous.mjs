const roundTrips = 20_000;
const answer = (roundTrips * (roundTrips - 1)) / 2;
const side = (label, from, job) => ({ label, from, job, args: [0, roundTrips], units: 2 * roundTrips, answer });

/** Only js-csp has channels without a buffer. */
export default {
  title: "ping-pong over two rendezvous channels, a value",
  unit: "ns",
  sides: [side("rondo", "rondo-sync", "channelPingPong"), side("js-csp", "channels", "cspPingPong")],
  goals: [{ side: "rondo", against: ["js-csp"], atMost: 0.3 }],
  trials: 7,
};
