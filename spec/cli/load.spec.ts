import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Command, type Result } from "./command.js";

let command: Command;
/** A folder with no package around it, and no `rondo` in it. */
let bare: string;
beforeAll(() => {
  command = new Command();
  bare = realpathSync(mkdtempSync(path.join(tmpdir(), "rondo-spec-")));
}, 120_000);
afterAll(() => {
  command.remove();
  rmSync(bare, { recursive: true, force: true });
});

/** A program in one file that says hello after a second, in the kind of module that the extension stands for. */
const hello = {
  esm: `import { now, sleep } from "rondo";
    export default function* main() { yield* sleep(1000); console.log("hello at", now()); }`,
  cjs: `const { now, sleep } = require("rondo");
    module.exports = function* main() { yield* sleep(1000); console.log("hello at", now()); };`,
  ts: `import { now, sleep, type Program } from "rondo";
    const main: Program<void> = function* () { yield* sleep(1000); console.log("hello at", now()); };
    export default main;`,
  equals: `import rondo = require("rondo");
    function* main() { yield* rondo.sleep(1000); console.log("hello at", rondo.now()); }
    export = main;`,
};
const helloes: Result = { status: 0, stdout: "hello at 1000\n", stderr: "" };

/** Runs programs whose every file is in the folder that the spec writes into. */
const run = (files: Record<string, string>, ...args: string[]): Result => {
  for (const [name, text] of Object.entries(files)) command.write(name, text);
  return command.rondo("run", Object.keys(files)[0]!, ...args);
};

/** Claims that a program does not load, or is none: with this exit code, and this on stderr. */
function claimFault(files: Record<string, string>, status: number, ...lines: (string | RegExp)[]): void {
  const result = run(files);
  expect({ status: result.status, stdout: result.stdout }).toEqual({ status, stdout: "" });
  const told = result.stderr.split("\n").slice(0, lines.length);
  expect(told).toEqual(
    lines.map((line) => (typeof line === "string" ? line : (expect.stringMatching(line) as string))),
  );
}

describe("a program file", () => {
  it.each([
    ["a.mjs", hello.esm],
    ["a.cjs", hello.cjs],
    ["a.ts", hello.ts],
    ["a.mts", hello.ts],
    ["a.cts", hello.ts],
    ["equals.cts", hello.equals],
    ["noextension", hello.cjs],
  ])("may be %s", (name, text) => {
    expect(run({ [name]: text })).toEqual(helloes);
  });

  it("may be .js, which is what the package around it says", () => {
    command.write("esm/package.json", '{ "type": "module" }');
    command.write("cjs/package.json", '{ "type": "commonjs" }');
    expect(run({ "esm/a.js": hello.esm })).toEqual(helloes);
    expect(run({ "cjs/a.js": hello.cjs })).toEqual(helloes);
  });

  it("may be CommonJS that a compiler made of an ES module", () => {
    const compiled = `Object.defineProperty(exports, "__esModule", { value: true });\nexports.default = function* main() { console.log("ran"); };`;
    expect(run({ "compiled.cjs": compiled })).toEqual({ status: 0, stdout: "ran\n", stderr: "" });
  });

  it("may await at the top level", () => {
    expect(run({ "tla.mjs": `${hello.esm}\nawait null;` })).toEqual(helloes);
    expect(run({ "tla.ts": `${hello.ts}\nawait null;` })).toEqual(helloes);
  });

  it("is found by its full path and by its URL, also through a symbolic link and with odd names", () => {
    const helper = { "odd döir #1 100%/hälp er.ts": `export const words: string = "hello at";` };
    const file = command.write(
      "odd döir #1 100%/prög räm?.ts",
      `import { now, sleep } from "rondo";
       import { words } from "./hälp er.ts";
       export default function* main() { yield* sleep(1000); console.log(words, now()); }`,
    );
    for (const [name, text] of Object.entries(helper)) command.write(name, text);
    const link = path.join(bare, "link.ts");
    symlinkSync(file, link);
    for (const name of [file, pathToFileURL(file).href, path.relative(command.dir, file), link]) {
      expect(command.rondo("run", name)).toEqual(helloes);
    }
  });

  it("need not be in a package, nor have Rondo installed", () => {
    for (const [name, text] of [
      ["a.mjs", hello.esm],
      ["a.cjs", hello.cjs],
      ["a.ts", hello.ts],
    ] as const) {
      writeFileSync(path.join(bare, name), text);
      expect(command.rondoIn(bare, "run", name)).toEqual(helloes);
    }
  });
});

describe("rondo, in a program", () => {
  it("is the running copy, by import and by require, in every module and by every subpath", () => {
    const files = {
      "shared.ts": `import { Scheduler } from "rondo";
        import { coroutine } from "rondo/coroutine";
        import { record } from "rondo/trace";
        import * as mjs from "./shared-esm.mjs";
        import * as cjs from "./shared-cjs.cjs";
        import * as cts from "./shared-cts.cts";
        export default function* main() {
          for (const it of [mjs, cjs, cts]) {
            console.log(it.Scheduler === Scheduler, it.coroutine === coroutine, it.record === record);
          }
        }`,
      "shared-esm.mjs": `export { Scheduler } from "rondo";
        export { coroutine } from "rondo/coroutine";
        export { record } from "rondo/trace";`,
      "shared-cjs.cjs": `exports.Scheduler = require("rondo").Scheduler;
        exports.coroutine = require("rondo/coroutine").coroutine;
        exports.record = require("rondo/trace").record;`,
      "shared-cts.cts": `const { Scheduler } = require("rondo");
        const { coroutine } = require("rondo/coroutine");
        const { record } = require("rondo/trace");
        module.exports = { Scheduler, coroutine, record };`,
    };
    expect(run(files)).toEqual({ status: 0, stdout: "true true true\n".repeat(3), stderr: "" });
  });

  it("is the running copy even where another one is installed beside the program", () => {
    const other = "throw new Error('the other copy was loaded');";
    command.write("other/package.json", "{}");
    command.write("other/node_modules/rondo/package.json", '{ "name": "rondo", "main": "index.js" }');
    command.write("other/node_modules/rondo/index.js", other);
    expect(run({ "other/a.mjs": hello.esm })).toEqual(helloes);
    expect(run({ "other/a.cjs": hello.cjs })).toEqual(helloes);
    expect(run({ "other/a.ts": hello.ts })).toEqual(helloes);
  });

  it("leaves other packages as they are", () => {
    command.write("node_modules/friend/package.json", '{ "name": "friend", "exports": "./index.cjs" }');
    command.write("node_modules/friend/index.cjs", 'module.exports = require("rondo").now;');
    const program = `import friend from "friend";
      import { now, sleep } from "rondo";
      export default function* main() { yield* sleep(5); console.log(friend === now, friend()); }`;
    expect(run({ "friendly.mjs": program })).toEqual({ status: 0, stdout: "true 5\n", stderr: "" });
    expect(run({ "friendly.ts": program })).toEqual({ status: 0, stdout: "true 5\n", stderr: "" });
  });
});

describe("a TypeScript program", () => {
  it("may use what only a compiler understands, and import without or with any extension", () => {
    const files = {
      "rich.ts": `import { sleep } from "rondo";
        import type { Named } from "./rich-types";
        import { Color, type Shade } from "./rich-colors";
        import { twice } from "./rich-twice.js";
        namespace Words { export const end = "!"; }
        enum Level { Low, High = 10 }
        class Point implements Named { constructor(readonly name: string, private readonly x = 1) {} get at() { return this.x; } }
        export default function* main<T extends string>(first: T): Generator<unknown, void, unknown> {
          yield* sleep(1);
          const shade: Shade = "dark";
          const point = new Point(first!) satisfies Named;
          console.log(point.name, point.at, Color.Red, Level[10], twice(Level.High) as unknown, shade, Words.end);
        }`,
      "rich-types.ts": "export interface Named { readonly name: string }",
      "rich-colors.ts": 'export enum Color { Red = "red" }\nexport type Shade = "dark" | "light";',
      "rich-twice.ts": "export const twice = (n: number): number => 2 * n;",
    };
    expect(run(files, "p")).toEqual({ status: 0, stdout: "p 1 red High 20 dark !\n", stderr: "" });
  });

  it("fails with the lines of its source, whatever the compiler took out or put in above them", () => {
    const { status, stderr } = run({
      "lines.ts": [
        'import { sleep } from "rondo"; import type { A } from "./a";',
        "interface Gone {",
        "  it: A;",
        "}",
        "enum Level { Low, High }",
        "function deep(it?: Gone): never {",
        "  void it;",
        "  throw new Error(`at ${Level.High}`);",
        "}",
        "export default function* main() {",
        "  yield* sleep(1);",
        "  deep();",
        "}",
      ].join("\n"),
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/at deep \(lines\.ts:8:\d+\)\n {6}throw new Error\(`at \$\{Level\.High\}`\);\n/);
    expect(stderr).toMatch(/at main \(lines\.ts:12:\d+\)\n$/);
  });
});

describe("a file that does not load", () => {
  const broken = "const a = 1;\nexport const b = (;\n";
  const place = (name: string): [string, string, string] => [
    `${name}:2:19`,
    "  2 | export const b = (;",
    "                        ^",
  ];

  it.each(["bad.ts", "bad.mts", "bad.mjs"])("shows the place of a syntax error: %s", (name) => {
    claimFault(
      { [name]: broken },
      5,
      `rondo: ${name} does not load: a syntax error.`,
      ...place(name),
      "Unexpected token",
    );
  });

  it("shows it for CommonJS, too, in Node's words", () => {
    const head = "rondo: bad.cjs does not load: a syntax error.";
    claimFault({ "bad.cjs": "\nmodule.exports = (;" }, 5, head, "bad.cjs:2:19", "  2 | module.exports = (;");
  });

  it.each(["mjs", "ts"])("shows the place in the file that has it, which another one imports: .%s", (kind) => {
    const files = { [`imports.${kind}`]: `import "./worse.${kind}";`, [`worse.${kind}`]: broken };
    claimFault(files, 5, `rondo: imports.${kind} does not load: a syntax error.`, ...place(`worse.${kind}`));
  });

  it("shows which import names what a module does not have", () => {
    claimFault(
      { "missing.mjs": 'import { slep } from "rondo";' },
      5,
      "rondo: missing.mjs does not load: a syntax error.",
      "missing.mjs:1:10",
      '  1 | import { slep } from "rondo";',
      "               ^",
      "The requested module 'rondo' does not provide an export named 'slep'",
    );
  });

  it.each(["mjs", "ts"])("shows an error that is thrown on the way, once: .%s", (kind) => {
    const files = {
      [`throws.${kind}`]: `import "./thrower.mjs";\nexport default function* main() {}`,
      "thrower.mjs": `console.error("loading");\nJSON.parse("{");`,
    };
    const { status, stderr } = run(files);
    expect(status).toBe(5);
    expect(stderr).toMatch(new RegExp(`^loading\nrondo: throws\\.${kind} does not load\\.\nSyntaxError: .*JSON`));
    expect(stderr).toMatch(/at thrower\.mjs:2:\d+\n {6}JSON\.parse\("\{"\);/);
    expect(stderr).not.toMatch(/node:|dist/);
  });

  it.each(["mjs", "ts", "cjs"])("names a package that is not there: .%s", (kind) => {
    const text = kind === "cjs" ? 'require("nowhere")' : 'import x from "nowhere"; x();';
    claimFault(
      { [`lacks.${kind}`]: text },
      5,
      `rondo: lacks.${kind} does not load.`,
      /^Error: Cannot find (module|package) 'nowhere'/,
    );
  });

  it("is told where it awaits for ever what does not come", () => {
    claimFault(
      { "never.mjs": "await new Promise(() => {});" },
      5,
      "rondo: never.mjs never loads: it awaits what does not come.",
    );
  });
});

describe("a file without a program", () => {
  it("says what its default export is, or that there is none", () => {
    claimFault(
      { "none.mjs": "export const x = 1;" },
      4,
      "rondo: none.mjs has no program: it has no default export that can be run.",
    );
    claimFault(
      { "none.ts": "export {};" },
      4,
      "rondo: none.ts has no program: it has no default export that can be run.",
    );
    claimFault({ "five.ts": "export default 5;" }, 4, "rondo: five.ts has no program: its default export is 5.");
  });

  it("names the functions that it exports besides", () => {
    const second = "It exports main, but none of them as the default.";
    claimFault({ "named.mjs": "export function* main() {}" }, 4, /has no program/, second);
    claimFault({ "named.cjs": "exports.main = function* () {};" }, 4, /has no program/, second);
    claimFault({ "named.ts": "export function* main() {}" }, 4, /has no program/, second);
  });

  it("is one that returns no generator", () => {
    claimFault(
      { "plain.mjs": "export default function main() { return 5; }" },
      4,
      "rondo: plain.mjs has no program: main() returned 5, which is no generator. Write function* main(…) { … }.",
    );
  });

  it("is one that is no module at all", () => {
    claimFault(
      { "data.json": "{}" },
      4,
      /^rondo: data\.json is no program file\. A program is a module that ends in \.ts,/,
    );
  });
});
