"""One comment per label, and nobody else's is ever changed."""

from __future__ import annotations

import pytest

from govml.forge.comments import LIMIT, marker, publish, pull_request_of, pull_requests_of
from govml.forge.event import Run
from govml.forge.rest import Api, ApiError, TransientError, retried
from govml.model import GovmlError, UsageError
from tests.forge.server import PERSON, GitHub, Said

SHA = "a" * 40


def post(api: Api, text: str = "text", label: str = "check") -> str:
    return publish(api, "o/r", 7, label, text).what


def test_created_once_then_updated_then_left_alone(hub: GitHub, api: Api) -> None:
    assert post(api, "one") == "created"
    assert post(api, "two") == "updated"
    hub.comments[0]["body"] = hub.comments[0]["body"].replace("\n", "\r\n") + "\n"
    assert post(api, "two") == "unchanged"
    assert [body.replace("\r", "").strip() for body in hub.bodies()] == ["<!-- govml:check -->\ntwo"]


def test_labels_do_not_overwrite_each_other(hub: GitHub, api: Api) -> None:
    assert [post(api, label, label) for label in ("check", "check-2", "chec", "check")] == [
        "created", "created", "created", "unchanged",
    ]  # fmt: skip
    assert hub.bodies() == [f"<!-- govml:{label} -->\n{label}" for label in ("check", "check-2", "chec")]


def test_comments_of_others_are_left_alone_whatever_they_quote(hub: GitHub, api: Api) -> None:
    mark = marker("check")
    theirs = [
        hub.add(f"{mark}\nI quote it", PERSON),
        hub.add(f"{mark}\nanother app", {"login": "other[bot]", "type": "Bot"}),
        hub.add(f"> {mark}\nquoted by our account"),
        hub.add(f" {mark}\nindented"),
        hub.add("Looks good"),
    ]
    theirs[4]["user"] = None  # an account that is gone
    before = hub.bodies()
    assert post(api) == "created"
    assert post(api, "again") == "updated"
    assert hub.bodies() == [*before, f"{mark}\nagain"]


def test_found_on_a_later_page(hub: GitHub, api: Api) -> None:
    for _ in range(5):
        hub.add("talk", PERSON)
    post(api)
    hub.page = 2
    assert post(api, "new") == "updated"
    assert len(hub.comments) == 6


def test_a_comment_whose_answer_was_lost_is_not_made_twice(hub: GitHub, api: Api) -> None:
    hub.next = [Said(200, body=[]), Said(502, "Bad gateway", after=True)]
    assert retried(lambda: post(api), lambda _: None) == "unchanged"
    assert len(hub.comments) == 1


def test_a_comment_that_was_just_deleted_is_made_again(hub: GitHub, api: Api) -> None:
    post(api)
    listed = [dict(hub.comments.pop())]
    hub.next = [Said(200, body=listed)]
    assert post(api, "new") == "created"


@pytest.mark.parametrize("status", [403, 404, 422])
def test_refusals_are_told(hub: GitHub, api: Api, status: int) -> None:
    hub.next = [Said(200, body=[]), Said(status, "Resource not accessible by integration")]
    with pytest.raises(ApiError) as caught:
        post(api)
    assert caught.value.status == status


def test_a_comment_that_can_not_be_found_for_a_moment_is_not_made_twice(hub: GitHub, api: Api) -> None:
    post(api)
    hub.next = [Said(500)]
    with pytest.raises(TransientError):
        post(api)
    assert len(hub.comments) == 1


def test_too_long_a_text_is_not_sent(hub: GitHub, api: Api) -> None:
    with pytest.raises(GovmlError, match="characters"):
        post(api, "x" * LIMIT)
    assert hub.seen == []


@pytest.mark.parametrize("label", ["", "a b", "a--b", "-->", "a\nb", "-a", "a-", "ä", "x" * 101, "a:b"])
def test_a_label_can_not_break_its_marker(label: str) -> None:
    with pytest.raises(UsageError):
        marker(label)


def pull(number: int, label: str = "fork-owner:patch", sha: str = SHA, name: str = "fork-owner/r") -> dict[str, object]:
    head = {"label": label, "sha": sha, "repo": {"full_name": name} if name else None}
    return {"number": number, "state": "open", "head": head}


def run(branch: str = "patch", repository: str = "fork-owner/r") -> Run:
    return Run("pull_request", SHA, repository, branch)


def test_the_pull_request_is_the_one_whose_head_the_run_was_for(hub: GitHub, api: Api) -> None:
    hub.pulls = [pull(3, "other:patch"), pull(7), pull(8, name="fork-owner/another")]
    assert pull_request_of(api, "o/r", run()) == 7
    hub.pulls = [pull(9, "fork-owner:a&b#ü/c")]
    assert pull_request_of(api, "o/r", run("a&b#ü/c")) == 9
    assert pull_request_of(api, "o/r", run("\udcff")) == 0


@pytest.mark.parametrize(
    "pulls", [[], [pull(7, sha="b" * 40)], [pull(7), pull(8)], [pull(7, name="")], [{**pull(7), "state": "closed"}]]
)
def test_without_exactly_one_there_is_none(hub: GitHub, api: Api, pulls: list[dict[str, object]]) -> None:
    hub.pulls = pulls
    assert pull_request_of(api, "o/r", run()) == 0


def test_all_pull_requests_of_a_head_are_asked_for_also_closed_ones(hub: GitHub, api: Api) -> None:
    hub.pulls = [pull(6, sha="b" * 40), {**pull(7), "state": "closed"}, pull(8), {**pull(9), "number": "9"}]
    assert pull_requests_of(api, "o/r", run(), "all") == [7, 8]
    assert pull_requests_of(api, "o/r", run(), "open") == [8]


@pytest.mark.parametrize(("branch", "repository"), [("", "fork-owner/r"), ("patch", "")])
def test_a_fork_that_is_gone_has_none(hub: GitHub, api: Api, branch: str, repository: str) -> None:
    assert pull_request_of(api, "o/r", run(branch, repository)) == 0
    assert hub.seen == []
