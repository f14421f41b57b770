"""`govml github collect` and `propose`: what a training changed, on its way into a pull request."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govml.cli.check import evaluation_time
from govml.model import UsageError

if TYPE_CHECKING:
    from govml.base.git import Repository
    from govml.cli.main import Settings

_FOLDER = click.option("--folder", metavar="DIR", help="Where the files are; in RUNNER_TEMP by default.")
_ALLOW = click.option(
    "--allow", metavar="GLOB", multiple=True, help="Further files that the training may change; repeatable."
)


@click.command()
@click.argument("model")
@_FOLDER
@_ALLOW
@click.pass_obj
def collect(settings: Settings, model: str, folder: str | None, allow: tuple[str, ...]) -> None:
    """Copy what a training of MODEL changed in the work tree into a folder, to be proposed by another job.

    Takes evidence, lock files of DVC, the card, its metrics and reports, and outputs that dvc.yaml keeps in Git. What
    else was changed stays behind, and is named. Of a training that failed, the job summary says why.

    \b
    govml github collect credit-risk
    """
    from govml.evidence.bundle import attempts_path
    from govml.forge.runner import append, outputs_text
    from govml.usecases.proposed_files import collect as run

    repository = settings.repository()
    found = run(repository, model, _folder(folder), allow)
    attempts = attempts_path(model)
    if attempts in found.taken:
        _tell_failed(repository, attempts)
    for path in found.left:
        click.echo(notice(f"changed by the training, and not proposed: {path}"))
    if target := os.environ.get("GITHUB_OUTPUT"):
        changed = any(path != attempts for path in found.taken)
        append(target, outputs_text({"changed": "true" if changed else "false"}))
    click.echo(notice(f"{len(found.taken)} changed files of {model} collected"))


def _tell_failed(repository: Repository, path: str) -> None:
    """Write why the last training failed into the job summary."""
    from govml.evidence.bundle import read_bundle
    from govml.evidence.statement import read_statement
    from govml.evidence.training import read_training
    from govml.forge.runner import append
    from govml.render.proposal import failed

    last = read_bundle(repository.read_on_disk(path, 0))[-1]
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        append(summary, failed(read_training(read_statement(last.payload))))


@click.command()
@click.argument("model")
@_FOLDER
@_ALLOW
@click.option("--base", metavar="BRANCH", help="Branch that it is for; the one that the workflow runs on by default.")
@click.option("--stage", metavar="STAGE", help="Compare with the version on it; production or prod by default.")
@click.option("--remote", default="origin", show_default=True, help="Where the branch is pushed to.")
@click.option("--at", metavar="TIME", help="Evaluation time: a date or an RFC 3339 time; now by default.")
@click.pass_obj
def propose(
    settings: Settings,
    model: str,
    folder: str | None,
    allow: tuple[str, ...],
    base: str | None,
    stage: str | None,
    remote: str,
    at: str | None,
) -> None:
    """Open the pull request of a training of MODEL, or bring it up to date.

    Takes the files that `govml github collect` put into DIR, refuses any that a training may not change, commits them
    on top of HEAD, pushes the branch govml/train/MODEL, and says in the text what ran, what proves it, what it means
    against the version on STAGE and what `govml check` finds. Runs no code of the repository.

    \b
    GITHUB_TOKEN=... govml github propose credit-risk --stage production

    Exit codes: 0 opened or updated, 1 something may not be proposed, 2 usage, 4 could not be done.
    """
    from govml.forge import pulls
    from govml.forge.branch import Remote, push
    from govml.forge.event import branch_of, repository_of, run_url
    from govml.forge.rest import Api, retried
    from govml.forge.runner import append, outputs_text
    from govml.render.proposal import text
    from govml.usecases.propose import Request
    from govml.usecases.propose import propose as run

    slug, into = repository_of(os.environ), base or branch_of(os.environ)
    if not into:
        raise UsageError("the workflow runs on no branch that this could be proposed for", "name one with --base")
    token = os.environ.get("GITHUB_TOKEN", "").strip()
    api = Api(os.environ.get("GITHUB_API_URL") or "https://api.github.com", token)
    repository = settings.repository()
    url = run_url(os.environ)
    found = run(repository, Request(model, _folder(folder), evaluation_time(at), stage or "", allow, url))
    body = text(found.told)
    server = os.environ.get("GITHUB_SERVER_URL") or "https://github.com"
    assert repository.workdir is not None
    pushed = push(repository.workdir, Remote(remote, server, token), found.commit, found.branch)
    pull = pulls.PullRequest(found.branch, into, found.title, body)
    posted = retried(lambda: pulls.publish(api, slug, pull))
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        append(summary, body)
    if target := os.environ.get("GITHUB_OUTPUT"):
        values = {"url": posted.url, "branch": found.branch, "verdict": found.told.report.verdict}
        append(target, outputs_text(values))
    state = "pushed" if pushed else "unchanged"
    click.echo(notice(f"branch {found.branch} {state}; pull request {posted.what}: {posted.url}"))


def _folder(given: str | None) -> Path:
    temporary = os.environ.get("RUNNER_TEMP")
    if not given and not temporary:
        raise UsageError("there is no folder for the files: RUNNER_TEMP is not set", "name one with --folder")
    return Path(given) if given else Path(temporary or "", "govml-proposal")


def notice(text: str) -> str:
    """A line that GitHub shows as a notice of the job."""
    from govml.render import words

    return f"::notice title=govml::{words.log_data(words.prose(text))}"
