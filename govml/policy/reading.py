"""Reading modules: their facts, their METADATA, and what the lint refuses.

A module is parsed in a process of its own with a time limit, as nothing else stops a text that takes a parser forever.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from govml.model import Finding, Location
from govml.policy.facts import Known
from govml.policy.metadata import Statement, read_annotations
from govml.policy.nouns import Module
from govml.policy.syntax import Node, expression, position, read_facts, rule_name
from govml.policy.workers import supervise

PARSE_SECONDS: Final = 10.0
"""How long reading one module may take."""


def lint_modules(modules: Sequence[Module]) -> list[Finding]:
    """Return everything the lint refuses in modules, tests among them. Raises `PolicyError` where one doesn't parse."""
    read = read_apart(modules)
    trees = {module: tree for module, (_, tree) in zip(modules, read, strict=True)}
    return lint_known(modules, [known for known, _ in read], trees)


def read_module(module: Module) -> tuple[Known, Node]:
    """Parse one module here and now; raises `PolicyError` where it doesn't parse."""
    from govml.policy.embedded import syntax_tree

    tree = syntax_tree(module)
    facts, links = read_facts(tree, module.text)
    return Known(facts, read_annotations(module.path, module.text, _statements(tree, module.text)), links), tree


def read_apart(modules: Sequence[Module]) -> list[tuple[Known, Node]]:
    """Parse modules in a process of its own; raises `PolicyError` as `read_module`, `EngineError` out of time."""

    def describe(module: Module) -> str:
        return f"reading {module.path}"

    return list(supervise(read_module, modules, 1, PARSE_SECONDS, describe, lambda: None))


def _statements(tree: Node, text: str) -> list[Statement]:
    spans = [(tree["package"]["span"], "")]
    spans += [(expression(rule)[1]["span"], rule_name(rule)) for rule in tree["rules"]]
    return [Statement(position(text, span["start"])[0], position(text, span["end"])[0], name) for span, name in spans]


def lint_known(modules: Sequence[Module], known: Sequence[Known], trees: Mapping[Module, Node]) -> list[Finding]:
    """Return what the lint refuses in the modules that have a tree, in the light of all that all modules define."""
    if not trees:
        return []
    from govml.policy.lint import RULE, cycles, lint, names_of

    facts = [each.facts for each in known]
    names = names_of(facts)
    found = [each for module in modules if module in trees for each in lint(module, trees[module], names)]
    for path in cycles(known):
        module, rule = next(
            (module, each.rules[path[-1]])
            for module, each in zip(modules, facts, strict=True)
            if each.package == path[:-1] and path[-1] in each.rules
        )
        line, column = position(module.text, rule.start)
        message = f"`{path[-1]}` calls itself, and would never end"
        found.append(Finding(RULE, "error", message, Location(module.path, "", "", line, column)))
    return sorted(found, key=lambda each: (each.location, each.message))
