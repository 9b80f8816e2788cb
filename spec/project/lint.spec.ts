import { spawnSync } from "node:child_process";
import path from "node:path";

/** A string that is linted as if it were the file. */
interface Case {
  file: string;
  code: string;
}

const root = path.resolve(__dirname, "../..");
const asked: Case[] = [];
let broken: string[][];

/** Claims that of these cases the rule finds fault with `wrong`, and with no others. */
function claim(title: string, rule: string, cases: Case[], wrong: Case[] = cases): void {
  const first = asked.push(...cases) - cases.length;
  it(title, () => {
    expect(cases.filter((_, i) => broken[first + i]?.includes(rule))).toEqual(wrong);
  });
}

/** One process lints them all: to start ESLint takes longer than to lint. */
beforeAll(() => {
  const { stdout, stderr } = spawnSync(process.execPath, [path.join(root, "spec/project/lint-text.js")], {
    cwd: root,
    input: JSON.stringify(asked),
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(stderr);
  broken = JSON.parse(stdout) as string[][];
});

/** Each row may import from the rows above it, and from nothing beside it. */
const floors = [
  ["kernel"],
  ["syscalls"],
  ["structure", "sync"],
  ["coroutine", "host", "trace"],
  ["testing", "sim", "game", "data"],
  ["cli"],
];
const rooms = floors.flatMap((names, floor) => names.map((name) => ({ name, floor })));

/** The same line in every room, or in those named. */
const inRooms = (code: string, names = rooms.map(({ name }) => name)): Case[] =>
  names.map((name) => ({ file: `lib/${name}/a.ts`, code }));
const without = (cases: Case[], ...names: string[]): Case[] =>
  cases.filter(({ file }) => !names.some((name) => file.startsWith(`lib/${name}/`)));

describe("imports between the rooms of lib", () => {
  const rule = "rondo/import-directions";
  const across = rooms.flatMap((from) =>
    rooms
      .filter((to) => to !== from)
      .map((to) => ({
        allowed: to.floor < from.floor,
        file: `lib/${from.name}/a.ts`,
        code: `import { b } from "../${to.name}/b.js";\nexport const a: unknown = b;\n`,
      })),
  );
  const upwards = across.filter(({ allowed }) => !allowed);
  claim("may point down, and never up or sideways", rule, across, upwards);

  const forms = [
    'import "../../host/real.js";',
    'import type { Real } from "../../host/real.js";\nexport type A = Real;',
    'export { real } from "../../host/real.js";',
    'export * from "../../host/real.js";',
    'export const real: unknown = import("../../host/real.js");',
    'export type Real = import("../../host/real.js").Real;',
  ];
  claim(
    "are seen in every form that an import has",
    rule,
    forms.map((code) => ({ file: "lib/kernel/deep/a.ts", code })),
  );

  claim("never leave lib, and never go through the package's own doors", rule, [
    { file: "lib/host/a.ts", code: 'import "../index.js";' },
    { file: "lib/host/a.ts", code: 'import "rondo";' },
    { file: "lib/host/a.ts", code: 'import "rondo/trace";' },
    { file: "lib/host/a.ts", code: 'import "../../spec/kernel/help.js";' },
    { file: "lib/trace/a.ts", code: 'import "./index.js";' },
    { file: "lib/index.ts", code: 'import "./cli/main.js";' },
  ]);

  const ofNode = inRooms('import "node:fs";');
  claim("use modules of Node in data and in the command only", rule, ofNode, without(ofNode, "data", "cli"));
  claim("use eventemitter3 anywhere", rule, inRooms('import "eventemitter3";'), []);
  const parser = inRooms('import "commander";');
  claim("use the command's own packages in the command only", rule, parser, without(parser, "cli"));

  const excused = inRooms('// eslint-disable-next-line\nimport "rondo";', ["kernel", "cli"]);
  claim("cannot be excused by a comment", rule, excused);
});

describe("what is not deterministic", () => {
  const uses = [
    "export const a = Date.now();",
    "export const a = new Date();",
    "export const a = performance.now();",
    "setTimeout(() => 1, 1);",
    "setInterval(() => 1, 1);",
    "queueMicrotask(() => 1);",
  ].flatMap((code) => without(inRooms(code), "host", "cli"));
  claim("is out of reach of every room but the hosts and the command", "no-restricted-globals", uses);

  const core = ["kernel", "syscalls", "structure", "sync"];
  const promises = ["export const a = Promise.resolve();", "export const a = process.hrtime();"];
  claim(
    "includes promises and the process, in the kernel and in what is built on it",
    "no-restricted-globals",
    promises.flatMap((code) => inRooms(code, core)),
  );

  claim("includes chance, in all of lib", "no-restricted-properties", inRooms("export const a = Math.random();"));

  const timers = ["host/frames.ts", "cli/main.ts", "host/timer.ts"].map((name) => ({
    file: `lib/${name}`,
    code: "setTimeout(() => 1, 1);",
  }));
  claim("leaves host timers to lib/host/timer.ts", "no-restricted-globals", timers, timers.slice(0, 2));
});
