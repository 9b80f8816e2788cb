/** The tables on stdout. */

export function printRow({ name, title, seconds, figures, verdicts, notes = [], error }) {
  const width = Math.max(
    ...[...figures.map((it) => it.label), ...verdicts.map((it) => it.what)].map((it) => it.length),
  );
  const lines = ["", `${name}: ${title}  [${seconds.toFixed(0)} s]`];
  if (error !== undefined) lines.push(`  failed: ${error}`);
  for (const figure of figures) lines.push(`  ${figure.label.padEnd(width)} ${range(figure)}`);
  for (const verdict of verdicts)
    lines.push(`  ${verdict.what.padEnd(width)} ${range(verdict)}   ${judgement(verdict)}`);
  for (const note of notes) lines.push(`  ${note}`);
  process.stdout.write(lines.join("\n") + "\n");
}

/** One line a target, for the closing note. */
export function printSummary(rows) {
  const lines = ["", "Summary", ""];
  for (const row of rows) {
    if (row.error !== undefined) lines.push(`  failed   ${row.name}: ${row.error.split("\n")[0]}`);
    for (const verdict of row.verdicts) {
      const reached = `${show(verdict.median)} ${verdict.unit}`;
      const goal = `at most ${verdict.atMost} ${verdict.unit}`;
      lines.push(
        `  ${mark(verdict)}  ${row.name.padEnd(13)} ${verdict.what.padEnd(44)} ${reached.padStart(13)}   ${goal}`,
      );
    }
  }
  process.stdout.write(lines.join("\n") + "\n");
}

function range({ unit, min, median, max }) {
  const middle = `${show(median).padStart(10)} ${unit.padEnd(5)}`;
  return min === max ? middle.trimEnd() : `${middle} (${show(min)} … ${show(max)})`;
}

function judgement(verdict) {
  return `at most ${verdict.atMost} ${verdict.unit}: ${verdict.reached ? "reached" : "falls short"}`;
}

const mark = (verdict) => (verdict.reached ? "reached" : "SHORT  ");

function show(value) {
  const digits = Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))/g, digits === 0 ? " " : "");
}
