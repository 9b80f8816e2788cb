/** What compilers make of generators for engines without them: state machines in plain objects. */
import { transformSync } from "@babel/core";
import ts from "typescript";

/** TypeScript's ES5 output of a function expression, as an expression again. */
export function toES5(source: string): string {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the output of many published packages all the same
  const target = ts.ScriptTarget.ES5;
  const { outputText } = ts.transpileModule(`var made = ${source};`, { compilerOptions: { target } });
  return `(function () {\n${outputText}\nreturn made;\n})()`;
}

/** Babel's regenerator output of a function expression, as an expression again. */
export function toRegenerator(source: string): string {
  const plugins = [require.resolve("@babel/plugin-transform-regenerator")];
  const result = transformSync(`var made = ${source};`, { configFile: false, babelrc: false, plugins });
  if (typeof result?.code !== "string") throw new Error("Babel gave no code");
  return `(function () {\n${result.code}\nreturn made;\n})()`;
}
