import { muted } from "../../lib/cli/muted.js";
import { FakeOutput } from "./outputs.js";

describe("muted", () => {
  it("lets nothing through that is written meanwhile, and puts everything back", () => {
    const own = process.stdout.write;
    const wasOwn = Object.hasOwn(process.stdout, "write");
    expect(muted(() => process.stdout.write("nothing") && 5)).toBe(5);
    expect(process.stdout.write).toBe(own);
    expect(Object.hasOwn(process.stdout, "write")).toBe(wasOwn);
  });

  it("writes to where it is told", () => {
    const to = new FakeOutput();
    muted(() => {
      process.stdout.write("out ");
      process.stderr.write("err");
    }, to);
    expect(to.text).toBe("out err");
  });

  it("puts everything back after an error, too", () => {
    const own = process.stderr.write;
    expect(() =>
      muted(() => {
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(process.stderr.write).toBe(own);
  });
});
