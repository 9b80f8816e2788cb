/** The rows, in the order in which they run and print. Each is one file of this folder. */
export const rows = [
  "turn",
  "typed-turn",
  "turn-10k",
  "turn-100k",
  "ping-pong",
  "spawn-join",
  "spawn-cancel",
  "sleeps",
  "depth",
  "parked",
  "churn",
  "file-reader",
  "peers",
];
