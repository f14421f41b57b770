"""`govml evidence`: what evidence says, whether its signatures hold, and how to check that without govml."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from govml.cli.signing import evidence_signer
from govml.model import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govml.cli.main import Settings
    from govml.records.attestations import Attestation
    from govml.usecases.evidence import Trust

_TRUSTED = click.option("--policy-rev", metavar="R", help="Take the signers from this commit.")
_AT = click.option("--at", metavar="TIME", help="When keys have to be valid: a date or a time; now by default.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print govml.evidence-list/v1.")


@click.group()
def evidence() -> None:
    """List, verify and export signed evidence of training runs and evaluations.

    \b
    govml evidence list
    govml evidence verify evidence/credit-risk/training.intoto.jsonl
    """


@evidence.command("list")
@click.argument("model", required=False)
@click.option("--rev", metavar="R", help="The evidence of a commit instead of the work tree's.")
@_TRUSTED
@_AT
@_JSON
@click.pass_obj
def list_command(
    settings: Settings, model: str | None, rev: str | None, policy_rev: str | None, at: str | None, as_json: bool
) -> None:
    """List the evidence, or that about a MODEL: what each line says, who signed it, and why it isn't verified.

    Signers are those of what is listed, unless --policy-rev names a commit that is trusted.

    \b
    govml evidence list
    govml evidence list credit-risk --policy-rev origin/main

    Exit codes: 0 listed, 2 usage, 3 there is no evidence about the model, 4 the signers can't be read.
    """
    from govml.cli.check import evaluation_time
    from govml.usecases import evidence as usecase

    _refuse_empty(rev, policy_rev)
    moment = evaluation_time(at)
    repository = settings.repository()
    trust = usecase.trust_of(repository, policy_rev or "", rev or "")
    _show(settings, usecase.list_evidence(repository, trust, moment, rev or "", model or ""), trust, moment, as_json)


@evidence.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@_TRUSTED
@click.option("--allowed-signers", metavar="FILE", help="Take the signers from a file instead.")
@click.option("--revoked-signers", metavar="FILE", help="Revoked keys, one a line; with --allowed-signers.")
@_AT
@_JSON
@click.pass_obj
def verify(
    settings: Settings,
    paths: tuple[str, ...],
    policy_rev: str | None,
    allowed_signers: str | None,
    revoked_signers: str | None,
    at: str | None,
    as_json: bool,
) -> int:
    """Verify the evidence in files, or in the bundles of folders: each line signed, each signature by an allowed key.

    Signers are those of the work tree, unless --policy-rev or --allowed-signers say which are trusted.

    \b
    govml evidence verify evidence --policy-rev origin/main
    govml evidence verify training.intoto.jsonl --allowed-signers ~/trusted_signers

    Exit codes: 0 verified, 1 not all of it, 2 usage, 3 the files hold no evidence, 4 the signers can't be read.
    """
    from govml.cli.check import evaluation_time
    from govml.usecases import evidence as usecase

    _refuse_empty(policy_rev, allowed_signers, revoked_signers)
    if policy_rev and allowed_signers:
        raise UsageError("--policy-rev and --allowed-signers exclude each other", "choose one")
    if revoked_signers and not allowed_signers:
        raise UsageError("--revoked-signers goes with --allowed-signers", "name that file, too")
    moment = evaluation_time(at)
    here = Path(settings.directory)
    if allowed_signers:
        trust = usecase.trust_in(here / allowed_signers, here / revoked_signers if revoked_signers else None)
    else:
        trust = usecase.trust_of(settings.repository(), policy_rev or "")
    found = usecase.verify_files([here / path for path in paths], trust, moment)
    _show(settings, found, trust, moment, as_json)
    return 1 if any(each.problem for each in found) else 0


@evidence.command()
@click.argument("path")
@click.argument("folder", metavar="DIR")
@click.option("--line", type=click.IntRange(min=1), help="Which envelope of the bundle, from 1.")
@_TRUSTED
@click.pass_obj
def export(settings: Settings, path: str, folder: str, line: int | None, policy_rev: str | None) -> None:
    """Write an envelope of PATH into a new folder DIR, as `ssh-keygen -Y verify` takes it, and print that command.

    \b
    govml evidence export evidence/credit-risk/training.intoto.jsonl /tmp/training

    Exit codes: 0 written, 2 usage, 4 the signers can't be read.
    """
    from govml.render.words import visible
    from govml.usecases import evidence as usecase

    _refuse_empty(policy_rev)
    here = Path(settings.directory)
    trust = usecase.trust_of(settings.repository(), policy_rev or "")
    commands = usecase.export(here / path, here / folder, trust, line)
    click.echo(f"hint: run in {visible(folder)}:" if commands else "note: the envelope is not signed", err=True)
    for command in commands:
        click.echo(visible(command))


@evidence.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--key", metavar="K", default="", help="SSH key that signs; else GOVML_SIGNING_KEY, user.signingkey.")
@click.option("--commit", metavar="R", help="Sign nothing that is not of this commit.")
@click.option("--model", metavar="MODEL", default="", help="Sign nothing that is of another model.")
@click.option("--repository", metavar="URL", default="", help="Sign nothing of another repository.")
@click.option("--builder", metavar="ID", default="", help="Sign nothing that ran elsewhere.")
@click.pass_obj
def sign(
    settings: Settings, paths: tuple[str, ...], key: str, commit: str | None, model: str, repository: str, builder: str
) -> None:
    """Add a signature to the evidence in files that was made without one, as on a machine that holds no key.

    All of it is looked at before any of it is signed; an envelope that this key has signed already stays as it is. With
    --commit the name that `parameters.repository` of its govml.yaml gives the repository counts as --repository.

    \b
    govml evidence sign evidence/credit-risk/training.intoto.jsonl --key ~/.ssh/id_ed25519 --commit HEAD

    Exit codes: 0 signed, 1 it says something else, or can't be read, 2 usage, 4 it could not be done.
    """
    from govml.records.index import text_of
    from govml.render.words import visible
    from govml.usecases.judge import load_config
    from govml.usecases.sign import Claims
    from govml.usecases.sign import sign as run

    _refuse_empty(commit)
    clone = settings.repository()
    signer = evidence_signer(clone, key)
    told = clone.commit(clone.resolve(commit)) if commit else None
    called = text_of(load_config(clone.snapshot(told.id)).parameters.get("repository")) if told and repository else ""
    claims = Claims(told.id if told else "", told.tree if told else "", model, repository, builder, called)
    here = Path(settings.directory)
    for path, added, envelopes in run([here / path for path in paths], signer, claims):
        click.echo(f"signed {added} of {envelopes}: {visible(str(path))}")


def _show(settings: Settings, found: Sequence[Attestation], trust: Trust, at: str, as_json: bool) -> None:
    from govml.render.evidence import evidence_json, evidence_text
    from govml.render.words import prose

    if as_json:
        click.echo(evidence_json(found, trust.source, at), nl=False)
        return
    click.echo(evidence_text(found, settings.color), nl=False, color=settings.color)
    if trust.own and found:
        click.echo(f"note: signers are those of {prose(trust.source)}; --policy-rev takes trusted ones", err=True)
    if not trust.files and found:
        click.echo("note: there is no allowed_signers file, so no signature counts", err=True)


def _refuse_empty(*values: str | None) -> None:
    if "" in values:
        raise UsageError("an option's value is empty", "leave the option out, or name a commit or file")
