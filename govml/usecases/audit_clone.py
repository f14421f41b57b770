"""A clone as an audit reads it: its ledger and tags, and the trusted branch with all that decided on it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, cast

from govml import __version__
from govml.base.branch import Branch
from govml.base.history import History
from govml.base.snapshot import BlobTooLargeError
from govml.evidence.signers import ALLOWED, REVOKED
from govml.evidence.statement import read_statement, statement_bytes
from govml.ledger.chain import SKEW, Ledger, read, report_of
from govml.ledger.entries import MAX_REPORT, seconds
from govml.ledger.statements import promotion_statement, waiver_digest
from govml.model import PASSING, EvidenceError, GovmlError, MissingObjectError
from govml.policy.waivers import standing
from govml.records.config import PATH
from govml.records.index import list_of, mapping_of, text_of
from govml.registry.tags import parse_tag
from govml.usecases.approvals import in_words, matched, roles_of
from govml.usecases.audit_entries import Doubt, Recomputed, Rights, Turn
from govml.usecases.audit_tags import FETCH_TAGS
from govml.usecases.decide import Asked, decide, trusted_commit
from govml.usecases.judge import load_config, load_judge, load_signers
from govml.usecases.judging import How
from govml.usecases.ledger import origin
from govml.usecases.promote import promotion_of
from govml.usecases.promotion_document import document_of
from govml.usecases.waivers import load_waivers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govml.base.git import Repository
    from govml.base.snapshot import Snapshot
    from govml.base.tags import Tag
    from govml.evidence.signers import Signers
    from govml.ledger.entries import Entry
    from govml.ledger.statements import Grant, Promotion
    from govml.model import Finding, Json
    from govml.policy.waivers import Waiver
    from govml.records.config import Config
    from govml.usecases.decide import Decision
    from govml.usecases.judge import Judge


class Clone:
    """A `Source` of an audit. Raises `GovmlError` where there is no trusted branch, or it can't be used."""

    recomputes: bool = True

    def __init__(self, repository: Repository, branch: str = "", how: How | None = None) -> None:
        self.git = repository
        self._how = (how or How())._replace(cache=False)
        self.trusted = trusted_commit(repository, branch)
        self._configs: dict[str, Config] = {}
        self._signers: dict[tuple[str, ...], Signers] = {}
        self._known: dict[str, Rights] = {}
        self._judges: dict[str, Judge] = {}
        self._listed: dict[str, tuple[list[Waiver], list[Finding]]] = {}
        self._decided: dict[str, tuple[Doubt | None, int]] = {}
        self.complete = not repository.shallow
        self._history = History(repository)
        self._objects = Branch(repository, "")
        config = self.config(self.trusted)
        self.branch = branch or config.promotion.trusted
        self.repository = text_of(config.parameters.get("repository"))
        self.origin = origin(repository, config)
        self.ledger: Ledger = read(repository, config.promotion.ledger)
        self.tags: Sequence[Tag] = tuple(repository.tags())
        self.notes: Sequence[str] = [each.text for each in repository.hazards() if each.kind != "rewritten"]

    def config(self, commit: str) -> Config:
        """`govml.yaml` at a commit. Raises `GovmlError`."""
        return self._config(self.git.snapshot(commit))

    def rights(self, commit: str) -> Rights:
        """Who may do what by a commit. Raises `GovmlError`."""
        if commit not in self._known:
            snapshot = self.git.snapshot(commit)
            config = self._config(snapshot)
            paths = config.evidence.allowed_signers, config.evidence.revoked_signers
            key = (_id(snapshot, PATH), *(_id(snapshot, path) for path in paths))
            if key not in self._signers:
                self._signers[key] = load_signers(snapshot, config)[0]
            self._known[commit] = Rights(self._signers[key], config.roles)
        return self._known[commit]

    def deciding(self, commit: str) -> dict[str, bytes]:
        """The files of a commit that say who may do what, by the names that they have by default."""
        snapshot = self.git.snapshot(commit)
        config = self._config(snapshot)
        paths = {PATH: PATH, ALLOWED: config.evidence.allowed_signers, REVOKED: config.evidence.revoked_signers}
        entries = {name: snapshot.entry(path) for name, path in paths.items()}
        return {name: snapshot.read(entry, config.limits.blob_bytes) for name, entry in entries.items() if entry}

    def file(self, commit: str, path: str) -> bytes:
        """A file at a commit, empty where it can't be read."""
        try:
            snapshot = self.git.snapshot(commit)
            entry = snapshot.entry(path)
            return snapshot.read(entry, MAX_REPORT) if entry is not None else b""
        except (GovmlError, BlobTooLargeError):
            return b""

    def older(self, commit: str, than: str) -> bool:
        """Whether a commit of the trusted branch comes before another one."""
        return commit != than and bool(self.git.reaches(than, commit))

    def by_age(self, commits: Iterable[str]) -> list[str]:
        """Commits of the trusted branch, older ones first; any others before them."""
        arrived = {commit: -self._arrival(commit) for commit in commits}
        together = defaultdict(list)
        for commit, place in arrived.items():
            together[place].append(commit)
        rank = {one: sum(self.older(other, one) for other in group) for group in together.values() for one in group}
        return sorted(arrived, key=lambda commit: (arrived[commit], rank[commit], commit))

    def turns(self) -> Sequence[Turn]:
        """How rights changed on the trusted branch, newest first."""
        return self._turns

    def report(self, entry: Entry) -> bytes:
        """The report that an entry keeps. Raises `GovmlError`."""
        return report_of(self._objects, entry)

    def decided_by(self, commit: str, at: str) -> Doubt | None:
        """Why a commit can't have decided at a time; None where it was on the trusted branch."""
        if commit not in self._decided:
            self._decided[commit] = self._on_branch(commit)
        doubt, since = self._decided[commit]
        if doubt is not None or since <= (seconds(at) or 0) + SKEW:
            return doubt
        message = f"commit {commit[:12]}, whose policies decided, was not on {self.branch} by then, by the times in Git"
        return Doubt("inconclusive", message, f"`git log --graph {self.branch}` shows how it got there, and when")

    def waived(self, said: Grant) -> Doubt | None:
        """Why the commit that a grant names has no such waiver that could be granted; None where it has."""
        place = f"commit {said.policy_commit[:12]}"
        try:
            judge, (listed, _) = self._judge(said.policy_commit), self._waivers(said.policy_commit)
        except GovmlError as error:
            return Doubt("inconclusive", f"the waivers of {place} can't be read: {error}", error.hint)
        if said.repository != judge.repository:
            return Doubt("broken", f"is for the repository {said.repository!r}, and {place} is of {judge.repository!r}")
        found = [each for each in standing(listed, said.at[:10]) if waiver_digest(each[0].content) == said.sha256]
        if not found:
            return Doubt("broken", f"grants a waiver that {place} doesn't have, as it says")
        messages = [message for _, state, message in found if state == "invalid"]
        return Doubt("broken", f"grants what {place} has, but {messages[0]}") if len(messages) == len(found) else None

    def recompute(self, entry: Entry, said: Promotion) -> Recomputed:
        """Make a decision again, from the commit, the policies and the part of the ledger that it was made from."""
        about = said.about
        doubts = self._rewritten(said)
        if doubts:
            return Recomputed(doubts)
        before = tuple(each for each in self.ledger.entries if each.number < entry.number)
        if len(before) < entry.number:
            return Recomputed((Doubt("inconclusive", "can't be decided again: entries before it are not readable"),))
        ledger = self.ledger._replace(entries=before, problems=())
        asked = Asked(about.kind, about.model, about.version, about.stage, said.at, about.policy_commit, about.commit)
        try:
            decision = decide(self.git, asked, ledger, self._how, self._judge(asked.trusted))
            again = statement_bytes(promotion_statement(promotion_of(decision, said.tag)))
            kept = self.report(entry)
        except GovmlError as error:
            return Recomputed((Doubt("inconclusive", f"can't be decided again: {error}", error.hint),))
        doubt = self._differing(said, decision.data, kept, again, entry.envelope.payload)
        if doubt is None and decision.verdict not in PASSING:
            doubt = Doubt("broken", f"did not pass: {decision.verdict}, {decision.reason}")
        doubt = doubt or self._outdated(entry, decision, ledger)
        return Recomputed((doubt,) if doubt is not None else (), True, tuple(list_of(document_of(decision)["rules"])))

    def problems(self) -> Sequence[Doubt]:
        """What makes Git show another history in this clone than the objects say."""
        return [Doubt("inconclusive", each.text) for each in self.git.hazards() if each.kind == "rewritten"]

    # -- the trusted branch -----------------------------------------------------------------------------------------

    @cached_property
    def _tips(self) -> list[tuple[str, int]]:
        """What the trusted branch was, newest first, with times; as far as this clone goes back."""
        found = []
        oid = self.trusted
        while oid:
            try:
                parents = self._history.commit(oid).parents
                found.append((oid, self.git.commit(oid).time))
            except MissingObjectError:
                break
            oid = parents[0] if parents else ""
        return found

    @cached_property
    def _turns(self) -> list[Turn]:
        found: list[Turn] = []
        for commit, time in self._tips:
            try:
                rights = self.rights(commit)
            except GovmlError:  # nothing could be decided by it
                continue
            if found and found[-1].rights == rights:
                found.pop()
            found.append(Turn(commit, time, rights))
        return found

    def _on_branch(self, commit: str) -> tuple[Doubt | None, int]:
        """Why a commit was not on the trusted branch, or from when on it was, or what decides as it does."""
        times = dict(self._tips)
        if commit in times:
            return None, times[commit]
        reached = self.git.reaches(self.trusted, commit)
        if reached is None:
            message = f"whether commit {commit[:12]}, whose policies decided, was on {self.branch} can't be told"
            return Doubt("inconclusive", message, "complete the clone: `git fetch --unshallow`"), 0
        if not reached:
            message = f"commit {commit[:12]}, whose policies decided, is not in the history of {self.branch}"
            return Doubt("broken", message, f"it never was there, or {self.branch} was rewritten"), 0
        # It came with a merge. That is no harm where it decides as the branch did before or after.
        merge = self._arrival(commit)
        for place in (merge + 1, merge):
            if place < len(self._tips) and self._judges_alike(commit, self._tips[place][0]):
                return None, self._tips[place][1]
        message = f"commit {commit[:12]}, whose policies decided, was on another branch than {self.branch} by then"
        return Doubt("inconclusive", message, f"`git log --graph {self.branch}` shows how it got there"), 0

    def _arrival(self, commit: str) -> int:
        """With which of `_tips` a commit came to the trusted branch: the oldest that has it; their number for none."""
        tips = self._tips
        lacking = bisect_left(range(len(tips)), True, key=lambda place: not self.git.reaches(tips[place][0], commit))
        return lacking - 1 if lacking else len(tips)

    def _judges_alike(self, one: str, other: str) -> bool:
        try:
            return self._judging(one) == self._judging(other)
        except GovmlError:
            return False

    def _judge(self, commit: str) -> Judge:
        if commit not in self._judges:
            self._judges[commit] = load_judge(self.git.snapshot(commit))
        return self._judges[commit]

    def _judging(self, commit: str) -> tuple[str, str]:
        return self._judge(commit).digest, repr(self._waivers(commit))

    def _waivers(self, commit: str) -> tuple[list[Waiver], list[Finding]]:
        if commit not in self._listed:
            judge = self._judge(commit)
            found = load_waivers(self.git, self.git.snapshot(commit), judge.kinds, judge.config.limits)
            self._listed[commit] = found
        return self._listed[commit]

    # -- decisions --------------------------------------------------------------------------------------------------

    def _rewritten(self, said: Promotion) -> tuple[Doubt, ...]:
        """Whether the commit of the version and its tag are here, and what they were."""
        about = said.about
        try:
            tree = self.git.commit(about.commit).tree
        except GovmlError:
            message = f"commit {about.commit[:12]} of {about.model} {about.version} is not in this clone"
            return (Doubt("inconclusive", message, f"fetch it: `git fetch origin {about.commit}`"),)
        if tree != about.tree:
            return (Doubt("broken", f"commit {about.commit[:12]} has another tree than it says"),)
        if (about.model, about.version) not in self._registered:  # it would be decided otherwise, as not registered
            message = f"can't be decided again: no tag here registers {about.version} of {about.model}"
            return (Doubt("inconclusive", message, FETCH_TAGS),)
        return ()

    @cached_property
    def _registered(self) -> frozenset[tuple[str, str]]:
        names = [name for tag in self.tags if (name := parse_tag(tag.ref)) is not None]
        return frozenset((name.model, name.version) for name in names if name.action == "registration")

    def _outdated(self, entry: Entry, decision: Decision, before: Ledger) -> Doubt | None:
        """Whether old policies were named on purpose: those that the branch had by then would have refused it.

        What the branch had by then is what the times of its commits say, which their makers write.
        """
        at, asked = seconds(entry.at) or 0, decision.asked
        then = next((oid for oid, time in self._tips if time <= at), "")
        if not then or not self.older(asked.trusted, then) or self._judges_alike(asked.trusted, then):
            return None
        try:
            other = decide(self.git, asked._replace(trusted=then), before, self._how, self._judge(then))
        except GovmlError:
            return None
        had = f"{self.branch} had {then[:12]} by then, which "
        if other.report["verdict"] not in PASSING:
            had += "refuses it"
        else:  # the approvals are of the report that was made; how many and whose it takes is another question
            roles = other.judge.config.roles
            given = [each._replace(roles=roles_of(each.principal, roles)) for each in decision.given]
            missing = matched(given, other.needed)[1]
            if not missing:
                return None
            had += f"asks for {in_words(missing)} more"
        message = f"was decided by commit {asked.trusted[:12]}, and {had}"
        return Doubt("inconclusive", message, "find out whether that commit was on the branch by then")

    def _differing(self, said: Promotion, report: bytes, kept: bytes, again: bytes, payload: bytes) -> Doubt | None:
        if report == kept and again == payload:
            return None
        if said.govml != __version__:
            message = f"was decided by govml {said.govml[:40]}, and govml {__version__} decides it otherwise"
            return Doubt("inconclusive", message, f"audit it with govml {said.govml[:40]}")
        if report != kept:
            return Doubt("broken", f"made again, its report differs in {_members(report, kept)}")
        return Doubt("broken", f"made again, it differs in {_members(*map(_predicate, (again, payload)))}")

    def _config(self, snapshot: Snapshot) -> Config:
        blob = _id(snapshot, PATH)
        if blob not in self._configs:
            self._configs[blob] = load_config(snapshot)
        return self._configs[blob]


def _id(snapshot: Snapshot, path: str) -> str:
    entry = snapshot.entry(path)
    return entry.oid if entry is not None else ""


def _predicate(payload: bytes) -> bytes:
    """The predicate of a promotion, its own member on top."""
    from govml.base.canonical import canonical
    from govml.ledger.statements import MEMBER

    predicate = dict(read_statement(payload).predicate)
    own = mapping_of(predicate.pop(MEMBER, None))
    return canonical({**predicate, **own})


def _members(one: bytes, other: bytes) -> str:
    """Names of the members in which two JSON objects differ."""
    import json

    try:
        here, there = (cast("dict[str, Json]", json.loads(data)) for data in (one, other))
        names = sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))
    except (ValueError, AttributeError, EvidenceError):
        names = []
    return ", ".join(names) or "form"
