import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(__dirname, "../..");

/** The public faces of the package. */
const faces = ["", ...readdirSync(join(root, "lib"))]
  .map((room) => join(root, "lib", room, "index.ts"))
  .filter((path) => existsSync(path));

const program = ts.createProgram(faces, { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.NodeNext, types: [] });
const checker = program.getTypeChecker();

/** What a user can import, by name. */
const exported = faces.flatMap((path) => {
  const file = program.getSourceFile(path);
  const face = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  if (face === undefined) throw new Error(`${path} exports nothing`);
  return checker.getExportsOfModule(face).map((symbol) => {
    return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  });
});

function comment(symbol: ts.Symbol): string {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker));
}

function names(symbols: readonly ts.Symbol[]): string[] {
  return symbols.map((symbol) => symbol.name);
}

describe("the doc comments of what can be imported", () => {
  it("say of each thing what it is", () => {
    expect(exported.length).toBeGreaterThan(100);
    expect(names(exported.filter((symbol) => comment(symbol) === ""))).toEqual([]);
  });

  it("give an example of each function and of each class", () => {
    const runs = exported.filter((symbol) => symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class));
    const bare = runs.filter((symbol) => symbol.getJsDocTags(checker).every((tag) => tag.name !== "example"));
    expect(runs.length).toBeGreaterThan(50);
    expect(names(bare)).toEqual([]);
  });

  it("explain each option", () => {
    const options = exported.filter((symbol) => symbol.name.endsWith("Options"));
    const members = options.flatMap((symbol) =>
      checker
        .getDeclaredTypeOfSymbol(symbol)
        .getProperties()
        .map((member) => [symbol.name, member] as const),
    );
    expect(members.length).toBeGreaterThan(20);
    expect(members.filter(([, member]) => comment(member) === "").map(([of, { name }]) => `${of}.${name}`)).toEqual([]);
  });

  it("explain each method and each property that a class or a task has", () => {
    const types = exported.filter((symbol) => symbol.flags & ts.SymbolFlags.Class || symbol.name === "Task");
    const bare = types.flatMap((symbol) => {
      const members = [...(symbol.members?.values() ?? [])].filter(isNamed);
      return members.filter((member) => comment(member) === "").map((member) => `${symbol.name}.${member.name}`);
    });
    expect(bare).toEqual([]);
  });
});

/** What a user sees and calls by a name: nothing private, no symbol's method, and not what every object has. */
function isNamed(member: ts.Symbol): boolean {
  const [declaration] = member.declarations ?? [];
  if (declaration === undefined || !(member.flags & ts.SymbolFlags.ClassMember)) return false;
  const name = ts.getNameOfDeclaration(declaration);
  if (name !== undefined && ts.isPrivateIdentifier(name)) return false;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Override;
  if (ts.getCombinedModifierFlags(declaration) & hidden) return false;
  return !member.name.startsWith("__") && member.name !== "toString";
}
