"""`govml ledger`: what was decided, whether the record of it is whole, and where else it is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from govml.cli.signing import signer_of
from govml.model import EvidenceError, UsageError

if TYPE_CHECKING:
    from govml.base.git import Repository
    from govml.cli.main import Settings
    from govml.evidence.sshsig import PrivateKey
    from govml.ledger.chain import Problem
    from govml.usecases.ledger import Trusted

_TRUSTED = click.option("--trusted", metavar="BRANCH", default="", help="Branch that decides; else as govml.yaml says.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print govml.ledger/v1.")
_REMOTE = click.argument("remote", default="origin")


@click.group()
def ledger() -> None:
    """Show, verify and publish the ledger of promotions, rollbacks and approvals.

    \b
    govml ledger log
    govml ledger verify --checkpoint last-checkpoint.txt
    """


@ledger.command()
@click.argument("model", required=False)
@click.option("--stage", metavar="STAGE", help="Only what is about this stage.")
@_TRUSTED
@_JSON
@click.pass_obj
def log(settings: Settings, model: str | None, stage: str | None, trusted: str, as_json: bool) -> int:
    """List the entries, newest first, or those about a MODEL.

    Who signed one is told by the `allowed_signers` of today, or by the key. Whether they might `govml audit` tells.

    \b
    govml ledger log
    govml ledger log credit-risk --stage production --json

    Exit codes: 0 listed, 2 usage, 3 there is no ledger, 4 it is broken or not all in this clone.
    """
    from govml.ledger.chain import read
    from govml.render.ledger import ledger_json, log_table
    from govml.usecases.ledger import signed_by

    repository, told = _opened(settings, trusted)
    found = read(repository, told.branch)
    wanted = {name: word for name, word in (("model", model), ("stage", stage)) if word}
    entries = [entry for entry in reversed(found.entries) if wanted.items() <= entry.about().items()]
    if as_json:
        click.echo(ledger_json(found, entries, found.problems), nl=False)
    else:
        signed = [signed_by(entry, told.signers) for entry in entries]
        click.echo(log_table(entries, signed, settings.color), nl=False, color=settings.color)
        _echo_problems(found.problems)
    return 4 if found.problems else 0 if found.tip else no_ledger()


@ledger.command()
@click.option(
    "--checkpoint", "files", multiple=True, metavar="FILE", help="Checkpoint that was kept elsewhere; repeatable."
)
@click.option("--allowed-signers", metavar="FILE", help="Who may sign checkpoints; else as the trusted branch says.")
@_TRUSTED
@_JSON
@click.pass_obj
def verify(settings: Settings, files: tuple[str, ...], allowed_signers: str | None, trusted: str, as_json: bool) -> int:
    """Verify that the ledger is whole: every link, number, time and report, and that it continues each checkpoint.

    That entries were cut off at its end shows only beside a checkpoint. What the entries say and who signed them is
    verified by `govml audit`.

    \b
    govml ledger verify
    govml ledger verify --checkpoint last-checkpoint.txt --allowed-signers ~/auditor_signers

    Exit codes: 0 verified, 1 broken, 2 usage, 3 there is no ledger, 4 it can't be told.
    """
    from govml.evidence.allowed_signers import read_signers
    from govml.ledger.chain import read
    from govml.render.ledger import ledger_json, verification_text
    from govml.usecases.ledger import origin
    from govml.usecases.ledger import verify as run

    repository, told = _opened(settings, trusted)
    here = Path(settings.directory)
    signers = read_signers(_bytes(here / allowed_signers), b"") if allowed_signers else told.signers
    found = read(repository, told.branch)
    seen = [checkpoint_bytes(here / file) for file in files]
    result = run(repository, found, seen, signers, origin(repository, told.config))
    if as_json:
        click.echo(ledger_json(found, (), result.problems, result.comparisons), nl=False)
    else:
        text = verification_text(found, result.verdict, result.problems, result.comparisons)
        click.echo(text if found.tip or files else "there is no ledger\n", nl=False)
    if result.verdict == "verified":
        return 0 if found.tip else no_ledger()
    return 1 if result.verdict == "broken" else 4


@ledger.command()
@click.option("--key", metavar="K", default="", help="Ed25519 SSH key file; else GOVML_SIGNING_KEY, user.signingkey.")
@click.option("--origin", metavar="NAME", default="", help="Name of the ledger; else the URL of the repository.")
@click.option("--output", metavar="FILE", help="Write it there, in place of an older one.")
@_TRUSTED
@click.pass_obj
def checkpoint(settings: Settings, key: str, origin: str, output: str | None, trusted: str) -> int:
    """Print a signed checkpoint: how long the ledger is, and a hash over all of it. Keep it outside of the repository.

    It is a signed note with a tlog-checkpoint (c2sp.org), which other tools verify, too.

    \b
    govml ledger checkpoint --key ~/.ssh/id_ed25519 --output checkpoint.txt

    Exit codes: 0 printed, 2 usage, 3 there is no ledger, 4 it is broken, or not all in this clone.
    """
    from govml.cli.check import write_file
    from govml.ledger.chain import read
    from govml.ledger.checkpoint import checkpoint as made
    from govml.ledger.note import sign_note, verifier_key
    from govml.usecases.ledger import origin as named

    repository, told = _opened(settings, trusted)
    found = read(repository, told.branch)
    if not found.tip:
        click.echo("note: there is no ledger", err=True)
        return no_ledger()
    name = origin or named(repository, told.config)
    if not name:
        hint = "name one with --origin, or set parameters.repository in govml.yaml"
        raise UsageError("the checkpoint has no origin: this repository has no URL", hint)
    private = _note_key(repository, key)
    text = sign_note(made(found, name).text, name, private)
    write_file("-" if output in (None, "-") else str(Path(settings.directory, str(output))), text)
    click.echo(f"hint: others verify it with the key {verifier_key(name, private.public)}", err=True)
    return 0


@ledger.command()
@_REMOTE
@_TRUSTED
@click.pass_obj
def fetch(settings: Settings, remote: str, trusted: str) -> int:
    """Bring the entries that REMOTE (origin, when none is named) has and this clone lacks.

    Unlike `git fetch` it refuses a ledger that was rewritten or cut off, and leaves what is known of it as it was.

    \b
    govml ledger fetch

    Exit codes: 0 all of it is here, 3 there is none, 4 the remote's doesn't continue this one, or can't be reached.
    """
    return _synchronised(settings, remote, trusted, push=False)


@ledger.command()
@_REMOTE
@_TRUSTED
@click.pass_obj
def push(settings: Settings, remote: str, trusted: str) -> int:
    """Publish the entries that REMOTE (origin, when none is named) lacks, on top of those that it has.

    Where somebody else has published other entries meanwhile, nothing is pushed and nothing is merged: what was decided
    here was decided without them, and has to be decided again.

    \b
    govml ledger push

    Exit codes: 0 all of it is there, 3 there is none, 4 the remote has other entries, or can't be reached.
    """
    return _synchronised(settings, remote, trusted, push=True)


@ledger.command()
@click.option("--push", is_flag=True, help="Fetch the ledger from REMOTE first, and publish the tags that it lacks.")
@_REMOTE
@_TRUSTED
@click.pass_obj
def tags(settings: Settings, remote: str, trusted: str, push: bool) -> int:
    """Write the stage tags that the ledger names and this clone lacks, as they were.

    A tag that is there is left as it is, also a wrong one: `govml audit` tells of those.

    \b
    govml ledger tags
    govml ledger tags --push

    Exit codes: 0 done, 3 there is no ledger, 4 it is broken, or the remote has another tag or takes none.
    """
    from govml.ledger.chain import read
    from govml.ledger.entries import LedgerError
    from govml.ledger.remote import GitRemote
    from govml.render.words import count, name
    from govml.usecases.ledger import restore_tags

    repository, told = _opened(settings, trusted)
    publish = GitRemote(repository, told.branch, remote)
    if push:
        _refuse_unknown(repository, remote)
        publish.fetch()
    found = read(repository, told.branch, remote)
    if not found.tip:
        click.echo("note: there is no ledger", err=True)
        return no_ledger()
    done = restore_tags(repository, found, told)
    for tag in done.written.tags:
        click.echo(f"created tag {name(tag)}")
    for tag in done.unsigned:
        why = "its entry is signed with no key that may release"
        click.echo(f"warning: {name(tag)} is neither written nor published: {why}", err=True)
    if done.written.problem:
        raise LedgerError(f"not all tags were written: {done.written.problem}", "mend that, and run this again")
    if push:
        publish.push_tags(done.agreeing)
    where = f", also on {name(remote)}" if push else ""
    click.echo(f"{count(len(done.agreeing), 'tag')} as the ledger says{where}", err=True)
    return 0


def _synchronised(settings: Settings, remote: str, trusted: str, *, push: bool) -> int:
    from govml.ledger.chain import read, synchronise
    from govml.ledger.remote import GitRemote
    from govml.render.words import count, name

    repository, told = _opened(settings, trusted)
    _refuse_unknown(repository, remote)
    before = len(read(repository, told.branch, remote).entries)
    found = synchronise(repository, told.branch, GitRemote(repository, told.branch, remote), push=push)
    entries = count(len(found.entries), "entry", "entries")
    if not found.tip:
        click.echo("note: there is no ledger, neither here nor there", err=True)
        return no_ledger()
    new = len(found.entries) - before
    click.echo(f"{name(remote)} has all {entries}" if push else f"{entries}, {new:,} of them new")
    return 0


def _refuse_unknown(repository: Repository, remote: str) -> None:
    from govml.base.remotes import remote_url

    if not remote_url(repository, remote):
        raise UsageError(f"there is no remote {remote!r}", "`git remote` lists them")


def no_ledger() -> int:
    """Say how a ledger comes about, and return the exit code for there being none."""
    begins = "`govml approve` and `govml promote` begin a ledger; `govml ledger fetch` brings a remote's"
    click.echo(f"hint: {begins}", err=True)
    return 3


def _opened(settings: Settings, trusted: str) -> tuple[Repository, Trusted]:
    from govml.usecases import ledger as usecase

    repository = settings.repository()
    return repository, usecase.trusted(repository, trusted)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"can't read {path}: {error.strerror}", "name another file") from None


def checkpoint_bytes(path: Path) -> bytes:
    """What a file has that should be a checkpoint. Raises `UsageError` where it is none, also for an empty one."""
    from govml.ledger.checkpoint import read_checkpoint
    from govml.ledger.note import read_note

    data = _bytes(path)
    try:
        read_checkpoint(read_note(data).text)
    except EvidenceError as error:
        raise UsageError(f"{path} {'is empty, and ' if not data else ''}{error}", error.hint) from None
    return data


def _note_key(repository: Repository, key: str) -> PrivateKey:
    from govml.evidence.sshsig import PrivateKey

    signer = signer_of(repository, key)
    if not isinstance(signer, PrivateKey):
        hint = "agents and tokens sign no notes; `ssh-keygen -t ed25519 -N '' -f FILE` makes a key of its own for that"
        raise UsageError("a checkpoint is signed by an Ed25519 key in a file without a passphrase", hint)
    return signer


def _echo_problems(problems: tuple[Problem, ...]) -> None:
    from govml.render.words import prose

    for each in problems:
        click.echo(f"error: {prose(each.text)}", err=True)
