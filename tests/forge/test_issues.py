"""One issue while something is broken, and one release for each tag; nobody else's is ever changed."""

from __future__ import annotations

import pytest

from govml.forge import issues, releases
from govml.forge.comments import LIMIT
from govml.forge.rest import Api, ApiError, TransientError, retried
from govml.model import GovmlError
from tests.forge.server import PERSON, GitHub, Said

MARKER = "<!-- govml:audit -->"
TAG = "credit-risk#production#3"


def post(api: Api, text: str = "text") -> str:
    return issues.publish(api, "o/r", "audit", "Broken", text).what


def test_one_issue_is_opened_updated_and_closed(hub: GitHub, api: Api) -> None:
    assert [post(api, "one"), post(api, "two"), post(api, "two")] == ["created", "updated", "unchanged"]
    done = issues.close(api, "o/r", "audit", "fine")
    assert done is not None
    assert done.what == "closed"
    assert issues.close(api, "o/r", "audit", "fine") is None
    [issue] = hub.issues
    assert (issue["state"], issue["state_reason"]) == ("closed", "completed")
    assert issue["body"] == f"{MARKER}\nfine"
    assert post(api, "again") == "created"
    assert len(hub.issues) == 2


def test_issues_of_others_and_of_other_labels_are_left_alone(hub: GitHub, api: Api) -> None:
    issues.publish(api, "o/r", "audit-2", "Other", "other")
    hub.issues.append({**hub.issues[0], "id": 90, "number": 90, "user": PERSON, "body": f"{MARKER}\nmine"})
    hub.issues.append({**hub.issues[0], "id": 91, "number": 91, "pull_request": {}, "body": f"{MARKER}\n"})
    assert post(api) == "created"
    assert [issue["body"] for issue in hub.issues[:2]] == ["<!-- govml:audit-2 -->\nother", f"{MARKER}\nmine"]
    with pytest.raises(GovmlError, match="characters"):
        post(api, "x" * LIMIT)


def test_an_issue_whose_answer_was_lost_is_not_opened_twice(hub: GitHub, api: Api) -> None:
    hub.next = [Said(200, body=[]), Said(502, "Bad gateway", after=True)]
    assert retried(lambda: post(api), lambda _: None) == "unchanged"
    assert len(hub.issues) == 1


def test_a_tag_has_one_release(hub: GitHub, api: Api) -> None:
    def release(text: str, tag: str = TAG) -> str:
        return releases.publish(api, "o/r", tag, "credit-risk v1 on production", text).what

    assert [release("one"), release("two"), release("two\r\n"), release("three", "m#dev#1")] == [
        "created", "updated", "unchanged", "created",
    ]  # fmt: skip
    assert [(each["tag_name"], each["body"], each["make_latest"]) for each in hub.releases] == [
        (TAG, "two", "false"),
        ("m#dev#1", "three", "false"),
    ]
    hub.next = [Said(403, "Resource not accessible by integration")]
    with pytest.raises(ApiError, match="not accessible"):
        release("four")
    hub.next = [Said(500)]
    with pytest.raises(TransientError):
        release("four")
