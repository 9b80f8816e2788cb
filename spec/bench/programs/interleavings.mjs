/** Three tasks of five steps: 756 756 schedules. */
function* busy() {
  for (let i = 1; i < 5; i++) yield;
}

export default () => ({ tasks: [busy, busy, busy] });
