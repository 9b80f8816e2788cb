/**
 * Specs are turned into CommonJS file by file, without type checks (`npm run types` does those). The target stays
 * ES2022, so that generators stay native.
 *
 * @type {import("jest").Config}
 */
export default {
  testEnvironment: "node",
  testMatch: ["<rootDir>/spec/**/*.spec.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/spec/bench/"],
  modulePathIgnorePatterns: ["<rootDir>/spec/bench/"],
  moduleNameMapper: {
    // A user's import of the package means the sources here.
    "^rondo$": "<rootDir>/lib/index.ts",
    "^rondo/(coroutine|trace|testing|sim|game|data)$": "<rootDir>/lib/$1/index.ts",
    // A relative import names the built file, `./file.js`; jest reads `./file.ts`.
    "^(\\.{1,2}/.*)\\.js$": "$1",
  },
  transform: {
    "\\.ts$": [
      "ts-jest",
      {
        transpilation: true,
        tsconfig: { target: "ES2022", module: "CommonJS", esModuleInterop: true, inlineSources: true },
      },
    ],
  },
};
