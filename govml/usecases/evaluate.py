"""`govml evaluate`: recompute a model's numbers from artifact and data, and keep them as signed evidence."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from govml import __version__
from govml.base.canonical import digest
from govml.base.few import few
from govml.base.remotes import branch
from govml.evaluation.recipe import RecipeError
from govml.evidence.bundle import evaluation_path, write_bundle
from govml.evidence.dsse import Envelope
from govml.evidence.evaluation import Data, Evaluation, Metric, Overlap, Robustness, Slice, evaluation_statement
from govml.evidence.resources import RECIPE, Resource
from govml.evidence.signing import seal
from govml.evidence.statement import Subject, statement_bytes
from govml.launch.environment import builder_id, read_environment
from govml.model import GovmlError, UsageError
from govml.named import NamedTuple
from govml.records.stated import Comparison, is_revision, stated_slices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govml.base.git import Repository
    from govml.evaluation.results import Numbers
    from govml.evidence.signing import Signer
    from govml.model import Json
    from govml.usecases.checkout import Checkout
    from govml.usecases.evaluation_plan import Plan

_INSTALL: Final = "`pip install 'govml[evaluate]'`"


class Options(NamedTuple):
    """What whoever evaluates decides."""

    allow_dirty: bool = False
    allow_pickle: bool = False
    pull: bool = True
    builder: str = ""


class Outcome(NamedTuple):
    """What an evaluation came to."""

    evaluation: Evaluation
    envelope: Envelope
    comparisons: tuple[Comparison, ...]
    notes: tuple[str, ...]


class ChangedError(GovmlError):
    """Something that the numbers rest on changed while they were computed."""


def evaluate(repository: Repository, plan: Plan, options: Options, signer: Signer | None) -> Outcome:
    """Recompute the numbers of a plan. The work tree is neither read for it nor written to.

    Raises `UsageError` for a dirty tree, an unknown metric or loader and what isn't installed, `ContentError` for bytes
    that aren't what the records say, `ModelError`, `DataError` and `PipelineError` where the model, the data or DVC
    can't give numbers.
    """
    from govml.usecases.checkout import checked_out

    refuse_dirty(plan, options)
    started = _now()
    with checked_out(repository, plan.snapshot, plan.artifact.path) as checkout:
        _refuse_unknown(plan, checkout)
        needed = (plan.artifact, *plan.data)
        checkout.materialise([item.path for item in needed], pull=options.pull)
        digests = {item.path: checkout.digests(item.path, item.digests) for item in needed}
        overlap, notes = _overlap(plan, checkout, options)
        numbers, read = _numbers(plan, checkout, options)
        if any(checkout.digests(item.path, item.digests) != digests[item.path] for item in needed):
            raise ChangedError("the artifact or the data changed while it was evaluated", "evaluate again")
        configuration = (*(Resource("data", item.path, digests[item.path]) for item in plan.data), *read, _recipe(plan))
        environment = read_environment(sys.executable, os.environ, checkout.folder).json([])
    passed, warned, failed = _tests(overlap)
    evaluation = Evaluation(
        subjects=(Subject(plan.artifact.path, _named(digests[plan.artifact.path])),),
        model=plan.model,
        repository=plan.repository,
        commit=plan.commit,
        tree=plan.tree,
        dirty=bool(plan.dirty),
        data=tuple(Data(item.path, digests[item.path]) for item in plan.data),
        rows=numbers.rows,
        metrics=_metrics(plan, numbers, digests),
        calibration=dict(numbers.calibration),
        attributions=dict(numbers.attributions),
        reference=dict(numbers.reference),
        method={**numbers.method, "recipe": plan.written},
        runtime=plan.recipe.runtime,
        environment=environment,
        builder=builder_id(options.builder, os.environ),
        versions={"govml": __version__},
        started=started,
        finished=_now(),
        passed=passed,
        warned=warned,
        failed=failed,
        configuration=configuration,
        version=plan.version,
        ref="" if plan.version else branch(repository),
        training_overlap=overlap,
        slices=tuple(Slice(*each) for each in numbers.slices),
        robustness=tuple(_robustness(each) for each in numbers.robustness),
    )
    envelope = seal(statement_bytes(evaluation_statement(evaluation)), signer)
    return Outcome(evaluation, envelope, _comparisons(plan, numbers), (*notes, *numbers.notes))


def keep(repository: Repository, outcome: Outcome) -> str:
    """Write the evidence of the work tree's model where it belongs, and return that path."""
    assert repository.workdir is not None
    path = evaluation_path(outcome.evaluation.model)
    write_bundle(repository.workdir, path, [outcome.envelope])
    return path


def refuse_dirty(plan: Plan, options: Options) -> None:
    """Raise `UsageError` where the commit doesn't tell what would be evaluated, unless that is allowed."""
    if plan.dirty and not options.allow_dirty:
        raise UsageError(
            f"not committed: {few(plan.dirty)}",
            "commit it, or evaluate with --allow-dirty, which the evidence then says",
        )


@contextmanager
def _installed() -> Iterator[None]:
    """Imports of what evaluations need. Raises `UsageError` for what isn't installed."""
    try:
        yield
    except ImportError as error:
        raise UsageError(f"{error.name} is not installed, and an evaluation needs it", _INSTALL) from None


def _refuse_unknown(plan: Plan, checkout: Checkout) -> None:
    """Raise `RecipeError` for a metric that isn't computed, or a loader that isn't there, before anything is pulled."""
    recipe = plan.recipe
    if recipe.runtime == "stage":
        return
    with _installed():
        from govml.evaluation import measures
    for name in recipe.metrics:
        measures.measure(recipe.task, name)
    path = recipe.loader.rpartition(":")[0]
    if recipe.runtime == "torch" and not (checkout.folder / path).is_file():
        raise RecipeError(f"there is no file {path}, which recompute.loader names", "correct recompute.loader")


# -- the numbers ------------------------------------------------------------------------------------------------------


def _numbers(plan: Plan, checkout: Checkout, options: Options) -> tuple[Numbers, list[Resource]]:
    """The numbers, and the files besides artifact and data that decided them."""
    if plan.recipe.runtime == "stage":
        from govml.usecases.evaluation_stage import stage_numbers

        return stage_numbers(plan, checkout, pull=options.pull)
    with _installed():
        from govml.evaluation import numbers, tables
        from govml.evaluation.model_process import Job, ModelProcess
    from govml.evaluation.pickles import is_pickle, scan

    recipe = plan.recipe
    if is_pickle(plan.artifact.path):
        scan(checkout.folder / plan.artifact.path, plan.artifact.path, allowed=options.allow_pickle)
    table = tables.read_tables([(item.path, checkout.folder / item.path) for item in plan.data])
    regression = recipe.task == "regression"
    job = Job(
        recipe.runtime,
        plan.artifact.path,
        recipe.loader,
        recipe.task,
        recipe.output,
        () if regression else tables.labels(table, recipe).classes,
        len(tables.feature_names(table, recipe)),
        recipe.seed,
        options.allow_pickle,
    )
    with ModelProcess(job, checkout.folder) as model:
        model.load()
        found = numbers.recompute(table, recipe, model)
        files = [path for path in model.files() if plan.snapshot.entry(path) is not None]
    blobs: dict[str, dict[str, Json]] = {path: {"gitBlob": checkout.blob(path)} for path in files}
    return found, [Resource("code", path, checkout.digests(path, blob)) for path, blob in blobs.items()]


def _recipe(plan: Plan) -> Resource:
    """What the card says of how the numbers are made, by digest: the card may be changed before it is committed."""
    try:
        told = digest(plan.written).removeprefix("sha256:")
    except ValueError as error:
        raise UsageError(f"{plan.card.path}: governance.evaluation.recompute: {error}", "use other numbers") from None
    return Resource(RECIPE, f"{plan.card.path}#governance.evaluation.recompute", {"sha256": told})


def _overlap(plan: Plan, checkout: Checkout, options: Options) -> tuple[Overlap | None, list[str]]:
    """Rows that evaluation and training data share; None, and why, where that can't be told."""
    if not plan.training:
        return None, ["the card names no training data: whether its rows are apart from these isn't known"]
    with _installed():
        from govml.evaluation import numbers, tables
    from govml.launch.dvc import PipelineError

    try:
        checkout.materialise([item.path for item in plan.training], pull=options.pull)
        for item in plan.training:
            checkout.digests(item.path, item.digests)
        trained = tables.read_tables([(item.path, checkout.folder / item.path) for item in plan.training])
        mine = tables.read_tables([(item.path, checkout.folder / item.path) for item in plan.data])
        rows, of = numbers.overlap(mine, trained)
    except (PipelineError, tables.DataError) as error:
        return None, [f"whether training rows are apart isn't known: {error}"]
    return Overlap(rows, of, tuple(item.path for item in plan.training)), []


def _metrics(plan: Plan, numbers: Numbers, digests: dict[str, dict[str, str]]) -> tuple[Metric, ...]:
    dataset, split = _about(plan)
    first = digests[plan.data[0].path]
    revision = first.get("md5") or first.get("sha256", "")
    if plan.result is not None and plan.result.revision and is_revision(plan.result.revision, first):
        revision = next(each for each in first.values() if is_revision(plan.result.revision, {"": each}))
    return tuple(
        Metric(each.name, each.value, dataset, split, revision, each.n or None, each.interval)
        for each in numbers.metrics
    )


def _about(plan: Plan) -> tuple[str, str]:
    """Data set and split that the numbers are for."""
    if plan.result is not None:
        return plan.result.dataset, plan.result.split
    return plan.recipe.dataset or plan.data[0].path.rpartition("/")[2], plan.recipe.split


def _robustness(value: dict[str, Json]) -> Robustness:
    metrics = value["metrics"]
    assert isinstance(metrics, dict)
    return Robustness(
        str(value["method"]), {name: float(each) for name, each in metrics.items() if isinstance(each, int | float)}
    )


def _tests(overlap: Overlap | None) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Names of the tests that passed, warned and failed.

    They are about artifact and data alone. What the card says beside them changes later, and the evidence doesn't.
    """
    if overlap is None:
        return ("metrics",), ("rows-apart",), ()
    return (("metrics",), (), ("rows-apart",)) if overlap.rows else (("metrics", "rows-apart"), (), ())


# -- beside the card --------------------------------------------------------------------------------------------------


def _comparisons(plan: Plan, numbers: Numbers) -> tuple[Comparison, ...]:
    where = "/".join(filter(None, _about(plan)))
    stated = dict(plan.result.metrics) if plan.result is not None else {}
    found = [Comparison(each.name, where, each.value, stated.get(each.name)) for each in numbers.metrics]
    groups = {(by, metric): values for by, metric, values in stated_slices(plan.card)}
    for each in numbers.slices:
        said = groups.get((each.by, each.metric), {})
        found += [
            Comparison(each.metric, f"by {each.by}: {group}", value, said.get(group))
            for group, value in each.values.items()
        ]
    return tuple(found)


# -- what it rests on -------------------------------------------------------------------------------------------------


def _named(digests: dict[str, str]) -> dict[str, str]:
    """Digests that a subject has: of the content."""
    return {name: text for name, text in digests.items() if name in ("sha256", "md5")}


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
