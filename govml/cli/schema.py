"""`govml schema`: print the JSON Schema of a record kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from govml.model import GovmlError, Json, UsageError
from govml.records.kinds import SUFFIX, shipped_schemas

if TYPE_CHECKING:
    from govml.cli.main import Settings


@click.command()
@click.argument("kind", required=False)
@click.pass_obj
def schema(settings: Settings, kind: str | None) -> None:
    """Print the JSON Schema of a record KIND; without KIND, list the kinds and where their records are.

    Inside a repository this includes the kinds that it defines under its schemas/.

    \b
    govml schema
    govml schema model-card > model-card.schema.json
    """
    from govml.render.words import visible

    known = {file.removesuffix(SUFFIX): data for file, data in shipped_schemas().items()}
    known |= _own_schemas(settings)
    if kind is None:
        for name, data in sorted(known.items()):
            title, paths = _summary(data)
            click.echo(f"{visible(name):<18} {visible(title)}\n{'':<18} {visible(paths)}")
        return
    if kind not in known:
        raise UsageError(f"there is no schema {kind!r}", f"one of: {', '.join(sorted(known))}")
    click.echo(known[kind].decode("utf-8", "replace"), nl=False)


def _own_schemas(settings: Settings) -> dict[str, bytes]:
    """Schemas by kind that the repository around the folder defines; none outside of one, or where it can't be read."""
    from govml.base.snapshot import BlobTooLargeError
    from govml.records.files import Limits
    from govml.usecases.check import take_snapshot

    found: dict[str, bytes] = {}
    try:
        snapshot = take_snapshot(settings.repository(), "", staged=False)
        entries = [entry for entry in snapshot.under("schemas") if entry.path.endswith(SUFFIX)]
    except (GovmlError, OSError):
        return found
    for entry in entries:
        try:
            data = snapshot.read(entry, Limits().blob_bytes)
        except (BlobTooLargeError, GovmlError, OSError):
            continue  # `govml check` tells of it
        if name := _kind_of(data):
            found[name] = data
    return found


def _block(data: bytes) -> tuple[dict[str, Json], dict[str, Json]]:
    """A schema and its `x-govml` block, each empty where there is none."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return {}, {}
    found = document if isinstance(document, dict) else {}
    block = found.get("x-govml")
    return found, block if isinstance(block, dict) else {}


def _kind_of(data: bytes) -> str:
    name = _block(data)[1].get("kind")
    return name if isinstance(name, str) else ""


def _summary(data: bytes) -> tuple[str, str]:
    """Title, and the paths of the records."""
    document, block = _block(data)
    paths = block.get("paths")
    told = ", ".join(map(str, paths)) if isinstance(paths, list) else "a format that govml writes"
    return str(document.get("title", "")), told
