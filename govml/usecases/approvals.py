"""The approvals in a ledger: whose they are, what they were bound to, and whether they count.

Every approval of the model, version and stage is told, with the first reason why it doesn't count. Roles are given out
so that as many as possible are filled: each principal fills one, whatever keys it holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govml.evidence.signers import signatures
from govml.ledger.chain import SKEW
from govml.ledger.entries import seconds
from govml.ledger.statements import Approval, Review, read_approval, read_review, read_withdrawal
from govml.model import EvidenceError
from govml.named import NamedTuple
from govml.usecases.placements import releasers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from govml.evidence.dsse import Envelope
    from govml.evidence.signers import Signed, Signers
    from govml.ledger.chain import Ledger
    from govml.ledger.entries import Entry
    from govml.ledger.statements import About
    from govml.model import Json
    from govml.records.config import StageConfig
    from govml.usecases.judge import Judge

NOREPLY = "@users.noreply.github.com"
_DAY = 86_400


class Given(NamedTuple):
    """An approval in the ledger and what becomes of it."""

    entry: str
    """SHA-256 of the ledger entry."""
    number: int
    kind: str
    """`signature` or `review`."""
    principal: str
    """Whose it is; empty when nobody known signed it."""
    fingerprint: str
    at: str
    expires: str
    comment: str
    roles: tuple[str, ...]
    """Those that the principal holds."""
    problem: str = ""
    """Why it doesn't count; empty when it does."""
    independent: bool = False
    """Whether the principal made nothing of the version."""
    role: str = ""
    """The role that it fills."""
    independent_role: str = ""
    """The role that it fills where only independent approvals count."""

    def facts(self) -> dict[str, Json]:
        """As policies see it."""
        found: dict[str, Json] = {
            "entry": self.entry,
            "kind": self.kind,
            "principal": self.principal,
            "roles": [*self.roles],
            "independent": self.independent,
        }
        for name in ("problem", "role", "independent_role"):
            if getattr(self, name):
                found[name] = getattr(self, name)
        return found


def given_approvals(
    about: About,
    ledger: Ledger,
    rights: tuple[Judge, StageConfig, frozenset[str], str],
    report_at: Callable[[str, int], str],
) -> tuple[Given, ...]:
    """The approvals of a model, version and stage in the ledger, oldest first.

    `report_at` gives the digest of the report as it is for a time and an approval, by the number of its entry. It is
    asked only about approvals which are otherwise good, so nobody can cause work without a key.
    """
    asked = {"model": about.model, "version": about.version, "stage": about.stage}
    entries = [each for each in ledger.entries if each.kind in ("approval", "review") and each.about() == asked]
    judge = rights[0]
    taken_back = withdrawn(ledger, {each.digest: each for each in entries}, judge.signers, judge.config.roles)
    reader = _Reader(about, rights, taken_back, report_at)
    return tuple(reader.read(entry) for entry in entries)


def matched(given: Sequence[Given], needed: Mapping[str, int]) -> tuple[tuple[Given, ...], dict[str, int]]:
    """The approvals with the roles that they fill, and what is missing."""
    good = [each for each in given if not each.problem]
    roles = _matching(good, needed)
    alone = _matching([each for each in good if each.independent], needed)
    found = tuple(
        each._replace(role=roles.get(each.entry, ""), independent_role=alone.get(each.entry, "")) for each in given
    )
    missing = {role: count - sum(each.independent_role == role for each in found) for role, count in needed.items()}
    return found, {role: count for role, count in sorted(missing.items()) if count}


def roles_of(principal: str, roles: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The roles that a principal has, sorted."""
    return tuple(sorted(role for role, names in roles.items() if principal and principal in names))


def in_words(missing: Mapping[str, int]) -> str:
    """Principals by role, as `1 risk-owner and 2 validator`."""
    return " and ".join(f"{count} {role}" for role, count in sorted(missing.items()))


class _Reader:
    """Reads approvals; the checks go from what anybody can see to what takes work."""

    def __init__(
        self,
        about: About,
        rights: tuple[Judge, StageConfig, frozenset[str], str],
        withdrawn: Mapping[str, str],
        report_at: Callable[[str, int], str],
    ) -> None:
        self._about = about
        self._judge, self._stage, self._makers, self._now = rights
        self._withdrawn = withdrawn
        self._report_at = report_at

    def read(self, entry: Entry) -> Given:
        said: Approval | Review
        review = entry.kind == "review"
        try:
            said = read_review(entry.statement) if review else read_approval(entry.statement)
        except EvidenceError as error:
            return Given(entry.digest, entry.number, "signature", "", "", entry.at, "", "", (), str(error))
        comment = said.comment if isinstance(said, Approval) else f"review {said.id} of {said.login}"
        kind = "review" if review else "signature"
        principal, fingerprint, problem = self._who(entry, said)
        roles = roles_of(principal, self._judge.config.roles)
        given = Given(
            entry.digest, entry.number, kind, principal, fingerprint, said.at, said.expires, comment, roles, problem
        )
        problem = problem or self._bound(entry, said, roles)
        return given._replace(problem=problem, independent=bool(principal) and not self._made(principal))

    def _who(self, entry: Entry, said: Approval | Review) -> tuple[str, str, str]:
        """Whose approval it is, by which key, or why it is nobody's. The key has to be theirs then and now."""
        if isinstance(said, Review):
            if not self._judge.config.promotion.reviews:
                return "", "", "is a review, and only signatures count"
            recorded = releasers(entry.envelope, self._judge.signers, self._judge.config.roles, entry.at, self._now)
            return (f"github:{said.login}", "", "") if recorded else ("", "", "was recorded by nobody who may do that")
        signed = signatures(entry.envelope, self._judge.signers)
        for each in signed:
            if each.problem:
                return "", "", f"its signature {each.problem}"
        found = [self._holder(each, entry, said.approver) for each in signed]
        return next((each for each in found if not each[2]), found[0] if found else ("", "", "is not signed"))

    def _holder(self, signature: Signed, entry: Entry, approver: str) -> tuple[str, str, str]:
        """Whose signature it is, by which key, or why it isn't the approver's."""
        key = signature.fingerprint
        if signature.revoked:
            return "", key, "is signed with a revoked key"
        names = sorted({each.name for each in signature.principals})
        valid = {each.name for each in signature.principals if each.valid_at(entry.at) and each.valid_at(self._now)}
        if not names:
            return "", key, "is signed with an unknown key"
        if not valid:
            return names[0], key, "is signed with a key that was not valid then, or is not now"
        if len(valid) > 1:
            return "", key, f"is signed with a key of several principals ({', '.join(sorted(valid))})"
        (name,) = valid
        return name, key, "" if name == approver else f"is signed by another than it says ({approver})"

    def _bound(self, entry: Entry, said: Approval | Review, roles: tuple[str, ...]) -> str:
        """Why an approval by somebody doesn't count for this, empty when it does."""
        about, now = said.about, self._now
        if not roles:
            return "is of somebody without a role"
        if entry.digest in self._withdrawn:
            return f"was withdrawn: {self._withdrawn[entry.digest]}"
        if any((seconds(at) or 0) > (seconds(now) or 0) + SKEW for at in (entry.at, said.at)):
            return "is of a later time than the decision"
        latest = (seconds(said.at) or 0) + self._stage.approval_days * _DAY
        if said.expires < now or latest < (seconds(now) or 0):
            return f"expired {said.expires[:10]}" if said.expires < now else "is too old for the stage"
        for name, what in _BINDINGS:
            if getattr(about, name) != getattr(self._about, name):
                return f"is for another {what}"
        if isinstance(said, Review) and (said.state != "APPROVED" or said.reviewed != about.commit):
            return "is a review of another commit, or doesn't approve"
        if self._report_at(said.at, entry.number) != about.report:
            return "is of another report: something that it was bound to has changed"
        return ""

    def _made(self, principal: str) -> bool:
        """Whether a principal is one of those who made the version."""
        name = principal.lower()
        login = name.removeprefix("github:")
        noreply = {f"{login}{NOREPLY}"} | {each for each in self._makers if each.endswith(f"+{login}{NOREPLY}")}
        return name in self._makers or (login != name and bool(noreply & self._makers))


_BINDINGS = (
    ("kind", "kind of decision"),
    ("repository", "repository"),
    ("commit", "commit"),
    ("tree", "tree"),
    ("weights", "artifact"),
    ("policy", "policy, which has changed since"),
)
"""What an approval names besides model, version and stage; the report holds all of it, these say what differs."""


def withdrawn(
    ledger: Ledger, targets: Mapping[str, Entry], signers: Signers, roles: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Those of some entries that were taken back, and why: by whoever signed one, or somebody who may release.

    A key that is revoked or no longer valid can still take back: that makes nothing pass.
    """
    found = {}
    for entry in ledger.entries:
        if entry.kind != "withdrawal":
            continue
        try:
            said = read_withdrawal(entry.statement)
        except EvidenceError:
            continue
        target = targets.get(said.approval)
        if target is None:
            continue
        if takes_back(target, entry.envelope, entry.at, signers, roles):
            found[said.approval] = said.reason
    return found


def takes_back(
    target: Entry, envelope: Envelope, at: str, signers: Signers, roles: Mapping[str, Sequence[str]]
) -> bool:
    """Whether a signed withdrawal of an approval or grant counts."""
    own = _names(target.envelope, signers) & _names(envelope, signers)
    keys = {each.fingerprint for each in signatures(target.envelope, signers) if each.fingerprint}
    again = {each.fingerprint for each in signatures(envelope, signers)} & keys
    return bool(own or again or releasers(envelope, signers, roles, at))


def _names(envelope: Envelope, signers: Signers) -> set[str]:
    signed = signatures(envelope, signers)
    return {each.name for signature in signed if signature.fingerprint for each in signature.principals}


def _matching(given: Sequence[Given], needed: Mapping[str, int]) -> dict[str, str]:
    """A largest assignment of principals to needed roles, by entry (augmenting paths, in order of the ledger)."""
    first: dict[str, Given] = {}
    for each in given:
        first.setdefault(each.principal.lower(), each)  # the same person, in whatever case a mail address is written
    slots = [(role, number) for role, count in sorted(needed.items()) for number in range(count)]
    taken: dict[tuple[str, int], str] = {}

    def place(principal: str, tried: set[tuple[str, int]]) -> bool:
        for slot in slots:
            if slot[0] in first[principal].roles and slot not in tried:
                tried.add(slot)
                if slot not in taken or place(taken[slot], tried):
                    taken[slot] = principal
                    return True
        return False

    for principal in first:
        place(principal, set())
    return {first[principal].entry: role for (role, _), principal in taken.items()}
