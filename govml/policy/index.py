"""What the shipped modules say, known by their digest, so that a start parses none of them. Each file is read once.

`python -m govml.policy.index` writes `policies/index.json`, and `policies/links.json`, which few runs need;
`tests/policy/test_index.py` holds both fresh.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from govml import assets
from govml.model import PolicyError
from govml.policy.facts import Annotation, Facts, Known, Links, Rule, content_digest
from govml.policy.nouns import SHIPPED, TEST_SUFFIX, Module

INDEX: Final = "index.json"
LINKS: Final = "links.json"


def shipped_modules(tests: bool = False) -> tuple[Module, ...]:
    """Return the shipped modules, in order of path, on demand with their tests."""
    return _modules(tests)


@cache
def _modules(tests: bool) -> tuple[Module, ...]:
    files = assets.read_files(assets.policies(), ".rego", but=() if tests else (TEST_SUFFIX,))
    return tuple(Module(f"{SHIPPED}policies/{name}", data.decode()) for name, data in files.items())


@cache
def shipped_index() -> Mapping[str, Known]:
    """Return content digest -> what the module says, for the shipped modules as they were at the last index."""
    return {digest: _known(value) for digest, value in _read(INDEX).items()}


@cache
def shipped_links() -> Mapping[str, Links]:
    """Return content digest -> where the module names rules, for the shipped modules as they were at the last index."""
    return {
        digest: Links(
            tuple((name, tuple(path), start) for name, path, start in uses),
            tuple((name, start) for name, start in heads),
        )
        for digest, (uses, heads) in _read(LINKS).items()
    }


def _read(name: str) -> dict[str, Any]:
    path = assets.policies() / name
    return json.loads(path.read_bytes()) if path.is_file() else {}


def render_index() -> dict[str, str]:
    """Return the texts of both files by name. Raises `PolicyError` where a shipped module is not clean."""
    from govml.policy.reading import lint_modules, read_module

    modules = shipped_modules()
    refused = lint_modules(modules)
    if refused:
        first = refused[0]
        raise PolicyError(f"{first.location.path}:{first.location.line}:{first.location.column}: {first.message}")
    known = {content_digest(each.text): read_module(each)[0] for each in modules}
    return {
        INDEX: _text({digest: each[:2] for digest, each in known.items()}),
        LINKS: _text({digest: each.links for digest, each in known.items()}),
    }


def _text(entries: Mapping[str, object]) -> str:
    lines = (f'"{key}": {json.dumps(entries[key], sort_keys=True, separators=(",", ":"))}' for key in sorted(entries))
    return "".join(["{\n", ",\n".join(lines), "\n}\n"])


def _known(value: Any) -> Known:
    package, rules, reads_at, reads_records = value[0]
    named = {name: Rule(kind, tuple(arities), start) for name, (kind, arities, start) in rules.items()}
    facts = Facts(tuple(package), named, reads_at, reads_records)
    annotations = []
    for each in value[1]:
        block = Annotation(*each)
        controls, tiers, needs = tuple(block.controls), tuple(block.tiers), tuple(block.needs)
        annotations.append(block._replace(controls=controls, tiers=tiers, needs=needs))
    return Known(facts, tuple(annotations))


def main() -> None:
    """Write the index of the checkout."""
    for name, text in render_index().items():
        Path(assets.policies() / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
