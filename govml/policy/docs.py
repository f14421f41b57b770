"""`docs/rules.md`, made from METADATA: `python -m govml.policy.docs` writes it, a test holds it fresh."""

from __future__ import annotations

from pathlib import Path

from govml import assets
from govml.model import Rule
from govml.policy.bundle import load_bundle
from govml.policy.catalogues import read_clauses
from govml.policy.index import shipped_modules

_HEAD = """# The shipped rules

Made from the METADATA of `policies/*.rego` by `python -m govml.policy.docs`. A clause that a rule names is one that it
gives evidence for; no rule proves compliance.

| rule | title | asked of | severity |
|---|---|---|---|
"""


def render_rules() -> str:
    """Return the text of `docs/rules.md`."""
    policies = load_bundle(shipped_modules(), (), {}, {}).policies
    rows = [
        f"| [{p.rule.id}](#{p.rule.id.lower()}) | {_cell(p.rule.title)} | {p.rule.subject} | {p.rule.level} |\n"
        for p in policies
    ]
    return _HEAD + "".join(rows) + "".join(_section(policy.rule) for policy in policies)


def _section(rule: Rule) -> str:
    lines = [f"\n## {rule.id}", "", f"**{rule.title}** · {rule.subject} · {rule.level} · `{rule.source}`", ""]
    if rule.description:
        lines += [rule.description, ""]
    clauses = read_clauses(rule.controls)
    if clauses:
        lines += ["| clause | title | applies from |", "|---|---|---|"]
        lines += [f"| {_cell(each.control)} | {_cell(each.title)} | {each.applies_from} |" for each in clauses]
        lines.append("")
    if rule.remediation:
        lines += ["To mend it:", "", rule.remediation, ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    """Write the page of the checkout."""
    Path(assets.policies().parent / "docs" / "rules.md").write_text(render_rules(), encoding="utf-8")


if __name__ == "__main__":
    main()
