"""The key that a command signs with: which one it is, and whether what it signs will count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govml.model import UsageError

if TYPE_CHECKING:
    from govml.base.git import Repository
    from govml.evidence.signing import Signer


def named_key(repository: Repository, key: str, no_sign: bool = False) -> str:
    """What `--key`, the environment or Git name; empty for nothing, or with `--no-sign`. Both raise `UsageError`."""
    from govml.evidence.signing import default_key

    if no_sign and key:
        raise UsageError("--key and --no-sign exclude each other", "choose one")
    return "" if no_sign else default_key(repository, key)


def signer_of(repository: Repository, key: str, without: str = "") -> Signer:
    """The key that `--key`, the environment or Git name, ready to sign.

    Raises `UsageError` where none is named, with the option to go on `without` one, and for a key that can't sign.
    """
    from govml.evidence.signing import default_key, open_signer

    named = default_key(repository, key)
    if not named:
        hint = "name one with --key or GOVML_SIGNING_KEY, or `git config user.signingkey` with gpg.format ssh"
        raise UsageError("there is no key to sign with", hint + without)
    return open_signer(named)


def evidence_signer(repository: Repository, key: str, without: str = "") -> Signer:
    """As `signer_of`, with a warning on standard error where no rule would accept evidence that the key signs."""
    from govml.cli.main import one_line
    from govml.usecases.evidence import doubt_about

    signer = signer_of(repository, key, without)
    doubt = doubt_about(repository, signer.public)
    if doubt is not None:
        click.echo(one_line(f"warning: {doubt.what}"), err=True)
        click.echo(one_line(f"hint: {doubt.hint}"), err=True)
    return signer
