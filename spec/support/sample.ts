import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Writes a file for a spec into a folder of its own. */
export function sample(name: string, content: string | Uint8Array): { readonly path: string; remove(): void } {
  const dir = mkdtempSync(path.join(tmpdir(), "rondo-spec-"));
  const file = path.join(dir, name);
  writeFileSync(file, content);
  return { path: file, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
