/** Each failure that a page shows is run again by its token. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type * as Testing from "../../lib/testing/index.js";
import { printedInTime, snippets } from "../support/markdown.js";

/** The failures that the program under way has found, each with what came of its replay. */
const mockReplayed: { readonly failure: Testing.ScheduleFailure; readonly again: unknown }[] = [];

jest.mock("rondo/testing", (): unknown => {
  const testing = jest.requireActual<typeof Testing>("rondo/testing");
  const again = (...[setup, token, options]: Parameters<typeof testing.replay>): unknown => {
    try {
      return testing.replay(setup, token, options);
    } catch (error) {
      return error;
    }
  };
  const explore: typeof testing.explore = (setup, options) => {
    try {
      const report = testing.explore(setup, options);
      for (const failure of report.failures) mockReplayed.push({ failure, again: again(setup, failure.token) });
      return report;
    } catch (error) {
      if (error instanceof testing.ScheduleFailure) {
        const { steps, scheduler } = options ?? {};
        const settings = {
          ...(steps === undefined ? {} : { steps }),
          ...(scheduler === undefined ? {} : { scheduler }),
        };
        mockReplayed.push({ failure: error, again: again(setup, error.token, settings) });
      }
      throw error;
    }
  };
  return { ...testing, explore };
});

const PAGES = ["README.md", "docs/coming-from-loom-shuttle-coyote.md", "docs/finding-schedules.md"];

describe.each(PAGES)("%s", (path) => {
  const programs = snippets(readFileSync(join(__dirname, "../..", path), "utf8"), "ts");
  const exploring = programs.filter(({ source }) => source.includes("explore("));

  it.each(exploring.map(({ section, source }) => [section, source]))(
    "shows failures that their tokens replay: %s",
    async (_section, source) => {
      mockReplayed.length = 0;
      await printedInTime(source);
      for (const { failure, again } of mockReplayed) {
        // Nothing is wrong with that schedule, but with the search that left it out.
        if (failure.kind === "untracked") expect(again).toMatchObject({ schedules: 1, failing: 0 });
        else expect(again).toMatchObject({ kind: failure.kind, message: failure.message });
      }
    },
  );
});

it("is a spec of many failures", async () => {
  mockReplayed.length = 0;
  for (const path of PAGES) {
    const programs = snippets(readFileSync(join(__dirname, "../..", path), "utf8"), "ts");
    for (const { source } of programs) if (source.includes("explore(")) await printedInTime(source);
  }
  expect(mockReplayed.length).toBeGreaterThan(8);
});
