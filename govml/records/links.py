"""Links that records make among themselves, whether or not a policy subject is made of them.

What cards and deployments claim is followed while their subjects are built (`govml.records.subjects`); here is what DVC
files claim: a locked stage is one that the `dvc.yaml` beside it defines, an artifact's path leads somewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govml.records import artifacts
from govml.records.index import Lookups, Record, mapping_of, text_of
from govml.records.paths import join
from govml.records.subjects import Defect

if TYPE_CHECKING:
    from collections.abc import Iterator


def record_defects(record: Record, lookups: Lookups) -> list[Defect]:
    """Links of a record that lead nowhere, in document order. What it looks up is remembered by `lookups`."""
    checks = {"dvc-lock": _locked_stages, "dvc-pipeline": _declared_paths, "gto-index": _declared_paths}
    check = checks.get(record.kind)
    return list(check(record, lookups)) if check is not None else []


def _locked_stages(record: Record, lookups: Lookups) -> Iterator[Defect]:
    # DVC writes `NAME.lock` beside each pipeline file; `dvc.lock` is the one of `dvc.yaml`.
    path = join(record.path, "dvc.yaml")
    pipelines = [found for found in lookups.get("path:" + path) if found.kind == "dvc-pipeline"]
    known = mapping_of(pipelines[0].fields.get("stages")) if pipelines else {}
    for name in mapping_of(record.fields.get("stages")):
        # `foreach` and `matrix` lock one stage for each item, as `NAME@ITEM`.
        if name in known or name.partition("@")[0] in known:
            continue
        why = f"{path} does not define it" if pipelines else f"there is no {path}"
        hint = "run `dvc repro` and commit dvc.lock, or remove the stage from it"
        yield Defect(record, ("stages", name), f"stage {name!r} is locked, but {why}", hint)


def _declared_paths(record: Record, lookups: Lookups) -> Iterator[Defect]:
    prefix: tuple[str, ...] = ("artifacts",) if record.kind == "dvc-pipeline" else ()
    entries = mapping_of(record.fields.get("artifacts")) if prefix else record.fields
    for name, entry in entries.items():
        path = text_of(mapping_of(entry).get("path"))
        if not path or "://" in path or "${" in path:  # outside of Git, or known only after DVC filled it in
            continue
        if artifacts.resolve(join(record.path, path), "", lookups) is None and not _folder(record, path, lookups):
            hint = "correct the path, or commit the file or its .dvc file"
            yield Defect(record, (*prefix, name, "path"), f"artifact {name!r}: {path!r} leads nowhere", hint)


def _folder(record: Record, path: str, lookups: Lookups) -> bool:
    """Whether a path is a folder in which some record says what a model or data set is."""
    folder = join(record.path, path)
    return bool(lookups.get("card-in:" + folder) or lookups.get("dvc-in:" + folder))
