/**
 * Programs whose cleanup waits, as source text, so that the same ones run natively and as what compilers make of them for older
 * engines. Each is the body of a function that has the syscalls and `log` at hand and returns `main`, which is cancelled at
 * its first wait. It is written without `for … of`, arrow functions or destructuring: ES5 output has no helpers for them here.
 */
/** A program, and what becomes of it when it is cancelled. */
export interface CancelledProgram {
  readonly name: string;
  readonly source: string;
  /** What it writes down. */
  readonly log: readonly string[];
  /** The classes of the error with which it ends and of those suppressed under it; none where it ends cancelled. */
  readonly errors: readonly string[];
}

/** A chain of programs inlined in each other, `depth` deep, the innermost of which waits twice in its `finally`. */
function chain(depth: number, innermost: string, outer = ""): string {
  const frames = [`function* f1() { try { yield* sleep(100); } finally { ${innermost} } }`];
  for (let level = 2; level <= depth; level++) {
    frames.push(`function* f${level}() { try { yield* f${level - 1}(); } finally { log("f${level}"); ${outer} } }`);
  }
  return `${frames.join("\n")}\nreturn function* main() { yield* f${depth}(); };`;
}

/** `main` itself is one more level than the chain. */
function levels(depth: number): string[] {
  return Array.from({ length: depth - 1 }, (_none, level) => `f${level + 2}`);
}

const twice = `yield* sleep(1); log("first"); yield* pass(); log("second");`;

/** `main` whose `try` waits, with this in its `finally`. */
function own(cleanup: string, before = ""): string {
  return `${before}\nreturn function* main() { try { yield* sleep(100); } finally { ${cleanup} } };`;
}

const inlinedAt = (depth: number): CancelledProgram => ({
  name: `a finally that waits, ${depth} deep`,
  source: chain(depth - 1, twice),
  log: levels(depth - 1),
  errors: ["CleanupError"],
});

const shieldedAt = (depth: number, enter: string): CancelledProgram => ({
  name: `${enter}, ${depth} deep`,
  source: chain(depth - 1, `yield* ${enter}(function* () { ${twice} });`),
  log: levels(depth - 1),
  errors: ["CleanupError"],
});

const keptAt = (depth: number, wait: string): CancelledProgram => ({
  name: `${wait.slice(0, wait.indexOf("("))}, ${depth} deep, with a cleanup that waits twice`,
  source: chain(depth, "log('body');").replace("yield* sleep(100);", `${wait} yield* sleep(100);`),
  log: wait.startsWith("yield* use")
    ? ["body", ...levels(depth), "first", "second"]
    : ["first", "second", "body", ...levels(depth)],
  errors: [],
});

const ENSURE = `yield* ensure(function* () { yield* sleep(100); }, function* () { ${twice} });`;
const USE = `yield* use(function () { return 1; }, function* () { ${twice} });`;

export const programs: readonly CancelledProgram[] = [
  // A frame's own finally.
  { name: "a finally that waits twice", source: own(twice), log: ["first", "second"], errors: [] },
  {
    name: "one that waits through call",
    source: own(`yield* call(f); log("end");`, `function* f() { ${twice} }`),
    log: ["first", "second", "end"],
    errors: [],
  },
  {
    name: "one that shields what it does",
    source: own(`yield* shield(function* () { ${twice} }); log("end");`),
    log: ["first", "second", "end"],
    errors: [],
  },
  {
    name: "one that ensures what it does",
    source: own(ENSURE.replace("100", "0")),
    log: ["first", "second"],
    errors: [],
  },
  {
    name: "one inside another, in one program",
    source: own(`log("outer");`).replace("yield* sleep(100);", `try { yield* sleep(100); } finally { ${twice} }`),
    log: ["first", "second", "outer"],
    errors: [],
  },
  {
    name: "one that throws after it has waited",
    source: own(`yield* sleep(1); log("waited"); throw new RangeError("in cleanup");`),
    log: ["waited"],
    errors: ["RangeError"],
  },
  {
    name: "one that does not wait, at any depth",
    source: chain(5, `log("f1");`),
    log: ["f1", ...levels(5)],
    errors: [],
  },

  // Programs inlined with plain yield*.
  ...[2, 3, 50].map(inlinedAt),
  ...[2, 3, 50].map((depth) => shieldedAt(depth, "shield")),
  shieldedAt(2, "call"),
  ...[1, 2, 49].map((depth) => keptAt(depth, ENSURE)),
  ...[1, 2, 49].map((depth) => keptAt(depth, USE)),
  {
    name: "one that was called, however deep",
    source: chain(1, twice).replace("f1();", "call(f1);"),
    log: ["first", "second"],
    errors: [],
  },
  {
    name: "an outer finally that waits after the CleanupError",
    source: chain(2, twice, twice),
    log: ["f2"],
    errors: ["CleanupError"],
  },

  {
    name: "two outer finally blocks that wait after the CleanupError",
    source: `${helper()} return function* main() {
      try { try { yield* f(); } finally { log("inner"); ${twice} } } finally { log("outer"); ${twice} }
    };`,
    log: ["inner", "outer"],
    errors: ["CleanupError"],
  },

  // What cannot be probed.
  {
    name: "a bare yield",
    source: own(`log("before"); yield; log("after");`),
    log: ["before"],
    errors: ["CleanupError"],
  },
  {
    name: "a bare yield of a syscall",
    source: own(`yield sleep(1); log("after");`),
    log: [],
    errors: ["CleanupError"],
  },
  { name: "an emission", source: own(`yield "value"; log("after");`), log: [], errors: ["CleanupError"] },
  {
    name: "a bare yield of a generator",
    source: own(`yield f(); log("after");`, `function* f() { log("in f"); }`),
    log: [],
    errors: ["CleanupError"],
  },
  { name: "an array under yield*", source: own(`yield* [sleep(1)]; log("after");`), log: [], errors: ["CleanupError"] },
  {
    name: "an iterator without return under yield*",
    source: own(
      `yield* bare(sleep(1)); log("after");`,
      `function bare(syscall) {
         var inner = syscall[Symbol.iterator](), it = { next: function (value) { return inner.next(value); } };
         it[Symbol.iterator] = function () { return it; };
         return it;
       }`,
    ),
    log: [],
    errors: ["CleanupError"],
  },
  {
    name: "a bare yield between two finally blocks, the second of which does not wait",
    source: own(`try { yield; } finally { log("inner"); }`),
    log: ["inner"],
    errors: ["CleanupError"],
  },

  // Catches.
  {
    name: "a retry loop that catches the CleanupError, and backs off by waiting",
    source: `${helper()} return function* main() {
      for (var left = 3; left > 0; left--) { try { yield* f(); return; } catch (error) { log(error.name); yield* sleep(1); } }
    };`,
    log: ["CleanupError"],
    errors: ["CleanupError"],
  },
  {
    name: "a retry loop that catches the CleanupError, and backs off through call",
    source: `${helper()} function* backOff() { yield* sleep(1); log("backed off"); }
      return function* main() {
        for (var left = 3; left > 0; left--) { try { yield* f(); return; } catch (error) { log(error.name); yield* call(backOff); } }
      };`,
    log: ["CleanupError"],
    errors: ["CleanupError"],
  },
  {
    name: "a retry loop that catches the CleanupError, and tries again at once",
    source: `${helper()} return function* main() {
      for (var left = 3; left > 0; left--) { try { yield* f(); return; } catch (error) { log(error.name); } }
    };`,
    log: ["CleanupError", "CleanupError", "CleanupError"],
    errors: ["CleanupError", "CleanupError", "CleanupError", "CancellationLostError"],
  },
  {
    name: "a catch that takes the CleanupError, and goes on without a wait",
    source: `${helper()} return function* main() { try { yield* f(); } catch (error) { log("caught"); } };`,
    log: ["caught"],
    errors: ["CleanupError", "CancellationLostError"],
  },
  {
    name: "a catch that swallows what a finally threw",
    source: `return function* main() { try { try { yield* sleep(100); } finally { throw new Error("lost"); } } catch (error) { log("caught"); } };`,
    log: ["caught"],
    errors: ["CancellationLostError"],
  },
  {
    name: "a catch in an outer frame",
    source: `${helper()} function* g() { yield* f(); }
      return function* main() { try { yield* call(g); } catch (error) { log("caught"); } log("went on"); };`,
    log: [],
    errors: ["CleanupError"],
  },

  // Lost cancellations.
  { name: "a return in a finally", source: own("return 5;"), log: [], errors: ["CancellationLostError"] },
  {
    name: "a return after a wait in a finally",
    source: own(`${twice} return 5;`),
    log: ["first", "second"],
    errors: ["CancellationLostError"],
  },
  {
    name: "a continue in a finally",
    source: `return function* main() {
      for (var left = 2; left > 0; left--) { try { yield* sleep(100); log("slept"); } finally { log("finally"); continue; } }
    };`,
    log: ["finally", "slept", "finally"],
    errors: ["CancellationLostError"],
  },
  {
    name: "a return in the finally of a frame that was called",
    source: `function* f() { try { yield* sleep(100); } finally { return 5; } }
      return function* main() { try { log(String(yield* call(f))); log("went on"); } finally { log("finally"); } };`,
    log: ["finally"],
    errors: ["CancellationLostError"],
  },
];

function helper(): string {
  return `function* f() { try { yield* sleep(100); } finally { yield* sleep(1); log("cleaned"); } }`;
}
