"""Recomputed numbers as an in-toto test result v0.1, with the numbers in `govml_evaluation`.

https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md; docs/evidence.md has the members.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from govml.evidence.fields import Fields
from govml.evidence.resources import Resource, commit_descriptor, descriptors, read_with_commit
from govml.evidence.statement import TEST_RESULT, Statement, Subject, read_digest
from govml.model import EvidenceError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from govml.model import Json

Result = Literal["PASSED", "WARNED", "FAILED"]

MEMBER: Final = "govml_evaluation"


class Data(NamedTuple):
    """A file or folder that the model was evaluated on."""

    path: str
    digests: dict[str, str]


class Overlap(NamedTuple):
    """Rows of the evaluation data that are rows of the training data, too."""

    rows: int
    of: int
    """Rows of the evaluation data."""
    training: tuple[str, ...]
    """Paths of the training data that was compared."""


class Metric(NamedTuple):
    """A number that was recomputed."""

    name: str
    value: float
    dataset: str = ""
    split: str = ""
    revision: str = ""
    """Version of the data: its digest as the card gives it."""
    n: int | None = None
    """Rows that it is over."""
    confidence_interval: tuple[float, float] | None = None


class Slice(NamedTuple):
    """A metric in each group of the rows."""

    by: str
    metric: str
    values: dict[str, float]
    n: dict[str, int]
    gap: float
    """Between the largest and the smallest value."""


class Robustness(NamedTuple):
    """The metrics under a disturbance."""

    method: str
    metrics: dict[str, float]


class Evaluation(NamedTuple):
    """One evaluation of an artifact: on what, how, and what came out."""

    subjects: tuple[Subject, ...]
    model: str
    repository: str
    commit: str
    tree: str
    dirty: bool
    data: tuple[Data, ...]
    rows: int
    metrics: tuple[Metric, ...]
    calibration: dict[str, Json]
    """Method, bins, `ece`, perhaps `brier`; empty when it wasn't computed, as the next two."""
    attributions: dict[str, Json]
    """Method and the features with their values."""
    reference: dict[str, Json]
    """Distribution of features and scores, for monitoring."""
    method: dict[str, Json]
    """Resamples, seed, confidence."""
    runtime: str
    """`torch`, `onnx`, `sklearn` or `stage`."""
    environment: dict[str, Json]
    builder: str
    versions: dict[str, str]
    started: str
    """RFC 3339 in UTC, as `finished`."""
    finished: str
    passed: tuple[str, ...] = ()
    """Names of tests: `metrics`, `rows-apart`."""
    warned: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    configuration: tuple[Resource, ...] = ()
    """Files that decided what came out: data, code; the commit is told apart."""
    version: str = ""
    """Registered version that was asked for, empty for the work tree."""
    ref: str = ""
    training_overlap: Overlap | None = None
    """None when it isn't known."""
    slices: tuple[Slice, ...] = ()
    robustness: tuple[Robustness, ...] = ()

    @property
    def result(self) -> Result:
        """The result as the specification has it."""
        return "FAILED" if self.failed else "WARNED" if self.warned else "PASSED"


def evaluation_statement(run: Evaluation) -> Statement:
    """The statement about an evaluation."""
    return Statement(
        run.subjects,
        TEST_RESULT,
        {
            "result": run.result,
            "configuration": [
                commit_descriptor(run.repository, run.ref, run.commit, run.tree),
                *descriptors(run.configuration),
            ],
            "passedTests": [*run.passed],
            "warnedTests": [*run.warned],
            "failedTests": [*run.failed],
            MEMBER: _numbers(run),
        },
    )


def read_evaluation(statement: Statement) -> Evaluation:
    """The evaluation in a statement. Raises `EvidenceError` for another predicate and for what is malformed.

    Unknown members are ignored.
    """
    if statement.predicate_type != TEST_RESULT:
        raise EvidenceError(f"is no evaluation: predicateType is not {TEST_RESULT}", "`govml evaluate` writes one")
    predicate = Fields(statement.predicate, "predicate")
    if not predicate.has(MEMBER):
        raise EvidenceError(f"is no evaluation: predicate.{MEMBER} is missing", "`govml evaluate` writes one")
    numbers = predicate.fields(MEMBER)
    builder = numbers.fields("builder")
    commit, tree, configuration = read_with_commit(predicate.items("configuration"), "predicate.configuration")
    found = Evaluation(
        subjects=statement.subjects,
        model=numbers.text("model"),
        repository=numbers.text("repository"),
        commit=commit,
        tree=tree,
        dirty=numbers.flag("dirty"),
        data=tuple(
            Data(each.text("path"), read_digest(each["digests"], each.place)) for each in numbers.items("data")
        ),
        rows=numbers.count("rows"),
        metrics=tuple(map(_read_metric, numbers.items("metrics"))),
        runtime=numbers.text("runtime"),
        environment=numbers.object("environment"),
        builder=builder.text("id"),
        versions=builder.versions("version"),
        started=numbers.moment("startedOn"),
        finished=numbers.moment("finishedOn"),
        passed=predicate.texts("passedTests"),
        warned=predicate.texts("warnedTests"),
        failed=predicate.texts("failedTests"),
        configuration=configuration,
        version=numbers.text("version", ""),
        ref=numbers.text("ref", ""),
        training_overlap=_read_overlap(numbers),
        slices=tuple(map(_read_slice, numbers.items("slices"))),
        robustness=tuple(
            Robustness(each.text("method"), each.numbers("metrics")) for each in numbers.items("robustness")
        ),
        calibration=numbers.object("calibration"),
        attributions=numbers.object("attributions"),
        reference=numbers.object("reference"),
        method=numbers.object("method"),
    )
    if (numbers.text("commit"), numbers.text("tree")) != (commit, tree):
        message = f"{numbers.place} is of another commit or tree than predicate.configuration"
        raise EvidenceError(message, "both name the commit that was evaluated")
    if predicate.text("result") != found.result:
        message = f"predicate.result is not {found.result}, which the tests make it"
        raise EvidenceError(message, "a failed test makes FAILED, a warned one WARNED")
    return found


def _numbers(run: Evaluation) -> Json:
    data: list[Json] = [{"path": each.path, "digests": {**each.digests}} for each in run.data]
    slices: list[Json] = [
        {"by": each.by, "metric": each.metric, "values": {**each.values}, "n": {**each.n}, "gap": each.gap}
        for each in run.slices
    ]
    robustness: list[Json] = [{"method": each.method, "metrics": {**each.metrics}} for each in run.robustness]
    found: dict[str, Json] = {
        "model": run.model,
        "repository": run.repository,
        "commit": run.commit,
        "tree": run.tree,
        "dirty": run.dirty,
        "data": data,
        "rows": run.rows,
        "metrics": [_metric(each) for each in run.metrics],
        "slices": slices,
        "robustness": robustness,
        "runtime": run.runtime,
        "method": run.method,
        "environment": run.environment,
        "builder": {"id": run.builder, "version": {**run.versions}},
        "startedOn": run.started,
        "finishedOn": run.finished,
    }
    if run.training_overlap is not None:
        rows, of, training = run.training_overlap
        found["training_overlap"] = {"rows": rows, "of": of, "training": [*training]}
    optional: dict[str, Json] = {
        "version": run.version,
        "ref": run.ref,
        "calibration": run.calibration,
        "attributions": run.attributions,
        "reference": run.reference,
    }
    return found | {name: value for name, value in optional.items() if value}


def _metric(metric: Metric) -> Json:
    found: dict[str, Json] = {"name": metric.name, "value": metric.value}
    found |= {key: text for key in ("dataset", "split", "revision") if (text := getattr(metric, key))}
    if metric.n is not None:
        found["n"] = metric.n
    if metric.confidence_interval is not None:
        found["confidence_interval"] = [*metric.confidence_interval]
    return found


def _read_metric(fields: Fields) -> Metric:
    interval = fields["confidence_interval"]
    bounds: tuple[float, float] | None = None
    if interval is not None:
        members = interval if isinstance(interval, list) else []
        numbers = [float(each) for each in members if isinstance(each, int | float) and not isinstance(each, bool)]
        if not len(numbers) == len(members) == 2 or numbers[0] > numbers[1]:
            message = f"{fields.place}.confidence_interval is something else; expected two numbers, the lower first"
            raise EvidenceError(message, "docs/evidence.md has the format")
        bounds = (numbers[0], numbers[1])
    return Metric(
        fields.text("name"),
        fields.number("value"),
        fields.text("dataset", ""),
        fields.text("split", ""),
        fields.text("revision", ""),
        fields.count("n") if fields.has("n") else None,
        bounds,
    )


def _read_slice(fields: Fields) -> Slice:
    return Slice(
        fields.text("by"), fields.text("metric"), fields.numbers("values"), fields.counts("n"), fields.number("gap")
    )


def _read_overlap(numbers: Fields) -> Overlap | None:
    if not numbers.has("training_overlap"):
        return None
    fields = numbers.fields("training_overlap")
    return Overlap(fields.count("rows"), fields.count("of"), fields.texts("training"))
