"""What a change means beside the findings in its records: the rules about the change itself, and what moved.

The change is one subject, `change`: everything that differs, each as it was and as it is, as the rules about models,
data and deployments see it (`schemas/policy-input.schema.json`).
"""

from __future__ import annotations

import contextlib
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final

from govml.base.document import parse_pointer
from govml.base.few import few
from govml.base.git import BlobTooLargeError
from govml.model import Finding, Json, Location, PolicyError, RepositoryError
from govml.named import NamedTuple
from govml.policy.baseline import Moved
from govml.records.config import PATH as CONFIG
from govml.records.owners import PLACES, Owners, read_owners
from govml.records.subjects import SubjectKey
from govml.usecases.changed_files import moved_records
from govml.usecases.changes import UNREADABLE, Pair, either, paired
from govml.usecases.judge import load_config
from govml.usecases.judgement import DOCUMENT, Due
from govml.usecases.verdict import CHANGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govml.base.git import Change, Snapshot
    from govml.records.subjects import Subject
    from govml.usecases.judge import Judge
    from govml.usecases.judging import Judged

_NOBODY: Final = "nobody"
_LISTS: Final = {"model": "models", "data": "data", "deployment": "deployments"}


class Sides(NamedTuple):
    """A change: two snapshots, what was found in each, and the files that differ."""

    base: Snapshot
    head: Snapshot
    before: Judged
    after: Judged
    files: Sequence[Change]


class Review:
    """A change, ready to be asked about."""

    def __init__(self, sides: Sides, judge: Judge, trusted: Snapshot) -> None:
        self._sides = sides
        self._judge = judge
        self._trusted = trusted
        limit = judge.config.limits.blob_bytes
        self._was = moved_records(sides.files, sides.base, sides.head, judge.kinds.candidates, limit)
        self._now = {old: new for new, old in self._was.items()}
        self._pairs = self._paired()

    @cached_property
    def moved(self) -> Moved:
        """What goes by another name since the base."""
        subjects = {old.key.told: new.key.told for old, new in self._pairs if old is not None and new is not None}
        data = {old[:-4]: new[:-4] for old, new in self._now.items() if old.endswith(".dvc") and new.endswith(".dvc")}
        return Moved(self._now | data, subjects)

    def findings(self, at: str) -> list[Due]:
        """What the policies about a change say; `at` is the date that they see, empty for none.

        Raises `EngineError`.
        """
        if all(policy.rule.subject != CHANGE for policy in self._judge.bundle.policies):
            return []
        after = self._sides.after.judgement
        value = self.input()
        found = after.ask(CHANGE, {**value, "at": at} if at else value)
        return [
            Due(v.since, Finding(v.rule, v.level, v.message, place, subject, v.remediation, excerpt=excerpt))
            for v in found
            for place, subject, excerpt in [self._place(v.pointer or "")]
        ]

    @cached_property
    def _owners(self) -> Owners | None:
        return _owners(self._trusted, self._judge)

    def mended(self, finding: Finding) -> bool:
        """Whether a finding of the base is gone because it was mended.

        It was not where its subject or file is gone or can't be read, or is of a risk tier now of which nobody asks it.
        """
        path = finding.location.path
        if self._unreadable(path) or not self._sides.after.judgement.has(self._now.get(path, path)):
            return False
        subject = self.moved.subjects.get(finding.subject, finding.subject)
        if any(new is None and old is not None and finding.subject == old.key.told for old, new in self._pairs):
            return False
        tiers = next((each.rule.tiers for each in self._judge.bundle.policies if each.rule.id == finding.rule), ())
        return not tiers or self._tiers.get(subject, set()) <= set(tiers)

    def unasked(self, count: int) -> str:
        """A note on findings of the base that are gone without being mended; empty for none."""
        if not count:
            return ""
        what = "1 finding" if count == 1 else f"{count:,} findings"
        return f"{what} of the base can't be asked any more: the record is gone, can't be read or is of a lower tier"

    @cached_property
    def _tiers(self) -> dict[str, set[str]]:
        """Risk tiers by subject: a name may be declared more than once."""
        found: dict[str, set[str]] = {}
        for key, tier, _ in self._sides.after.subjects_at(lambda _: True):
            found.setdefault(key.told, set()).add(tier)
        return found

    def _unreadable(self, path: str) -> bool:
        """Whether a file of the base is there, maybe under another path, and can't be read any more."""
        result = self._sides.after.judgement.files.get(self._now.get(path, path))
        return result is not None and any(finding.rule in UNREADABLE for finding in result.findings)

    def owners(self) -> str:
        """Whose files the change touches, by the `CODEOWNERS` of the policy commit; empty where there is none."""
        if self._owners is None:
            return ""
        counts: Counter[str] = Counter()
        for change in self._files:
            counts.update(self._owners.of(change.path) or [_NOBODY])
        told = [f"{owner} ({count:,} file{'s' * (count != 1)})" for owner, count in sorted(counts.items())]
        return f"code owners of what changes: {few(told)}" if told else ""

    def input(self) -> dict[str, Json]:
        """The policy input."""
        value: dict[str, Json] = {"kind": CHANGE, "name": CHANGE, "base": self._sides.base.commit}
        for kind, name in _LISTS.items():
            value[name] = [self._item(*pair) for pair in self._pairs if either(pair).key.kind == kind]
        value["files"] = [self._file(change) for change in self._files]
        value["codeowners"] = self._owners is not None
        value["parameters"] = {"before": _parameters(self._sides.base), "after": _parameters(self._sides.head)}
        return value

    # -- what differs -----------------------------------------------------------------------------------------------

    def _paired(self) -> list[Pair]:
        """Subjects that are not what they were, by kind and name."""
        before, after = self._sides.before.judgement, self._sides.after.judgement
        keys = {key for key in (*before.subjects, *after.subjects) if key.kind != DOCUMENT}
        keys = {key for key in keys if not self._unreadable(key.path)}  # a syntax error is no removal
        built = [(before.subject(key), after.subject(key)) for key in keys]
        pairs: list[Pair] = [(old, new) for old, new in built if old and new and old.input != new.input]
        pairs += paired(
            [old for old, new in built if old and not new], [new for old, new in built if new and not old], self._was
        )
        return sorted(pairs, key=lambda pair: (either(pair).key, pair[0].key if pair[0] else SubjectKey("", "", "", 0)))

    def _item(self, old: Subject | None, new: Subject | None) -> Json:
        one = either((old, new))
        item: dict[str, Json] = {"name": one.key.name}
        if old is not None:
            item["before"] = old.input
        if new is not None:
            item["after"] = new.input
        if one.key.kind == "model":
            item |= self._registry(old, new)
        return item

    def _registry(self, old: Subject | None, new: Subject | None) -> dict[str, Json]:
        """What the tags say of a model: its versions on stages, and what its own version was registered with."""
        registrations = self._sides.after.judgement.registrations()
        name = (old or either((old, new))).key.name
        stages: list[Json] = []
        for stage, version, commit in registrations.stages(name):
            model = registrations.model(name, commit)
            stages.append({"stage": stage, "version": version} | ({"model": model} if model is not None else {}))
        found: dict[str, Json] = {"stages": stages, "versions": [*registrations.versions(name)]}
        stated = next((version for side in (new, old) if side is not None and (version := _version(side))), "")
        commit = registrations.commit(name, stated) if stated else ""
        if commit:
            model = registrations.model(name, commit) or {}
            artifact = model.get("artifact")
            digests = artifact.get("digests") if isinstance(artifact, dict) else None
            found["registered"] = {"version": stated, "digests": digests if isinstance(digests, dict) else {}}
        return found

    @cached_property
    def _files(self) -> list[Change]:
        """The files that differ; one that was renamed is told by its new path."""
        gone = set(self._was.values())
        return [change for change in self._sides.files if not change.gone or change.path not in gone]

    def _file(self, change: Change) -> Json:
        was = self._was.get(change.path, "")
        told = "renamed" if was else "removed" if change.gone else "modified" if change.old else "added"
        file: dict[str, Json] = {"path": change.path, "change": told}
        if was:
            file["was"] = was
        file["record"] = bool(self._judge.kinds.candidates(change.path))
        file["owners"] = [*(self._owners.of(change.path) if self._owners is not None else ())]
        return file

    # -- where a finding is -----------------------------------------------------------------------------------------

    def _place(self, pointer: str) -> tuple[Location, str, str]:
        """Location, subject and source line of a place in the input; none where it is about the change as a whole."""
        head, number, *rest = (*parse_pointer(pointer), "", "")
        if head == "files" and number.isdecimal() and int(number) < len(self._files):
            return Location(self._files[int(number)].path), CHANGE, ""
        if head == "parameters":
            return Location(CONFIG), CHANGE, ""
        kind = next((kind for kind, name in _LISTS.items() if name == head), "")
        pairs = [pair for pair in self._pairs if either(pair).key.kind == kind]
        if not kind or not number.isdecimal() or int(number) >= len(pairs):
            return Location(""), CHANGE, ""
        old, new = pairs[int(number)]
        rest = [part for part in rest if part]
        subject = old if (rest[:1] == ["before"] or new is None) and old is not None else new
        assert subject is not None
        record, inside = subject.place(tuple(rest[1:]))
        judged = self._sides.before if subject is old else self._sides.after
        location, excerpt = judged.judgement.locate(record, inside)
        return location, f"{kind} {subject.key.name}", excerpt


def _version(subject: Subject) -> str:
    card = subject.input.get("card")
    governance = card.get("governance") if isinstance(card, dict) else None
    version = governance.get("version") if isinstance(governance, dict) else None
    return version if isinstance(version, str) else ""


def _owners(snapshot: Snapshot, judge: Judge) -> Owners | None:
    for path in PLACES:
        entry = snapshot.entry(path)
        if entry is not None:
            with contextlib.suppress(BlobTooLargeError, RepositoryError):
                data = snapshot.read(entry, judge.config.limits.blob_bytes)
                return read_owners(data.decode("utf-8", "replace"))
    return None


def _parameters(snapshot: Snapshot) -> Json:
    """`parameters` of the config as written; nothing where it can't be read, which is a finding of its own."""
    try:
        return load_config(snapshot).parameters
    except PolicyError:
        return {}


def touches_policy(files: Iterable[Change], judge: Judge) -> bool:
    """Whether a change touches what decides: config, policies, schemas, signers or waivers."""
    waiver = judge.kinds.by_name["waiver"]
    folders = tuple("" if folder == "." else folder.rstrip("/") + "/" for folder in judge.config.policies)
    return any(
        file.path in (CONFIG, *judge.config.evidence)
        or file.path.startswith("schemas/")
        or (file.path.endswith(".rego") and file.path.startswith(folders))
        or waiver.covers(file.path)
        for file in files
    )
