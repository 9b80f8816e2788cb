import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import { importDirections } from "./spec/project/import-directions.js";

/** Clocks, chance and the event loop: what would make two runs of one program differ. */
const impure = [
  "Date",
  "performance",
  "crypto",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "requestAnimationFrame",
];
const timers = ["setTimeout", "setInterval", "setImmediate", "requestAnimationFrame"];

const globals = (names, message) => ["error", ...names.map((name) => ({ name, message }))];
const random = { object: "Math", property: "random", message: "Randomness comes from the task's own seeded stream." };
const throughGlobal = (names, message) => names.map((property) => ({ object: "globalThis", property, message }));

const pureMessage = "The same program must give the same trace: whatever is not deterministic comes in through a host.";
const timerMessage = "A host timer is set in one file only: lib/host/timer.ts.";

export default defineConfig(
  { ignores: ["dist/", "coverage/", "spec/bench/", "**/golden/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },

  {
    name: "rondo/typescript",
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      // A program may end without a wait, and a task that only waits has no value to yield.
      "require-yield": "off",
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-member-accessibility": ["error", { accessibility: "no-public" }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-empty-function": "off",
      // A callback of type `X | void` refuses an async function; one of type `void` takes it.
      "@typescript-eslint/no-invalid-void-type": "off",
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },

  {
    name: "rondo/lib",
    files: ["lib/**/*.ts"],
    plugins: { rondo: { rules: { "import-directions": importDirections } } },
    linterOptions: { noInlineConfig: true },
    rules: {
      "rondo/import-directions": "error",
      "max-lines": ["error", 300],
      // A scheduler hands on what a program threw, whatever it is.
      "@typescript-eslint/only-throw-error": ["error", { allowThrowingAny: false, allowThrowingUnknown: true }],
      // An index that was just checked: `!` says it at no cost.
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  {
    name: "rondo/deterministic",
    files: ["lib/**/*.ts"],
    ignores: ["lib/host/**", "lib/cli/**"],
    rules: {
      "no-restricted-globals": globals(impure, pureMessage),
      "no-restricted-properties": ["error", random, ...throughGlobal(impure, pureMessage)],
    },
  },
  {
    name: "rondo/kernel",
    files: ["lib/{kernel,syscalls,structure,sync}/**/*.ts"],
    rules: {
      "no-restricted-globals": globals([...impure, "Promise", "process", "globalThis"], pureMessage),
    },
  },
  {
    name: "rondo/host",
    files: ["lib/{host,cli}/**/*.ts"],
    ignores: ["lib/host/timer.ts"],
    rules: {
      "no-restricted-globals": globals(timers, timerMessage),
      "no-restricted-properties": ["error", random, ...throughGlobal(timers, timerMessage)],
    },
  },
  {
    name: "rondo/output",
    files: ["lib/cli/**/*.ts", "examples/**/*.ts"],
    rules: { "no-console": "off" },
  },

  {
    name: "rondo/spec",
    files: ["spec/**/*.ts", "examples/**/*.ts"],
    rules: {
      // Specs throw primitives and take methods off their objects, to see what happens.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/only-throw-error": "off",
      "@typescript-eslint/prefer-promise-reject-errors": "off",
      "@typescript-eslint/unbound-method": "off",
    },
  },

  {
    name: "rondo/tools",
    files: ["**/*.js"],
    extends: [tseslint.configs.strict, tseslint.configs.stylistic],
    rules: { eqeqeq: "error", "prefer-const": "error" },
  },
);
