"""`govml github promote` and `reviews`: promotions and reviews in a step of a GitHub workflow."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from govml.cli.check import evaluation_time, write_file
from govml.cli.promotion import asked_about, decided, exit_code, ledger_of, renewal
from govml.cli.propose import notice
from govml.cli.signing import signer_of
from govml.model import PASSING, GovmlError, UsageError
from govml.named import NamedTuple
from govml.records.index import mapping_of

if TYPE_CHECKING:
    from govml.base.git import Repository
    from govml.cli.main import Settings
    from govml.evidence.signing import Signer
    from govml.forge.rest import Api
    from govml.forge.reviews import Reviewed
    from govml.ledger.remote import GitRemote
    from govml.ledger.statements import Action
    from govml.model import Json
    from govml.usecases.decide import Asked
    from govml.usecases.promote import Done, Where

FILES: Final = {"json": "decision.json", "html": "decision.html", "markdown": "decision.md", "report": "report.json"}
"""Formats that a decision is written in, and the file of each; `report.json` is what approvers sign."""
LABEL: Final = "promotion"
"""Label of the comment on the issue that asked."""

EVENTS: Final = ("pull_request_review", "pull_request")
"""Events of the run after which reviews are recorded: one was given or dismissed, or the pull request was closed."""

_KEY = click.option("--key", metavar="K", default="", help="SSH key that signs; GOVML_SIGNING_KEY by default.")
_TRUSTED = click.option("--trusted", metavar="BRANCH", default="", help="Branch that decides; else as govml.yaml says.")


class _Question(NamedTuple):
    """What is asked, and the issue that asks it, 0 for none."""

    asked: Asked
    issue: int


@click.command()
@click.argument("version", metavar="[MODEL@VERSION]", required=False)
@click.option("--to", "stage", metavar="STAGE", default="", help="Stage that is asked about.")
@click.option("--rollback", is_flag=True, help="Roll the stage back to the version.")
@click.option("--dry-run", is_flag=True, help="Only decide; write nothing to the repository.")
@click.option("--release", is_flag=True, help="Create the release of the stage tag, with the report as its text.")
@click.option("--folder", metavar="DIR", help="Where the files of the report go; in RUNNER_TEMP by default.")
@_KEY
@_TRUSTED
@click.pass_obj
def promote(
    settings: Settings,
    version: str | None,
    stage: str,
    rollback: bool,
    dry_run: bool,
    release: bool,
    folder: str | None,
    key: str,
    trusted: str,
) -> int:
    """Promote a version or roll a stage back, and publish ledger and tags with GITHUB_TOKEN.

    Without MODEL@VERSION an issue asks, by the label govml:promote or govml:rollback and the title `MODEL@VERSION to
    STAGE`. Writes the job summary, the outputs of the step, decision.json, decision.html, decision.md and report.json,
    and answers the issue.

    \b
    govml github promote credit-risk@v1.4.0 --to production --dry-run
    govml github promote credit-risk@v1.4.0 --to production --key key --release

    Exit codes: 0 promoted (or it would be), 1 refused, 2 usage, 4 could not decide.
    """
    from govml.forge.event import repository_of
    from govml.usecases import promote as usecase
    from govml.usecases.promotion_document import document_of

    slug, api = repository_of(os.environ), _api()
    repository = settings.repository()
    question = _question(repository, version, stage, rollback, trusted)
    asked = question.asked
    where = _where(repository, asked)
    if dry_run:
        done = usecase.Done(decided(repository, asked, where.how, where), None)
    else:
        renew = renewal(repository, asked, trusted)
        done = usecase.promote(repository, asked, signer_of(repository, key), where, renew)
    decision, entry, tags = done.decision, done.entry, done.tags
    document = document_of(decision, entry)
    _publish(done, document, _folder(folder))
    if entry is not None:
        _remote(repository, where.branch).push_tags(tags)
        click.echo(notice(f"{asked.kind} of {asked.name} is entry {entry.number} of the ledger"))
        if done.problem:
            click.echo(notice(f"the ledger has it, but {done.problem}"))
        if release and done.tag:
            _release(api, slug, asked, document, done.tag)
    if question.issue:
        _answer(api, slug, question.issue, document)
    if decision.verdict not in PASSING:
        click.echo(f"::error title=govml::{_log(decision.refusal)}")
    return exit_code(decision) if dry_run or entry is None else 0


def _question(repository: Repository, version: str | None, stage: str, rollback: bool, trusted: str) -> _Question:
    from govml.forge.event import asked_in

    kind: Action = "rollback" if rollback else "promotion"
    issue = 0
    if not version:
        said = asked_in(os.environ)
        kind, version, stage, issue = said.kind, said.version, said.stage, said.number
    if not stage:
        raise UsageError("no stage is named", "name one with --to")
    return _Question(asked_about(repository, kind, version, stage, {"at": None, "trusted": trusted}), issue)


def _publish(done: Done, document: dict[str, Json], folder: Path) -> None:
    """Write the files, the summary and the outputs of the step."""
    from govml.forge.runner import append, outputs_text, summary_room
    from govml.render import RenderOptions
    from govml.render.promotion import render_promotion
    from govml.render.promotion_markdown import page
    from govml.render.pull_request import in_bytes

    decision, entry = done.decision, done.entry
    for form, name in FILES.items():
        write_file(str(folder / name), render_promotion(form, document, decision.data, RenderOptions()))
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        append(summary, in_bytes(lambda limit: page(document, limit), summary_room(summary)))
    if target := os.environ.get("GITHUB_OUTPUT"):
        asked = decision.asked
        told = {
            "verdict": decision.verdict,
            "kind": asked.kind,
            "version": f"{asked.model}@{asked.version}",
            "stage": asked.stage,
            "report": decision.about.report,
            "at": asked.at,
            "entry": "" if entry is None else str(entry.number),
            "tag": done.tag,
            "folder": str(folder),
        }
        append(target, outputs_text(told))


def _release(api: Api, slug: str, asked: Asked, document: dict[str, Json], tag: str) -> None:
    from govml.forge.releases import LIMIT, publish
    from govml.forge.rest import retried
    from govml.render.promotion_markdown import page

    title, text = f"{asked.model} {asked.version} on {asked.stage}", page(document, LIMIT)
    posted = retried(lambda: publish(api, slug, tag, title, text))
    click.echo(notice(f"release {posted.what}: {posted.url}"))


def _answer(api: Api, slug: str, issue: int, document: dict[str, Json]) -> None:
    from govml.forge.comments import publish
    from govml.forge.rest import ApiError, retried
    from govml.render.promotion_markdown import page
    from govml.render.pull_request import COMMENT

    text = page(document, COMMENT)
    try:
        posted = retried(lambda: publish(api, slug, issue, LABEL, text))
    except ApiError as error:
        if error.status not in (403, 404):
            raise
        click.echo(notice(f"no comment: the token of this job may not write one. {error}"))
        return
    click.echo(notice(f"comment {posted.what}: {posted.url}"))


@click.command()
@_TRUSTED
@click.pass_obj
def trusted(settings: Settings, trusted: str) -> None:
    """Print the commit that decides, whose scripts a workflow may run beside its secrets.

    \b
    git archive "$(govml github trusted)" | tar -x --one-top-level=trusted

    Exit codes: 0 done, 2 there is no such branch, 4 its config can't be read.
    """
    from govml.usecases.decide import trusted_commit

    click.echo(trusted_commit(settings.repository(), trusted))


@click.command()
@click.option("--pull", "number", type=click.IntRange(1), metavar="N", help="Pull request; else that of the event.")
@_KEY
@_TRUSTED
@click.pass_obj
def reviews(settings: Settings, number: int | None, key: str, trusted: str) -> int:
    """Record the approving reviews of a pull request in the ledger, as evidence that is weaker than a signature.

    A review counts that says `I approve MODEL@VERSION for STAGE` in a line of its own, and whose commit is that of the
    version. GitHub is asked for them; on `workflow_run`, after a review or when a pull request is closed, also for the
    pull request. That they count as approvals at all is for govml.yaml to say (`promotion.approvals: review`).

    \b
    GITHUB_TOKEN=... govml github reviews --pull 7 --key key

    Exit codes: 0 done, 1 the key may not record, 2 usage, 4 could not be done.
    """
    from govml.forge.comments import pull_requests_of
    from govml.forge.event import read_event, repository_of
    from govml.forge.rest import retried
    from govml.forge.reviews import approving
    from govml.usecases.promote import UnknownRecorderError

    slug, api = repository_of(os.environ), _api()
    numbers = [] if number is None else [number]
    if number is None:
        run = read_event(os.environ).run
        if run is None:
            raise UsageError("the event names no pull request", "name one with --pull")
        if run.event not in EVENTS:
            click.echo(notice(f"nothing to record: the run was for {run.event or 'no event'}, not for a review"))
            return 0
        # One that is merged, too: only then is what was reviewed on the branch that decides.
        numbers = retried(lambda: pull_requests_of(api, slug, run, "all"))
    found = retried(lambda: [review for pull in numbers for review in approving(api, slug, pull)])
    if not found:
        click.echo(notice("nothing to record: no review approves a version for a stage"))
        return 0
    repository = settings.repository()
    signer = signer_of(repository, key)
    status = 0
    for review in found:
        name = f"review {review.id} of {review.login}"
        try:
            recorded = _record(repository, review, trusted, signer)
        except GovmlError as error:
            if isinstance(error, UnknownRecorderError):
                raise
            if error.exit_code == 4:
                status = 4  # at the end: what somebody wrote into a review must not keep those of others out
            click.echo(f"::warning title=govml::{_log(f'{name} is not recorded: {error}. {error.hint}')}")
        else:
            click.echo(notice(f"{name} for {review.version} on {review.stage} is entry {recorded} of the ledger"))
    return status


def _record(repository: Repository, review: Reviewed, trusted: str, signer: Signer) -> int:
    """The number of the entry with a review. Raises `RefusedError` when it is of something else."""
    from govml.ledger.statements import Review
    from govml.usecases.promote import RefusedError, expiry, record_review, refuse_unapprovable

    if review.report and not review.at:
        hint = "say `report SHA256 of TIME`: both are in the report, and every second has another"
        raise RefusedError("it names a report, and not of which time", hint)
    if review.at > review.submitted:
        raise RefusedError(f"it is of {review.submitted}, and names a report of {review.at}", "review it again")
    options = {"at": review.at or review.submitted, "trusted": trusted}
    asked = asked_about(repository, "promotion", review.version, review.stage, options)
    where = _where(repository, asked)
    decision = decided(repository, asked, where.how, where)
    about = decision.about
    if review.commit != about.commit:
        raise RefusedError(f"it is of commit {review.commit[:12]}, and the version is {about.commit[:12]}")
    if not decision.approvable and not mapping_of(decision.report["version"]).get("reachable"):
        hint = "it is once the pull request is merged with a merge commit; a squash or rebase makes other commits"
        raise RefusedError("its commit is not in the history of the trusted branch", hint)
    if review.report and not about.report.startswith(review.report):
        raise RefusedError(f"the report is sha256:{about.report} by now, not {review.report}", "review it again")
    refuse_unapprovable(decision)
    until = expiry(decision)
    said = Review(about, review.login, review.id, "APPROVED", review.commit, review.submitted, asked.at, until)
    return record_review(repository, decision, said, signer, where, evaluation_time(None)).number


def _where(repository: Repository, asked: Asked) -> Where:
    from govml.usecases.judging import How
    from govml.usecases.promote import Where

    branch = ledger_of(repository, asked.trusted)
    return Where(branch, How("embedded", "", False), _remote(repository, branch))


def _remote(repository: Repository, branch: str) -> GitRemote:
    """The repository on GitHub, where the job's token lets us in."""
    from govml.forge.branch import Remote, access_to
    from govml.ledger.remote import GitRemote

    server = os.environ.get("GITHUB_SERVER_URL") or "https://github.com"
    access = access_to(Remote("origin", server, os.environ.get("GITHUB_TOKEN", "").strip()))
    return GitRemote(repository, branch, access=access)


def _api() -> Api:
    from govml.forge.rest import Api

    return Api(os.environ.get("GITHUB_API_URL") or "https://api.github.com", os.environ.get("GITHUB_TOKEN", "").strip())


def _folder(given: str | None) -> Path:
    temporary = os.environ.get("RUNNER_TEMP")
    if not given and not temporary:
        raise UsageError("there is no folder for the files: RUNNER_TEMP is not set", "name one with --folder")
    return Path(given) if given else Path(temporary or "", "govml-promotion")


def _log(text: str) -> str:
    from govml.render import words

    return words.log_data(words.prose(text))
