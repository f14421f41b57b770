"""Write the pages of `docs/` that are made from policies, schemas and the command itself.

Run `python -m tools.docs FOLDER`; `tests/test_docs.py` holds the committed pages fresh.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import click

from govml.cli.main import cli
from govml.model import Rule
from govml.policy.bundle import load_bundle
from govml.policy.index import shipped_modules
from govml.records.files import RULES
from govml.records.kinds import shipped_schemas

NOTE = "<!-- made by `make docs`; edit {source} instead -->"
SUBJECTS = {
    "model": "Models",
    "data": "Data sets",
    "deployment": "Deployments",
    "change": "Changes",
    "promotion": "Promotions",
    "approvals": "Approvals",
}


def pages() -> dict[str, str]:
    """Return file name -> text of every generated page."""
    return {"rules.md": rules_page(), "records.md": records_page(), "commands.md": commands_page()}


def rules_page() -> str:
    """Return the page of the shipped rules, by what they are asked of."""
    rules = [policy.rule for policy in load_bundle(shipped_modules(), [], {}, {}).policies]
    lines = [NOTE.format(source="the METADATA in `policies/`"), "# Rules", ""]
    lines += [
        "Which rules apply, and how severe they are, is set in `govml.yaml`. Controls name the clauses that a rule",
        "supports; they are evidence, never compliance.",
        "",
    ]
    for subject in sorted({rule.subject for rule in rules}, key=lambda name: (list(SUBJECTS).index(name), name)):
        lines += [f"## {SUBJECTS[subject]}", ""]
        for rule in sorted(rule for rule in rules if rule.subject == subject):
            lines += _rule(rule)
    lines += ["## What govml itself finds", "", "| rule | |", "|---|---|"]
    lines += [f"| `{rule.id}` | {rule.description or rule.title} |" for rule in sorted(RULES.values())]
    return "\n".join(lines) + "\n"


def _rule(rule: Rule) -> Iterator[str]:
    yield from (f"### {rule.id}: {rule.title}", "")
    asked = f" Asked of tier {' or '.join(rule.tiers)}." if rule.tiers else ""
    needs = f" Judges {' and '.join(rule.needs)}." if rule.needs else ""
    needs += f" Comes after {rule.after}." if rule.after else ""
    yield from (f"{rule.description.strip()} Severity: {rule.level}.{asked}{needs}", "")
    if rule.controls:
        yield from ("Controls: " + ", ".join(rule.controls) + ".", "")
    if rule.remediation:
        yield from (rule.remediation.strip(), "")


def records_page() -> str:
    """Return the page of the record kinds: where they are and which fields they have."""
    lines = [NOTE.format(source="`schemas/`"), "# Records", ""]
    for data in shipped_schemas().values():
        schema = json.loads(data)
        if "x-govml" not in schema:
            continue
        kind = schema["x-govml"]
        lines += [f"## {schema['title']} (`{kind['kind']}`)", "", schema["description"], ""]
        lines += ["Where: " + ", ".join(f"`{glob}`" for glob in kind["paths"]) + ".", ""]
        lines += ["| field | |", "|---|---|"]
        lines += [f"| `{name}` | {_cell(text)} |" for name, text in _fields(schema, schema, "")]
        lines += [""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _fields(schema: dict[str, Any], node: dict[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    node = _resolved(schema, node)
    for name, field in node.get("properties", {}).items():
        target = _resolved(schema, field)
        items = _resolved(schema, target.get("items", {}))
        yield f"{prefix}{name}", field.get("description") or target.get("description", "")
        # Three levels say what a record holds; `govml schema KIND` says the rest.
        if prefix.count(".") < 2:
            yield from _fields(schema, target, f"{prefix}{name}.")
            yield from _fields(schema, items, f"{prefix}{name}[].")


def _resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    reference = node.get("$ref", "")
    if not reference.startswith("#/$defs/"):
        return node
    return cast("dict[str, Any]", schema["$defs"][reference.removeprefix("#/$defs/")])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def commands_page() -> str:
    """Return the page of the commands: what `--help` of each prints."""
    lines = [NOTE.format(source="the commands in `govml/cli/`"), "# Commands", ""]
    context = click.Context(cli, info_name="govml", terminal_width=100, **cli.context_settings)
    for command, inner in _commands(cli, context):
        lines += [f"## {inner.command_path}", "", "```", command.get_help(inner), "```", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _commands(command: click.Command, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    yield command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _commands(inner, click.Context(inner, context, name, max_content_width=100, terminal_width=100))


def main() -> None:
    """Write the pages into the folder given on the command line."""
    folder = Path(sys.argv[1])
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
        print(folder / name)


if __name__ == "__main__":
    main()
