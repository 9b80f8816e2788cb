/** Tasks of five, six and six steps: 5 717 712 schedules. */
function* five() {
  for (let i = 1; i < 5; i++) yield;
}

function* six() {
  for (let i = 1; i < 6; i++) yield;
}

export default () => ({ tasks: [five, six, six] });
