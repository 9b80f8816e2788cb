/**
 * Builds the package: `node .config/build.js [folder]`, where the folder is `dist` unless another is named.
 *
 * For each subpath it writes an ES module (`index.js`) and a CommonJS one (`index.cjs`), each with its source map and
 * its declarations (`index.d.ts`, `index.d.cts`).
 */
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";

/**
 * The subpaths of the package. A new one is a line here and an entry in `exports` of package.json; a spec holds the
 * two together.
 */
const subpaths = {
  index: "lib/index.ts",
  "coroutine/index": "lib/coroutine/index.ts",
  "testing/index": "lib/testing/index.ts",
  "trace/index": "lib/trace/index.ts",
};

/**
 * The command is built together with the library's ES modules, so that a program that imports `rondo` and the command
 * that runs it share one kernel. What the command needs besides is bundled into it.
 */
const command = { "cli/main": "lib/cli/main.ts" };

const dir = process.argv[2] ?? "dist";

const shared = {
  external: ["eventemitter3", /^node:/],
  tsconfig: "lib/tsconfig.json",
  transform: { target: "es2022" },
  /** A warning stops the build: an import that is not found must never be shipped. */
  onLog: (level, log, handler) => handler(level === "warn" ? "error" : level, log),
};

const output = (extension, format) => ({
  dir,
  format,
  sourcemap: true,
  entryFileNames: `[name].${extension}`,
  chunkFileNames: `chunks/[name]-[hash].${extension}`,
});

/** Every licence of a bundled package asks that its text goes along. */
const licences = {
  name: "licences",
  generateBundle() {
    const roots = new Set(
      [...this.getModuleIds()].flatMap((id) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id) ?? []),
    );
    const texts = [...roots].sort().flatMap((root) => {
      const file = existsSync(root) && readdirSync(root).find((name) => /^licen[cs]e/i.test(name));
      return file ? [`${path.basename(root)}\n\n${readFileSync(path.join(root, file), "utf8").trim()}\n`] : [];
    });
    if (texts.length > 0)
      this.emitFile({ type: "asset", fileName: "cli/LICENSES.txt", source: texts.join("\n----\n\n") });
  },
};

/**
 * Leaves the private members of classes out of the declarations: they are no user's concern, and change. One `#private` for all
 * keeps a class from being taken for another that has the same public members, as TypeScript itself has it.
 */
const privateMember = /(?:^[ \t]*\/\*\*(?:(?!\*\/)[^])*\*\/\n)?^[ \t]+private [^\n]*;\n/gm;
const withoutPrivate = {
  name: "without-private",
  renderChunk: (code) =>
    code
      .split(/(?=^(?:declare |export |abstract )*class )/m)
      .map((part) => {
        let isFirst = true;
        return part.replace(privateMember, () => {
          const kept = isFirst ? "  #private;\n" : "";
          isFirst = false;
          return kept;
        });
      })
      .join(""),
};

/** The plugin names a declaration after the code beside it: `index.js` has `index.d.ts`, `index.cjs` has `index.d.cts`. */
const declarations = (extension) => ({
  ...shared,
  input: subpaths,
  plugins: [dts({ tsconfig: "lib/tsconfig.json", oxc: { stripInternal: true }, emitDtsOnly: true }), withoutPrivate],
  // `using` needs the types of Disposable, which a project without those of Node has only by this line.
  output: { ...output(extension, "es"), sourcemap: false, banner: '/// <reference lib="esnext.disposable" />' },
});

const builds = [
  { ...shared, input: { ...subpaths, ...command }, platform: "node", plugins: [licences], output: output("js", "es") },
  { ...shared, input: subpaths, platform: "neutral", output: output("cjs", "cjs") },
  declarations("js"),
  declarations("cjs"),
];

const start = performance.now();
rmSync(dir, { recursive: true, force: true });
let files = 0;
for (const { output, ...input } of builds) {
  const bundle = await rolldown(input);
  files += (await bundle.write(output)).output.length;
  await bundle.close();
}
console.log(`${dir}: ${files} files, built in ${Math.round(performance.now() - start)} ms`);

// npm makes a command executable when it links it; a build writes it anew.
chmodSync(path.join(dir, "cli/main.js"), 0o755);
