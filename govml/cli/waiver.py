"""`govml waiver`: which findings are accepted, and whether who accepted them has signed that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govml.cli.promotion import confirm, key_option, push_option, tell_push, where_of
from govml.cli.signing import signer_of

if TYPE_CHECKING:
    from govml.base.git import Repository
    from govml.cli.main import Settings
    from govml.usecases.promote import Where

_TRUSTED = click.option("--trusted", metavar="BRANCH", default="", help="Branch that decides; else as govml.yaml says.")


@click.group()
def waiver() -> None:
    """Show the waivers of the trusted branch, and sign those that name you as their approver.

    \b
    govml waiver list
    govml waiver grant waivers/2026.yaml#0
    """


@waiver.command("list")
@click.option("--at", metavar="TIME", help="How they stand at this time (UTC), instead of now.")
@click.option("--json", "as_json", is_flag=True, help="Print govml.waiver-list/v1.")
@_TRUSTED
@click.pass_obj
def list_command(settings: Settings, at: str | None, as_json: bool, trusted: str) -> int:
    """List the waivers, their states, and which are granted by their approver's signature in the ledger.

    That a waiver hides nothing because there is no such finding only `govml check` tells.

    \b
    govml waiver list
    govml waiver list --json

    Exit codes: 0 listed, 2 usage, 4 the ledger is broken, or not all can be read.
    """
    from govml.cli.check import evaluation_time
    from govml.cli.main import one_line
    from govml.render.json import encodable, json_text
    from govml.render.waivers import waivers_table
    from govml.usecases.decide import trusted_commit
    from govml.usecases.grant import waivers_at

    moment = evaluation_time(at)
    repository = settings.repository()
    told = waivers_at(repository, trusted_commit(repository, trusted), moment)
    document = told.document()
    text = json_text(encodable(document)) if as_json else waivers_table(document, settings.color)
    click.echo(text, nl=False, color=settings.color)
    for each in told.unread:
        click.echo(f"error: {one_line(f'{each.location.path}: {each.message}')}", err=True)
    return 4 if told.unread else 0


@waiver.command()
@click.argument("name", metavar="PATH[#N]")
@click.option("-m", "--message", default="", help="A comment.")
@click.option("-y", "--yes", is_flag=True, help="Don't ask.")
@key_option
@push_option
@_TRUSTED
@click.pass_obj
def grant(settings: Settings, name: str, message: str, yes: bool, key: str, push: bool, trusted: str) -> int:
    """Show a waiver, sign it as its approver, and add that to the ledger.

    It is named by its file and number, from 0, or by its `id`. What it says is signed, so the grant ends when the
    waiver is widened, prolonged or reworded.

    \b
    govml waiver grant waivers/2026.yaml#0
    govml waiver grant W-7 --key ~/.ssh/id_ed25519 --push

    Exit codes: 0 granted, 1 the waiver holds for nothing or the key is not its approver's, 2 usage, 4 could not tell.
    """
    from govml.cli.check import evaluation_time
    from govml.cli.main import one_line
    from govml.render.waivers import waiver_text
    from govml.usecases import grant as usecase

    repository = settings.repository()
    commit, where = _where(repository, trusted, push)
    if where.publish is not None:
        where.publish.fetch()
    told = usecase.waivers_at(repository, commit, evaluation_time(None))
    wanted = told.named(name)
    if not wanted.message:
        confirm(waiver_text(told.document(), wanted.document()), yes)
    signer = signer_of(repository, key)
    entry = usecase.grant(repository, told, wanted, signer, where, evaluation_time(None), message)
    click.echo(f"granted waiver {one_line(wanted.waiver.id)}: entry {entry.number} of the ledger ({entry.digest})")
    tell_push(push, where)
    return 0


@waiver.command()
@click.argument("entry", metavar="ENTRY")
@click.option("-m", "--message", default="", help="Why the grant is taken back.")
@key_option
@push_option
@_TRUSTED
@click.pass_obj
def withdraw(settings: Settings, entry: str, message: str, key: str, push: bool, trusted: str) -> int:
    """Take back the grant of a ledger ENTRY (number, digest); whoever gave it may, and whoever may release.

    The waiver itself stays as it is: to end what it hides, remove it on the trusted branch.

    \b
    govml waiver withdraw 7 -m "The text was not what I was told"

    Exit codes: 0 taken back, 1 the key may not, 2 usage, 4 the ledger is broken.
    """
    from govml.cli.check import evaluation_time
    from govml.usecases.grant import withdraw_grant

    repository = settings.repository()
    commit, where = _where(repository, trusted, push)
    if where.publish is not None:
        where.publish.fetch()
    signer = signer_of(repository, key)
    added = withdraw_grant(repository, commit, entry, message, signer, where, evaluation_time(None))
    click.echo(f"withdrawn: entry {added.number} of the ledger ({added.digest})")
    tell_push(push, where)
    return 0


def _where(repository: Repository, trusted: str, push: bool) -> tuple[str, Where]:
    """The trusted commit, and the ledger that it names."""
    from govml.usecases.decide import trusted_commit
    from govml.usecases.judging import How

    commit = trusted_commit(repository, trusted)
    return commit, where_of(repository, commit, How(), push)
