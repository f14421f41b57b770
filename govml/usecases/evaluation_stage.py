"""Numbers that the project's own evaluation stage computes, run by DVC in a checkout."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from govml.base.document import parse, syntax_of
from govml.evaluation.recipe import RecipeError
from govml.evaluation.results import Metric, Numbers
from govml.evidence.resources import STAGE, Resource
from govml.launch.dvc import Input, PipelineError, command
from govml.launch.environment import without_keys
from govml.launch.job import Job
from govml.launch.local import launch
from govml.model import GovmlError, Json
from govml.records.index import mapping_of
from govml.records.stages import definition, variable_files

if TYPE_CHECKING:
    from govml.launch.dvc import Stage
    from govml.usecases.checkout import Checkout
    from govml.usecases.evaluation_plan import Plan

_LIMIT: Final = 10_000_000
_SHOWN: Final = 300


class StageError(GovmlError):
    """The evaluation stage gave no numbers."""


def stage_numbers(plan: Plan, checkout: Checkout, *, pull: bool) -> tuple[Numbers, list[Resource]]:
    """Run the stage and read what it wrote: the numbers, and what it read besides artifact and evaluation data.

    Raises `RecipeError`, `PipelineError`, `StageError`.
    """
    stage = _stage(plan, checkout)
    checkout.materialise([each.path for each in stage.inputs if each.source], pull=pull)
    known = {plan.artifact.path, *(item.path for item in plan.data)}
    read = [_resource(each, plan, checkout) for each in stage.inputs if each.path not in known]
    read += _defined(plan, checkout, stage)
    _run(plan, checkout, stage)
    written = _written(plan, checkout.folder / plan.metrics_file)
    intervals = mapping_of(written.get("confidence_interval"))
    rows = written.get("n")
    count = rows if isinstance(rows, int) and not isinstance(rows, bool) and rows > 0 else 0
    metrics = []
    for name in plan.recipe.metrics:
        value = _at(written, name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise StageError(f"{plan.metrics_file} has no number {name!r}", f"it has {', '.join(list(written)[:10])}")
        metrics.append(Metric(name, float(value), count, _interval(intervals.get(name))))
    return Numbers(count, tuple(metrics)), read


def _resource(each: Input, plan: Plan, checkout: Checkout) -> Resource:
    role = "params" if each.params else "data" if each.source else "code"
    stated: dict[str, Json] = {"md5": each.md5} if each.md5 else {"gitBlob": checkout.blob(each.path)}
    return Resource(role, each.path, checkout.digests(each.path, stated))


def _defined(plan: Plan, checkout: Checkout, stage: Stage) -> list[Resource]:
    """The stage as its `dvc.yaml` has it, by digest, and the files that fill in its `${…}` and are no dependencies."""
    entry = plan.snapshot.entry(stage.pipeline)
    parsed = parse(plan.snapshot.read(entry, _LIMIT), "yaml") if entry is not None else None
    value = parsed.documents[0].value if parsed is not None and parsed.documents else None
    told = definition(value, stage.name)
    if not told:
        raise RecipeError(f"stage {stage.address} can't be read", f"`govml check {stage.pipeline}` says why")
    known = {each.path for each in stage.inputs}
    files = [path for path in variable_files(stage.pipeline, value, stage.name) if path not in known]
    variables = [Input(path, params=True) for path in files if plan.snapshot.entry(path) is not None]
    defined = Resource(STAGE, f"{stage.pipeline}#{stage.name}", {"sha256": told})
    return [defined, *(_resource(each, plan, checkout) for each in variables)]


def _stage(plan: Plan, checkout: Checkout) -> Stage:
    path, _, name = plan.recipe.stage.partition("#")
    if checkout.pipelines is None:
        raise RecipeError(f"there is no DVC repository, so no stage {plan.recipe.stage!r}", "`dvc init`")
    stage = checkout.pipelines.named(path, name)
    if stage is None:
        known = ", ".join(checkout.pipelines.names()[:10]) or "none"
        raise RecipeError(f"there is no stage {plan.recipe.stage!r}", f"stages: {known}")
    if stage.frozen:
        hint = f"`dvc unfreeze {stage.address}`"
        raise PipelineError(f"stage {stage.address} is frozen, so DVC doesn't run it", hint)
    reads = [each.path for each in stage.inputs]
    for item in (plan.artifact, *plan.data):
        if not any(item.path == read or item.path.startswith(read + "/") for read in reads):
            raise RecipeError(
                f"stage {stage.address} doesn't read {item.path}, so its numbers may be of something else",
                f"name it under `deps` of the stage: {item.path}",
            )
    if plan.metrics_file not in [each.path for each in stage.outputs]:
        raise RecipeError(
            f"stage {stage.address} doesn't write {plan.metrics_file}",
            f"name it under `metrics` of the stage: {plan.metrics_file}: {{cache: false}}",
        )
    return stage


def _run(plan: Plan, checkout: Checkout, stage: Stage) -> None:
    (checkout.folder / plan.metrics_file).unlink(missing_ok=True)
    kept = {name: value for name, value in without_keys(os.environ).items() if not name.startswith("GOVML_")}
    with tempfile.TemporaryDirectory(prefix="govml-") as run:
        job = Job(plan.model, tuple(command(stage)), checkout.folder, kept, Path(run))
        tail = [b""]

        def keep(data: bytes) -> None:
            tail[0] = (tail[0] + data)[-4 * _SHOWN :]

        ended = launch(job, keep)
    if ended.status != "succeeded":
        said = " ".join(tail[0].decode("utf-8", "replace").split())[-_SHOWN:]
        raise StageError(f"stage {stage.address} failed ({ended.reason}): {said}", "`dvc repro` shows the same")


def _written(plan: Plan, path: Path) -> dict[str, Json]:
    if not path.is_file() or path.is_symlink():
        raise StageError(f"stage {plan.recipe.stage} wrote no {plan.metrics_file}", "it must write its numbers there")
    if path.stat().st_size > _LIMIT:
        raise StageError(f"{plan.metrics_file} is larger than {_LIMIT:,} bytes", "write numbers only")
    parsed = parse(path.read_bytes(), syntax_of(plan.metrics_file))
    if parsed.problems:
        problem = parsed.problems[0]
        raise StageError(f"{plan.metrics_file}:{problem.line}:{problem.column}: {problem.message}", problem.hint)
    return mapping_of(parsed.documents[0].value if parsed.documents else None)


def _at(value: Json, name: str) -> Json:
    """The value of a key, or of a path of keys with dots."""
    fields = mapping_of(value)
    if name in fields or "." not in name:
        return fields.get(name)
    first, _, rest = name.partition(".")
    return _at(fields.get(first), rest)


def _interval(value: Json) -> tuple[float, float] | None:
    if isinstance(value, list) and len(value) == 2:
        low, high = value
        if isinstance(low, int | float) and isinstance(high, int | float) and low <= high:
            return float(low), float(high)
    return None
