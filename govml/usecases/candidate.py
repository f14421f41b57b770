"""A version of a model at its commit: what it rests on, and what the policies of another commit find in that."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from govml.ledger.statements import waiver_digest
from govml.model import Finding
from govml.named import NamedTuple
from govml.policy.waivers import apply
from govml.records.index import Lookups, governance_of, list_of, text_of
from govml.records.paths import folder_of
from govml.records.subjects import build
from govml.usecases.changes import UNREADABLE
from govml.usecases.judging import How, judgement_of
from govml.usecases.register import is_meant
from govml.usecases.verdict import Looked, entry_findings, finding_place, leveled
from govml.usecases.waivers import load_waivers

if TYPE_CHECKING:
    from govml.base.git import Repository, Snapshot
    from govml.evidence.signers import Signers
    from govml.model import Json, WaiverStatus
    from govml.records.index import Record, Source
    from govml.records.subjects import Subject, SubjectKey
    from govml.usecases.judge import Judge
    from govml.usecases.judgement import Judgement

EVIDENCE = "evidence"
"""Kind of the records that are signed by themselves: who commits one has made nothing."""


class Found(NamedTuple):
    """What the policies find on one day."""

    findings: tuple[Finding, ...]
    waivers: tuple[WaiverStatus, ...]
    """Those that are about the findings, in force or not."""
    digests: dict[str, str]
    """Of what they say, by id. One that hides something has its id alone."""
    looked: Looked


class Candidate:
    """A version of a model, read once and judged by day; tags after `until`, seconds since the epoch, don't count."""

    def __init__(
        self,
        repository: Repository,
        commit: str,
        model: str,
        judge: Judge,
        trusted: Snapshot,
        until: int | None,
        how: How,
    ) -> None:
        self._repository = repository
        self._snapshot = repository.snapshot(commit)
        self._judge = judge
        self._until = until
        self._how = how
        self._judgements: dict[str, Judgement] = {}
        self._waivers = load_waivers(repository, trusted, judge.kinds, judge.config.limits)
        self._day = ""
        seen = _Seen(self.judgement(""))
        self.subject = _model(self.judgement(""), model, seen)
        """The model as policies see it; None when no record of the commit declares it."""
        self._keys = self._wanted(seen)
        self.paths = frozenset(seen.paths)
        """Files that it rests on."""
        self._keys += sorted(self.judgement("").documents_at(self.paths))

    @property
    def input(self) -> dict[str, Json]:
        """The policy input of the model, empty when there is none."""
        return self.subject.input if self.subject is not None else {}

    @property
    def trainers(self) -> tuple[str, ...]:
        """Principals whose key signed a training of it; sorted, lower case."""
        found = {
            text_of(principal.get("name")).lower()
            for each in list_of(self.input.get(EVIDENCE))
            if each.get("kind") == "training"
            for signature in list_of(each.get("signatures"))
            for principal in list_of(signature.get("principals"))
        }
        return tuple(sorted(found))

    def judgement(self, day: str) -> Judgement:
        """The records of the commit, ready to be asked about on a day."""
        key = day if self._judge.bundle.reads_at else ""
        if key not in self._judgements:
            found = judgement_of(self._repository, self._snapshot, self._judge, key, self._how)
            found.registrations().until = self._until
            self._judgements[key] = found
        return self._judgements[key]

    def matters(self, path: str) -> bool:
        """Whether a file makes the model what it is: its card's folder, its data, weights, pipeline and code.

        Without a record that declares the model every file does.
        """
        if self.subject is None:
            return True
        if any(record.kind == EVIDENCE for record in self.judgement("").get("path:" + path)):
            return False
        folder = folder_of(self.subject.record.path)
        return path in self.paths or not folder or path.startswith(folder + "/")

    def find(self, day: str) -> Found:
        """What holds on a day, `YYYY-MM-DD`. Raises `EngineError` and `PolicyError` when that can't be decided."""
        judgement = self.judgement(day)
        if any(key not in judgement.subjects for key in self._keys):
            judgement.judge(self._keys)
        results = [result for key in self._keys if (result := judgement.subjects[key]) is not None]
        found = [due.finding for result in results for due in result.findings if due.since <= day]
        for path, file in judgement.files.items():
            found += [each for each in file.findings if path in self.paths or each.rule in UNREADABLE]
        # What can't be read may belong to the model, so it counts wherever it is.
        problems = self._repository.listing(self._snapshot.tree, "")[1]
        found += entry_findings(problems, self._judge)
        waivers, unread = self._waivers
        asked = [waiver for waiver in waivers if any(waiver.covers(finding) for finding in found)]
        findings, statuses = apply([*leveled(found, self._judge), *unread], waivers, day, told=asked)
        records = Counter(record.kind for path in self.paths for record in judgement.get("path:" + path))
        subjects: Counter[tuple[str, str, str]] = Counter()
        for key in self._keys:
            result = judgement.subjects[key]
            if result is not None and result.tier and key.kind in _KINDS:
                subjects[key.kind, result.tier, result.had] += 1
        found = sorted(set(findings), key=finding_place)
        digests = {waiver.id: waiver_digest(waiver.content) for waiver in asked}
        return Found(tuple(found), tuple(statuses), digests, Looked(records, subjects))

    def model_at(self, commit: str) -> dict[str, Json]:
        """The model as policies would have seen it at another commit; empty when that can't be read."""
        name = self.subject.key.name if self.subject is not None else ""
        return self.judgement("").registrations().model(name, commit) or {}

    def evidence(self, number: int) -> Record:
        """The line of a bundle that is one of the model's evidence."""
        assert self.subject is not None
        return self.subject.place((EVIDENCE, str(number)))[0]

    def _wanted(self, seen: _Seen) -> list[SubjectKey]:
        """The model, the data that it uses and what deploys it."""
        judgement = self.judgement("")
        if self.subject is None:
            return []
        name = self.subject.key.name
        deploying = list_of(self.input["deployments"])
        deployments = {(text_of(each.get("name")), text_of(each.get("path"))) for each in deploying}
        found = [key for key in judgement.declared() if key.kind == "model" and key.name == name]
        for key in sorted(set(judgement.declared())):
            if key.kind == "deployment" and (key.name, key.path) in deployments:
                found.append(key)
            elif key.kind == "data":
                data = judgement.subject(key)
                users = list_of(data.input.get("used_by")) if data is not None else []
                if any(use.get("model") == name for use in users):
                    found.append(key)
        around = _Seen(judgement)
        for key in found:
            record = next((each for each in judgement.get("path:" + key.path) if each.number == key.number), None)
            if record is not None and key.kind != "deployment":
                build(key, record, Lookups(seen if key.kind == "model" else around))
        # Other models that use the same data give it its tier, and are no part of this one.
        seen.paths |= around.paths - {key.path for key in judgement.declared() if key.kind == "model"}
        seen.paths.update(key.path for key in found)
        return sorted(set(found))


_KINDS = ("model", "data", "deployment")


def _model(judgement: Judgement, name: str, seen: _Seen) -> Subject | None:
    """The subject of a model: the one of that name or, as GTO writes it, `FOLDER:NAME`."""
    for key in sorted(key for key in judgement.declared() if key.kind == "model" and is_meant(key, name)):
        record = next((each for each in judgement.get("path:" + key.path) if each.number == key.number), None)
        subject = build(key, record, Lookups(seen)) if record is not None else None
        if subject is not None:
            seen.paths.add(key.path)
            for evidence in list_of(subject.input.get(EVIDENCE)):
                seen.paths.update(text_of(each.get("path")) for each in list_of(evidence.get("inputs")))
            return subject
    return None


def stated_version(subject: Subject | None) -> str:
    """The version that the card states, empty when it states none."""
    return text_of(governance_of(subject.record).get("version")) if subject is not None else ""


class _Seen:
    """A judged tree that remembers which files were looked at (`govml.records.index.Judged`)."""

    def __init__(self, judgement: Judgement) -> None:
        self._judgement = judgement
        self.paths: set[str] = set()

    def get(self, key: str) -> list[Record]:
        found = self._judgement.get(key)
        self.paths.update(record.path for record in found)
        return found

    def has(self, path: str) -> bool:
        found = self._judgement.has(path)
        self.paths.update([path] if found else [])
        return found

    def digests_at(self, path: str) -> dict[str, str]:
        found = self._judgement.digests_at(path)
        self.paths.update([path] if found else [])
        return found

    def under(self, folder: str) -> list[str]:
        found = self._judgement.under(folder)
        self.paths.update(found)
        return found

    def content(self, path: str) -> bytes | None:
        found = self._judgement.content(path)
        self.paths.update([path] if found is not None else [])
        return found

    def signers(self) -> Signers:
        return self._judgement.signers()

    def reaches(self, commit: str) -> bool | None:
        return self._judgement.reaches(commit)

    def registered(self, model: str, version: str) -> Source | None:
        return self._judgement.registered(model, version)
