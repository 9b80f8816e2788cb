import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { install, type Installed } from "./installed.js";

interface Target {
  types: string;
  default: string;
}

interface Manifest {
  version: string;
  exports: Record<string, string | { import: Target; require: Target }>;
  bin: { rondo: string };
  dependencies: Record<string, string>;
}

const root = path.resolve(__dirname, "../..");
const tool = (name: string): string => path.join(root, "node_modules", name);
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as Manifest;
const subpaths = Object.entries(manifest.exports).flatMap(([name, target]) =>
  typeof target === "string" ? [] : [{ name: path.posix.join("rondo", name), target }],
);

describe("the built package", () => {
  let user: Installed;
  beforeAll(() => {
    user = install();
  }, 120_000);
  afterAll(() => user.remove());

  const run = (...args: string[]): string => {
    const { status, stdout, stderr } = user.node(...args);
    expect({ status, stderr, stdout: status === 0 ? "" : stdout }).toEqual({ status: 0, stderr: "", stdout: "" });
    return stdout;
  };

  it("has every file that its exports and its command name", () => {
    const home = path.join(user.dir, "node_modules/rondo");
    const targets = subpaths.flatMap(({ target }) => [target.import, target.require]);
    const named = targets.flatMap((target) => [target.types, target.default]);
    expect([...named, manifest.bin.rondo].filter((file) => !existsSync(path.join(home, file)))).toEqual([]);
  });

  it("is what the user's imports find", () => {
    const where = user.write("where.mjs", 'console.log(import.meta.resolve("rondo"));\n');
    expect(run(where)).toContain("/node_modules/rondo/dist/index.js");
  });

  it("exports every room that has a public face", () => {
    const faces = readdirSync(path.join(root, "lib"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(path.join(root, "lib", entry.name, "index.ts")))
      .map(({ name }) => `rondo/${name}`);
    expect(subpaths.map(({ name }) => name).sort()).toEqual(["rondo", ...faces].sort());
  });

  it("gives the same names to import and to require, with no warning", () => {
    const names = JSON.stringify(subpaths.map(({ name }) => name));
    const list = "console.log(JSON.stringify(all.map((one) => Object.keys(one).sort())))";
    const esm = user.write(
      "esm.mjs",
      `const all = await Promise.all(${names}.map((name) => import(name)));\n${list};\n`,
    );
    const cjs = user.write("cjs.cjs", `const all = ${names}.map((name) => require(name));\n${list};\n`);
    const imported = JSON.parse(run(esm)) as string[][];
    expect(JSON.parse(run(cjs))).toEqual(imported);
    expect(imported.every((keys) => keys.length > 0)).toBe(true);
  });

  it.each(subpaths)("$name goes into one script that needs nothing of Node, nor of a browser, to load", ({ name }) => {
    const entry = user.write("browser.mjs", `export * from "${name}";\n`);
    const out = path.join(user.dir, "browser.js");
    const flags = ["--format", "iife", "--name", "bundle", "--platform", "browser", "--file", out];
    run(tool("rolldown/bin/cli.mjs"), entry, ...flags);
    const keys = runInNewContext(`${readFileSync(out, "utf8")}\nObject.keys(bundle).length`) as number;
    expect(keys).toBeGreaterThan(0);
  });

  it("leaves out of a user's script what that does not use", () => {
    const entry = user.write("small.mjs", 'import { run, sleep } from "rondo";\nrun(() => sleep(1));\n');
    const out = path.join(user.dir, "small.js");
    run(tool("rolldown/bin/cli.mjs"), entry, "--format", "esm", "--platform", "browser", "--file", out);
    const classes = readFileSync(out, "utf8").matchAll(/\bclass (\w+)|(\w+) = class\b/g);
    const kept = new Set(Array.from(classes, ([, name, variable]) => name ?? variable));
    expect([...kept]).toEqual(expect.arrayContaining(["Kernel", "TaskNode"]));
    const unused = ["Channel", "Broadcast", "Mutex", "Semaphore", "RwLock", "Condition", "Latch", "Barrier"];
    unused.push("Group", "Selection", "TimeLimit", "Inbox", "Feed", "Driver", "Question", "Source", "Handshake");
    expect(unused.filter((name) => kept.has(name))).toEqual([]);
  });

  it("shows no private member of a class in its declarations, nor what only Rondo itself calls", () => {
    const home = path.join(user.dir, "node_modules/rondo/dist");
    const files = readdirSync(home, { recursive: true, encoding: "utf8" }).filter((file) => /\.d\.c?ts$/.test(file));
    const text = files.map((file) => readFileSync(path.join(home, file), "utf8")).join("\n");
    expect(text).toContain("#private;");
    expect(text.match(/^\s+private .*|^\s+(?:yieldBy|takeBack|returnOf)\(.*/gm)).toBeNull();
  });

  it("declares types that hold without Node's, for both kinds of module", () => {
    const use = subpaths.map(({ name }, i) => `import * as m${i} from "${name}";\nexport type M${i} = typeof m${i};\n`);
    const files = ["esm.mts", "cjs.cts"].map((file) => user.write(file, use.join("")));
    const lib = ["ES2023", "DOM", "ESNext.Disposable"];
    const compilerOptions = { strict: true, noEmit: true, module: "nodenext", target: "es2022", types: [], lib };
    const project = user.write("tsconfig.json", JSON.stringify({ compilerOptions, files }));
    expect(run(tool("typescript/bin/tsc"), "-p", project)).toBe("");
  });

  it("has a command that knows its version", () => {
    expect(run(`node_modules/rondo/${manifest.bin.rondo}`, "--version")).toContain(manifest.version);
  });
});

describe("the manifest", () => {
  it("asks for eventemitter3 and nothing else at run time", () => {
    expect(Object.keys(manifest.dependencies)).toEqual(["eventemitter3"]);
  });

  describe("'s lock file", () => {
    interface Locked {
      integrity?: string;
      optionalDependencies?: Record<string, string>;
    }
    const lock = readFileSync(path.join(root, "package-lock.json"), "utf8");
    const { packages } = JSON.parse(lock) as { packages: Record<string, Locked> };
    const installed = Object.entries(packages).filter(([place]) => place !== "");

    it("names no registry", () => {
      expect(lock).not.toContain('"resolved"');
    });

    it("has a checksum for every package", () => {
      expect(installed.filter(([, { integrity }]) => integrity === undefined)).toEqual([]);
    });

    it("has the packages of every platform, so that a clean install works on each", () => {
      const optional = installed.flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies));
      expect(optional.filter((name) => !installed.some(([place]) => place.endsWith(`node_modules/${name}`)))).toEqual(
        [],
      );
    });
  });
});
