"""Who made a version: those who can't approve it, and whether each commit of it is signed by somebody known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govml.evidence.sshsig import unarmored, verify
from govml.model import EvidenceError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from govml.base.history import History, StoredCommit
    from govml.evidence.signers import Signers

GIT = "git"
"""Namespace of the signatures on commits."""


class Makers(NamedTuple):
    """The commits that made a version what it is, since the one on the stage."""

    names: tuple[str, ...]
    """Mail addresses of authors, committers and co-authors, and principals whose keys signed; sorted, lower case."""
    commits: int
    unsigned: tuple[tuple[str, str], ...]
    """Commits that no known key signed, and why; sorted."""


def makers(
    history: History, base: str, commit: str, matters: Callable[[str], bool], signers: Signers, at: str
) -> Makers:
    """Who changed the files that matter between two commits; in all of history where `base` isn't before `commit`.

    A file matters also under the names that it had before it was moved. A commit counts also where a later one takes
    back what it did, and where its tree can't be compared. Raises `MissingObjectError` where history is cut off.
    """
    since = base if base and any(each.id == base for each in history.before(commit)) else ""
    commits = history.since(since, commit)
    brought = {each.id: history.brings(each) for each in commits}
    former = history.former((each for each in commits if brought[each.id]), matters)

    def counts(paths: frozenset[str] | None) -> bool:
        return paths is None or any(path in former or matters(path) for path in paths)

    changing = [each for each in commits if counts(brought[each.id])]
    names = {mail for each in changing for mail in each.mails}
    unsigned = []
    for each in changing:
        who, problem = _signed(each, signers, at)
        names.update(who)
        if problem:
            unsigned.append((each.id, problem))
    return Makers(tuple(sorted(names)), len(changing), tuple(sorted(unsigned)))


def _signed(commit: StoredCommit, signers: Signers, at: str) -> tuple[set[str], str]:
    """Principals whose key signed a commit, and what is wrong with its signature.

    A commit's time is what its maker wrote, so a key that has ended may have been used since: it has to be valid `at`
    the time of the decision.
    """
    if not commit.signature:
        return set(), "is not signed"
    try:
        key = verify(unarmored(commit.signature), commit.signed, GIT)
    except EvidenceError:
        return set(), "has a signature that is not of an SSH key, or doesn't hold"
    if signers.revoked(key):
        return set(), f"is signed with the revoked key {key.fingerprint}"
    known = signers.principals(key)
    principals = {principal.name.lower() for principal in known}
    if not known:
        return principals, f"is signed with the unknown key {key.fingerprint}"
    valid = any(principal.valid_at(at) for principal in known)
    return principals, "" if valid else f"is signed with the key {key.fingerprint}, which is not valid now"
