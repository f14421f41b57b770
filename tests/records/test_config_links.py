"""What `govml.yaml` names and nothing has is told at its place."""

from __future__ import annotations

import pytest

from govml.base.document import pointer_text
from tests.records.tree import Tree


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("policies: [rules, policies, ., nope/]\n", [("error", "/policies/3", "correct the path, or remove it")]),
        ("policies: [docs]\n", [("error", "/policies/0", "correct the path, or remove it")]),
        ("profile: strict\n", []),
        (
            "parameters: {allowed_licenses: [mit], slices: {}, acme_limit: 3}\n",
            [("warning", "/parameters/allowed_licenses", "did you mean 'allowed_licences'?")],
        ),
        ("policies: 5\nparameters: [1]\n", []),
    ],
)
def test_what_leads_nowhere(config: str, expected: list[tuple[str, str, str]]) -> None:
    rego = 'package acme\n\ndeny contains "x" if false\n'
    files = {"govml.yaml": config, "rules/a.rego": rego, "policies/deep/b.rego": rego, "docs/c.md": "# c\n"}
    found = Tree(files).link_defects()
    assert [(each.level, pointer_text(each.pointer), each.hint) for each in found] == expected
