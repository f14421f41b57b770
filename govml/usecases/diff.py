"""`govml diff`: what a change means for models, data, deployments and for how they are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govml.model import (
    Alteration,
    Diff,
    Difference,
    Fact,
    Json,
    PolicyError,
    SnapshotInfo,
    UsageError,
)
from govml.named import NamedTuple
from govml.records import differences
from govml.records.index import list_of, mapping_of, text_of
from govml.records.paths import folder_of, join
from govml.usecases.changes import Comparison
from govml.usecases.diff_files import file_differences
from govml.usecases.judge import load_records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govml.base.git import Repository, Snapshot
    from govml.records.config import Config
    from govml.records.kinds import Kinds
    from govml.usecases.changes import Tree

_SUBJECT_FACTS: Final = {
    "model": differences.model_facts,
    "data": differences.data_facts,
    "deployment": differences.deployment_facts,
}
_KINDS: Final = (
    "file", "model", "data", "data file", "deployment", "pipeline", "parameters", "metrics", "policy", "schema",
    "waiver", "evidence", "config",
)  # fmt: skip
"""Kinds of differences, in the order in which they are told; the others follow."""


class Request(NamedTuple):
    """What to compare."""

    base: str
    head: str = ""
    """A revision; the work tree when empty."""
    merge_base: bool = True
    """Compare with the commit from which head and base grew apart, as a pull request shows it."""


def diff(repository: Repository, request: Request) -> Diff:
    """Compare two snapshots by what they mean. Raises `GovmlError` when one of them can't be had or read."""
    before, after = _sides(repository, request)
    notes = [hazard.text for hazard in repository.hazards()]
    configs, kinds = _judges(before, after, notes)
    change = Comparison(repository, before, after, kinds, configs[0].limits)
    subjects = _subjects(change)
    files = file_differences(change, {folder for config in configs for folder in config.policies})
    told = {path for subject in subjects for path in (subject.path, subject.old_path)}
    others = [each for found in files.values() for each in found or () if not _covered(each, subjects)]
    return Diff(
        SnapshotInfo("commit", before.commit, before.tree),
        SnapshotInfo(after.source, after.commit, "" if after.dirty else after.tree),
        tuple(sorted(_merged([*subjects, *others]), key=_place)),
        tuple(path for path, found in files.items() if found is None),
        tuple(path for path, found in files.items() if found == [] and path not in told),
        tuple(notes),
    )


def _sides(repository: Repository, request: Request) -> tuple[Snapshot, Snapshot]:
    """What is compared: two commits, or a commit and the work tree."""
    base = repository.resolve(request.base)
    if not request.head and repository.bare:
        raise UsageError("a bare repository has no work tree to compare", "name the revision: `govml diff BASE HEAD`")
    head = repository.resolve(request.head) if request.head else repository.head()
    if request.merge_base and head:
        base = repository.merge_base(base, head)
    return repository.snapshot(base), repository.snapshot(head) if request.head else repository.worktree()


def _judges(before: Snapshot, after: Snapshot, notes: list[str]) -> tuple[list[Config], list[Kinds]]:
    """Configs and record kinds of both sides: what either of them takes for a record is one.

    So a change can't hide a record by its own config. Raises `PolicyError` when neither side has a usable one.
    """
    found: list[tuple[Config, Kinds]] = []
    errors = []
    for snapshot, side in ((before, "base"), (after, "head")):
        try:
            found.append(load_records(snapshot))
        except PolicyError as error:
            errors.append(error)
            notes.append(f"{side}: {error}")
    if not found:
        raise errors[-1]
    return [config for config, _ in found], [kinds for _, kinds in found]


# -- models, data sets and deployments --------------------------------------------------------------------------------


def _subjects(change: Comparison) -> list[Difference]:
    """What the change means for each subject that it touches; none for one that says what it said."""
    rows = _rows(change, change.before), _rows(change, change.after)
    found = []
    for subject in change.subjects:
        old, new = subject.before or {}, subject.after or {}
        facts = [_with_rows(fact, rows) for fact in _SUBJECT_FACTS[subject.kind](old, new)]
        if not (old and new):
            how: Alteration = "added" if new else "removed"
        else:
            how = "changed" if subject.name_before == subject.name_after else "renamed"
        path, old_path = _path(new), _path(old)
        if facts or how != "changed" or (old_path and path != old_path):
            names = subject.name_after or subject.name_before, subject.name_before
            context = tuple(_context(subject.kind, new or old))
            found.append(Difference(subject.kind, how, *names, path or old_path, old_path, tuple(facts), context))
    return found


def _path(subject: dict[str, Json]) -> str:
    return text_of(mapping_of(subject.get("record")).get("path"))


def _context(kind: str, subject: dict[str, Json]) -> Iterator[str]:
    """What a subject matters to."""
    if kind == "model":
        governance = mapping_of(mapping_of(subject.get("card")).get("governance"))
        if tier := text_of(mapping_of(governance.get("risk")).get("tier")):
            yield f"risk {tier}"
        for deployment in list_of(subject.get("deployments")):
            stage = text_of(deployment.get("stage"))
            yield f"served by {text_of(deployment.get('name'))}" + (f" in {stage}" if stage else "")
    elif kind == "data":
        for use in list_of(subject.get("used_by")):
            yield f"{text_of(use.get('role'))} data of model {text_of(use.get('model'))}"
    else:
        for model in list_of(subject.get("models")):
            if tier := text_of(mapping_of(model.get("model")).get("risk")):
                yield f"model {text_of(model.get('name'))} has risk {tier}"


def _rows(change: Comparison, tree: Tree) -> dict[str, Json]:
    """Rows by path, where changed DVC files tell them."""
    found: dict[str, Json] = {}
    for pair in change.files:
        for record in tree.result(pair.old if tree is change.before else pair.new).records:
            if record.kind == "dvc":
                for item in differences.outputs_of(record):
                    if rows := differences.version_of(item, {}).get("rows"):
                        found[text_of(item.get("path"))] = rows
    return found


def _with_rows(fact: Fact, rows: tuple[dict[str, Json], dict[str, Json]]) -> Fact:
    if not fact.field.endswith(("data", "weights")) and fact.field != "version":
        return fact
    old, new = (
        {**value, "rows": known[fact.about]} if isinstance(value, dict) and fact.about in known else value
        for value, known in zip((fact.old, fact.new), rows, strict=True)
    )
    return fact._replace(old=old, new=new)


def _covered(each: Difference, subjects: list[Difference]) -> bool:
    """Whether models and data sets tell all that a file of data or results says."""
    if each.kind == "eval-results":
        return any(subject.kind == "model" and join(each.path, "..") == folder_of(subject.path) for subject in subjects)
    told = {fact.about for subject in subjects for fact in subject.facts}
    return each.kind == "data file" and all(fact.field == "version" and fact.about in told for fact in each.facts)


def _merged(found: list[Difference]) -> list[Difference]:
    """One difference for what two files say of one thing, as `dvc.yaml` and `dvc.lock` of a stage."""
    merged: dict[tuple[str, str, str, int], Difference] = {}
    for number, each in enumerate(found):
        # A line of evidence is a thing of its own, and a bundle has many about one model.
        line = number if each.kind == "evidence" else 0
        key = (each.kind, each.name, "" if each.kind == "pipeline" else each.path, line)
        first = merged.get(key)
        if first is not None:
            how = first.change if first.change != "changed" else each.change
            merged[key] = first._replace(facts=first.facts + each.facts, change=how)
        else:
            merged[key] = each
    return list(merged.values())


def _place(each: Difference) -> tuple[int, str, str, str]:
    return _KINDS.index(each.kind) if each.kind in _KINDS else len(_KINDS), each.kind, each.name, each.path
