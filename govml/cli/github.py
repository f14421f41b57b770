"""`govml github`: check and comment, trainings, promotions and audits, in a step of a GitHub workflow."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from govml.cli.check import Ticker, evaluation_time, exit_code, write_file
from govml.cli.github_audit import audit
from govml.cli.github_promotion import promote, reviews, trusted
from govml.cli.propose import collect, notice, propose
from govml.model import GovmlError, UsageError

if TYPE_CHECKING:
    from govml.cli.main import Settings
    from govml.forge.event import Event
    from govml.model import Diff, Report
    from govml.policy.engine import EngineName

FILES: Final = {"json": "report.json", "sarif": "report.sarif", "html": "report.html"}
"""Formats that a check writes, and the file of each."""
DIFF: Final = "diff.json"
"""What the change means; there is none where nothing is compared."""
COMMENT: Final = "comment.md"
"""Text of the comment."""

_LABEL = click.option("--label", default="check", show_default=True, help="Tells several checks apart.")
_FOLDER = click.option("--folder", metavar="DIR", help="Where the files of the report are; in RUNNER_TEMP by default.")


@click.group()
def github() -> None:
    """Check, comment, propose a training, promote and audit, in a step of a GitHub workflow.

    \b
    govml github check
    govml github comment
    govml github propose credit-risk
    govml github promote credit-risk@v1.4.0 --to production
    govml github audit
    """


@github.command()
@click.option("--base", metavar="R", help="Compare with this commit instead of the event's.")
@click.option("--policy-rev", metavar="R", help="Take config, schemas, policies and waivers from this commit.")
@click.option("--at", metavar="TIME", help="Evaluation time: a date or an RFC 3339 time; now by default.")
@click.option("--engine", type=click.Choice(["embedded", "opa"]), default="embedded", help="Policy engine.")
@click.option("--opa-url", envvar="GOVML_OPA_URL", metavar="URL", help="An OPA server to ask (with --engine opa).")
@click.option("--fail-on", type=click.Choice(["error", "warning"]), default="error", help="What makes the exit code 1.")
@click.option("--fail-on-existing", is_flag=True, help="What the base has too counts as well.")
@click.option("--no-cache", is_flag=True, help="Judge everything anew.")
@_LABEL
@_FOLDER
@click.pass_obj
def check(
    settings: Settings,
    base: str | None,
    policy_rev: str | None,
    at: str | None,
    engine: EngineName,
    opa_url: str | None,
    fail_on: str,
    fail_on_existing: bool,
    no_cache: bool,
    label: str,
    folder: str | None,
) -> int:
    """Judge what the workflow runs for, by the rules and against the findings of its base.

    A pull request is judged as its merge, a push and a merge queue as their last commit, anything else as what is
    checked out. Prints annotations, writes the job summary, the outputs of the step, and report.json, report.sarif,
    report.html, diff.json and comment.md.

    \b
    govml github check
    govml github check --label nightly --fail-on warning

    Exit codes: 0 passed or warned, 1 failed, 2 usage, 3 nothing was checked, 4 could not decide.
    """
    from govml.forge.comments import marker
    from govml.forge.event import read_event
    from govml.usecases.check import Request
    from govml.usecases.check import check as run
    from govml.usecases.workflow import meaning_of, target_of

    marker(label)
    if "" in (base, policy_rev):
        raise UsageError("a revision can't be empty", "leave the option out, or name a commit, branch or tag")
    event, into = read_event(os.environ), _folder(folder, label)
    try:
        repository = settings.repository()
        target = target_of(repository, event, base or "")
        report = run(
            repository,
            Request(
                evaluation_time(at),
                target.rev,
                policy_rev=policy_rev or "",
                engine=engine,
                opa_url=opa_url or "",
                cache=not no_cache,
                progress=Ticker(time.monotonic()).tell,
                base=target.base,
                fail_on_existing=fail_on_existing,
            ),
        )
        meaning = meaning_of(repository, target)
    except GovmlError as error:
        _tell_undecided(error, label, into)
        raise
    if target.note:
        click.echo(notice(target.note))
    _publish(report, meaning, label, into)
    return exit_code(report, fail_on)


def _publish(report: Report, meaning: Diff | None, label: str, folder: Path) -> None:
    """Write the files, print the annotations, write the summary and the outputs of the step."""
    from govml.forge.runner import append, outputs_text, summary_room
    from govml.render import RenderOptions, render
    from govml.render.diff import render_diff
    from govml.render.pull_request import COMMENT as ROOM
    from govml.render.pull_request import in_bytes, text
    from govml.usecases.workflow import outputs

    written = {form: (name, render(form, report)) for form, name in FILES.items()}
    written["diff"] = (DIFF, render_diff("json", meaning, RenderOptions())) if meaning is not None else ("", "")
    written["markdown"] = (COMMENT, text(report, meaning, label, ROOM))
    for name, content in written.values():
        if name:
            write_file(str(folder / name), content)
    click.echo(render("github", report), nl=False)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        told = in_bytes(lambda limit: text(report, meaning, label, limit), summary_room(summary))
        append(summary, told)
        if not told:
            click.echo(notice("the step has filled its summary before: the report is in the files only"))
    if target := os.environ.get("GITHUB_OUTPUT"):
        files = {form: str(folder / name) if name else "" for form, (name, _) in written.items()}
        append(target, outputs_text(outputs(report, files)))


def _tell_undecided(error: GovmlError, label: str, folder: Path) -> None:
    """Show an error where people look: as an annotation, in summary and comment, and as the verdict."""
    from govml.forge.runner import append, outputs_text
    from govml.render import words
    from govml.render.pull_request import undecided

    lines = [words.prose(line) for line in (str(error), error.hint) if line]
    text = undecided(lines, label)
    write_file(str(folder / COMMENT), text)
    click.echo(f"::error title=govml%3A INCONCLUSIVE::{words.log_data(chr(10).join(lines))}")
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        append(summary, text)
    if target := os.environ.get("GITHUB_OUTPUT"):
        append(target, outputs_text({"verdict": "INCONCLUSIVE", "markdown": str(folder / COMMENT)}))


@github.command()
@_LABEL
@_FOLDER
@click.option("--author", metavar="LOGIN", help="Who writes with GITHUB_TOKEN; github-actions[bot] by default.")
def comment(label: str, folder: str | None, author: str | None) -> None:
    """Create the comment of a check on its pull request, or bring it up to date.

    After `govml github check` in the same job, posts its comment.md. On `workflow_run`, where DIR holds what a run for
    a fork left behind, takes nothing but facts from it: report.json and diff.json are held against their schemas and
    rendered anew, and GitHub is asked which pull request it is. Without the right to comment says so, and exits with 0.

    \b
    GITHUB_TOKEN=... govml github comment
    """
    from govml.forge.comments import AUTHOR, marker, publish, pull_request_of
    from govml.forge.event import read_event
    from govml.forge.rest import Api, ApiError, retried

    marker(label)
    event = read_event(os.environ)
    if event.run is not None and event.run.event != "pull_request":
        click.echo(notice(f"no comment: the run was for {event.run.event or 'no event'}, not for a pull request"))
        return
    if event.run is None and not event.number:
        click.echo(notice(f"no comment: {event.name} is not about a pull request"))
        return
    text = _comment_text(event, label, _folder(folder, label))
    api = Api(os.environ.get("GITHUB_API_URL") or "https://api.github.com", os.environ.get("GITHUB_TOKEN", "").strip())

    def post() -> str:
        number = pull_request_of(api, event.repository, event.run) if event.run is not None else event.number
        if not number:
            return "no comment: no single open pull request has the commit of the run as its head now"
        posted = publish(api, event.repository, number, label, text, author or AUTHOR)
        return f"comment {posted.what}: {posted.url}"

    try:
        click.echo(notice(retried(post)))
    except ApiError as error:
        if error.status not in (403, 404):
            raise
        click.echo(notice(f"no comment: the token of this job may not write one. {error}"))


def _comment_text(event: Event, label: str, folder: Path) -> str:
    if event.run is None:
        return _read(folder / COMMENT, 1024 * 1024).decode("utf-8", "replace")
    from govml.render.pull_request import COMMENT as ROOM
    from govml.render.pull_request import text
    from govml.usecases.reports import MAX_BYTES, read_diff, read_report

    report = read_report(_read(folder / FILES["json"], MAX_BYTES))
    meaning = read_diff(_read(folder / DIFF, MAX_BYTES)) if os.path.lexists(folder / DIFF) else None
    return text(report, meaning, label, ROOM)


def _folder(given: str | None, label: str) -> Path:
    if given:
        return Path(given)
    temporary = os.environ.get("RUNNER_TEMP")
    if not temporary:
        raise UsageError("there is no folder for the report: RUNNER_TEMP is not set", "name one with --folder")
    return Path(temporary, "govml", label)


def _read(path: Path, limit: int) -> bytes:
    """The bytes of a plain file, which in the folder of a stranger's run may be anything else."""
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise GovmlError(f"{path} is not a file", "--folder names the folder that the check wrote to")
            data = stream.read(limit + 1)
    except OSError as error:
        raise GovmlError(
            f"can't read {path}: {error.strerror}", "run `govml github check` with the same --label and --folder before"
        ) from None
    if len(data) > limit:
        raise GovmlError(f"{path} is larger than {limit:,} bytes", "--folder names the folder that the check wrote to")
    return data


github.add_command(collect)
github.add_command(propose)
github.add_command(promote)
github.add_command(reviews)
github.add_command(trusted)
github.add_command(audit)
