"""What is signed into the ledger, written and read."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from govml.evidence.statement import Statement, read_statement, statement_bytes
from govml.ledger.statements import (
    About,
    Approval,
    Grant,
    Input,
    Promotion,
    Review,
    Withdrawal,
    approval_statement,
    grant_statement,
    promotion_statement,
    read_approval,
    read_grant,
    read_promotion,
    read_review,
    read_withdrawal,
    review_statement,
    withdrawal_statement,
)
from govml.model import EvidenceError

ABOUT = About(
    "promotion", "credit-risk", "v1.4.0", "production", "https://git.bank.example/models", "a" * 40, "b" * 40,
    {"md5": "c" * 32, "sha256": "d" * 64}, "e" * 64, "f" * 64, "0" * 40,
)  # fmt: skip
APPROVAL = Approval(
    ABOUT, "alice@bank.example", "2026-03-03T12:00:00Z", "2026-04-02T12:00:00Z", "v1.3.0", "1" * 40, "read the slices"
)
WITHDRAWAL = Withdrawal("2" * 64, "the test data was wrong")
GRANT = Grant(
    {"rule": "CARD-08", "subject": "model credit-risk", "reason": "The text is with the lawyers.",
     "approver": "carol@bank.example", "created": "2026-01-01", "expires": "2026-12-31"},
    "https://git.bank.example/models", "0" * 40, "2026-03-03T12:00:00Z", "until the lawyers are done",
)  # fmt: skip
REVIEW = Review(
    ABOUT, "alice", 7, "APPROVED", "a" * 40, "2026-03-03T11:00:00Z", "2026-03-03T11:00:00Z", "2026-04-02T12:00:00Z"
)  # fmt: skip
PROMOTION = Promotion(
    ABOUT, "2026-03-04T12:00:00Z", "v1.3.0", ("3" * 64,), "credit-risk#production#2",
    (Input("evidence/credit-risk/training.intoto.jsonl", "4" * 64),), "0.1.0",
)  # fmt: skip
PAIRS: list[tuple[Any, Callable[[Any], Statement], Callable[[Statement], Any]]] = [
    (APPROVAL, approval_statement, read_approval),
    (WITHDRAWAL, withdrawal_statement, read_withdrawal),
    (GRANT, grant_statement, read_grant),
    (REVIEW, review_statement, read_review),
    (PROMOTION, promotion_statement, read_promotion),
    (PROMOTION._replace(about=ABOUT._replace(weights={}, kind="rollback")), promotion_statement, read_promotion),
]


@pytest.mark.parametrize(("said", "write", "read"), PAIRS)
def test_what_is_written_is_read(said: Any, write: Any, read: Any) -> None:
    assert read(read_statement(statement_bytes(write(said)))) == said


@pytest.mark.parametrize(("said", "write", "read"), PAIRS)
def test_no_reader_takes_another_predicate(said: Any, write: Any, read: Any) -> None:
    for _, _, other in PAIRS:
        if other is not read:
            with pytest.raises(EvidenceError, match="predicateType"):
                other(write(said))


@pytest.mark.parametrize(("said", "write", "read"), PAIRS)
def test_every_member_is_needed_or_means_nothing(said: Any, write: Any, read: Any) -> None:
    statement = write(said)
    for name in statement.predicate:
        less = {key: value for key, value in statement.predicate.items() if key != name}
        with contextlib.suppress(EvidenceError):
            assert read(statement._replace(predicate=less)) != said or name in ("statement", "slsaVersion")


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("verificationResult",), "FAILED", "not PASSED"),
        (("verifier", "id"), "https://evil.example", "verifier"),
        (("resourceUri",), "govml:credit-risk@v1.4.0#staging", "resourceUri"),
        (("verifiedLevels",), ["GOVML_STAGE_staging"], "verifiedLevels"),
        (("timeVerified",), "2026-03-05T12:00:00Z", "timeVerified"),
        (("govml_promotion", "stage"), "staging", "resourceUri"),
        (("govml_promotion", "commit"), "9" * 40, "subjects"),
        (("govml_promotion", "weights"), {"md5": "9" * 32}, "subjects"),
        (("govml_promotion", "kind"), "demotion", "kind"),
    ],
)
def test_a_verification_that_contradicts_itself_is_refused(path: tuple[str, ...], value: Any, words: str) -> None:
    statement = promotion_statement(PROMOTION)
    predicate: Any = json.loads(json.dumps(statement.predicate))
    inner = predicate
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    with pytest.raises(EvidenceError, match=words):
        read_promotion(statement._replace(predicate=predicate))


def test_an_approval_of_another_report_than_its_subject_is_refused() -> None:
    statement = approval_statement(APPROVAL)
    with pytest.raises(EvidenceError, match="subjects"):
        read_approval(statement._replace(subjects=statement.subjects[1:]))


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("waiver", {**GRANT.waiver, "expires": "2099-12-31"}),
        ("waiver", {**GRANT.waiver, "note": "more"}),
        ("digest", {"sha256": "9" * 64}),
        ("approver", "alice@bank.example"),
    ],
)
def test_a_grant_that_contradicts_itself_is_refused(member: str, value: Any) -> None:
    statement = grant_statement(GRANT)
    with pytest.raises(EvidenceError, match=r"approver of the waiver|subject and digest"):
        read_grant(statement._replace(predicate={**statement.predicate, member: value}))
