"""`govml ledger`: is it whole, what did it look like when it was last seen, and where is it published."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from govml.base.branch import Branch
from govml.base.remotes import remote_url
from govml.base.urls import without_credentials
from govml.evidence.signers import NO_SIGNERS, Signers, signatures
from govml.ledger.chain import Ledger, Problem, report_of
from govml.ledger.checkpoint import compare
from govml.ledger.entries import DECISIONS
from govml.ledger.statements import MEMBER
from govml.model import GovmlError, MissingObjectError
from govml.named import NamedTuple
from govml.records.index import mapping_of, text_of
from govml.usecases.decide import trusted_commit
from govml.usecases.judge import load_config, load_signers
from govml.usecases.placements import decisions, placements
from govml.usecases.stage_tags import Written, tag_id, write_missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govml.base.git import Repository
    from govml.ledger.checkpoint import Comparison
    from govml.ledger.entries import Entry
    from govml.records.config import Config

_SCP: Final = re.compile(r"(?:[^@/:]+@)?([^/:]+):(?!//)(.+)")


class Trusted(NamedTuple):
    """What the trusted branch says about the ledger."""

    config: Config
    signers: Signers

    @property
    def branch(self) -> str:
        """The ledger's branch."""
        return self.config.promotion.ledger


class Verification(NamedTuple):
    """What became of verifying the ledger."""

    ledger: Ledger
    problems: tuple[Problem, ...]
    comparisons: tuple[Comparison, ...]

    @property
    def verdict(self) -> str:
        """`verified`, `broken` or `inconclusive`."""
        states = {each.state for each in self.problems} | {each.state for each in self.comparisons}
        return "broken" if "broken" in states else "inconclusive" if "inconclusive" in states else "verified"


def trusted(repository: Repository, branch: str = "") -> Trusted:
    """What the trusted branch says. Raises `UsageError` when there is none, `PolicyError` when it can't be used."""
    snapshot = repository.snapshot(trusted_commit(repository, branch))
    config = load_config(snapshot)
    return Trusted(config, load_signers(snapshot, config)[0])


def verify(
    repository: Repository,
    ledger: Ledger,
    checkpoints: Sequence[bytes] = (),
    signers: Signers = NO_SIGNERS,
    origin: str = "",
) -> Verification:
    """Verify every link of a ledger, every report that it keeps, and that it continues some checkpoints.

    `origin` is the ledger's name, empty where it has none. Signatures of entries and what was decided by whom are an
    audit's. Raises `EvidenceError` for what is no checkpoint.
    """
    found = [*ledger.problems, *_reports(repository, ledger)]
    compared = tuple(compare(ledger, data, signers, origin) for data in checkpoints)
    return Verification(ledger, tuple(found), compared)


def signed_by(entry: Entry, signers: Signers) -> str:
    """Whose signatures an entry has, by name where the signers have it, else by key; empty where none holds."""
    found = [each for each in signatures(entry.envelope, signers) if each.fingerprint]
    names = {who.name for each in found for who in each.principals}
    return ", ".join(sorted(names | {each.fingerprint for each in found if not each.principals}))


def origin(repository: Repository, config: Config) -> str:
    """The name of the ledger in its checkpoints: where the repository is, without scheme, and the branch.

    That is `parameters.repository` of the config, else the URL of `origin`; empty when there is neither.
    """
    url = text_of(config.parameters.get("repository")) or remote_url(repository)
    return origin_of(url, config.promotion.ledger)


def origin_of(url: str, branch: str) -> str:
    """The name of the ledger on a branch of the repository at a URL; empty where that is."""
    url = without_credentials(url)
    bare = url.partition("://")[2] if "://" in url else _SCP.sub(r"\1/\2", url)
    name = bare.rstrip("/").removesuffix(".git").strip("/")
    return f"{name}/{branch}" if name else ""


class Restored(NamedTuple):
    """What became of the stage tags that the ledger names."""

    written: Written
    agreeing: tuple[str, ...]
    """All that are here as the ledger says."""
    unsigned: tuple[str, ...]
    """Those of entries that no key signed that may release: they are neither written nor published."""


def restore_tags(repository: Repository, ledger: Ledger, told: Trusted) -> Restored:
    """Write the stage tags that the ledger names and the clone lacks. Raises `LedgerError` where it is not sound."""
    ledger.refuse_broken()
    named = list(decisions(ledger))
    models = sorted({said.about.model for _, said in named})
    placed = [each for model in models for each in placements(ledger, model, told.signers, told.config.roles)]
    written = write_missing(repository, placed)
    there = {tag.ref: tag.id for tag in repository.tags()}
    agreeing = tuple(each.said.tag for each in placed if there.get(each.said.tag) == tag_id(each.entry, each.said))
    counted = {each.said.tag for each in placed}
    return Restored(written, agreeing, tuple(said.tag for _, said in named if said.tag not in counted))


def _reports(repository: Repository, ledger: Ledger) -> list[Problem]:
    """Reports that aren't those that the decisions name."""
    problems = []
    objects = Branch(repository, "")
    for entry in ledger.entries:
        if entry.kind not in DECISIONS:
            continue
        named = mapping_of(mapping_of(entry.statement.predicate.get(MEMBER)).get("report")).get("sha256")
        try:
            same = sha256(report_of(objects, entry)).hexdigest() == named
        except MissingObjectError as error:
            problems.append(Problem(entry.number, entry.commit, str(error), "inconclusive"))
            continue
        except GovmlError as error:
            problems.append(Problem(entry.number, entry.commit, str(error)))
            continue
        if not same:
            problems.append(Problem(entry.number, entry.commit, "its report is not the one that its statement names"))
    return problems
