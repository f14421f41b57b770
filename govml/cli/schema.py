"""`govml schema`: print the JSON Schema of a record kind."""

from __future__ import annotations

import click

from govml import assets
from govml.model import UsageError
from govml.records.kinds import SUFFIX


@click.command()
@click.argument("kind", required=False)
def schema(kind: str | None) -> None:
    """Print the JSON Schema of a record KIND; without KIND, list the kinds and where their records are.

    \b
    govml schema
    govml schema model-card > model-card.schema.json
    """
    import json

    files = {path.name.removesuffix(SUFFIX): path for path in sorted(assets.schemas().glob("*" + SUFFIX))}
    if kind is None:
        for name, path in files.items():
            document = json.loads(path.read_bytes())
            block = document.get("x-govml")
            paths = ", ".join(block["paths"]) if block else "a format that govml writes"
            click.echo(f"{name:<18} {document.get('title', '')}\n{'':<18} {paths}")
        return
    if kind not in files:
        raise UsageError(f"there is no schema {kind!r}", f"one of: {', '.join(files)}")
    click.echo(files[kind].read_text(), nl=False)
