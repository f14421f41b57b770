"""Training runs and evaluations as statements, and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govml.evidence.evaluation import evaluation_statement, read_evaluation
from govml.evidence.statement import Statement, read_statement, statement_bytes
from govml.evidence.training import Training, Usage, read_training, training_statement
from govml.model import EvidenceError, Json
from tests.evidence.examples import EVALUATION, TRAINING


def again(statement: Statement) -> Statement:
    return read_statement(statement_bytes(statement))


def test_a_training_run_is_read_as_it_was_written() -> None:
    assert read_training(again(training_statement(TRAINING))) == TRAINING


def test_an_evaluation_is_read_as_it_was_written() -> None:
    assert read_evaluation(again(evaluation_statement(EVALUATION))) == EVALUATION


@pytest.mark.parametrize("seconds", [None, 0.0])
def test_no_gpu_time_is_told_from_unknown(seconds: float | None) -> None:
    run = TRAINING._replace(usage=Usage(60.0, seconds))
    statement = again(training_statement(run))
    assert read_training(statement) == run
    assert (b'"gpu_seconds"' in statement_bytes(statement)) == (seconds is not None)


def test_a_run_that_failed_says_why_and_is_about_its_commit() -> None:
    failed = TRAINING._replace(status="out-of-memory", exit_code=3, reason="CUDA out of memory", byproducts=())
    assert read_training(again(training_statement(failed))) == failed


def test_the_training_predicate_is_slsa_provenance() -> None:
    """The members that SLSA provenance v1 requires, and the commit as it asks for it."""
    predicate: dict[str, Any] = training_statement(TRAINING).predicate
    definition = predicate["buildDefinition"]
    assert definition["buildType"] == "https://govml.dev/train/v1"
    assert definition["resolvedDependencies"][0] == {
        "uri": "git+https://git.example.org/credit.git@main",
        "digest": {"gitCommit": "c" * 40, "gitTree": "d" * 40},
        "annotations": {"role": "commit"},
    }
    roles = [each["annotations"]["role"] for each in definition["resolvedDependencies"]]
    assert roles == ["commit", "code", "data", "lock"]
    assert predicate["runDetails"]["builder"]["id"] == "https://govml.dev/builders/local"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: p["buildDefinition"].update(buildType="x"), "buildType is not"),
        (lambda p: p["buildDefinition"]["externalParameters"].update(image="x"), "externalParameters.image is unknown"),
        (lambda p: p["buildDefinition"]["externalParameters"].pop("model"), "externalParameters.model is missing"),
        (lambda p: p["buildDefinition"]["externalParameters"].update(stages=["other"]), "names other stages"),
        (lambda p: p["buildDefinition"]["externalParameters"].update(stages=[1]), "expected a list of texts"),
        (lambda p: p["buildDefinition"]["internalParameters"].update(dirty="no"), "dirty is something else"),
        (lambda p: p["buildDefinition"]["resolvedDependencies"].pop(0), "has not one commit"),
        (lambda p: p["buildDefinition"]["resolvedDependencies"][1].pop("digest"), "has no digest"),
        (lambda p: p["buildDefinition"]["resolvedDependencies"][1].update(digest={"sha256": "X"}), "is no digest"),
        (lambda p: p["runDetails"]["builder"].pop("id"), "builder.id is missing"),
        (lambda p: p["runDetails"]["metadata"].update(startedOn="2026-03-03"), "expected a time"),
        (lambda p: p["runDetails"]["metadata"].update(finishedOn="2026-03-03T10:00:00+01:00"), "expected a time"),
        (lambda p: p["runDetails"]["govml_run"].update(status="fine"), "status is not one of"),
        (lambda p: p["runDetails"]["govml_run"].update(exit_code=True), "expected a whole number"),
        (lambda p: p["runDetails"]["govml_run"].update(cost=3), "cost is missing or not an object"),
        (lambda p: p.pop("runDetails"), "runDetails is missing"),
    ],
)
def test_a_malformed_training_run_is_refused(change: Callable[[Any], object], message: str) -> None:
    statement = again(training_statement(TRAINING))
    change(statement.predicate)
    with pytest.raises(EvidenceError, match=message):
        read_training(statement)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: p.pop("govml_evaluation"), "is no evaluation"),
        (lambda p: p.update(result="FAILED"), "result is not PASSED"),
        (lambda p: p.update(failedTests=["rows-apart"]), "result is not FAILED"),
        (lambda p: p["govml_evaluation"]["metrics"][0].update(value="0.9"), "expected a number"),
        (lambda p: p["govml_evaluation"]["metrics"][0].update(n=0.5), "expected a whole number"),
        (lambda p: p["govml_evaluation"]["metrics"][0].update(confidence_interval=[0.9, 0.8]), "the lower first"),
        (lambda p: p["govml_evaluation"]["metrics"][0].update(confidence_interval=[0.9, True]), "the lower first"),
        (lambda p: p["govml_evaluation"]["data"][0].update(digests={}), "has no digest"),
        (lambda p: p["govml_evaluation"].update(slices={}), "expected a list"),
        (lambda p: p["govml_evaluation"].update(commit="e" * 40), "is of another commit"),
        (lambda p: p["govml_evaluation"]["training_overlap"].pop("rows"), "rows is missing"),
    ],
)
def test_a_malformed_evaluation_is_refused(change: Callable[[Any], object], message: str) -> None:
    statement = again(evaluation_statement(EVALUATION))
    change(statement.predicate)
    with pytest.raises(EvidenceError, match=message):
        read_evaluation(statement)


def test_other_members_are_ignored() -> None:
    training, evaluation = again(training_statement(TRAINING)), again(evaluation_statement(EVALUATION))
    training.predicate["runDetails"]["other"] = 1  # type: ignore[index,call-overload]
    evaluation.predicate["other"] = 1
    assert read_training(training) == TRAINING
    assert read_evaluation(evaluation) == EVALUATION


def test_each_reader_refuses_what_the_other_one_reads() -> None:
    with pytest.raises(EvidenceError, match="is no training run"):
        read_training(evaluation_statement(EVALUATION))
    with pytest.raises(EvidenceError, match="is no evaluation"):
        read_evaluation(training_statement(TRAINING))


JSON: st.SearchStrategy[Json] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.text(max_size=3)),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=3), inner, max_size=2)),
    max_leaves=4,
)


def places(value: Json, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in items for place in places(item, (*path, key)))]


TRAINING_PREDICATE = training_statement(TRAINING).predicate
EVALUATION_PREDICATE = evaluation_statement(EVALUATION).predicate


@settings(max_examples=300, deadline=None)
@given(st.data(), JSON, st.booleans())
def test_a_predicate_with_any_value_anywhere_is_read_or_refused(data: st.DataObject, value: Json, run: bool) -> None:
    predicate: Any = json.loads(json.dumps(TRAINING_PREDICATE if run else EVALUATION_PREDICATE))
    *path, last = data.draw(st.sampled_from([each for each in places(predicate) if each]))
    inner = predicate
    for part in path:
        inner = inner[part]
    inner[last] = value
    statement = (training_statement(TRAINING) if run else evaluation_statement(EVALUATION))._replace(
        predicate=predicate
    )
    try:
        found = read_training(statement) if run else read_evaluation(statement)
    except EvidenceError as error:
        assert str(error)
    else:
        rewritten = training_statement(found) if isinstance(found, Training) else evaluation_statement(found)
        assert (read_training(rewritten) if run else read_evaluation(rewritten)) == found
