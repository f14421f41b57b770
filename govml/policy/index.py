"""What the shipped modules say, known by their digest, so that a start parses none of them.

`python -m govml.policy.index` writes `policies/index.json`; `tests/policy/test_index.py` holds it fresh.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from govml import assets
from govml.model import Json, PolicyError
from govml.policy.facts import Annotation, Facts, Known, Rule, content_digest
from govml.policy.nouns import SHIPPED, TEST_SUFFIX, Module

INDEX: Final = "index.json"


def shipped_modules(tests: bool = False) -> list[Module]:
    """Return the shipped modules, in order of path, on demand with their tests."""
    folder = assets.policies()
    return [
        Module(f"{SHIPPED}policies/{path.name}", path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.rego"))
        if tests or not path.name.endswith(TEST_SUFFIX)
    ]


def shipped_index() -> dict[str, Known]:
    """Return content digest -> what the module says, for the shipped modules as they were at the last index."""
    path = assets.policies() / INDEX
    if not path.is_file():
        return {}
    return {digest: _known(value) for digest, value in json.loads(path.read_bytes()).items()}


def render_index() -> str:
    """Return the text of `policies/index.json`. Raises `PolicyError` where a shipped module is not clean."""
    from govml.policy.reading import lint_modules, read_module

    modules = shipped_modules()
    refused = lint_modules(modules)
    if refused:
        first = refused[0]
        raise PolicyError(f"{first.location.path}:{first.location.line}:{first.location.column}: {first.message}")
    entries: dict[str, Json] = {content_digest(each.text): _plain(read_module(each)[0]) for each in modules}
    return "".join(["{\n", ",\n".join(_line(key, entries[key]) for key in sorted(entries)), "\n}\n"])


def _line(key: str, value: Json) -> str:
    return f'"{key}": {json.dumps(value, sort_keys=True, separators=(",", ":"))}'


def _plain(known: Known) -> Json:
    plain: Json = json.loads(json.dumps(known))
    return plain


def _known(value: Any) -> Known:
    package, rules, uses, reads_at, reads_records, heads = value[0]
    facts = Facts(
        tuple(package),
        {name: Rule(kind, tuple(arities), start) for name, (kind, arities, start) in rules.items()},
        tuple((name, tuple(path), start) for name, path, start in uses),
        reads_at,
        reads_records,
        tuple((name, start) for name, start in heads),
    )
    annotations = []
    for each in value[1]:
        block = Annotation(*each)
        controls, tiers, needs = tuple(block.controls), tuple(block.tiers), tuple(block.needs)
        annotations.append(block._replace(controls=controls, tiers=tiers, needs=needs))
    return Known(facts, tuple(annotations))


def main() -> None:
    """Write the index of the checkout."""
    Path(assets.policies() / INDEX).write_text(render_index(), encoding="utf-8")


if __name__ == "__main__":
    main()
