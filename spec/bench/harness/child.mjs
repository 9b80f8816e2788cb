/** Runs one row in a process of its own, and sends the result to the runner. */
const [name, mode, scope] = process.argv.slice(2);

async function result() {
  const { compare } = await import("./compare.mjs");
  const { default: row } = await import(`../rows/${name}.mjs`);
  const context = { quick: mode === "quick", progress: (text) => process.send({ progress: text }) };
  if (row.measure !== undefined) return row.measure(context);
  return compare({ ...row, sides: row.sides.filter((side) => scope === "all" || side.from !== "rondo") }, context);
}

const outcome = await result().catch((error) => ({ error: error?.stack ?? String(error) }));
process.send({ outcome }, () => process.exit(0));
