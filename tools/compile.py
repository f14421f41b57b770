"""The shipped rules as Python: `python -m tools.compile` writes `govml/policy/compiled.py`.

OPA plans a policy into simple statements (its intermediate representation, "IR" in OPA's documentation: functions of
blocks of statements, and a statement that is undefined leaves its block). Each becomes a line or two here. What makes a
message is left out: from where a rule would say something on, the compiled one only says so. Of

    deny contains {"msg": msg} if {
        not has_card
        msg := sprintf("%s has no card", [input.name])
    }

OPA makes a function of one block: `not` (call `has_card`; its result is not false), dot `name` of `input`, make an
array, call `sprintf`, make an object, add it to the set. That becomes

    def card_01__deny(i, d, m):
        for _ in ONCE:
            l4 = lib__has_card(i, d, m)
            if not (l4 is U or l4 is False):
                break
            l5 = i.get('name', U)
            if l5 is U:
                break
            raise UnsureError
        return False

`i` and `d` are the documents `input` and `data`, `m` the values that rules have for this input (`FACTS` those that they
have for any), `lN` OPA's locals, `U` what is undefined. A loop over `ONCE` is a block, which `break` leaves.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

from govml.policy.bundle import load_bundle
from govml.policy.index import shipped_modules
from govml.policy.nouns import Bundle

TARGET: Final = Path(__file__).parent.parent / "govml" / "policy" / "compiled.py"
SUBJECTS: Final = ("model", "data", "deployment")
"""Subjects of which a repository may have thousands."""

_BUILTINS: Final = {
    "and": "intersection",
    "concat": "concat",
    "contains": "contains",
    "count": "count",
    "gt": "gt",
    "gte": "gte",
    "internal.member_2": "member",
    "lower": "lower",
    "lt": "lt",
    "lte": "lte",
    "minus": "minus",
    "neq": "neq",
    "object.get": "object_get",
    "object.keys": "object_keys",
    "or": "union",
    "regex.match": "regex_match",
    "rem": "rem",
    "replace": "replace",
    "split": "split",
    "startswith": "startswith",
    "substring": "substring",
    "to_number": "to_number",
    "trim": "trim",
    "trim_prefix": "trim_prefix",
    "trim_space": "trim_space",
}
"""Built-in functions that `govml.policy.values` has; where another is called, nobody can tell."""
_CHECKS: Final = {
    "is_array": "(type({}) is list)",
    "is_boolean": "(type({}) is bool)",
    "is_number": "(type({}) in NUMBERS)",
    "is_object": "(type({}) is dict)",
    "is_string": "(type({}) is str)",
}
"""Built-in functions that always tell true or false."""
_TESTS: Final = {
    "IsArrayStmt": "type({}) is not list",
    "IsDefinedStmt": "{} is U",
    "IsObjectStmt": "type({}) is not dict",
    "IsSetStmt": "type({}) is not Set",
    "IsUndefinedStmt": "{} is not U",
}
"""Statements that leave their block, and when."""
_VALUES: Final = {
    "ArrayAppendStmt": "l{array}.append({value})",
    "AssignIntStmt": "l{target} = {value}",
    "AssignVarOnceStmt": "l{target} = {source} if l{target} is U else once(l{target}, {source})",
    "LenStmt": "l{target} = len({source})",
    "MakeArrayStmt": "l{target} = []",
    "MakeNullStmt": "l{target} = None",
    "MakeNumberIntStmt": "l{target} = {value}",
    "MakeNumberRefStmt": "l{target} = {number}",
    "MakeObjectStmt": "l{target} = {{}}",
    "MakeSetStmt": "l{target} = Set()",
    "ObjectInsertOnceStmt": "insert_once(l{object}, {key}, {value})",
    "ObjectInsertStmt": "insert(l{object}, {key}, {value})",
    "ResetLocalStmt": "l{target} = U",
    "SetAddStmt": "l{set}[identity({value})] = {value}",
}
"""Statements that give a value, or add to one."""
_MAKING: Final = re.compile(r"l\d+ = (?:\[\]|\{\}|l?\d+|'[^']*')|l\d+\.append\(.*|insert\(.*")
_PORTABLE: Final = re.compile(r"(?:[\w@ -]|\\\.|[()|^$]|\(\?:|\[[-_A-Za-z0-9]+\])*")
"""Patterns that mean the same to every engine, and that can't run away: words, alternatives, anchors."""
_SLOT: Final = "\0"
"""Where the place of a rule's value will stand; no text of a policy looks like it, as Python writes it."""
_HEADER: Final = '''\
"""The shipped rules as Python, made of them by `tools/compile.py`: don't edit.

A function of a rule's set tells whether the rule says anything; `UnsureError` where that isn't known.
"""

# mypy: ignore-errors
# ruff: noqa

from govml.policy.values import *
from govml.policy.values import NOT_ASKED, UNDEFINED, Set, UnsureError

U = UNDEFINED
ONCE = (0,)
'''


class Plan(NamedTuple):
    """What OPA planned."""

    strings: list[str]
    functions: dict[str, dict[str, Any]]
    sets: frozenset[str]
    """Names of the functions that are a rule's `deny` or `warn`."""


def main() -> None:
    """Write the compiled rules of the checkout."""
    TARGET.write_text(compiled(sys.argv[1] if len(sys.argv) > 1 else "opa"), encoding="utf-8")


def compiled(opa: str) -> str:
    """The text of `govml/policy/compiled.py`, planned by the OPA at a path."""
    return compile_rules(opa, load_bundle(shipped_modules(), (), {}, {}))


def compile_rules(opa: str, bundle: Bundle) -> str:
    """The rules of a bundle about `SUBJECTS` as a module of Python."""
    if bundle.reads_records:
        raise ValueError("compiled rules don't know all records")
    plan = _planned(opa, bundle)
    texts: dict[str, list[str]] = {}
    todo = sorted(plan.sets)
    while todo:
        name = todo.pop()
        if name not in texts:
            function = _Function(name, plan)
            texts[name] = function.lines()
            todo += sorted(function.calls)
    fixed = _fixed(plan)
    rules = sorted(name for name in texts if _is_rule(plan, name) and name not in plan.sets)
    slots = {name: number for number, name in enumerate(name for name in rules if name not in fixed)}
    facts = {name: number for number, name in enumerate(name for name in rules if name in fixed)}
    lines = [_HEADER, f"SLOTS = {len(slots)}", f"FACTS = [NOT_ASKED] * {len(facts)}", f'SOURCES = "{bundle.sources}"']
    for name in sorted(texts):
        slot = f"FACTS[{facts[name]}]" if name in facts else f"m[{slots[name]}]" if name in slots else ""
        lines += ["", "", *(line.replace(_SLOT, slot) for line in texts[name])]
    sets = {name.removeprefix("g0."): _name(name) for name in sorted(plan.sets)}
    lines += ["", "SETS = {", *(f'    "{path}": {function},' for path, function in sets.items()), "}", ""]
    return "\n".join(lines)


def _planned(opa: str, bundle: Bundle) -> Plan:
    sets = [
        f"{policy.package}.{name}"
        for policy in bundle.policies
        if policy.rule.subject in SUBJECTS
        for name in (*policy.denies, *policy.warns)
    ]
    with tempfile.TemporaryDirectory() as folder:
        for module in bundle.modules:
            Path(folder, module.path.rpartition("/")[2]).write_text(module.text, encoding="utf-8")
        target = Path(folder, "plan.tar.gz")
        entries = [argument for each in sets for argument in ("-e", each.removeprefix("data.").replace(".", "/"))]
        subprocess.run([opa, "build", "-t", "plan", *entries, "-o", str(target), folder], check=True)
        with tarfile.open(target) as archive:
            file = archive.extractfile("/plan.json")
            assert file is not None
            plan = json.load(file)
    functions = {each["name"]: each for each in plan["funcs"]["funcs"]}
    strings = [each["value"] for each in plan["static"]["strings"]]
    return Plan(strings, functions, frozenset(f"g0.{each}" for each in sets))


def _fixed(plan: Plan) -> frozenset[str]:
    """Functions that say the same of every input."""
    fixed: set[str] = set(plan.functions)
    while True:
        left = {name for name in fixed if not _reads(plan.functions[name], fixed)}
        if left == fixed:
            return frozenset(fixed)
        fixed = left


def _reads(function: dict[str, Any], fixed: set[str]) -> bool:
    """Whether a function reads the input or the data, or calls one that might."""
    documents = set(function["params"][:2])
    for kind, given in _statements(function["blocks"]):
        named = {**given, "args": given["args"][2:]} if kind == "CallStmt" and given["func"] in fixed else given
        sources = {given["source"]} if isinstance(given.get("source"), int) else set()
        if documents & {*_operands(named), *sources}:
            return True
    return False


def _is_rule(plan: Plan, name: str) -> bool:
    """Whether a function is a rule without parameters of its own, so that one value of it is enough."""
    return len(plan.functions[name]["params"]) == 2


def _name(name: str) -> str:
    return name.removeprefix("g0.data.govml.").replace(".", "__")


class _EndError(Exception):
    """Nothing behind this statement is ever reached."""


class _Frame:
    """A block that is being written: how its statements leave it, and how many do."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.leaves = 0


class _Function:
    """Turns one function of a plan into Python."""

    def __init__(self, name: str, plan: Plan) -> None:
        self.calls: set[str] = set()
        """Other functions that it calls."""
        self._name = name
        self._plan = plan
        self._function = plan.functions[name]
        self._says = name in plan.sets
        self._lines: list[str] = []
        self._frames = [_Frame("return U")]
        self._count([])
        statements = list(_statements(self._function["blocks"]))
        looked = [given["source"] for kind, given in statements if kind in ("IsDefinedStmt", "IsUndefinedStmt")]
        looked += [given["target"] for kind, given in statements if kind == "AssignVarOnceStmt"]
        self._looked = {*looked, self._function["return"]}
        """Locals that may have no value when they are looked at."""

    def lines(self) -> list[str]:
        """The lines of the function."""
        result, parameters = self._function["return"], self._function["params"]
        once = _is_rule(self._plan, self._name) and not self._says
        with suppress(_EndError):
            for block in self._function["blocks"]:
                if [each["type"] for each in block["stmts"]] != ["ReturnLocalStmt"]:
                    self._count(list(_statements([block])))
                    self._block(block, 1)
        names = ["i", "d", "m", *(f"l{each}" for each in parameters[2:])]
        head = [f"def {_name(self._name)}({', '.join(names)}):"]
        if once:
            head += [f"    known = {_SLOT}", "    if known is not NOT_ASKED:", "        return known"]
        start = [f"l{each}" for each in sorted(self._looked - set(parameters)) if not self._says or each != result]
        head += [f"    {' = '.join(start)} = U"] if start else []
        if self._says:
            return [*head, *self._lines, "    return False"]
        return [*head, *self._lines, *([f"    {_SLOT} = l{result}"] if once else []), f"    return l{result}"]

    def _count(self, statements: list[tuple[str, dict[str, Any]]]) -> None:
        """Count how often locals are given a value, and read, in a block: its neighbours use the same numbers.

        A local that gets one value in a block, from one that gets one, is another name for it (`_alias`).
        """
        self._given = Counter(number for kind, given in statements for number in _targets(kind, given))
        self._given.update(self._function["params"])
        self._read = Counter(number for kind, given in statements for number in _operands(given))
        self._alias: dict[int, str] = {}
        """Locals that are another, or a constant."""

    # -- blocks -----------------------------------------------------------------------------------------------------

    def _block(self, block: dict[str, Any], depth: int, negated: bool = False) -> None:
        """A block. `negated`: the one around it is left where this one isn't.

        A block that nothing leaves needs no loop, and under `not` one that only its last test leaves is that test,
        turned round.
        """
        statements = block["stmts"]
        if statements and statements[-1]["type"] == "BreakStmt":
            index = statements[-1]["stmt"]["index"]
            if negated or index > 1:
                raise NotImplementedError(f"{self._name} leaves several blocks at once: say it more simply")
            statements, negated = statements[:-1], index == 1
        start = len(self._lines)
        self._emit(depth, "for _ in ONCE:")
        frame, ends = self._inside(statements, depth + 1, "break")
        body = self._lines[start + 1 :]
        if not frame.leaves:  # no need of a loop that can be left
            self._lines[start:] = [line[4:] for line in body]
            if negated and ends:
                self._leave(depth)
            if negated or not ends:
                raise _EndError
        elif negated and ends and frame.leaves == 1 and body[-2].startswith("    " * (depth + 1) + "if "):
            self._lines[start:] = [line[4:] for line in body[:-2]]
            self._unless(f"not ({body[-2].strip()[3:-1]})", depth)
        elif negated and ends:
            self._emit(depth, "else:")
            self._leave(depth + 1)

    def _inside(self, statements: list[dict[str, Any]], depth: int, word: str) -> tuple[_Frame, bool]:
        """Write statements that leave by a word; tells whether they do, and whether their end can be reached."""
        self._frames.append(_Frame(word))
        ends = True
        try:
            for number, each in enumerate(statements):
                following = statements[number + 1] if number + 1 < len(statements) else None
                before = statements[number - 1] if number else None
                if before is not None and self._is_tested(before, each):
                    continue  # it was written together with the call
                self._statement(each["type"], each["stmt"], depth, following)
        except _EndError:
            ends = False
        return self._frames.pop(), ends

    def _emit(self, depth: int, line: str) -> None:
        self._lines.append("    " * depth + line)

    def _leave(self, depth: int) -> None:
        self._frames[-1].leaves += 1
        self._emit(depth, self._frames[-1].word)

    def _unsure(self, depth: int) -> NoReturn:
        while _MAKING.fullmatch(self._lines[-1].removeprefix("    " * depth)):  # parts of a message
            del self._lines[-1]
        self._emit(depth, "raise UnsureError")
        raise _EndError

    def _unless(self, condition: str, depth: int) -> None:
        self._emit(depth, f"if {condition}:")
        self._leave(depth + 1)

    # -- statements -------------------------------------------------------------------------------------------------

    def _operand(self, given: dict[str, Any]) -> str:
        kind, value = given["type"], given["value"]
        if kind == "local":
            return self._local(value)
        return repr(value) if kind == "bool" else repr(self._plan.strings[value])

    def _local(self, number: int) -> str:
        parameters = self._function["params"]
        if number in parameters[:2]:
            return "id"[parameters.index(number)]
        return self._alias.get(number, f"l{number}")

    def _statement(self, kind: str, given: dict[str, Any], depth: int, following: dict[str, Any] | None) -> None:
        match kind:
            case "BlockStmt":
                counts = self._given, self._read, self._alias
                for block in given["blocks"]:
                    self._count(list(_statements([block])))
                    self._alias = {**counts[2]}
                    self._block(block, depth)
                self._given, self._read, self._alias = counts
            case "NotStmt":
                self._block(given["block"], depth, negated=True)
            case "ScanStmt":
                names = f"l{given['key']}, l{given['value']}"
                self._emit(depth, f"for {names} in members({self._local(given['source'])}):")
                start = len(self._lines)
                self._inside(given["block"]["stmts"], depth + 1, "continue")
                if len(self._lines) == start:
                    self._emit(depth + 1, "pass")
            case "CallStmt":
                self._call(given, depth, following)
            case "SetAddStmt" if self._says and given["set"] == self._function["return"]:
                self._emit(depth, "return True")
                raise _EndError
            case "MakeSetStmt" if self._says and given["target"] == self._function["return"]:
                pass
            case "AssignVarStmt":
                self._assign(given, depth)
            case "IsArrayStmt" | "IsObjectStmt" | "IsSetStmt" | "IsDefinedStmt" | "IsUndefinedStmt":
                source = given["source"]
                tested = self._operand(source) if isinstance(source, dict) else self._local(source)
                self._unless(_TESTS[kind].format(tested), depth)
            case "EqualStmt" | "NotEqualStmt":
                self._unless(self._comparison(given["a"], given["b"], kind == "EqualStmt"), depth)
            case "DotStmt":
                self._dot(given, depth)
            case _ if kind in _VALUES:
                self._emit(depth, self._value(_VALUES[kind], given))
            case _:
                self._unsure(depth)

    def _value(self, form: str, given: dict[str, Any]) -> str:
        words: dict[str, Any] = {}
        for key, value in given.items():
            words[key] = self._operand(value) if isinstance(value, dict) else value
        if "index" in given:
            words["number"] = self._plan.strings[given["index"]]
        return form.format(**words)

    def _assign(self, given: dict[str, Any], depth: int) -> None:
        target, source = given["target"], given["source"]
        constant = source["type"] != "local" or self._given[source["value"]] <= 1
        if constant and self._given[target] == 1 and target not in self._looked:
            self._alias[target] = self._operand(source)
        else:
            self._emit(depth, f"l{target} = {self._operand(source)}")

    def _dot(self, given: dict[str, Any], depth: int) -> None:
        source, key, target = self._operand(given["source"]), self._operand(given["key"]), given["target"]
        got = f"{source}.get({key}, U)"
        if source in ("i", "d"):
            self._emit(depth, f"l{target} = {got}")
        elif given["key"]["type"] == "string_index":
            self._emit(depth, f"l{target} = {got} if type({source}) is dict else dot({source}, {key})")
        else:
            self._emit(depth, f"l{target} = dot({source}, {key})")
        self._unless(f"l{target} is U", depth)

    def _comparison(self, a: dict[str, Any], b: dict[str, Any], equal: bool) -> str:
        """The condition under which two values are not as they should be."""
        if a["type"] != "local":
            a, b = b, a
        left, right = self._operand(a), self._operand(b)
        if b["type"] == "bool":
            return f"{left} is{' not' if equal else ''} {right}"
        if b["type"] == "string_index":
            return f"{left} {'!=' if equal else '=='} {right}"
        return f"{'not ' if equal else ''}equal({left}, {right})"

    def _call(self, given: dict[str, Any], depth: int, following: dict[str, Any] | None) -> None:
        called, result = given["func"], given["result"]
        arguments = [self._operand(each) for each in given["args"]]
        tested = following is not None and self._is_tested({"type": "CallStmt", "stmt": given}, following)
        if called in _CHECKS:
            check = _CHECKS[called].format(*arguments)
            if tested:
                self._unless(f"not {check}", depth)
            else:
                self._emit(depth, f"l{result} = {check}")
            return
        if called in self._plan.functions:
            assert called not in self._plan.sets, f"{called} is asked for by {self._name}"
            self.calls.add(called)
            call = f"{_name(called)}({', '.join([*arguments[:2], 'm', *arguments[2:]])})"
        elif called in _BUILTINS and (called != "regex.match" or self._is_portable(given["args"][0])):
            call = f"{_BUILTINS[called]}({', '.join(arguments)})"
        else:
            self._unsure(depth)
        if called in _BUILTINS and tested:
            self._unless(f"{call} is False", depth)
            return
        self._emit(depth, f"l{result} = {call}")
        if called not in _BUILTINS:
            self._unless(f"l{result} is U or l{result} is False" if tested else f"l{result} is U", depth)

    def _is_tested(self, before: dict[str, Any], after: dict[str, Any]) -> bool:
        """Whether a statement only says that what was called before it may not be false."""
        if before["type"] != "CallStmt" or after["type"] != "NotEqualStmt":
            return False
        result = before["stmt"]["result"]
        sides = [after["stmt"]["a"], after["stmt"]["b"]]
        false = {"type": "bool", "value": False}
        return false in sides and _local(result) in sides and self._read[result] == self._given[result] == 1

    def _is_portable(self, pattern: dict[str, Any]) -> bool:
        return pattern["type"] == "string_index" and bool(_PORTABLE.fullmatch(self._plan.strings[pattern["value"]]))


def _local(number: int) -> dict[str, Any]:
    return {"type": "local", "value": number}


def _statements(blocks: Iterable[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Kinds and contents of all statements in some blocks, at whatever depth."""
    for block in blocks:
        for each in block["stmts"]:
            yield each["type"], each["stmt"]
            inner = each["stmt"].get("blocks", [each["stmt"]["block"]] if "block" in each["stmt"] else [])
            yield from _statements(inner)


def _targets(kind: str, given: dict[str, Any]) -> Iterator[int]:
    """Locals that a statement gives a value."""
    for field in ("target", "result"):
        if isinstance(given.get(field), int):
            yield given[field]
    if kind == "ScanStmt":
        yield from (given["key"], given["value"])


def _operands(given: dict[str, Any]) -> Iterator[int]:
    """Locals that a statement reads, where a constant could stand, too."""
    for value in (*given.values(), *given.get("args", ())):
        if isinstance(value, dict) and value.get("type") == "local":
            yield value["value"]


if __name__ == "__main__":
    main()
