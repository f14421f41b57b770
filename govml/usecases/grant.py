"""`govml waiver`: the waivers of the trusted commit and who granted them; grant one, or take a grant back."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from govml.base.history import History
from govml.evidence.signing import seal
from govml.evidence.statement import statement_bytes
from govml.ledger.chain import Draft, append, read
from govml.ledger.statements import Grant, Withdrawal, grant_statement, waiver_digest
from govml.model import UsageError
from govml.named import NamedTuple
from govml.policy.waivers import standing
from govml.usecases.decide import place_of
from govml.usecases.grants import Granted, granted
from govml.usecases.judge import load_judge
from govml.usecases.promote import RefusedError, named_entries, principal_of, refuse_taken_back, take_back
from govml.usecases.waivers import load_waivers

if TYPE_CHECKING:
    from govml.base.git import Repository
    from govml.evidence.signing import Signer
    from govml.ledger.chain import Ledger
    from govml.ledger.entries import Entry
    from govml.model import Finding, Json, WaiverState
    from govml.policy.waivers import Waiver
    from govml.usecases.judge import Judge
    from govml.usecases.promote import Where


SCHEMA: Final = "govml.waiver-list/v1"


class Standing(NamedTuple):
    """A waiver of the trusted commit."""

    waiver: Waiver
    sha256: str
    """Of what it says, hex; empty where that has no form that can be signed."""
    state: WaiverState
    """By its dates and its author. That one is unused only a check tells."""
    message: str
    """Why it hides nothing; empty when it may hide something."""
    grant: Granted | None

    def document(self) -> dict[str, Json]:
        """A member of `govml.waiver-list/v1`."""
        waiver = self.waiver
        return {
            "id": waiver.id,
            "path": waiver.location.path,
            "pointer": waiver.location.pointer,
            "line": waiver.location.line,
            "waiver": {**waiver.content},
            "sha256": self.sha256,
            "state": self.state,
            "message": self.message,
            "grant": {**self.grant._asdict()} if self.grant is not None else None,
        }


class Waivers(NamedTuple):
    """What a trusted commit says about waivers."""

    commit: str
    place: str
    """The commit in words, with its branch."""
    at: str
    judge: Judge
    listed: tuple[Standing, ...]
    unread: tuple[Finding, ...]
    """About files of waivers that are too large to be read."""

    def document(self) -> dict[str, Json]:
        """`govml.waiver-list/v1`."""
        return {
            "schema": SCHEMA,
            "at": self.at,
            "commit": self.commit,
            "waivers": [each.document() for each in self.listed],
            "unread": [{"path": each.location.path, "message": each.message} for each in self.unread],
        }

    def named(self, text: str) -> Standing:
        """The waiver with an id, at `PATH#N`, or the only one of a file. Raises `UsageError` where it isn't one."""
        path, _, number = text.rpartition("#")
        found = [each for each in self.listed if each.waiver.id == text]
        for each in () if found else self.listed:
            place = each.waiver.location
            if place.path == text or (place.path, place.pointer) == (path, f"/waivers/{number}"):
                found.append(each)
        if len(found) != 1:
            what = f"{len(found)} waivers" if found else "no waiver"
            hint = "waivers are read there only: merge it first; `govml waiver list` has the names of those that it has"
            raise UsageError(f"{text!r} names {what} of {self.place}", hint)
        return found[0]


def waivers_at(repository: Repository, commit: str, at: str) -> Waivers:
    """The waivers of a trusted commit as they stand at a time, RFC 3339 in UTC.

    Raises `LedgerError` for a ledger that is not sound, `MissingObjectError` where history is cut off.
    """
    snapshot = repository.snapshot(commit)
    judge = load_judge(snapshot)
    found, unread = load_waivers(repository, snapshot, judge.kinds, judge.config.limits)
    given = _granted(repository, commit, judge, read(repository, judge.config.promotion.ledger), at)
    listed = []
    for waiver, state, message in standing(found, at[:10], judge.rules):
        digest = waiver_digest(waiver.content)
        listed.append(Standing(waiver, digest, state, message, given.get(digest)))
    place = place_of(repository, commit, judge.config.promotion.trusted)
    return Waivers(commit, place, at, judge, tuple(listed), tuple(unread))


def grant(
    repository: Repository, told: Waivers, wanted: Standing, signer: Signer, where: Where, now: str, comment: str = ""
) -> Entry:
    """Sign what a waiver says, and add that to the ledger.

    Raises `RefusedError` when the waiver hides nothing or is granted already, or the key is not its approver's;
    `LedgerError` as `append`.
    """
    waiver = wanted.waiver
    if wanted.message:
        raise RefusedError(wanted.message, "mend it on the trusted branch first")
    name = principal_of(signer, told.judge.signers, now, told.place)
    if name != waiver.approver:
        message = f"the approver of waiver {waiver.id} is {waiver.approver}, and this is a key of {name}"
        raise RefusedError(message, "only its approver grants a waiver, named as `allowed_signers` has it")
    said = Grant(waiver.content, told.judge.repository, told.commit, now, comment)
    envelope = seal(statement_bytes(grant_statement(said)), signer)

    def prepare(ledger: Ledger) -> Draft:
        latest = max([now, *(each.at for each in ledger.entries[-1:])])
        known = _granted(repository, told.commit, told.judge, ledger, latest).get(wanted.sha256)
        if known is not None:
            message = f"waiver {waiver.id} is granted already, by entry {known.number}"
            raise RefusedError(message, "there is nothing to do")
        refuse_taken_back(ledger, envelope, "grant it again in a second")
        return Draft("waiver", envelope, now)

    return append(repository, prepare, where.branch, where.publish)


def withdraw_grant(
    repository: Repository, trusted: str, text: str, reason: str, signer: Signer, where: Where, now: str
) -> Entry:
    """Take a grant back, named by the number of its ledger entry, or its SHA-256 or the beginning of that.

    Raises `UsageError` when the ledger has no such grant, `RefusedError` when the key may not take it back.
    """
    known = [each for each in read(repository, where.branch).entries if each.kind == "waiver"]
    found = named_entries(known, text)
    if len(found) != 1:
        what = "more than one grant" if found else "no grant"
        raise UsageError(f"{text!r} names {what} of a waiver", "`govml waiver list` has the numbers of their entries")
    return take_back(repository, trusted, found[0], Withdrawal(found[0].digest, reason), signer, where, now)


def _granted(repository: Repository, commit: str, judge: Judge, ledger: Ledger, at: str) -> dict[str, Granted]:
    ledger.refuse_broken()

    @cache
    def past() -> frozenset[str]:
        return frozenset(each.id for each in History(repository).before(commit))

    return granted(ledger, judge, at, lambda other: other in past())
