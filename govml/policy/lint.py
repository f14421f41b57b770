"""The portable subset of Rego: what the engines decide alike. Everything else is refused before anything is decided.

Rego lets an undefined argument stop a whole rule. Inside `not` the engines part: OPA takes the arguments of a call out
of the negation, so `not startswith(input.x, "a")` is undefined where `x` is missing; others negate the undefined call,
so it is true. What means the same everywhere negates only what is defined, a plain reference, or `==` of those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from govml.model import Finding, Location
from govml.named import NamedTuple
from govml.policy.builtins import ALLOWED, PARTIAL, ZONED, refusal
from govml.policy.facts import PARAMETERS, RECORDS, Facts, Known, Rule, path_text
from govml.policy.nouns import Module
from govml.policy.syntax import (
    DEFINED,
    FUNCTION,
    SET,
    Call,
    Node,
    Scope,
    expression,
    is_comprehension,
    is_constant,
    locals_of,
    position,
    reference,
    start_of,
    variables,
    walk,
)

RULE: Final = "rego-lint"

_ENTRY = re.compile(r"(deny|violation|warn)(_[a-zA-Z0-9]+)*\Z")
_OPERATORS = ("ArithExpr", "BinExpr", "BoolExpr", "Membership")
_ZONE = re.compile(r"UTC|[A-Z][A-Za-z]+(/[A-Z][A-Za-z_+0-9-]+)+")
_VERB = re.compile(r"%(0?[0-9]*d|.|\Z)", re.DOTALL)
_BIND = (
    "name the condition, `ok if ...`, and write `not ok` (true where the field is missing); "
    "or bind the value on a line before, `x := {value}` (the rule then says nothing where the field is missing)"
)


class Names(NamedTuple):
    """What the modules of a bundle define together."""

    rules: Mapping[tuple[str, ...], tuple[Rule, ...]]
    """Path with `data` in front -> what each module says about it."""
    packages: frozenset[tuple[str, ...]]

    def defined(self, path: tuple[str | None, ...]) -> bool:
        """Tell whether a reference can't be undefined: a partial set, or a rule with a default or a constant."""
        kinds = {rule.kind for rule in self.rules.get(tuple(key or "" for key in path), ())}
        return kinds == {SET} or DEFINED in kinds

    def arities(self, path: tuple[str, ...]) -> set[int]:
        """Return with how many arguments a function may be called, nothing where there is no such function."""
        return {arity for rule in self.rules.get(path, ()) for arity in rule.arities}


class _Defect(NamedTuple):
    start: int
    message: str
    remedy: str


def names_of(facts: Sequence[Facts]) -> Names:
    """Collect what modules define."""
    rules: dict[tuple[str, ...], tuple[Rule, ...]] = {}
    for each in facts:
        for name, rule in each.rules.items():
            path = (*each.package, name)
            rules[path] = (*rules.get(path, ()), rule)
    return Names(rules, frozenset(each.package for each in facts))


def lint(module: Module, tree: Node, names: Names) -> list[Finding]:
    """Return what in a module is outside the portable subset, in order of place."""
    data = module.text.encode("utf-8", "surrogatepass")
    scope = Scope(tree, data)
    defects: list[_Defect] = []
    for spec in scope.specs:
        local = locals_of(spec, data)
        defects += _rule_defects(spec, scope, local, names)
        defects += _entry_defects(spec, scope, names)
        defects += _unbound_defects(spec, scope, local, names)
    return [_finding(module, defect) for defect in sorted(set(defects))]


def cycles(modules: Sequence[Known]) -> list[tuple[str, ...]]:
    """Return functions that call themselves, directly or through others; no engine stops in every case.

    Shipped modules call no others, so that what they call leads into no circle.
    """
    facts = [each.facts for each in modules]
    graph: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    functions = {(*each.package, name) for each in facts for name, rule in each.rules.items() if rule.kind == FUNCTION}
    known = {(*each.package, name) for each in facts for name in each.rules}
    for module in modules:
        for name, target, _ in module.links.uses if module.links is not None else ():
            cut = next((target[:size] for size in range(len(target), 1, -1) if target[:size] in known), None)
            if cut:
                graph.setdefault((*module.facts.package, name), set()).add(cut)
    return sorted(node for node in functions if _reaches(graph, node))


def _reaches(graph: Mapping[tuple[str, ...], set[tuple[str, ...]]], node: tuple[str, ...]) -> bool:
    seen: set[tuple[str, ...]] = set()
    todo = list(graph.get(node, ()))
    while todo:
        each = todo.pop()
        if each == node:
            return True
        if each not in seen:
            seen.add(each)
            todo += graph.get(each, ())
    return False


def _finding(module: Module, defect: _Defect) -> Finding:
    line, column = position(module.text, defect.start)
    lines = module.text.split("\n")
    where = Location(module.path, line=line, column=column)
    return Finding(RULE, "error", defect.message, where, remediation=defect.remedy, excerpt=lines[line - 1][:400])


def _entry_defects(spec: Node, scope: Scope, names: Names) -> Iterator[_Defect]:
    kind, body = expression(spec)
    found = reference((body if kind == "Default" else expression(body["head"])[1])["refr"])
    name = found.path[0] if found else None
    if found is None or name is None or not _ENTRY.match(name):
        return
    rules = names.rules.get((*scope.package, name), ())
    if any(rule.kind != SET for rule in rules):
        yield _Defect(
            start_of(body),
            f"`{name}` is not a set in every clause, so what it says could be lost",
            f"write `{name} contains message if {{ ... }}`",
        )


def _unbound_defects(spec: Node, scope: Scope, local: frozenset[str], names: Names) -> Iterator[_Defect]:
    """Yield variables that nothing gives a value; OPA refuses them, other engines see a condition that never holds."""
    bound = {"_", "input", "data", *local, *scope.imports, *scope.names}
    for kind, body, node in walk(spec):
        found = reference(node)
        if found is not None:
            bound.update(variables(list(found.dynamic)))
        elif kind == "AssignExpr" and body["op"] == "Eq":
            bound |= variables([body["lhs"], body["rhs"]])
        elif kind == "Call" and scope.function(body, local).path == ("walk",):
            bound |= variables(body["params"][1:])
    for _, _, node in walk(spec):
        found = reference(node)
        name = found.path[0] if found else None
        if found and name is not None and name not in bound and (*scope.package, name) not in names.rules:
            message = f"`{name}` has no value: no rule, import or variable is called so"
            yield _Defect(found.start, message, "check its name")


def _rule_defects(spec: Node, scope: Scope, local: frozenset[str], names: Names) -> Iterator[_Defect]:
    for kind, body, node in walk(spec):
        found = reference(node)
        if found is not None:
            yield from _reference_defects(found.path, found.start, scope, local, names)
        elif kind == "Call":
            call = scope.function(body, local)
            yield from _call_defects(call, names)
            if path_text(call.path) in ZONED:
                yield from _zone_defects(call, scope, local)
        elif kind == "NotExpr":
            yield from _negation_defects(body, scope, local, names)
        elif kind == "UnaryExpr" and expression(body["expr"])[0] != "Number":
            yield _Defect(start_of(body), "`-` before anything but a number is known to OPA only", "write `0 - x`")
        elif kind == "With":
            yield from _with_defects(body, scope, local)


def _with_defects(mod: Node, scope: Scope, local: frozenset[str]) -> Iterator[_Defect]:
    found = reference(mod["refr"])
    path = scope.resolve(found.path, local) if found else None
    if found and path is None:
        message = f"`with {path_text(found.path)}` replaces a function, which the engines do differently"
        yield _Defect(found.start, message, "replace `input` or `data` only")


def _reference_defects(
    path: tuple[str | None, ...], start: int, scope: Scope, local: frozenset[str], names: Names
) -> Iterator[_Defect]:
    full = scope.resolve(path, local)
    if full is None or full[0] != "data":
        return
    static = full[: full.index(None)] if None in full else full
    if static[:3] in (PARAMETERS, RECORDS):
        return
    package = next((static[:size] for size in range(len(static), 0, -1) if static[:size] in names.packages), None)
    if package is not None and (package == static or static[: len(package) + 1] in names.rules):
        return
    if package is None and any(each[: len(static)] == static for each in names.packages):
        message = f"`{path_text(full)}` reads several packages at once, whatever they are"
        yield _Defect(start, message, "name one: `data.govml.lib.tiers`")
        return
    yield _Defect(
        start,
        f"`{path_text(full)}` is given by no module, so it would always be undefined",
        "govml gives `data.govml.parameters` and `data.govml.records`; put constants into a module",
    )


def _call_defects(call: Call, names: Names) -> Iterator[_Defect]:
    count, name = len(call.arguments), path_text(call.path)
    mend = "check the arguments"
    if call.path[:1] == ("data",):
        arities = names.arities(call.path)
        if not arities:
            yield _Defect(call.start, f"no module defines the function `{name}`", "check its name and package")
        elif count not in arities:
            numbers = " or ".join(str(arity) for arity in sorted(arities))
            yield _Defect(call.start, f"`{name}` takes {numbers} arguments, not {count}", mend)
        return
    if name not in ALLOWED:
        reason, remedy = refusal(name)
        yield _Defect(call.start, f"`{name}` {reason}", remedy)
        return
    takes = ALLOWED[name]
    if count != takes and takes >= 0 and not (name == "walk" and count == 2):
        yield _Defect(call.start, f"`{name}` takes {takes} argument{'s' * (takes != 1)}, not {count}", mend)
    elif name == "sprintf":
        yield from _sprintf_defects(call)


def _sprintf_defects(call: Call) -> Iterator[_Defect]:
    kind, text = expression(call.arguments[0])
    if kind not in ("String", "RawString"):
        return
    verbs = [verb for verb in _VERB.findall(str(text["value"])) if verb != "%"]
    odd = [verb for verb in verbs if verb not in ("v", "s", "x") and not verb.endswith("d")]
    if odd:
        message = f"`sprintf` with `%{odd[0]}` is decided differently by the engines"
        yield _Defect(call.start, message, "use %v, %s, %d and %%; round numbers with `round`")
        return
    kind, values = expression(call.arguments[1])
    if kind == "Array" and len(values["items"]) != len(verbs):
        message = f"`sprintf` has {len(verbs)} verbs for {len(values['items'])} values"
        yield _Defect(call.start, message, "give each verb its value")


def _zone_defects(call: Call, scope: Scope, local: frozenset[str]) -> Iterator[_Defect]:
    """Yield what may leave the zone to the machine or to a record, or write it as the engines do differently."""
    for argument in call.arguments:
        kind, body = expression(argument)
        if kind == "Array":
            zone, layout = ([*(_text(item) for item in body["items"][1:3]), "", ""])[:2]
            if len(body["items"]) < 2 or not _ZONE.fullmatch(zone or ""):
                message = f"`{path_text(call.path)}` in a time zone that is not a constant such as `Europe/Paris`"
                yield _Defect(call.start, message, 'name the zone: `[ns, "UTC"]`')
            elif layout is None or "MST" in layout:
                message = f"`{path_text(call.path)}` in a layout that is not a constant, or names the zone"
                yield _Defect(call.start, message, 'write the layout as a text: `[ns, "UTC", "2006-01-02"]`')
        elif kind not in ("Number", "ArithExpr") and not (
            kind == "Call" and scope.function(body, local).path[:1] == ("time",)
        ):
            message = f"`{path_text(call.path)}` of a value that may name any time zone, even that of the machine"
            yield _Defect(call.start, message, 'name the zone: `[ns, "UTC"]`')


def _text(node: object) -> str | None:
    kind, body = expression(node)
    return str(body["value"]) if kind in ("String", "RawString") else None


# -- not -------------------------------------------------------------------------------------------------------------


def _negation_defects(body: Node, scope: Scope, local: frozenset[str], names: Names) -> Iterator[_Defect]:
    known = _Known(scope, local, names)
    kind, inner = expression(body["expr"])
    culprit: str | None
    if known.plain(body["expr"]):
        return
    if kind in ("BoolExpr", "AssignExpr") and inner["op"] == "Eq":
        sides = (inner["lhs"], inner["rhs"])
        culprit = next((each for side in sides if not known.plain(side) and (each := known.missing(side))), None)
    elif kind == "Call":
        culprit = next((each for part in inner["params"] if (each := known.missing(part))), None)
    else:
        culprit = known.missing(body["expr"])
    if culprit is None:
        return
    text = culprit
    message = f"`not` over `{text}`, which may be undefined inside it: the engines decide it differently"
    yield _Defect(start_of(body), message, _BIND.format(value=text))


class _Known:
    """What is certain about the values of one rule."""

    def __init__(self, scope: Scope, local: frozenset[str], names: Names) -> None:
        self._scope, self._local, self._names = scope, local, names

    def plain(self, node: object) -> bool:
        """Tell whether an expression is a reference whose keys are constants or bound variables."""
        found = reference(node)
        return found is not None and all(self.missing(key) is None for key in found.dynamic)

    def missing(self, node: object) -> str | None:
        """Return the text of what may be undefined in an expression, None where it is always defined."""
        kind, body = expression(node)
        if is_comprehension(kind) or is_constant(node):
            return None
        found = reference(node)
        if found is not None:
            full = self._scope.resolve(found.path, self._local)
            bound = full is None and len(found.path) == 1
            if bound or full == ("input",) or (full is not None and self._names.defined(full)):
                return None
            return path_text(found.path)
        if kind in ("Array", "Set"):
            return self._first(body["items"])
        if kind == "Object":
            return self._first([part for _, key, value in body["fields"] for part in (key, value)])
        if kind in _OPERATORS:
            return self._first([body[name] for name in ("key", "value", "collection", "lhs", "rhs") if body.get(name)])
        if kind == "Call":
            call = self._scope.function(body, self._local)
            if path_text(call.path) in ALLOWED and path_text(call.path) not in PARTIAL:
                return self._first(call.arguments)
            return f"{path_text(call.path)}(...)"
        return "this expression"

    def _first(self, nodes: Sequence[object]) -> str | None:
        return next((each for node in nodes if (each := self.missing(node))), None)
