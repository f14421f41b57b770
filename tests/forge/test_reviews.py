"""Reviews that approve a version for a stage, as GitHub has them now."""

from __future__ import annotations

from typing import Any

import pytest

from govml.forge.rest import Api
from govml.forge.reviews import Reviewed, approving
from tests.forge.server import GitHub

COMMIT, TIME = "c" * 40, "2026-03-03T12:00:00Z"
SAYS = "I approve credit-risk@v1.4.0 for production"


def review(body: str = SAYS, *, login: str = "octocat", state: str = "APPROVED", **more: Any) -> dict[str, Any]:
    told = {"id": 5, "user": {"login": login, "type": "User"}, "state": state, "body": body}
    return told | {"commit_id": COMMIT, "submitted_at": TIME} | more


def found(hub: GitHub, api: Api, *reviews: dict[str, Any]) -> list[Reviewed]:
    hub.reviews = list(reviews)
    return approving(api, "o/r", 7)


@pytest.mark.parametrize(
    ("body", "report", "at"),
    [
        (SAYS, "", ""),
        (f"Well done.\r\n\r\n{SAYS}.\r\n", "", ""),
        (f"{SAYS}, report sha256:{'ab' * 32} of {TIME}", "ab" * 32, TIME),
        (f"{SAYS}, report abcdef012345 of {TIME}.", "abcdef012345", TIME),
        (f"{SAYS}, report abcdef012345.", "abcdef012345", ""),
    ],
)
def test_what_a_review_says(hub: GitHub, api: Api, body: str, report: str, at: str) -> None:
    told = ("octocat", 5, COMMIT, TIME, "credit-risk@v1.4.0", "production", report, at)
    assert found(hub, api, review(body)) == [Reviewed(*told)]


@pytest.mark.parametrize(
    "body",
    ["", "LGTM", f"> {SAYS}", f"No. {SAYS}", f"{SAYS} next year", "I approve v1.4.0 for production", SAYS.lower()],
)
def test_what_approves_nothing(hub: GitHub, api: Api, body: str) -> None:
    assert found(hub, api, review(body)) == []


@pytest.mark.parametrize(
    "odd",
    [
        {"commit_id": "HEAD"},
        {"submitted_at": "yesterday"},
        {"submitted_at": None},
        {"id": "5"},
        {"id": True},
        {"user": None},
        {"user": {"login": "govml[bot]", "type": "Bot"}},
        {"user": {"login": "a b", "type": "User"}},
        {"state": "COMMENTED"},
        {"state": "PENDING"},
    ],
)
def test_what_is_no_review_of_a_person(hub: GitHub, api: Api, odd: dict[str, Any]) -> None:
    assert found(hub, api, review() | odd) == []


def test_only_the_last_review_of_a_person_counts_and_a_comment_takes_nothing_back(hub: GitHub, api: Api) -> None:
    for later in ("CHANGES_REQUESTED", "DISMISSED"):
        assert found(hub, api, review(), review("no", state=later)) == []
    assert len(found(hub, api, review(), review("thanks", state="COMMENTED"))) == 1
    both = found(hub, api, review(state="DISMISSED"), review(id=6), review(id=7, login="hubot"))
    assert [(each.login, each.id) for each in both] == [("octocat", 6), ("hubot", 7)]


def test_two_statements_in_one_review(hub: GitHub, api: Api) -> None:
    both = found(hub, api, review(f"{SAYS}\n{SAYS.replace('production', 'shadow')}"))
    assert [each.stage for each in both] == ["production", "shadow"]
