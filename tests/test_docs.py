"""The generated pages are fresh, and every page of `docs/` can be followed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.builders import ROOT
from tools.docs import pages

DOCS = ROOT / "docs"


@pytest.mark.parametrize("name", ["commands.md", "records.md", "rules.md"])
def test_the_page_is_what_make_docs_writes(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == pages()[name]


def test_every_rule_file_has_its_entry() -> None:
    ids = set(re.findall(r"^### (\S+):", pages()["rules.md"], re.MULTILINE))
    expected = {
        path.stem.upper().replace("_", "-")
        for path in (ROOT / "policies").glob("*.rego")
        if not path.stem.endswith("_test") and not path.stem.endswith("lib")
    }
    assert ids == expected


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: str(page.relative_to(DOCS)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = [link for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []
