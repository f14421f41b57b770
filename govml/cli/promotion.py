"""`govml report`, `approve`, `promote` and `rollback`: decisions about versions and stages."""

from __future__ import annotations

import functools
import sys
import time
from typing import TYPE_CHECKING, Any, Final

import click

from govml.cli.check import OutputFile, Ticker, evaluation_time, shows_unicode, write_file
from govml.cli.main import one_line
from govml.cli.signing import signer_of
from govml.model import PASSING, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from govml.base.git import Repository
    from govml.cli.main import Settings
    from govml.ledger.entries import Entry
    from govml.ledger.statements import Action
    from govml.policy.engine import EngineName
    from govml.usecases.decide import Asked, Decision
    from govml.usecases.judging import How
    from govml.usecases.promote import Where

FORMATS: Final = ("text", "markdown", "html", "json", "report")


def _shared(command: Callable[..., int]) -> Callable[..., int]:
    """Options that all four commands have."""
    options = (
        click.option("--trusted", metavar="BRANCH", default="", help="Branch that decides; else as govml.yaml says."),
        click.option("--at", metavar="TIME", help="Decide as of this time (UTC), instead of now."),
        click.option("--engine", type=click.Choice(["embedded", "opa"]), default="embedded", help="Policy engine."),
        click.option("--opa-url", metavar="URL", envvar="GOVML_OPA_URL", default="", help="OPA server to ask."),
    )
    return functools.reduce(lambda done, option: option(done), reversed(options), command)


def _told(command: Callable[..., int]) -> Callable[..., int]:
    """Options of the commands that tell a decision."""
    options = (
        click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="Format on standard output."),
        click.option(
            "--output", "outputs", type=OutputFile(FORMATS), multiple=True, help="Also write it to a file; repeatable."
        ),
        click.option("-v", "--verbose", is_flag=True, help="Tell everything."),
    )
    return functools.reduce(lambda done, option: option(done), reversed(options), command)


_to = click.option("--to", "stage", metavar="STAGE", required=True, help="Stage that is asked about.")
key_option = click.option(
    "--key", metavar="K", default="", help="SSH key that signs; else GOVML_SIGNING_KEY, user.signingkey."
)
push_option = click.option("--push", is_flag=True, help="Fetch the ledger from origin first, and publish there.")


@click.command()
@click.argument("version", metavar="MODEL@VERSION")
@_to
@click.option("--rollback", is_flag=True, help="Ask about a rollback instead of a promotion.")
@_shared
@_told
@click.pass_obj
def report(settings: Settings, /, version: str, stage: str, rollback: bool, **options: Any) -> int:
    """Show the decision about a version and a stage as it stands: what an approver reads.

    The format `report` is the report that approvers sign, byte for byte.

    \b
    govml report credit-risk@v1.4.0 --to production
    govml report credit-risk@v1.4.0 --to production --output html=report.html --output report=report.json

    Exit codes: 0 it would pass, 1 it would not, or there is no such version, 2 usage, 4 could not decide.
    """
    repository = settings.repository()
    asked = asked_about(repository, "rollback" if rollback else "promotion", version, stage, options)
    decision = decided(repository, asked, _how(options), then=options["at"] is not None)
    _emit(settings, decision, options)
    return exit_code(decision)


@click.command()
@click.argument("version", metavar="MODEL@VERSION")
@_to
@click.option("--report", "digest", metavar="SHA256", default=None, help="Digest of the report that you have read.")
@click.option("-m", "--message", default="", help="A comment, or why an approval is withdrawn.")
@click.option("--days", type=click.IntRange(1), metavar="N", help="Days that it lasts, if fewer than usual.")
@click.option(
    "--withdraw", metavar="ENTRY", default=None, help="Take back the approval of this ledger entry (number, digest)."
)
@click.option("-y", "--yes", is_flag=True, help="Don't ask.")
@key_option
@push_option
@_shared
@click.pass_obj
def approve(
    settings: Settings,
    /,
    version: str,
    stage: str,
    digest: str | None,
    message: str,
    days: int | None,
    withdraw: str | None,
    yes: bool,
    key: str,
    push: bool,
    **options: Any,
) -> int:
    """Show what would be signed, sign it, and add the approval to the ledger.

    What is signed is the digest of the report, so the approval ends when anything in that changes. To approve a report
    that you were given, name its time and digest.

    \b
    govml approve credit-risk@v1.4.0 --to production
    govml approve credit-risk@v1.4.0 --to production --at 2026-03-03T12:00:00Z --report 5f0c…
    govml approve credit-risk@v1.4.0 --to production --withdraw 5 -m "The test data was wrong"

    Exit codes: 0 approved, 1 the report doesn't pass or the key may not approve, 2 usage, 4 could not decide.
    """
    from govml.usecases import promote as usecase

    repository = settings.repository()
    asked = asked_about(repository, "promotion", version, stage, options)
    now = _now(asked)
    where = where_of(repository, asked.trusted, _how(options), push)
    if withdraw is not None:
        if where.publish is not None:
            where.publish.fetch()
        entry = usecase.withdraw(repository, asked, withdraw, message, signer_of(repository, key), where, now)
        click.echo(f"withdrawn: entry {entry.number} of the ledger ({entry.digest})")
        tell_push(push, where)
        return 0
    decision = decided(repository, asked, where.how, where)
    sha256 = decision.about.report
    read = (digest or "").removeprefix("sha256:")
    if digest is not None and not (len(read) >= 12 and sha256.startswith(read)):
        unnamed = "a report is of one time: name that of the one you have read with --at TIME, or leave out --report"
        changed = "read it again: it has changed" if options["at"] else unnamed
        raise usecase.RefusedError(f"the report is sha256:{sha256}, not {digest}", changed)
    if digest is None:
        _emit(settings, decision, {"form": "text", "outputs": (), "verbose": False}, err=True)
    if decision.approvable:
        statement = one_line(f"I approve {asked.model}@{asked.version} for {asked.stage}")
        confirm(f"To be signed:\n  {statement}\n  report sha256:{sha256}\n", yes)
    signer = signer_of(repository, key)
    _push_registration(repository, asked, where)
    entry = usecase.approve(repository, decision, signer, where, _now(asked), message, days)  # reading takes its time
    click.echo(f"approved {asked.model} {asked.version} for {asked.stage}: entry {entry.number} ({entry.digest})")
    _tell_role(decided(repository, asked._replace(at=max(asked.at, entry.at)), where.how), entry)
    tell_push(push, where)
    return 0


@click.command()
@click.argument("version", metavar="MODEL@VERSION")
@_to
@click.option("--dry-run", is_flag=True, help="Only decide; write nothing.")
@key_option
@push_option
@_shared
@_told
@click.pass_obj
def promote(
    settings: Settings, /, version: str, stage: str, dry_run: bool, key: str, push: bool, **options: Any
) -> int:
    """Let a version get on a stage: decide, sign the verification into the ledger, and create the stage tag.

    \b
    govml promote credit-risk@v1.4.0 --to production --dry-run
    govml promote credit-risk@v1.4.0 --to production --push

    Exit codes: 0 promoted (or it would be), 1 refused, 2 usage, 4 could not decide.
    """
    return _move(settings, "promotion", version, stage, dry_run, key, push, options)


@click.command()
@click.argument("version", metavar="MODEL@VERSION")
@click.option("--stage", "--to", "stage", metavar="STAGE", required=True, help="Stage that is rolled back.")
@click.option("--dry-run", is_flag=True, help="Only decide; write nothing.")
@key_option
@push_option
@_shared
@_told
@click.pass_obj
def rollback(
    settings: Settings, /, version: str, stage: str, dry_run: bool, key: str, push: bool, **options: Any
) -> int:
    """Put a version back on a stage that it was on before.

    It needs no new approval, and what today's policies find in it is told and doesn't stop it. Its commit and weights
    have to be those that were on the stage.

    \b
    govml rollback credit-risk@v1.3.0 --stage production

    Exit codes: 0 rolled back (or it would be), 1 refused, 2 usage, 4 could not decide.
    """
    return _move(settings, "rollback", version, stage, dry_run, key, push, options)


def _move(
    settings: Settings,
    kind: Action,
    version: str,
    stage: str,
    dry_run: bool,
    key: str,
    push: bool,
    options: dict[str, Any],
) -> int:
    from govml.ledger.chain import SKEW
    from govml.ledger.entries import seconds
    from govml.ledger.remote import GitRemote
    from govml.usecases import promote as usecase

    repository = settings.repository()
    asked = asked_about(repository, kind, version, stage, options)
    where = where_of(repository, asked.trusted, _how(options), push)
    if dry_run:
        decision = decided(repository, asked, where.how, where)
        _emit(settings, decision, options)
        return exit_code(decision)
    if (seconds(_now(asked)) or 0) - (seconds(asked.at) or 0) > SKEW:
        hint = "leave --at out; with --dry-run it is told what would have been decided then"
        raise UsageError(f"--at {asked.at} is past: a {kind} is decided when it is made", hint)
    _push_registration(repository, asked, where)
    renew = renewal(repository, asked, options["trusted"]) if options["at"] is None else None
    done = usecase.promote(repository, asked, signer_of(repository, key), where, renew)
    _emit(settings, done.decision, options, done.entry)
    if done.entry is None:
        click.echo(f"error: not done: {one_line(done.decision.refusal)}", err=True)
        return exit_code(done.decision) or 1
    click.echo(f"{kind} is entry {done.entry.number} of the ledger ({done.entry.digest})", err=True)
    for tag in done.tags:
        click.echo(f"created tag {one_line(tag)}", err=True)
    if push:
        GitRemote(repository, where.branch).push_tags(done.tags)
    if done.problem:
        click.echo(f"warning: the ledger has it, but {one_line(done.problem)}", err=True)
    tell_push(push, where, done.tags)
    return 0


def asked_about(repository: Repository, kind: Action, text: str, stage: str, options: dict[str, Any]) -> Asked:
    """The question about `MODEL@VERSION` and a stage. Raises `UsageError` for what is neither."""
    from govml.registry.tags import TagName, format_tag, parse_selector, parse_tag
    from govml.usecases.decide import Asked, trusted_commit

    selector = parse_selector(text)
    if selector is None or not selector.version:
        raise UsageError(f"{text!r} names no version of a model", "write MODEL@VERSION, for example credit-risk@v1.4.0")
    name = TagName("assignment", selector.model, stage=stage)
    if parse_tag(format_tag(name)) != name:
        raise UsageError(f"{stage!r} is not the name of a stage", "letters, digits, '-', '_' and '/'")
    at = evaluation_time(options["at"])
    asked = Asked(kind, selector.model, selector.version, stage, at, trusted_commit(repository, options["trusted"]))
    _tell_unknown(repository, asked)
    return asked


def _tell_unknown(repository: Repository, asked: Asked) -> None:
    """Say which stages there are, where the one that is asked about is none of them."""
    from govml.base.few import few, nearest
    from govml.usecases.judge import load_config

    stages = load_config(repository.snapshot(asked.trusted)).promotion.stages
    if stages is not None and asked.stage not in stages:
        known = f"`promotion.stages` of govml.yaml at {asked.trusted[:12]} has {few(sorted(stages))}"
        near = nearest(asked.stage, stages, "")
        click.echo(f"warning: there is no stage {asked.stage!r}{f'; {near}' if near else ''}", err=True)
        click.echo(f"hint: {one_line(known)}", err=True)


def renewal(repository: Repository, asked: Asked, trusted: str) -> Callable[[], Asked]:
    """What asks the same question again, later."""
    from govml.usecases.decide import trusted_commit

    return lambda: asked._replace(at=evaluation_time(None), trusted=trusted_commit(repository, trusted))


def _now(asked: Asked) -> str:
    """When an entry about this is added. Raises `UsageError` for a time to come: nobody could add another before it."""
    from govml.ledger.chain import SKEW
    from govml.ledger.entries import seconds

    now = evaluation_time(None)
    if (seconds(asked.at) or 0) > (seconds(now) or 0) + SKEW:
        raise UsageError(f"--at {asked.at} is still to come", "`govml report` and --dry-run tell what will be then")
    return max(asked.at, now)


def _how(options: dict[str, Any]) -> How:
    from govml.usecases.judging import How

    engine: EngineName = options["engine"]
    return How(engine, options["opa_url"], False, Ticker(time.monotonic()).tell)


def where_of(repository: Repository, trusted: str, how: How, push: bool) -> Where:
    """The ledger that the trusted commit names, and how decisions in it are made."""
    from govml.ledger.remote import GitRemote
    from govml.usecases.promote import Where

    branch = ledger_of(repository, trusted)
    return Where(branch, how, GitRemote(repository, branch) if push else None)


def ledger_of(repository: Repository, trusted: str) -> str:
    """The branch of the ledger, as the trusted commit says."""
    from govml.usecases.judge import load_config

    return load_config(repository.snapshot(trusted)).promotion.ledger


def decided(
    repository: Repository, asked: Asked, how: How, where: Where | None = None, *, then: bool = False
) -> Decision:
    """The decision as it stands; with a ledger that is published, as that one stands.

    `then` leaves out what was added to the ledger after the time that is asked about.
    """
    from govml.ledger.chain import read
    from govml.usecases.decide import decide

    if where is not None and where.publish is not None:
        where.publish.fetch()
    ledger = read(repository, ledger_of(repository, asked.trusted))
    if then:
        ledger = ledger._replace(entries=tuple(each for each in ledger.entries if each.at <= asked.at))
    return decide(repository, asked, ledger, how)


def confirm(text: str, yes: bool) -> None:
    """Show what is signed, and ask unless the answer is known. Raises `UsageError` where nobody can be asked."""
    click.echo(f"\n{text}", nl=False, err=True)
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("nobody can be asked here", "--yes signs without asking")
    click.confirm("Sign this?", abort=True, err=True)


def _emit(
    settings: Settings, decision: Decision, options: dict[str, Any], entry: Entry | None = None, *, err: bool = False
) -> None:
    from govml.render import RenderOptions
    from govml.render.promotion import render_promotion
    from govml.usecases.promotion_document import document_of

    document = document_of(decision, entry)
    for form, file in options["outputs"]:
        write_file(file, render_promotion(form, document, decision.data, RenderOptions(False, 80, True, True)))
    shown = RenderOptions(settings.color, settings.width, options["verbose"], shows_unicode())
    click.echo(render_promotion(options["form"], document, decision.data, shown), nl=False, err=err)


def exit_code(decision: Decision) -> int:
    """0 for a pass, 1 for a refusal, 4 where nothing could be decided."""
    if decision.verdict == "INCONCLUSIVE":
        return 4
    return 0 if decision.verdict in PASSING else 1


def _push_registration(repository: Repository, asked: Asked, where: Where) -> None:
    """Publish the tag of the version too: without it nobody else knows what this is about."""
    from govml.ledger.remote import GitRemote
    from govml.registry.tags import parse_tag

    if isinstance(where.publish, GitRemote):
        refs = [tag.ref for tag in repository.tags(asked.model.replace(":", "="))]
        named = {ref: (name.action, name.model, name.version) for ref in refs if (name := parse_tag(ref)) is not None}
        wanted = ("registration", asked.model, asked.version)
        where.publish.push_tags([ref for ref, name in named.items() if name == wanted])


def _tell_role(decision: Decision, entry: Entry) -> None:
    """Say what an approval that was added is good for."""
    given = next((each for each in decision.given if each.number == entry.number), None)
    if given is None:
        return
    who, roles = one_line(given.principal), ", ".join(map(one_line, given.roles))
    if given.problem:
        told = f"warning: it doesn't count: it {one_line(given.problem)}"
    elif not decision.needed:
        tier = one_line(str(decision.report["tier"]))
        told = f"note: {one_line(decision.asked.stage)} needs no approvals at tier {tier}"
    elif not given.independent:
        told = f"warning: it counts for no role, as {who} is one of those who made the version"
    elif given.independent_role:
        told = f"it counts: {who} as {one_line(given.independent_role)}"
    elif not set(given.roles) & set(decision.needed):
        told = f"warning: it counts for nothing: {who} is {roles}, and wanted are {', '.join(sorted(decision.needed))}"
    else:
        told = f"note: {who} is {roles}, and others fill that already"
    click.echo(told, err=True)


def tell_push(push: bool, where: Where, tags: tuple[str, ...] = ()) -> None:
    """Say how to publish what was added, unless that was done."""
    if push:
        return
    names = " ".join(f"'refs/tags/{one_line(tag)}'" for tag in tags)
    click.echo(f"hint: `git push origin {one_line(where.branch)} {names}".rstrip() + "` publishes it", err=True)
