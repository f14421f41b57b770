"""`govml audit`."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from govml.cli.check import OutputFile, Ticker, evaluation_time, shows_unicode, write_file
from govml.cli.ledger import checkpoint_bytes, no_ledger
from govml.model import EvidenceError, UsageError

if TYPE_CHECKING:
    from govml.cli.main import Settings
    from govml.policy.engine import EngineName
    from govml.usecases.audit_clone import Clone
    from govml.usecases.pack import Pack

FORMATS: Final = ("text", "markdown", "json", "html", "oscal")


@click.command()
@click.argument("pack", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[PACK]")
@click.option("--at", metavar="TIME", help="Tell what was on the stages at this time (UTC), instead of now.")
@click.option("--since", metavar="N|R", default="0", help="Check entries from number N, or commit R, on.")
@click.option("--stage", metavar="STAGE", default="", help="Tell of this stage only.")
@click.option(
    "--checkpoint", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help="A checkpoint that was kept elsewhere: the ledger has to continue it.",
)  # fmt: skip
@click.option(
    "--allowed-signers", "known", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help="Keys that you know, and whose they are: checkpoint and entries have to be signed by these, too.",
)  # fmt: skip
@click.option("--trusted", metavar="BRANCH", default="", help="Branch that decides; else as govml.yaml says.")
@click.option("--no-recompute", is_flag=True, help="Don't make the decisions again; all else is checked.")
@click.option("--engine", type=click.Choice(["embedded", "opa"]), default="embedded", help="Policy engine.")
@click.option("--opa-url", metavar="URL", envvar="GOVML_OPA_URL", default="", help="OPA server to ask.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="Format on standard output.")
@click.option("--output", "outputs", type=OutputFile(FORMATS), multiple=True, help="Also write to a file; repeatable.")
@click.option("--pack", "packed", metavar="FILE", default="", help="Write an evidence pack for who has no clone.")
@click.option("-v", "--verbose", is_flag=True, help="Tell of every entry, tag and clause.")
@click.pass_obj
def audit(
    settings: Settings,
    pack: Path | None,
    at: str | None,
    since: str,
    stage: str,
    checkpoint: Path | None,
    known: Path | None,
    trusted: str,
    no_recompute: bool,
    engine: EngineName,
    opa_url: str,
    form: str,
    outputs: tuple[tuple[str, str], ...],
    packed: str,
    verbose: bool,
) -> int:
    """Verify the whole ledger and the registry's tags offline, and tell what was on the stages.

    Every signature is held against the keys and roles of its time, every tag against the ledger, and every decision is
    made again and compared byte for byte. With PACK, an evidence pack is verified instead of this repository.

    \b
    govml audit
    govml audit --at 2026-03-03 --stage production --checkpoint checkpoint.txt
    govml audit --format oscal --pack evidence.tar
    govml audit evidence.tar

    Exit codes: 0 all is verified, 1 something is broken, 2 usage, 3 there is no ledger, 4 something can't be verified.
    """
    from govml.evidence.allowed_signers import read_signers
    from govml.render import RenderOptions
    from govml.render.audit import render_audit
    from govml.usecases import audit as usecase
    from govml.usecases.audit_clone import Clone
    from govml.usecases.judging import How
    from govml.usecases.pack import Pack, make_pack

    if pack is not None and (trusted or packed):
        raise UsageError("with PACK there is no --trusted and no --pack", "leave them out: a pack has its own branch")
    if packed == "-":
        raise UsageError("standard output has the audit, and no room for a pack", "name a file: --pack FILE")
    ticker = Ticker(time.monotonic())
    source: Clone | Pack
    if pack is not None:
        source, first = _pack(pack), _number(since)
    else:
        source = Clone(settings.repository(), trusted, How(engine, opa_url, False))
        first = _first(source, since)
    seen = checkpoint_bytes(checkpoint) if checkpoint is not None else None
    keys = read_signers(known.read_bytes(), b"") if known is not None else None
    question = usecase.Question(evaluation_time(at), first, stage, seen, keys, not no_recompute, ticker.tell)
    done = usecase.audit(source, question)
    for kind, file in outputs:
        write_file(file, render_audit(kind, done.document, RenderOptions(False, 80, True, True)))
    shown = RenderOptions(settings.color, settings.width, verbose, shows_unicode())
    click.echo(render_audit(form, done.document, shown), nl=False)
    if packed and isinstance(source, Clone):
        if source.ledger.sound:
            write_file(packed, make_pack(source, done, seen))
        else:
            click.echo("warning: no pack was written, as the ledger is not sound", err=True)
    if done.document["reason"] == usecase.NO_LEDGER:
        return 3 if isinstance(source, Pack) else no_ledger()
    return {"PASSED": 0, "FAILED": 1}.get(str(done.document["verdict"]), 4)


def _pack(path: Path) -> Pack:
    """The pack in a file. Raises `EvidenceError`, with the file's name."""
    from govml.usecases.pack import read_pack

    try:
        return read_pack(path.read_bytes())
    except EvidenceError as error:
        raise EvidenceError(f"{path}: {error}", error.hint) from None


def _number(text: str) -> int:
    """The number of an entry. Raises `UsageError`."""
    if not re.fullmatch(r"[0-9]{1,9}", text, re.ASCII):
        raise UsageError(f"--since {text!r} is no number of an entry", "entries are counted from 0")
    return int(text)


def _first(source: Clone, text: str) -> int:
    """The first entry to check, by its number or by its commit on the ledger. Raises `UsageError`."""
    if re.fullmatch(r"[0-9]{1,9}", text, re.ASCII):
        return int(text)
    commit = source.git.resolve(text)
    for entry in source.ledger.entries:
        if entry.commit == commit:
            return entry.number
    raise UsageError(f"--since {text!r} is no commit of the ledger", "name an entry by its number, or govml/ledger~N")
