"""Links that records make among themselves, whether or not a policy subject is made of them.

What cards and deployments claim is followed while their subjects are built (`govml.records.subjects`); here is what DVC
files claim: a locked stage is one that the `dvc.yaml` beside it defines, an artifact's path leads somewhere. What the
config names is in `govml.records.config_links` and, of promotions, in `govml.records.promotion_links`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govml.records import artifacts
from govml.records.index import Lookups, Record, mapping_of, text_of
from govml.records.paths import folder_of, join
from govml.records.stages import outputs
from govml.records.subjects import Defect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def record_defects(record: Record, lookups: Lookups) -> list[Defect]:
    """Links of a record that lead nowhere, in document order. What it looks up is remembered by `lookups`."""
    check = _CHECKS.get(record.kind)
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
    for name, item in entries.items():
        entry = mapping_of(item)
        path = text_of(entry.get("path"))
        # Outside of Git, known only after DVC filled it in, or said to be kept elsewhere.
        if not path or "://" in path or "${" in path or entry.get("virtual") is True:
            continue
        if not _tracked(record, join(record.path, path), lookups):
            hint = "correct the path, or commit the file or its .dvc file"
            yield Defect(record, (*prefix, name, "path"), f"artifact {name!r}: {path!r} leads nowhere", hint)


def _tracked(record: Record, path: str, lookups: Lookups) -> bool:
    if "." not in path.rpartition("/")[2]:
        return True  # a folder of Git, perhaps: snapshots know files only
    written = {out.path for out in outputs(record.path, record.fields)}
    while path and not path.startswith(("..", "/")):
        # A file of a folder that DVC keeps as a whole is tracked too.
        if path in written or artifacts.target(path, "", lookups) or lookups.get("out:" + path):
            return True
        path = folder_of(path)
    return False


def _config(record: Record, lookups: Lookups) -> Iterator[Defect]:
    # Here, as they bring along the reading of keys and of parameters.
    from govml.records.config_links import config_defects
    from govml.records.promotion_links import promotion_defects

    yield from config_defects(record, lookups)
    yield from promotion_defects(record, lookups)


_CHECKS: dict[str, Callable[[Record, Lookups], Iterator[Defect]]] = {
    "config": _config,
    "dvc-lock": _locked_stages,
    "dvc-pipeline": _declared_paths,
    "gto-index": _declared_paths,
}
LINKED = frozenset(_CHECKS)
"""Record kinds that have links of their own."""
