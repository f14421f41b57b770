"""What a Rego module says, read off its syntax tree: package, rules, references, calls.

The tree is the embedded engine's (`embedded.syntax_tree`). Places are byte offsets of the text; `position` turns them
into lines and columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from govml.named import NamedTuple
from govml.policy.facts import RECORDS, Facts, Links, Rule

Node: TypeAlias = "dict[str, Any]"
"""A node of the syntax tree. Its keys that start with a capital name the kind of their value."""

SET, DEFINED, MAYBE, FUNCTION = "set", "defined", "maybe", "function"
"""What a rule is: a partial set, a value that is always there, one that may be missing, a function."""

_COMPREHENSIONS = ("ArrayCompr", "SetCompr", "ObjectCompr")
_SCALARS = ("String", "RawString", "Number", "Bool", "Null")
_TYPE_CHECKS = ("is_array", "is_boolean", "is_null", "is_number", "is_object", "is_set", "is_string", "type_name")


class Reference(NamedTuple):
    """`input.card["x"][i]`: its variable, then its keys, None where a key is known only at run time."""

    path: tuple[str | None, ...]
    start: int
    dynamic: tuple[Node, ...] = ()
    """The keys that are no constants."""

    @property
    def static(self) -> tuple[str, ...]:
        """The path up to the first key that is known only at run time."""
        keys: list[str] = []
        for key in self.path:
            if key is None:
                break
            keys.append(key)
        return tuple(keys)


class Call(NamedTuple):
    """A call of a function or builtin, its name resolved through the imports."""

    path: tuple[str, ...]
    arguments: tuple[Node, ...]
    start: int


def position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, 1-based and in code points, of a byte offset."""
    before = text.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "replace")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def expression(node: object) -> tuple[str, Node]:
    """Return kind and body of an expression node, ("", {}) where it is none."""
    if isinstance(node, dict):
        for kind, body in node.items():
            if kind[:1].isupper() and isinstance(body, dict):
                return kind, body
    return "", {}


def start_of(body: Node) -> int:
    """Return the byte offset at which a node starts."""
    return int(body["span"]["start"])


def reference(node: object) -> Reference | None:
    """Return the reference that an expression is, None where it is something else."""
    kind, body = expression(node)
    if kind == "Var":
        return Reference((str(body["value"]),), start_of(body))
    if kind not in ("RefDot", "RefBrack"):
        return None
    inner = reference(body["refr"])
    if inner is None:
        return None
    if kind == "RefDot":
        return inner._replace(path=(*inner.path, str(body["field"][1])))
    index_kind, index = expression(body["index"])
    if index_kind in ("String", "RawString"):
        return inner._replace(path=(*inner.path, str(index["value"])))
    return inner._replace(path=(*inner.path, None), dynamic=(*inner.dynamic, body["index"]))


def walk(node: object) -> Iterator[tuple[str, Node, object]]:
    """Yield (kind, body, node) of every node, outermost first; of references only the longest, then their keys.

    What a function is called by is no reference here, nor is what `with` replaces; that is a node `With`.
    """
    if isinstance(node, list):
        for child in node:
            yield from walk(child)
    if not isinstance(node, dict):
        return
    kind, body = expression(node)
    if kind:
        yield kind, body, node
    found = reference(node)
    if found is not None:
        for key in found.dynamic:
            yield from walk(key)
        return
    for name, child in node.items():
        if kind == name and kind == "Call":
            yield from walk(child["params"])
        elif name == "with_mods":
            for each in child:
                yield "With", each, each
                yield from walk(each["as"])
        elif name != "span":
            yield from walk(child)


class Scope:
    """Names of one module: its imports, its rules and, per rule, the local variables."""

    def __init__(self, tree: Node, data: bytes) -> None:
        self.package = ("data", *_static(tree["package"]["refr"]))
        self.imports: dict[str, tuple[str, ...]] = {}
        for each in tree["imports"]:
            path = _static(each["refr"])
            alias = each.get("as")
            if path[0] in ("data", "input"):
                self.imports[data[alias["start"] : alias["end"]].decode() if alias else path[-1]] = path
        self.specs: list[Node] = tree["rules"]
        self.names = {name for rule in self.specs if (name := rule_name(rule))}

    def resolve(self, path: tuple[str | None, ...], local: frozenset[str]) -> tuple[str | None, ...] | None:
        """Return the path from `data` or `input`, None where it starts at a local variable."""
        head = path[0]
        if head in ("data", "input"):
            return path
        if head is None or head in local:
            return None
        if head in self.imports:
            return (*self.imports[head], *path[1:])
        if head in self.names:
            return (*self.package, *path)
        return None

    def function(self, body: Node, local: frozenset[str]) -> Call:
        """Return the call that a `Call` node makes."""
        found = reference(body["fcn"])
        path = () if found is None else found.static
        resolved = path
        if found is not None and path and path[0] not in local and (path[0] == "data" or path[0] in self.imports):
            resolved = tuple(key for key in self.resolve(path, local) or path if key is not None)
        elif len(path) == 1 and path[0] in self.names:
            resolved = (*self.package, *path)
        start = start_of(body) if found is None else found.start
        return Call(resolved, tuple(body["params"]), start)


def _static(node: object) -> tuple[str, ...]:
    found = reference(node)
    return found.static if found else ()


def rule_head(rule: Node) -> tuple[str, Node]:
    """Return kind and body of a rule's head: `Default`, `Compr`, `Set` or `Func`."""
    kind, body = expression(rule)
    return ("Default", body) if kind == "Default" else expression(body["head"])


def rule_name(rule: Node) -> str:
    """Return the first word of a rule's name."""
    found = _head_reference(rule)
    return found.static[0] if found and found.static else ""


def _head_reference(rule: Node) -> Reference | None:
    return reference(rule_head(rule)[1]["refr"])


def locals_of(rule: Node, text: bytes) -> frozenset[str]:
    """Return the variables that a rule declares: arguments, `:=`, `some` and `every`."""
    found: set[str] = set()
    head_kind, head = rule_head(rule)
    if head_kind in ("Func", "Default"):
        found |= variables(head.get("args", []))
    for kind, body, _ in walk(rule):
        if kind == "AssignExpr" and body["op"] == "ColEq":
            found |= variables(body["lhs"])
        elif kind == "SomeIn":
            found |= variables([body["key"], body["value"]])
        elif kind in ("SomeVars", "Every"):
            spans = body["vars"] if kind == "SomeVars" else [body["key"], body["value"]]
            found |= {text[span["start"] : span["end"]].decode() for span in spans if span}
    return frozenset(found)


def variables(node: object) -> set[str]:
    """Return the names of all variables in an expression."""
    return {str(body["value"]) for kind, body, _ in walk(node) if kind == "Var"}


def read_facts(tree: Node, text: str) -> tuple[Facts, Links]:
    """Return what a module defines and what it refers to."""
    data = text.encode("utf-8", "surrogatepass")
    scope = Scope(tree, data)
    rules: dict[str, Rule] = {}
    heads = tuple((rule_name(spec), found.start) for spec in scope.specs if (found := _head_reference(spec)))
    uses: list[tuple[str, tuple[str, ...], int]] = []
    at = records = False
    for imported in scope.imports.values():
        at = at or imported in (("input",), ("input", "at"))
        records = records or _touches(imported, RECORDS)
    for spec in scope.specs:
        name, local = rule_name(spec), locals_of(spec, data)
        rules[name] = _merge(rules.get(name), spec)
        harmless = _harmless_inputs(spec)
        for kind, body, node in walk(spec if expression(spec)[0] != "Default" else expression(spec)[1]["value"]):
            path: tuple[str | None, ...] | None = None
            start = 0
            if kind == "Call":
                call = scope.function(body, local)
                path, start = (call.path if call.path[:1] == ("data",) else None), call.start
            elif (found := reference(node)) is not None:
                path, start = scope.resolve(found.path, local), found.start
            if path is None:
                continue
            at = at or (path[0] == "input" and (len(path) == 1 or path[1] in ("at", None)) and id(node) not in harmless)
            records = records or _touches(path, RECORDS)
            if path[0] == "data" and (kind == "Call" or path != (*scope.package, name)):
                uses.append((name, Reference(path, 0).static, start))
    return Facts(scope.package, rules, at, records), Links(tuple(uses), heads)


def _touches(path: tuple[str | None, ...], target: tuple[str, ...]) -> bool:
    return all(one is None or one == other for one, other in zip(path, target, strict=False)) and path[0] == "data"


def _harmless_inputs(spec: Node) -> set[int]:
    """Return the `input` nodes that can't lead to `input.at`: type checks, and `object.get` of another key."""
    found: set[int] = set()
    for kind, body, _ in walk(spec):
        if kind != "Call":
            continue
        name, arguments = _static(body["fcn"]), body["params"]
        if name and ".".join(name) in _TYPE_CHECKS:
            found.update(id(each) for each in arguments)
        elif name == ("object", "get") and len(arguments) == 3:
            key_kind, key = expression(arguments[1])
            if key_kind == "String" and key["value"] != "at":
                found.add(id(arguments[0]))
    return found


def _merge(known: Rule | None, spec: Node) -> Rule:
    head_kind, head = rule_head(spec)
    start = start_of(expression(spec)[1])
    plain = expression(head["refr"])[0] == "Var"
    arities: tuple[int, ...] = ()
    if head_kind == "Func" or (head_kind == "Default" and head["args"]):
        kind, arities = FUNCTION, (len(head["args"]),)
    elif head_kind == "Default":
        kind = DEFINED
    elif head_kind == "Set" and plain:
        kind = SET
    else:
        kind = DEFINED if plain and _constant(spec, head) else MAYBE
    if known is None:
        return Rule(kind, arities, start)
    if known.kind == kind:
        return known._replace(arities=tuple(sorted({*known.arities, *arities})))
    # A default, or one clause without a condition, makes the rule always defined; anything else mixed is not known.
    if {known.kind, kind} == {DEFINED, MAYBE}:
        return known._replace(kind=DEFINED)
    return known._replace(kind=MAYBE)


def _constant(spec: Node, head: Node) -> bool:
    bodies = expression(spec)[1]["bodies"]
    if any(body["query"]["stmts"] for body in bodies):
        return False
    assign = head.get("assign")
    return assign is None or is_constant(assign["value"])


def is_constant(node: object) -> bool:
    """Tell whether an expression is a literal: scalars, and arrays, sets and objects of them."""
    kind, body = expression(node)
    if kind in _SCALARS:
        return True
    if kind in ("Array", "Set"):
        return all(is_constant(item) for item in body["items"])
    return kind == "Object" and all(is_constant(key) and is_constant(value) for _, key, value in body["fields"])


def is_comprehension(kind: str) -> bool:
    """Tell whether a node kind is a comprehension, which is always defined."""
    return kind in _COMPREHENSIONS
