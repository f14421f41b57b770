"""What an event says, and that nothing but ids, numbers and names of repositories is taken from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govml.forge.event import Asked, Event, Run, asked_in, read_event
from govml.model import GovmlError, UsageError

BASE, HEAD, ZERO = "a" * 40, "b" * 40, "0" * 40


def read(folder: Path, name: str, payload: Any, **environment: str) -> Event:
    path = folder / "event.json"
    path.write_text(payload if isinstance(payload, str) else json.dumps(payload), encoding="utf-8")
    return read_event(
        {"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(path), "GITHUB_REPOSITORY": "o/r", **environment}
    )


def push(**fields: Any) -> dict[str, Any]:
    return {"before": BASE, "after": HEAD, "forced": False, **fields}


def test_each_event_says_what_changed(tmp_path: Path) -> None:
    pull = {"pull_request": {"number": 7, "base": {"sha": BASE}, "title": "`$(id)`"}}
    assert read(tmp_path, "pull_request", pull) == Event("pull_request", "o/r", "HEAD", BASE, number=7)
    group = {"merge_group": {"head_sha": HEAD, "base_sha": BASE}}
    assert read(tmp_path, "merge_group", group) == Event("merge_group", "o/r", HEAD, BASE)
    assert read(tmp_path, "push", push()) == Event("push", "o/r", HEAD, BASE)
    assert read(tmp_path, "push", push(forced=True)) == Event("push", "o/r", HEAD, BASE, rewritten=True)
    assert read(tmp_path, "push", push(before=ZERO)) == Event("push", "o/r", HEAD)
    for name in ("workflow_dispatch", "schedule"):
        assert read(tmp_path, name, {"inputs": None}) == Event(name, "o/r")


def test_the_run_of_a_fork(tmp_path: Path) -> None:
    run = {
        "event": "pull_request",
        "head_sha": HEAD,
        "head_branch": "a b",
        "head_repository": {"full_name": "fork-owner/r"},
        "pull_requests": [],
    }
    told = read(tmp_path, "workflow_run", {"workflow_run": run}).run
    assert told == Run("pull_request", HEAD, "fork-owner/r", "a b")
    gone = read(tmp_path, "workflow_run", {"workflow_run": run | {"head_repository": None, "head_branch": None}}).run
    assert gone == Run("pull_request", HEAD, "", "")
    odd = read(tmp_path, "workflow_run", {"workflow_run": run | {"head_repository": {"full_name": "a/../b"}}}).run
    assert odd is not None
    assert odd.repository == ""


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("pull_request", {}),
        ("pull_request", {"pull_request": []}),
        ("pull_request", {"pull_request": {"number": 7, "base": {"sha": "main"}}}),
        ("pull_request", {"pull_request": {"number": 7, "base": {"sha": "--upload-pack=x"}}}),
        ("pull_request", {"pull_request": {"number": True, "base": {"sha": BASE}}}),
        ("pull_request", {"pull_request": {"number": 0, "base": {"sha": BASE}}}),
        ("merge_group", {"merge_group": {"head_sha": HEAD, "base_sha": BASE + "\n"}}),
        ("push", {"before": BASE}),
        ("push", push(before=None)),
        ("push", "[]"),
        ("push", "{"),
        ("push", ""),
        ("push", "[" * 100_000),
        ("workflow_run", {"workflow_run": {"head_sha": 7}}),
    ],
)
def test_an_odd_event_is_an_error(tmp_path: Path, name: str, payload: Any) -> None:
    with pytest.raises(GovmlError) as caught:
        read(tmp_path, name, payload)
    assert caught.value.exit_code == 4


def test_what_is_not_run_on(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="writing token"):
        read(tmp_path, "pull_request_target", {})
    with pytest.raises(UsageError, match="deletes"):
        read(tmp_path, "push", push(after=ZERO))
    with pytest.raises(UsageError, match="no event"):
        read_event({})
    for repository in ("", "o", "o/..", "o/r/x", "o/r\n"):
        with pytest.raises(UsageError, match="GITHUB_REPOSITORY"):
            read(tmp_path, "push", push(), GITHUB_REPOSITORY=repository)
    with pytest.raises(GovmlError, match="can't be read"):
        read(tmp_path, "push", push(), GITHUB_EVENT_PATH=str(tmp_path / "none"))


def labeled(
    folder: Path, title: Any, label: str = "govml:promote", action: str = "labeled", name: str = "issues"
) -> Asked:
    path = folder / "event.json"
    payload = {"action": action, "label": {"name": label}, "issue": {"number": 7, "title": title}}
    path.write_text(json.dumps(payload), encoding="utf-8")
    return asked_in({"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(path)})


def test_a_label_asks_for_what_the_title_of_its_issue_says(tmp_path: Path) -> None:
    asked = Asked("promotion", "credit-risk@v1.4.0", "production", 7)
    for title in ("credit-risk@v1.4.0 to production", " Promote credit-risk@v1.4.0  to production "):
        assert labeled(tmp_path, title) == asked
    assert labeled(tmp_path, "a/b@v1.4.0 on prod", "govml:rollback") == Asked("rollback", "a/b@v1.4.0", "prod", 7)


@pytest.mark.parametrize(
    "asked",
    [
        {"title": "Please promote"},
        {"title": "m@v1 to production; m@v2 to production"},
        {"title": "m@v1\nto production $(id) x"},
        {"title": "x" * 10_000 + "@ to"},
        {"title": None},
        {"title": "m@v1 to production", "label": "bug"},
        {"title": "m@v1 to production", "action": "unlabeled"},
        {"title": "m@v1 to production", "name": "pull_request"},
    ],
)
def test_anything_else_asks_for_nothing(tmp_path: Path, asked: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        labeled(tmp_path, **asked)
