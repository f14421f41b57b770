"""What changed files mean that are no cards and manifests: data versions, pipelines, numbers, policies, waivers."""

from __future__ import annotations

import contextlib
import json
import tomllib
from functools import partial
from typing import TYPE_CHECKING, Final

from govml.base.document import parse
from govml.base.git import BlobTooLargeError
from govml.model import Alteration, Difference, Fact, GovmlError, Json, Location, RepositoryError
from govml.policy.nouns import TEST_SUFFIX, Module
from govml.policy.waivers import read_waivers
from govml.records import differences
from govml.records.index import mapping_of, text_of
from govml.records.kinds import SUFFIX
from govml.records.paths import folder_of, join

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from govml.records.index import Record
    from govml.usecases.changes import Comparison, FilePair, Tree


def file_differences(change: Comparison, policies: Collection[str]) -> dict[str, list[Difference] | None]:
    """What each changed file says differently, by its path; None for one that holds nothing that is governed.

    Cards and manifests say nothing here: they are told as subjects. `policies` are the folders of policies.
    """
    folders = tuple(sorted("" if folder == "." else folder + "/" for folder in policies))
    unreadable = {pair: (old, new) for pair, old, new in change.unreadable}
    found: dict[str, list[Difference] | None] = {}
    for pair in change.files:
        told = _unreadable(pair, *unreadable[pair]) if pair in unreadable else _file(change, pair, folders)
        kept = None if told is None else [each for each in told if each.facts or each.change != "changed"]
        found[pair.new or pair.old] = kept
    return found


def _unreadable(pair: FilePair, old: str, new: str) -> list[Difference]:
    fact = Fact("can't be read", "", old or None, new or None)
    return [_of(pair, "file", pair.new or pair.old, [fact])._replace(change="unreadable")]


def _file(change: Comparison, pair: FilePair, folders: tuple[str, ...]) -> list[Difference] | None:
    path = pair.new or pair.old
    old, new = change.before.result(pair.old).records, change.after.result(pair.new).records
    if old or new:
        return list(_records(change, pair, old, new))
    if path.endswith(".rego") and path.startswith(folders):
        return [_policy(change, pair)]
    if path.startswith("schemas/") and path.endswith(SUFFIX):
        return _document_of(change, pair, "schema", differences.document_facts)
    field = _numbers(change, path)
    if not field:
        return None
    kind = "parameters" if field == "parameter" else "metrics"
    return _document_of(change, pair, kind, partial(differences.number_facts, field))


def _document_of(
    change: Comparison, pair: FilePair, kind: str, compare: Callable[[Json, Json], list[Fact]]
) -> list[Difference]:
    """What a file says differently that is no record."""
    (old, why), (new, why_now) = _read(change.before, pair.old), _read(change.after, pair.new)
    if why or why_now:
        return _unreadable(pair, why, why_now)
    return [_of(pair, kind, pair.new or pair.old, compare(old, new))]


def _records(
    change: Comparison, pair: FilePair, old: tuple[Record, ...], new: tuple[Record, ...]
) -> Iterator[Difference]:
    before, after = {record.number: record for record in old}, {record.number: record for record in new}
    for number in sorted(before.keys() | after.keys()):
        one, other = before.get(number), after.get(number)
        if one is not None and other is not None and one.kind != other.kind:
            yield from _record(change, pair, one, None)
            one = None
        yield from _record(change, pair, one, other)


def _record(change: Comparison, pair: FilePair, old: Record | None, new: Record | None) -> Iterator[Difference]:
    record = new or old
    assert record is not None
    if not change.subject_of(record):
        yield from _READERS.get(record.kind, _document)(change, pair, old, new)


def _numbers(change: Comparison, path: str) -> str:
    """`parameter` or `metric` for a file of such: by what the pipelines around it say, else by its name."""
    folder, _, name = path.rpartition("/")
    if not name.endswith((".json", ".yaml", ".yml", ".toml")):
        return ""
    for place in _upwards(folder):
        for tree in (change.after, change.before):
            for record in tree.get("path:" + join(place + "/", "dvc.yaml")):
                if found := _named(record, path):
                    return found
    return {"params": "parameter", "metrics": "metric"}.get(name.partition(".")[0], "")


def _upwards(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = folder_of(folder)
    yield ""


def _policy(change: Comparison, pair: FilePair) -> Difference:
    old, new = _text(change.before, pair.old), _text(change.after, pair.new)
    before, after = _metadata(pair.old, old), _metadata(pair.new, new)
    facts = [
        fact._replace(about=rule)
        for rule in sorted(before.keys() | after.keys())
        for fact in differences.document_facts(before.get(rule), after.get(rule))
    ]
    name = ", ".join(sorted(after or before)) or pair.new or pair.old
    return _of(pair, "policy", name, [*facts, *differences.text_facts(old, new, "code")])


def _of(pair: FilePair, kind: str, name: str, facts: list[Fact], old_name: str = "") -> Difference:
    """A difference of something that has a file of its own."""
    how: Alteration = "changed" if pair.old and pair.new else "added" if pair.new else "removed"
    old_name = old_name or ("" if how == "added" else name)
    return Difference(kind, how, name, old_name, pair.new or pair.old, pair.old, tuple(facts))


def _within(pair: FilePair, kind: str, name: str, old: object, new: object, facts: list[Fact]) -> Difference:
    """A difference of something that has a place in a file: a stage, a waiver."""
    how: Alteration = "changed" if old and new else "added" if new else "removed"
    old_path = pair.old if old else ""
    return Difference(kind, how, name, "" if how == "added" else name, pair.new or pair.old, old_path, tuple(facts))


def _document(change: Comparison, pair: FilePair, old: Record | None, new: Record | None) -> Iterator[Difference]:
    record = new or old
    assert record is not None
    facts = differences.document_facts(old.value if old else None, new.value if new else None)
    yield _within(pair, record.kind, record.name, old, new, facts)


def _dvc(change: Comparison, pair: FilePair, old: Record | None, new: Record | None) -> Iterator[Difference]:
    before, after = differences.outputs_of(old), differences.outputs_of(new)
    facts = differences.artifact_facts("version", before, after)
    facts += differences.document_facts(_without(old, "outs", "md5"), _without(new, "outs", "md5"))
    paths = [text_of(item.get("path")) for item in (*after, *before)]
    users = {record.name for path in paths for record in change.after.get("uses:" + path)}
    context = tuple(f"data of model {user}" for user in sorted(users))
    yield _of(pair, "data file", next(iter(paths), pair.new or pair.old), facts)._replace(context=context)


def _pipeline(change: Comparison, pair: FilePair, old: Record | None, new: Record | None) -> Iterator[Difference]:
    before, after = _stages(old), _stages(new)
    path = pair.new or pair.old
    for stage in sorted(before.keys() | after.keys()):
        one, other = before.get(stage), after.get(stage)
        yield _within(pair, "pipeline", f"{path}#{stage}", one, other, differences.stage_facts(one, other))
    facts = differences.document_facts(_without(old, "stages"), _without(new, "stages"))
    yield _within(pair, "pipeline", path, True, True, facts)


def _lock(change: Comparison, pair: FilePair, old: Record | None, new: Record | None) -> Iterator[Difference]:
    before, after = _stages(old), _stages(new)
    path = pair.new or pair.old
    pipeline = join(path, "dvc.yaml")
    for stage in sorted(before.keys() | after.keys()):
        facts = differences.locked_facts(path, before.get(stage), after.get(stage))
        yield _within(pair, "pipeline", f"{pipeline}#{stage}", True, True, facts)


def _stages(record: Record | None) -> dict[str, Json]:
    return mapping_of(record.fields.get("stages")) if record else {}


def _without(record: Record | None, *keys: str) -> Json:
    return {key: value for key, value in record.fields.items() if key not in keys} if record else {}


def _waivers(change: Comparison, pair: FilePair, old: Record | None, new: Record | None) -> Iterator[Difference]:
    before, after = _by_waiver(old), _by_waiver(new)
    for name in sorted(before.keys() | after.keys()):
        one, other = before.get(name), after.get(name)
        yield _within(pair, "waiver", name, one, other, differences.document_facts(one, other))


def _evidence(change: Comparison, pair: FilePair, old: Record | None, new: Record | None) -> Iterator[Difference]:
    """What a line of evidence says, not the bytes that were signed."""
    record = new or old
    assert record is not None
    yield _within(pair, "evidence", record.name, old, new, differences.evidence_facts(old, new))


def _by_waiver(record: Record | None) -> dict[str, Json]:
    """What each waiver of a file says, by its id, or by what it is about where it has none."""
    found: dict[str, Json] = {}
    for waiver in read_waivers(record.value, Location(record.path), (), record.number) if record else []:
        said: dict[str, Json] = {
            key: getattr(waiver, key)
            for key in ("rule", "subject", "path", "pointer", "approver", "expires", "created", "reason")
            if getattr(waiver, key)
        }
        name = waiver.id
        if name.startswith(f"{waiver.location.path}#"):
            name = f"{waiver.rule} on {waiver.subject or waiver.path}{waiver.pointer}"
        while name in found:
            name += " (again)"
        found[name] = said
    return found


_READERS: Final[dict[str, Callable[[Comparison, FilePair, Record | None, Record | None], Iterator[Difference]]]] = {
    "dvc": _dvc,
    "dvc-pipeline": _pipeline,
    "dvc-lock": _lock,
    "waiver": _waivers,
    "evidence": _evidence,
}


def _named(pipeline: Record, path: str) -> str:
    """What a `dvc.yaml` says that a file is: `parameter`, `metric` or nothing."""
    stages = [mapping_of(stage) for stage in mapping_of(pipeline.fields.get("stages")).values()]
    for field, key in (("parameter", "params"), ("metric", "metrics")):
        listed: list[Json] = [pipeline.fields.get(key), *(stage.get(key) for stage in stages)]
        for entry in [entry for entries in listed if isinstance(entries, list) for entry in entries]:
            names = [entry] if isinstance(entry, str) else mapping_of(entry)
            if any(join(pipeline.path, name) == path for name in names):
                return field
    return ""


def _read(tree: Tree, path: str) -> tuple[Json, str]:
    """The document of a file that is no record, and why it can't be read; nothing of a file that isn't there."""
    if not path:
        return None, ""
    try:
        data = tree.data(path)
    except (BlobTooLargeError, RepositoryError) as error:
        return None, str(error)
    if path.endswith(".toml"):
        # As YAML, which every TOML value can be written as, so that the same limits hold.
        try:
            data = json.dumps(tomllib.loads(data.decode()), default=str).encode()
        except (ValueError, RecursionError) as error:
            return None, f"is not TOML: {error}"
    parsed = parse(data, "yaml" if path.endswith((".yaml", ".yml")) else "json")
    if parsed.problems:
        return None, parsed.problems[0].message
    return (parsed.documents[0].value if parsed.documents else None), ""


def _text(tree: Tree, path: str) -> str:
    """Text of a file; nothing when there is none, or it is too large or not here."""
    with contextlib.suppress(BlobTooLargeError, RepositoryError):
        return tree.data(path).decode("utf-8", "replace") if path else ""
    return ""


def _metadata(path: str, text: str) -> dict[str, Json]:
    """What the METADATA of a policy says, by the id of the rule; nothing where it can't be read."""
    from govml.policy.reading import read_apart

    if not text or path.endswith(TEST_SUFFIX):
        return {}
    try:
        ((known, _),) = read_apart([Module(path, text)])
    except GovmlError:  # it doesn't parse, or takes for ever
        return {}
    return {
        block.id: {
            key: list(value) if isinstance(value, tuple) else value
            for key in ("title", "severity", "subject", "controls", "description", "remediation")
            if (value := getattr(block, key))
        }
        for block in known.annotations
        if block.id
    }
