"""Records what CPython's generators do: random programs, the operations tried on each, and the answers.

    python3.11 record.py --seed 2 --count 400 > more.json

The same seed and count give the same file. The form of the file is described in README.md.
"""
import argparse
import builtins
import json
import platform
import random
import sys
from inspect import getgeneratorstate

TYPES = ["TypeError", "ValueError", "RuntimeError"]
IGNORED = ["raise", "RuntimeError", "generator ignored GeneratorExit"]


class Writer:
    """Writes a program as the source of one flat generator function."""

    def __init__(self):
        self.lines = []
        self.functions = 0

    def line(self, depth, text):
        self.lines.append("    " * depth + text)

    def function(self, depth, body):
        name = f"body{self.functions}"
        self.functions += 1
        self.line(depth, f"def {name}():")
        self.line(depth + 1, "if False: yield")  # a body without a yield is a generator too
        self.block(depth + 1, body)
        return name

    def block(self, depth, body):
        self.line(depth, "pass")
        for statement in body:
            getattr(self, "write_" + statement[0])(depth, *statement[1:])

    def write_yield(self, depth, value):
        self.line(depth, f"yield {value!r}")

    def write_recv(self, depth, value):
        self.line(depth, f"answer = yield {value!r}")
        self.line(depth, "log('got ' + dumps(answer))")

    def write_log(self, depth, text):
        self.line(depth, f"log({text!r})")

    def write_raise(self, depth, kind, message):
        self.line(depth, f"raise {kind}({message!r})")

    def write_return(self, depth, value):
        self.line(depth, f"return {value!r}")

    def write_break(self, depth):
        self.line(depth, "break")

    def write_loop(self, depth, count, body):
        self.line(depth, f"for _ in range({count}):")
        self.block(depth + 1, body)

    def write_try(self, depth, body, handler, final):
        self.line(depth, "try:")
        self.block(depth + 1, body)
        if handler is not None:
            self.line(depth, f"except {handler[0]}:")
            self.line(depth + 1, f"log({'caught ' + handler[0]!r})")
            self.block(depth + 1, handler[1])
        if final is not None:
            self.line(depth, "finally:")
            self.block(depth + 1, final)

    def write_from(self, depth, body):
        name = self.function(depth, body)
        self.line(depth, f"answer = yield from {name}()")
        self.line(depth, "log('from ' + dumps(answer))")


def compiled(body, log):
    writer = Writer()
    name = writer.function(0, body)
    scope = {"log": log, "dumps": json.dumps}
    exec("\n".join(writer.lines), scope)
    return scope[name]()


def answer(generator, operation):
    kind, *rest = operation
    try:
        if kind == "next":
            return ["yield", next(generator)]
        if kind == "send":
            return ["yield", generator.send(rest[0])]
        if kind == "throw":
            return ["yield", generator.throw(getattr(builtins, rest[0])(rest[1]))]
        generator.close()
        return ["ok"]
    except StopIteration as end:
        return ["stop", end.value]
    except BaseException as error:
        return ["raise", type(error).__name__, str(error)]


def recorded(body, operations, answers_after_end=None):
    """Tries the operations, all of them or until a generator that has ended gave so many answers."""
    lines = []
    generator = compiled(body, lines.append)
    results = []
    after_end = 0
    for operation in operations:
        lines.clear()
        outcome = answer(generator, operation)
        results.append([outcome, lines.copy()])
        if operation == ["close"] and outcome == IGNORED:
            break
        if getgeneratorstate(generator) == "GEN_CLOSED":
            after_end += 1
        if after_end == answers_after_end:
            break
    return {"body": body, "ops": operations[: len(results)], "results": results}


class Chooser:
    """Chooses programs that are small and dense: most of what it makes is try, from and what leaves a block."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.serial = 0

    def tag(self, letter):
        self.serial += 1
        return f"{letter}{self.serial}"

    def value(self):
        return self.random.choice([None, 0, False, "", self.serial, self.tag("s")])

    def block(self, depth, in_loop):
        return [self.statement(depth, in_loop) for _ in range(self.random.choice([1, 1, 2]))]

    def statement(self, depth, in_loop):
        kinds = ["yield", "yield", "yield", "recv", "recv", "log", "raise", "return"]
        kinds += ["break"] if in_loop else []
        kinds += ["try"] * 6 + ["from"] * 4 + ["loop"] if depth < 4 else []
        return getattr(self, "make_" + self.random.choice(kinds))(depth, in_loop)

    def make_yield(self, depth, in_loop):
        return ["yield", self.value()]

    def make_recv(self, depth, in_loop):
        return ["recv", self.value()]

    def make_log(self, depth, in_loop):
        return ["log", self.tag("l")]

    def make_raise(self, depth, in_loop):
        return ["raise", self.random.choice(TYPES + ["StopIteration"]), self.tag("m")]

    def make_return(self, depth, in_loop):
        return ["return", self.value()]

    def make_break(self, depth, in_loop):
        return ["break"]

    def make_loop(self, depth, in_loop):
        return ["loop", self.random.randint(1, 3), self.block(depth + 1, True)]

    def make_try(self, depth, in_loop):
        shape = self.random.choice(["handler", "final", "both"])
        handler = [self.random.choice(TYPES + ["RuntimeError"]), self.block(depth + 1, in_loop)]
        final = self.block(depth + 1, in_loop)
        body = self.block(depth + 1, in_loop)
        return ["try", body, handler if shape != "final" else None, final if shape != "handler" else None]

    def make_from(self, depth, in_loop):
        return ["from", self.block(depth + 1, False)]

    def operation(self):
        kind = self.random.choice(["next", "next", "next", "send", "send", "throw", "throw", "close"])
        if kind == "send":
            return ["send", self.random.choice([None, 0, self.tag("x")])]
        if kind == "throw":
            return ["throw", self.random.choice(TYPES * 3 + ["StopIteration"]), self.tag("t")]
        return [kind]

    def operations(self):
        first = [["next"]] if self.random.random() < 0.8 else []
        return first + [self.operation() for _ in range(self.random.randint(2, 8))]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--count", type=int, default=300)
    chosen = options.parse_args()
    sys.unraisablehook = lambda unraisable: None  # what a dropped generator still has to say is no answer
    chooser = Chooser(chosen.seed)
    cases = [recorded(chooser.block(0, False), chooser.operations(), 3) for _ in range(chosen.count)]
    lines = ",\n".join(json.dumps(case) for case in cases)
    print(f'{{"python": "{platform.python_version()}", "seed": {chosen.seed}, "cases": [\n{lines}\n]}}')


if __name__ == "__main__":
    main()
