"""One pull request per branch, and nobody else's is ever changed."""

from __future__ import annotations

import pytest

from govml.forge.comments import LIMIT
from govml.forge.pulls import PullRequest, publish
from govml.forge.rest import Api, ApiError, TransientError, retried
from govml.model import GovmlError
from tests.forge.server import GitHub, Said

BRANCH = "govml/train/fraud & co/ü"


def post(api: Api, body: str = "text", head: str = BRANCH, base: str = "main") -> str:
    return publish(api, "o/r", PullRequest(head, base, "Train", body)).what


def test_created_once_then_updated_then_left_alone(hub: GitHub, api: Api) -> None:
    assert post(api, "one") == "created"
    assert post(api, "two") == "updated"
    hub.pulls[0]["body"] = "two\r\n"
    assert post(api, "two") == "unchanged"
    [pull] = hub.pulls
    assert (pull["head"]["ref"], pull["base"]["ref"], pull["title"]) == (BRANCH, "main", "Train")


def test_every_branch_and_base_has_its_own(hub: GitHub, api: Api) -> None:
    made = [post(api, head=head, base=base) for head, base in (("a", "main"), ("b", "main"), ("a", "next"))]
    assert made == ["created"] * 3
    assert post(api, "new", "a", "next") == "updated"
    assert [pull["body"] for pull in hub.pulls] == ["text", "text", "new"]


def test_one_that_is_closed_or_of_a_fork_is_left_alone(hub: GitHub, api: Api) -> None:
    post(api)
    hub.pulls[0]["state"] = "closed"
    assert post(api, "again") == "created"
    hub.pulls[1]["head"]["repo"] = {"full_name": "o/another"}
    hub.next = [Said(200, body=[hub.pulls[1]])]
    with pytest.raises(ApiError, match="already exists"):
        post(api, "third")
    assert [pull["body"] for pull in hub.pulls] == ["text", "again"]


def test_one_whose_answer_was_lost_is_not_made_twice(hub: GitHub, api: Api) -> None:
    hub.next = [Said(200, body=[]), Said(502, "Bad gateway", after=True)]
    assert retried(lambda: post(api), lambda _: None) == "unchanged"
    assert len(hub.pulls) == 1
    hub.next = [Said(500)]
    with pytest.raises(TransientError):
        post(api)


def test_found_on_a_later_page(hub: GitHub, api: Api) -> None:
    post(api)
    [pull] = hub.pulls
    link = f'<{hub.url}/repos/o/r/pulls?head=o%3Ax&base=main&per_page=100&page=2>; rel="next"'
    hub.next = [Said(200, headers={"Link": link}, body=[]), Said(200, body=[pull])]
    assert post(api) == "unchanged"


@pytest.mark.parametrize(("status", "hint"), [(403, "allow GitHub Actions to create"), (422, "by hand"), (404, "")])
def test_refusals_say_what_mends_them(hub: GitHub, api: Api, status: int, hint: str) -> None:
    hub.next = [Said(200, body=[]), Said(status, "GitHub Actions is not permitted to create or approve pull requests")]
    with pytest.raises(ApiError, match="not permitted") as caught:
        post(api)
    assert caught.value.status == status
    assert hint in caught.value.hint


def test_too_long_a_text_is_not_sent(hub: GitHub, api: Api) -> None:
    with pytest.raises(GovmlError, match="characters"):
        post(api, "x" * (LIMIT + 1))
    assert hub.seen == []
