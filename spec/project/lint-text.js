/**
 * Lints strings as if they were files: reads `[{ file, code }, …]` from its input and writes, for each, the rules that
 * it breaks. Rules that need types are off, since the files do not exist. ESLint is an ES module and loads its
 * configuration by `import()`, which jest's sandbox does not have: so this runs as a process of its own.
 */
import { ESLint } from "eslint";
import { text } from "node:stream/consumers";
import tseslint from "typescript-eslint";

const eslint = new ESLint({ overrideConfig: [tseslint.configs.disableTypeChecked] });
const cases = JSON.parse(await text(process.stdin));
const broken = [];
for (const { file, code } of cases) {
  const [result] = await eslint.lintText(code, { filePath: file });
  broken.push(result.messages.map(({ ruleId, message }) => ruleId ?? message));
}
process.stdout.write(JSON.stringify(broken));
