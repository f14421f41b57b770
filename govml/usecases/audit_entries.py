"""An entry of the ledger, held against all that it says: who signed it, what it rests on, and what was decided.

Who may sign is read at the commit of the trusted branch that the entry names. Whoever lost that right since then, by
the time of the entry, could have named an old commit on purpose: that is told too.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final, Literal, Protocol

from govml.evidence.signers import signatures
from govml.evidence.sshsig import PublicKey
from govml.ledger.entries import DECISIONS, seconds
from govml.ledger.statements import (
    Approval,
    Grant,
    Promotion,
    Review,
    Withdrawal,
    read_approval,
    read_grant,
    read_promotion,
    read_review,
    read_withdrawal,
)
from govml.model import EvidenceError, GovmlError, MissingObjectError
from govml.named import NamedTuple
from govml.usecases.placements import RELEASER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from govml.base.tags import Tag
    from govml.evidence.signers import Principal, Signed, Signers
    from govml.evidence.statement import Statement
    from govml.ledger.chain import Ledger
    from govml.ledger.entries import Entry, Kind
    from govml.model import Json

State = Literal["verified", "broken", "inconclusive", "not-checked"]
Said = Approval | Review | Withdrawal | Promotion | Grant
"""What an entry says."""


class Doubt(NamedTuple):
    """Something that keeps a thing from being verified."""

    state: Literal["broken", "inconclusive"]
    message: str
    remedy: str = ""


class Rights(NamedTuple):
    """Who may do what by one commit of the trusted branch."""

    signers: Signers
    roles: Mapping[str, tuple[str, ...]]

    def releases(self, name: str) -> bool:
        """Whether a principal may sign promotions; anybody known may, where nobody has that role."""
        return RELEASER not in self.roles or name in self.roles[RELEASER]


class Turn(NamedTuple):
    """A commit of the trusted branch from which on other rights held."""

    commit: str
    time: int
    """When it was made, seconds since the epoch, as its maker says."""
    rights: Rights


class Recomputed(NamedTuple):
    """A decision, made again."""

    doubts: tuple[Doubt, ...] = ()
    done: bool = False
    """Whether it was made again, byte for byte, or differs."""
    rules: tuple[dict[str, Json], ...] = ()
    """Outcomes of the rules about approvals, in the form of those in the report, which doesn't have them."""


class Source(Protocol):
    """What an audit reads: a clone (`audit_clone`), or a pack made of one (`pack`)."""

    ledger: Ledger
    tags: Sequence[Tag]
    trusted: str
    """Commit at the tip of the trusted branch."""
    branch: str
    """Name of the trusted branch."""
    repository: str
    """What its config calls it; may be empty."""
    origin: str
    """What its checkpoints call the ledger; may be empty."""
    notes: Sequence[str]
    """What should be known of it, and is no problem."""
    recomputes: bool
    """Whether decisions can be made again."""
    complete: bool
    """Whether what isn't here isn't there; a shallow clone lacks tags, too."""

    def rights(self, commit: str) -> Rights:
        """Who may do what by a commit. Raises `GovmlError`."""

    def older(self, commit: str, than: str) -> bool:
        """Whether a commit of the trusted branch comes before another one."""

    def turns(self) -> Sequence[Turn]:
        """How rights changed on the trusted branch, newest first; of a pack nobody can tell."""

    def report(self, entry: Entry) -> bytes:
        """The report that an entry keeps. Raises `GovmlError`."""

    def decided_by(self, commit: str, at: str) -> Doubt | None:
        """Why a commit can't have decided at a time; None where it was on the trusted branch."""

    def waived(self, said: Grant) -> Doubt | None:
        """Why the commit that a grant names has no such waiver that could be granted; None where it has."""

    def recompute(self, entry: Entry, said: Promotion) -> Recomputed:
        """Make a decision again."""

    def problems(self) -> Sequence[Doubt]:
        """What is wrong with the source itself."""


class Checked(NamedTuple):
    """An entry and what came out."""

    entry: Entry
    said: Said | None = None
    """None for what can't be read."""
    policy_commit: str = ""
    """The trusted commit that it names, empty when it names none."""
    principals: tuple[str, ...] = ()
    """Who signed it and might."""
    keys: tuple[str, ...] = ()
    """Fingerprints of the keys that signed it."""
    doubts: tuple[Doubt, ...] = ()
    recomputed: Recomputed = Recomputed()
    examined: bool = True
    """Whether anything was checked; else it is only told what the entry says."""

    @property
    def state(self) -> State:
        """The worst that was found."""
        if not self.examined:
            return "not-checked"
        if any(each.state == "broken" for each in self.doubts):
            return "broken"
        return "inconclusive" if self.doubts else "verified"

    @property
    def decision(self) -> Promotion | None:
        """The promotion or rollback, when it is one."""
        return self.said if isinstance(self.said, Promotion) else None


def judging_commit(entry: Entry) -> str:
    """The trusted commit that an entry names, empty where it names none or can't be read."""
    try:
        return _named_commit(_said(entry))
    except EvidenceError:
        return ""


def unchecked(entry: Entry) -> Checked:
    """An entry that isn't checked, and what it says."""
    try:
        return Checked(entry, _said(entry), examined=False)
    except EvidenceError:
        return Checked(entry, examined=False)


def _said(entry: Entry) -> Said:
    return _READERS[entry.kind](entry.statement)


def _named_commit(said: Said) -> str:
    if isinstance(said, Grant):
        return said.policy_commit
    return "" if isinstance(said, Withdrawal) else said.about.policy_commit


class Auditor:
    """Checks entries, each by itself, and then what their order shows."""

    def __init__(self, source: Source, recompute: bool = True, known: Signers | None = None) -> None:
        self._source = source
        self._recompute = recompute
        self._known = known
        self._numbers = {entry.digest: entry for entry in source.ledger.entries}
        self._keyrings: dict[int, tuple[Signers, _Keyring]] = {}
        """By the id of the signers, which are kept with them: so nobody else's can come to have that id."""
        self._tip = source.rights(source.trusted)
        first = source.ledger.entries[0].number if source.ledger.entries else 0
        self._cut = first > 0

    def check(self, entry: Entry) -> Checked:
        """Everything about one entry but its place in the chain."""
        try:
            said = _said(entry)
        except EvidenceError as error:
            return Checked(entry, doubts=(Doubt("broken", str(error), error.hint),))
        commit = _named_commit(said)
        doubts = []
        if commit and (doubt := self._source.decided_by(commit, entry.at)) is not None:
            doubts.append(doubt)
        try:
            rights = self._source.rights(commit or self._source.trusted)
        except GovmlError as error:
            doubts.append(Doubt("inconclusive", f"who might sign it can't be told: {error}", error.hint))
            return Checked(entry, said, commit, doubts=tuple(doubts))
        signed = signatures(entry.envelope, rights.signers)
        principals, reason = self._who(entry, said, signed, rights)
        keys = tuple(each.fingerprint for each in signed if each.fingerprint)
        checked = Checked(entry, said, commit, principals, keys)
        if reason:
            unseen = isinstance(said, Withdrawal) and self._cut and said.approval not in self._numbers
            doubts.append(Doubt("inconclusive" if unseen else "broken", reason))
        else:
            doubts += self._lost(checked, rights)
            doubts += self._strangers(checked)
        again = Recomputed()
        if isinstance(said, Grant) and (doubt := self._source.waived(said)) is not None:
            doubts.append(doubt)
        if isinstance(said, Promotion):
            doubts += self._report(entry, said)
            doubts += self._approvals(entry, said)
            again = self._source.recompute(entry, said) if self._recompute else again
            doubts += again.doubts
        return Checked(entry, said, commit, principals, keys, tuple(dict.fromkeys(doubts)), again)

    def settle(self, checked: Sequence[Checked]) -> list[Checked]:
        """The same entries, oldest first, with what only their order shows.

        An entry that names an older trusted commit than one before it was signed by whom that one's commit knows, too.
        And whoever stole a key can date an entry back; but an entry that stands before another one, which a good key
        signed when the key wasn't revoked yet, was there before the key was revoked.
        """
        revoked = self._keyring(self._tip.signers).revoked
        shown: dict[str, int] = {}
        for fingerprint in {key for each in checked for key in each.keys if key in revoked}:
            showing = [each.entry.number for each in checked if self._shows(each, fingerprint, revoked)]
            shown[fingerprint] = max(showing, default=-1)
        found = []
        newest, by = self._newest_before(checked[0].entry.number) if checked else ("", -1)
        for each in checked:
            doubts = self._overtaken(each, newest, by) if newest else []
            lost = [key for key in each.keys if shown.get(key, each.entry.number + 1) <= each.entry.number]
            if lost and each.state != "broken":
                message = f"its key {lost[0]} was revoked, and no later entry shows that it was made before that"
                remedy = "decide it again, signed with a key that is good"
                doubts.append(Doubt("inconclusive", message, remedy))
            if doubts:
                each = each._replace(doubts=(*each.doubts, *doubts))
            commit = each.policy_commit
            if commit and commit != newest and not each.doubts and (not newest or self._source.older(newest, commit)):
                newest, by = commit, each.entry.number
            found.append(each)
        return found

    def _newest_before(self, number: int) -> tuple[str, int]:
        """The newest trusted commit that an entry names which is not checked, and the number of that."""
        newest, by = "", -1
        for entry in self._source.ledger.entries:
            commit = judging_commit(entry) if entry.number < number else ""
            if not commit or commit == newest or self._source.decided_by(commit, entry.at) is not None:
                continue
            if not newest or self._source.older(newest, commit):
                newest, by = commit, entry.number
        return newest, by

    # -- who --------------------------------------------------------------------------------------------------------

    def _who(
        self, entry: Entry, said: Said, signed: Sequence[Signed], rights: Rights
    ) -> tuple[tuple[str, ...], str]:
        """Who signed an entry and might, and why it is nobody's."""
        if not signed:
            return (), "is not signed"
        for each in signed:
            if each.problem:
                return (), f"its signature {each.problem}"
        if isinstance(said, Withdrawal):
            return self._withdrawer(said, entry, signed)
        names: set[str] = set()
        reason = ""
        for each in signed:
            found, why = _names(each.fingerprint, each.principals, each.revoked, entry.at)
            names.update(found)
            reason = reason or why
        if isinstance(said, Approval | Grant) and names and said.approver not in names:
            return (), f"says that it is of {said.approver}, and is signed by {', '.join(sorted(names))}"
        if entry.kind in _RELEASING and names:
            allowed = {name for name in names if rights.releases(name)}
            what = "release" if entry.kind in DECISIONS else "record reviews"
            reason = f"is signed by {', '.join(sorted(names))}, who might not {what}"
            names = allowed
        return tuple(sorted(names)), "" if names else reason

    def _withdrawer(self, said: Withdrawal, entry: Entry, signed: Sequence[Signed]) -> tuple[tuple[str, ...], str]:
        """Who took an approval or grant back: whoever gave it, by any key, or somebody who may release."""
        target = self._numbers.get(said.approval)
        if target is None or target.number >= entry.number or target.kind not in ("approval", "review", "waiver"):
            return (), "takes back what is no approval before it"
        try:
            then = self._source.rights(_named_commit(_said(target)))
        except GovmlError as error:
            return (), f"takes back what can't be read: {error}"
        keys = {each.fingerprint for each in signed}
        gave = {each.fingerprint for each in signatures(target.envelope, then.signers) if each.fingerprint}
        own = {name for key in gave for name in self._keyring(then.signers).names(key)}
        names: set[str] = set()
        for rights in (then, *(turn.rights for turn in self._source.turns()), self._tip):
            for key in keys:
                known = self._keyring(rights.signers).names(key)
                names.update(name for name in known if name in own or key in gave or rights.releases(name))
        return tuple(sorted(names)), "" if names else "is signed by nobody who might take that approval back"

    def _overtaken(self, checked: Checked, newest: str, number: int) -> list[Doubt]:
        """Whether who signed might no longer by the trusted commit that an entry before it names."""
        commit = checked.policy_commit
        if not commit or commit == newest or checked.state == "broken" or not self._source.older(commit, newest):
            return []
        if self._may(checked, self._source.rights(newest), revoked=False):
            return []
        message = f"names an old commit: by that of entry {number}, before it, who signed it might no longer"
        return [Doubt("broken", message)]

    def _lost(self, checked: Checked, rights: Rights) -> list[Doubt]:
        """Whether who signed had lost the right to, on the trusted branch, by the time of the entry."""
        if isinstance(checked.said, Withdrawal) or rights is self._tip or self._may(checked, self._tip):
            return []
        lost: Turn | None = None
        for turn in self._source.turns():
            if self._may(checked, turn.rights):
                break
            lost = turn
        if lost is None or lost.time > (seconds(checked.entry.at) or 0):
            return []
        message = f"{self._source.branch} had taken the right to sign it away with commit {lost.commit[:12]}"
        return [Doubt("inconclusive", message, "find out whether that commit was on the branch by then")]

    def _strangers(self, checked: Checked) -> list[Doubt]:
        """Whether the auditor knows who signed under another name, at other times, or not at all.

        An approval is taken back by any key of whoever gave it, also by one that has ended.
        """
        if self._known is None:
            return []
        ring = self._keyring(self._known)
        known = [each for key in checked.keys for each in ring.principals.get(key, ())]
        ended = isinstance(checked.said, Withdrawal)
        valid = {each.name for each in known if ended or each.valid_at(checked.entry.at)}
        names = {each.name for each in known}
        others = [name for name in checked.principals if name not in valid]
        if not others:
            return []
        if not known:
            message = f"is signed with the key {checked.keys[0]}, which the auditor doesn't know"
        elif names.issuperset(others):
            message = f"is signed with a key of {', '.join(others)}, which the auditor knows as not valid at that time"
        else:
            whose = ", ".join(sorted(names))
            message = f"counts as signed by {', '.join(others)}, and the auditor knows the key as one of {whose}"
        return [Doubt("inconclusive", message)]

    def _may(self, checked: Checked, rights: Rights, revoked: bool = True) -> bool:
        """Whether somebody who signed an entry might, by other rights; `revoked` is the answer for a revoked key."""
        ring = self._keyring(rights.signers)
        if any(key in ring.revoked for key in checked.keys):
            return revoked
        decides = checked.entry.kind in _RELEASING
        return any(
            each.name in checked.principals and each.valid_at(checked.entry.at)
            for key in checked.keys
            for each in ring.principals.get(key, ())
            if not decides or rights.releases(each.name)
        )

    def _shows(self, each: Checked, fingerprint: str, revoked: frozenset[str]) -> bool:
        """Whether an entry shows that a key was good when it was made: it was judged where it was, by others."""
        if not each.policy_commit or each.state == "broken" or revoked.intersection(each.keys) or not each.keys:
            return False
        roles = self._source.rights(each.policy_commit).roles  # what anybody may say, a thief may have had said
        if each.decision is None and not any(name in held for name in each.principals for held in roles.values()):
            return False
        return fingerprint not in self._keyring(self._source.rights(each.policy_commit).signers).revoked

    def _keyring(self, signers: Signers) -> _Keyring:
        if id(signers) not in self._keyrings:
            self._keyrings[id(signers)] = signers, _keyring(signers)
        return self._keyrings[id(signers)][1]

    # -- what -------------------------------------------------------------------------------------------------------

    def _report(self, entry: Entry, said: Promotion) -> list[Doubt]:
        try:
            data = self._source.report(entry)
        except MissingObjectError as error:
            return [Doubt("inconclusive", f"its report can't be read: {error}", error.hint)]
        except GovmlError as error:
            return [Doubt("broken", f"its report can't be read: {error}", error.hint)]
        if sha256(data).hexdigest() != said.about.report:
            return [Doubt("broken", "the report that it keeps is not the one that was signed")]
        return []

    def _approvals(self, entry: Entry, said: Promotion) -> list[Doubt]:
        """Approvals that it counts and that the ledger doesn't have before it, for the same."""
        found = []
        for digest in said.approvals:
            given = self._numbers.get(digest)
            if given is None and self._cut:
                message = f"counts an approval from before what is here ({digest[:12]})"
                found.append(Doubt("inconclusive", message))
            elif given is None or given.number >= entry.number or given.kind not in ("approval", "review"):
                found.append(Doubt("broken", f"counts an approval that is not in the ledger before it ({digest[:12]})"))
            elif given.about() != entry.about():
                found.append(Doubt("broken", f"counts entry {given.number}, which approves something else"))
        return found


class _Keyring(NamedTuple):
    """The keys of `allowed_signers` by fingerprint."""

    principals: dict[str, tuple[Principal, ...]]
    revoked: frozenset[str]

    def names(self, fingerprint: str) -> set[str]:
        return {each.name for each in self.principals.get(fingerprint, ())}


def _keyring(signers: Signers) -> _Keyring:
    principals = {PublicKey("", blob).fingerprint: found for blob, found in signers.allowed.items()}
    return _Keyring(principals, frozenset(PublicKey("", blob).fingerprint for blob in signers.revoked_keys))


def _names(key: str, principals: Sequence[Principal], revoked: bool, at: str) -> tuple[set[str], str]:
    """Whose signature it is at a time, and why it is nobody's."""
    if revoked:
        return set(), f"is signed with the revoked key {key}"
    if not principals:
        return set(), f"is signed with the unknown key {key}"
    valid = {each.name for each in principals if each.valid_at(at)}
    if valid:
        return valid, ""
    who = ", ".join(sorted({each.name for each in principals}))
    return set(), f"is signed with the key {key} of {who}, which was not valid at {at}"


_RELEASING: Final = (*DECISIONS, "review")
"""Kinds whose entries take the right to release."""
_READERS: Final[Mapping[Kind, Callable[[Statement], Said]]] = {
    "approval": read_approval,
    "review": read_review,
    "withdrawal": read_withdrawal,
    "waiver": read_grant,
    "promotion": read_promotion,
    "rollback": read_promotion,
}
