from __future__ import annotations

import pytest

from govml.model import Json
from govml.records.differences import artifact_facts, document_facts, trend


@pytest.mark.parametrize(
    ("metric", "old", "new", "expected"),
    [
        ("roc_auc", 0.9, 0.91, "better"),
        ("roc_auc", 0.91, 0.9, "worse"),
        ("ROC-AUC", 0.9, 0.91, "better"),
        ("f1_macro", 0.5, 0.6, "better"),
        ("ndcg@10", 0.5, 0.6, "better"),
        ("eval_accuracy", 0.5, 0.6, "better"),
        ("log_loss", 0.5, 0.6, "worse"),
        ("precision_loss", 0.5, 0.6, "worse"),
        ("valLoss", 0.6, 0.5, "better"),
        ("mean_squared_error", 2, 1, "better"),
        ("latency_p99_ms", 10, 12, "worse"),
        ("false_positive_rate", 0.1, 0.2, "worse"),
        ("groundedness", 0.1, 0.2, ""),
        ("area", 1, 2, ""),
        ("roc_auc", 0.9, 0.9, ""),
        ("roc_auc", "0.9", 0.91, ""),
        ("roc_auc", None, 0.91, ""),
        ("roc_auc", False, True, ""),
    ],
)
def test_trend(metric: str, old: Json, new: Json, expected: str) -> None:
    assert trend(metric, old, new) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": 1}, {"a": 1.0}, []),
        ({"a": 1}, {"a": True}, [("a", 1, True, "")]),
        ({"a": None}, {}, []),
        ({"a": 0.1}, {"a": 0.3}, [("a", 0.1, 0.3, "+0.2")]),
        ({"a": 100}, {"a": 1}, [("a", 100, 1, "-99")]),
        ({"a": [1, 2, 2]}, {"a": [2, 3]}, [("a", 1, None, ""), ("a", 2, None, ""), ("a", None, 3, "")]),
        ({"a": [1, 2]}, {"a": [2, 1]}, [("a", None, None, "")]),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, [("a[0].b", 1, 2, "+1")]),
        ({"a": [{"b": 1}]}, {"a": []}, [("a", {"b": 1}, None, "")]),
        ({"a": {"b": 1}}, {"a": "x"}, [("a", {"b": 1}, "x", "")]),
        ({"z": 1, "version": 1}, {"z": 2, "version": 2}, [("version", 1, 2, "+1"), ("z", 1, 2, "+1")]),
        ({}, {"a": {}}, [("a", None, {}, "")]),
        (None, {"a": {"b": [1]}}, [("a.b", None, 1, "")]),
    ],
)
def test_documents(old: Json, new: Json, expected: list[tuple[str, Json, Json, str]]) -> None:
    assert [(fact.field, fact.old, fact.new, fact.delta) for fact in document_facts(old, new)] == expected


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({"md5": "a", "sha256": "b"}, {"md5": "c", "sha256": "d"}, ("sha256:b", "sha256:d")),
        ({"md5": "a", "sha256": "b"}, {"md5": "c", "sha256": "b"}, ("md5:a", "md5:c")),
        ({"md5": "a", "sha256": "b"}, {"md5": "c"}, ("md5:a", "md5:c")),
        ({"md5": "a"}, {"sha256": "b"}, ("md5:a", "sha256:b")),
    ],
)
def test_a_version_is_told_by_a_digest_that_differs(old: Json, new: Json, told: tuple[str, str]) -> None:
    (fact,) = artifact_facts("weights", [{"path": "a", "digests": old}], [{"path": "a", "digests": new}])
    assert (fact.old, fact.new) == ({"digest": told[0]}, {"digest": told[1]})
