import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expectGolden } from "./golden.js";

describe("expectGolden", () => {
  const root = join(__dirname, "../..");
  const folder = mkdtempSync(join(tmpdir(), "golden-"));
  const file = join(folder, "deep", "er.txt");
  const path = relative(root, file);
  const before = process.env["RENEW_GOLDENS"];

  const set = (value: string | undefined): void => {
    if (value === undefined) delete process.env["RENEW_GOLDENS"];
    else process.env["RENEW_GOLDENS"] = value;
  };

  afterAll(() => {
    set(before);
    rmSync(folder, { recursive: true });
  });

  it("makes no golden file unless it is told to", () => {
    set(undefined);
    expect(() => expectGolden(path, "text")).toThrow("RENEW_GOLDENS=1");
    expect(existsSync(file)).toBe(false);
  });

  it("writes the file when it is told to, and holds later texts to it, byte for byte", () => {
    set("1");
    expectGolden(path, "one\ntwo\n");
    expect(readFileSync(file, "utf8")).toBe("one\ntwo\n");
    set(undefined);
    expectGolden(path, "one\ntwo\n");
    for (const other of ["one\ntwo", "one \ntwo\n", ""]) expect(() => expectGolden(path, other)).toThrow();
    expect(readFileSync(file, "utf8")).toBe("one\ntwo\n");
  });
});
