import path from "node:path";

/** The rooms of `lib/`, each with the rooms it may import from: those below it. */
const ground = ["kernel", "syscalls"];
const building = [...ground, "structure", "sync"];
const facing = [...building, "coroutine", "host", "trace"];
const applied = [...facing, "testing", "sim", "game", "data"];

const rooms = {
  kernel: [],
  syscalls: ["kernel"],
  structure: ground,
  sync: ground,
  coroutine: building,
  host: building,
  trace: building,
  testing: facing,
  sim: facing,
  game: facing,
  data: facing,
  cli: applied,
};

/** The modules from outside that a room may use besides `eventemitter3`, which all may. */
const outside = {
  data: [/^node:/],
  cli: [/^node:/, /^commander$/, /^picocolors$/, /^jiti(\/|$)/],
};

/** The room of a file, `""` for the files right under `lib/` (the package's front door), undefined outside `lib/`. */
function roomOf(file, lib) {
  const [first, ...rest] = path.relative(lib, file).split(path.sep);
  if (first === "..") return undefined;
  return rest.length === 0 ? "" : first;
}

/** What is wrong with the import of `source` in `file`, or undefined. */
function complaint(source, file, lib) {
  const room = roomOf(file, lib);
  if (!source.startsWith(".")) {
    const allowed = source === "eventemitter3" || (outside[room] ?? []).some((pattern) => pattern.test(source));
    return allowed ? undefined : `\`${source}\` may not be imported here: \`lib/${room}\` uses no such module.`;
  }
  const target = path.resolve(path.dirname(file), source);
  const targetRoom = roomOf(target, lib);
  if (targetRoom === undefined) return `\`${source}\` is outside \`lib\`.`;
  if (targetRoom === room) {
    const face = path.join(lib, room, "index.js");
    return room !== "" && target === face ? "Import the file itself, not the face of one's own room." : undefined;
  }
  if (room === "") return targetRoom === "cli" ? "The command is no part of the library." : undefined;
  if (targetRoom === "" && room === "cli") return undefined;
  if ((rooms[room] ?? []).includes(targetRoom)) return undefined;
  return `\`lib/${room}\` may not import from \`lib/${targetRoom}\`: imports between the rooms point one way.`;
}

/** An ESLint rule that holds the directions, for every form of import that names its module. */
export const importDirections = {
  meta: { type: "problem", schema: [], messages: { wrong: "{{complaint}}" } },
  create(context) {
    const lib = path.join(context.cwd, "lib");
    const check = (node) => {
      if (typeof node?.value !== "string") return;
      const wrong = complaint(node.value, context.filename, lib);
      if (wrong !== undefined) context.report({ node, messageId: "wrong", data: { complaint: wrong } });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      TSImportType: (node) => check(node.source ?? node.argument?.literal),
    };
  },
};
