"""`govml github audit`: an audit in a step of a GitHub workflow, its issue, and the checkpoint of the ledger."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from govml.cli.check import Ticker, evaluation_time, write_file
from govml.cli.ledger import checkpoint_bytes
from govml.cli.propose import notice
from govml.model import UsageError

if TYPE_CHECKING:
    from govml.cli.main import Settings
    from govml.forge.rest import Api
    from govml.model import Json

FILES: Final = {"json": "audit.json", "html": "audit.html", "markdown": "audit.md"}
"""Formats that an audit is written in, and the file of each."""
LABEL: Final = "audit"
"""Label of the issue."""
_TITLE: Final = "govml audit: the record is not intact"


@click.command()
@click.option(
    "--checkpoint", metavar="FILE", help="The last checkpoint that was kept elsewhere; no file where there is none yet."
)
@click.option("--trusted", metavar="BRANCH", default="", help="Branch that decides; else as govml.yaml says.")
@click.option("--folder", metavar="DIR", help="Where the files of the audit go; in RUNNER_TEMP by default.")
@click.option("--author", metavar="LOGIN", help="Who writes with GITHUB_TOKEN; github-actions[bot] by default.")
@click.pass_obj
def audit(settings: Settings, checkpoint: str | None, trusted: str, folder: str | None, author: str | None) -> int:
    """Audit the repository, and keep one issue open while something is broken or can't be verified.

    Writes the job summary, the outputs of the step, audit.json, audit.html and audit.md. `govml ledger checkpoint`
    makes the checkpoint that the next audit compares with.

    \b
    GITHUB_TOKEN=... govml github audit --checkpoint checkpoint.txt

    Exit codes: 0 all is verified, 1 something is broken, 2 usage, 3 there is no ledger, 4 something can't be verified.
    """
    from govml.forge.event import repository_of
    from govml.forge.rest import Api
    from govml.forge.runner import append, outputs_text, summary_room
    from govml.render import RenderOptions
    from govml.render.audit import render_audit
    from govml.render.audit_markdown import page
    from govml.render.pull_request import COMMENT, in_bytes
    from govml.usecases import audit as usecase
    from govml.usecases.audit_clone import Clone
    from govml.usecases.judging import How

    slug = repository_of(os.environ)
    api = Api(os.environ.get("GITHUB_API_URL") or "https://api.github.com", os.environ.get("GITHUB_TOKEN", "").strip())
    source = Clone(settings.repository(), trusted, How("embedded", "", False))
    seen = checkpoint_bytes(Path(checkpoint)) if checkpoint and Path(checkpoint).exists() else None
    if checkpoint and seen is None:
        click.echo(notice(f"there is no checkpoint {checkpoint} yet: that nothing was cut off can't be told"))
    progress = Ticker(time.monotonic()).tell
    question = usecase.Question(evaluation_time(None), checkpoint=seen, progress=progress)
    document = usecase.audit(source, question).document
    into = _folder(folder)
    for form, name in FILES.items():
        write_file(str(into / name), render_audit(form, document, RenderOptions()))
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        append(summary, in_bytes(lambda limit: page(document, limit), summary_room(summary)))
    if target := os.environ.get("GITHUB_OUTPUT"):
        told = {"verdict": str(document["verdict"]), "folder": str(into), "entries": str(_entries(document))}
        append(target, outputs_text(told))
    nothing = document["reason"] == usecase.NO_LEDGER
    passed = document["verdict"] == "PASSED"
    if passed or not nothing:
        _tell(api, slug, passed, page(document, COMMENT), author)
    click.echo(notice(f"{document['verdict']}: {document['reason']}"))
    return 3 if nothing else {"PASSED": 0, "FAILED": 1}.get(str(document["verdict"]), 4)


def _tell(api: Api, slug: str, passed: bool, text: str, author: str | None) -> None:
    """Open the issue, or bring it up to date; close it when all is verified."""
    from govml.forge.comments import AUTHOR
    from govml.forge.issues import close, publish
    from govml.forge.rest import retried

    who = author or AUTHOR
    if passed:
        done = retried(lambda: close(api, slug, LABEL, text, who))
    else:
        done = retried(lambda: publish(api, slug, LABEL, _TITLE, text, who))
    if done is not None:
        click.echo(notice(f"issue {done.what}: {done.url}"))


def _entries(document: dict[str, Json]) -> Json:
    source = document["source"]
    return source["entries"] if isinstance(source, dict) else 0


def _folder(given: str | None) -> Path:
    temporary = os.environ.get("RUNNER_TEMP")
    if not given and not temporary:
        raise UsageError("there is no folder for the files: RUNNER_TEMP is not set", "name one with --folder")
    return Path(given) if given else Path(temporary or "", "govml-audit")
