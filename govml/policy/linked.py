"""The shipped modules as one package, in which every name is looked up where it stands.

The embedded engine follows an import, and looks through all modules for what is in another package, whenever it comes
to such a name: a quarter of the time of a judgement. Where every name is, and of what, the index knows. So each becomes
the name of a rule of one package; what it says and its line stay the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from govml.policy.answers import query_text, sets_text
from govml.policy.facts import PARAMETERS, Facts, Links, content_digest
from govml.policy.index import shipped_links
from govml.policy.nouns import Bundle, Module, Policy

QUERY: Final = "data.govml_linked.query"
"""The rule that asks all policies of a subject kind and tier."""
_PACKAGE: Final = b"package govml_linked"
_HEADER: Final = re.compile(rb"^(?:#|package |import ).*$", re.MULTILINE)
"""A line before the first rule: a comment, the package, an import."""
_NAME: Final = re.compile(rb"[A-Za-z0-9_]+")


def linked_modules(bundle: Bundle, subject: str, tier: str, paths: Collection[str]) -> list[Module]:
    """Return the modules at some paths linked to each other, and one that asks the policies of a subject kind and tier.

    The bundle has to be trusted: the index checks that no name of a shipped module could be mistaken for a linked one.
    """
    known = shipped_links()
    chosen = [
        (module, facts) for module, facts in zip(bundle.modules, bundle.facts, strict=True) if module.path in paths
    ]
    names = {(*facts.package, name): _linked((*facts.package, name)) for _, facts in chosen for name in facts.rules}
    names[PARAMETERS] = _linked(PARAMETERS)
    lines = [_PACKAGE.decode(), f"{names[PARAMETERS]} := {'.'.join(PARAMETERS)}"]
    lines += query_text(bundle, subject, tier, "query", _set_of)
    for policy in bundle.asked(subject, tier):
        lines.append(f"{alone(policy).rpartition('.')[2]} := {sets_text(policy, _set_of)}")
    asking = Module(f"govml:query/{subject}.rego", "\n".join([*lines, ""]))
    return [*(_link(module, facts, _links(module, known), names) for module, facts in chosen), asking]


def alone(policy: Policy) -> str:
    """The rule that asks one policy."""
    return f"data.govml_linked.alone__{policy.rule.id.replace('-', '_')}"


def _set_of(policy: Policy, name: str) -> str:
    return _linked((*policy.package.split("."), name))


def _linked(path: tuple[str, ...]) -> str:
    return "__".join(path[1:])


def _links(module: Module, known: Mapping[str, Links]) -> Links:
    """Where a module names rules; read here where it isn't as it was at the last index."""
    digest = content_digest(module.text)
    if digest not in known:
        from govml.policy.reading import read_module

        links = read_module(module)[0].links
        assert links is not None
        return links
    return known[digest]


def _link(module: Module, facts: Facts, links: Links, names: dict[tuple[str, ...], str]) -> Module:
    data = module.text.encode()
    known = {start: (*facts.package, name) for name, start in links.heads}
    for _, path, start in links.uses:
        known[start] = next(path[:size] for size in range(len(path), 0, -1) if path[:size] in names)
    done = min(known)
    parts = [_HEADER.sub(b"", data[:done]).replace(b"\n", _PACKAGE + b"\n", 1)]
    for start, path in sorted(known.items()):
        whole, word = ".".join(path).encode(), _NAME.match(data, start)
        assert word is not None
        end = start + len(whole) if data.startswith(whole, start) else word.end()
        parts += [data[done:start], names[path].encode()]
        done = end
    return Module(module.path, b"".join([*parts, data[done:]]).decode())
