/** Values and errors as a log shows them: the same words for those of Rondo and for those of the model. */

/** What the teardown that an error caused has thrown besides. */
type Suppressed = (error: Error) => readonly unknown[];

export function show(value: unknown, suppressed: Suppressed): string {
  const each = (values: readonly unknown[]): string => values.map((one) => show(one, suppressed)).join(", ");
  if (value instanceof Error) return showError(value, suppressed);
  if (Array.isArray(value)) return `[${each(value)}]`;
  if (typeof value !== "object" || value === null) return String(value);
  if ("release" in value) return "guard";
  if ("reply" in value) return "question";
  if ("mailbox" in value && "id" in value) return `task ${String(value.id)}`;
  const fields = Object.entries(value).map(
    ([key, field]) => `${key}: ${field === value ? "" : showField(key, field, suppressed)}`,
  );
  return `{ ${fields.join(", ")} }`;
}

function showField(key: string, field: unknown, suppressed: Suppressed): string {
  return key === "reason" ? showReason(field) : show(field, suppressed);
}

/** Why a task was cancelled: what a program says is shown, and what a scheduler says is not. */
function showReason(reason: unknown): string {
  return typeof reason === "string" ? "another" : String(reason);
}

function showError(error: Error, suppressed: Suppressed): string {
  const inside = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const parts = [
    ...("reason" in error ? [showReason(error.reason)] : []),
    ...inside.map((one) => show(one, suppressed)),
  ];
  const under = suppressed(error).map((one) => (one === error ? "itself" : show(one, () => [])));
  return (
    error.name +
    (parts.length === 0 ? "" : `(${parts.join(", ")})`) +
    (under.length === 0 ? "" : ` [${under.join(", ")}]`)
  );
}
