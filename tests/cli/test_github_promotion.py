"""`govml github promote` and `reviews` as steps of a workflow: a bare repository and a server in place of GitHub."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import Result, invoke_govml, run_govml
from tests.forge.server import TOKEN, GitHub, github
from tests.forge.test_runner import read_back
from tests.scenes import ALICE, BOT, CARD, CONFIG, Scene

LOGIN = "github:octocat"
REVIEWS = (
    CONFIG.replace("promotion:\n", "promotion:\n  approvals: review\n")
    .replace(f"risk-owner: [{ALICE}", f'risk-owner: ["{LOGIN}", {ALICE}')
    .replace("dev: {}", "dev: {approvals: {high: {risk-owner: 1}}}")
)
"""Reviews on GitHub count, and whoever reviewed may let a version get on dev."""


class Hub:
    """GitHub with a scene's repository, and the steps of workflows that run for it."""

    def __init__(self, folder: Path, api: GitHub) -> None:
        self.scene, self.api, self.folder = Scene(folder), api, folder
        self.repo = self.scene.repo
        self.bare = self.repo.bare("hub.git")
        self.repo.git("remote", "add", "origin", str(self.bare))
        self.output = folder / "output"

    def push(self) -> None:
        self.repo.git("push", "--quiet", "origin", "--all")
        self.repo.git("push", "--quiet", "origin", "--tags")
        self.repo.git("fetch", "--quiet", "origin")

    def run(self, *args: str | Path, who: str = BOT, event: str = "", payload: Any = None) -> Result:
        """Run `govml github ARGS` with somebody's key."""
        self.output.unlink(missing_ok=True)
        (self.folder / "event.json").write_text(json.dumps(payload), encoding="utf-8")
        environment = {
            "GITHUB_REPOSITORY": "o/r",
            "GITHUB_API_URL": self.api.url,
            "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": str(self.folder / "event.json"),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_TOKEN": TOKEN,
            "RUNNER_TEMP": str(self.folder / "temp"),
            "no_proxy": "127.0.0.1",
        }
        done = run_govml(
            "github", *map(str, args), "--key", str(self.scene.keys[who].path), cwd=self.repo.path, env=environment
        )
        assert "Traceback" not in done.stderr
        return done

    def follow(self, commit: str, event: str, **more: Any) -> Result:
        """Record reviews after the run of a workflow for an event of the pull request of the branch `topic`."""
        run = {"id": 9, "event": event, "head_sha": commit, "head_branch": "topic"}
        payload = {"workflow_run": run | {"head_repository": {"full_name": "o/r"}}}
        return self.run("reviews", event="workflow_run", payload=payload, **more)

    def propose(self) -> str:
        """A pull request with version 1.5.0, which is registered; return its head."""
        self.repo.git("switch", "-q", "-c", "topic")
        commit = self.scene.new_version("v1.5.0")
        self.repo.git("switch", "-q", "main")
        self.push()
        head = {"label": "o:topic", "sha": commit, "repo": {"full_name": "o/r"}}
        self.api.pulls = [{"number": 7, "state": "open", "head": head}]
        return commit

    def review(self, commit: str, body: str = "I approve credit-risk@v1.5.0 for dev") -> None:
        told = {"id": 5, "user": {"login": "octocat", "type": "User"}, "state": "APPROVED", "body": body}
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 7200))
        self.api.reviews = [told | {"commit_id": commit, "submitted_at": at}]

    def close(self) -> None:
        self.api.pulls[0]["state"] = "closed"
        self.push()

    def tag(self) -> str:
        """What the step says that it made."""
        return read_back(self.output.read_text(encoding="utf-8"))["tag"]

    def kinds(self) -> list[str]:
        return [entry.kind for entry in self.scene.ledger.entries]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    with github() as api:
        found = Hub(tmp_path, api)
        found.repo.write("govml.yaml", REVIEWS)
        found.repo.commit("Reviews count")
        yield found


def test_a_review_is_recorded_when_its_pull_request_is_merged(hub: Hub) -> None:
    commit = hub.propose()
    hub.review(commit)
    done = hub.follow(commit, "pull_request_review")
    assert done.exit_code == 0, done.stdout + done.stderr
    assert "review 5 of octocat is not recorded: its commit is not in the history of the trusted branch" in done.stdout
    assert "it is once the pull request is merged with a merge commit" in done.stdout
    assert hub.kinds() == []
    hub.repo.git("merge", "-q", "--no-ff", "-m", "Merge pull request #7", "topic")
    hub.close()
    done = hub.follow(commit, "pull_request")
    assert done.exit_code == 0, done.stdout + done.stderr
    assert "review 5 of octocat for credit-risk@v1.5.0 on dev is entry 0 of the ledger" in done.stdout
    assert hub.scene.promote("dev", "v1.5.0").exit_code == 0
    assert hub.kinds() == ["review", "promotion"]


def test_a_review_of_a_pull_request_that_is_merged_already_is_recorded(hub: Hub) -> None:
    commit = hub.propose()
    hub.repo.git("merge", "-q", "--no-ff", "-m", "Merge pull request #7", "topic")
    hub.close()
    hub.review(commit)
    assert "is entry 0 of the ledger" in hub.follow(commit, "pull_request_review").stdout


@pytest.mark.parametrize("how", ["squash", "nothing"])
def test_a_review_of_a_commit_that_is_not_kept_is_not_recorded(hub: Hub, how: str) -> None:
    commit = hub.propose()
    hub.review(commit)
    if how == "squash":
        hub.repo.write("models/credit-risk/README.md", CARD.replace("1.4.0", "1.5.0"))
        hub.repo.commit("Squashed")
    hub.close()
    done = hub.follow(commit, "pull_request")
    assert "a squash or rebase makes other commits" in done.stdout
    assert hub.kinds() == []


def test_what_runs_for_something_else_records_nothing(hub: Hub) -> None:
    commit = hub.propose()
    hub.review(commit)
    assert "the run was for push, not for a review" in hub.follow(commit, "push").stdout
    assert "nothing to record" in hub.follow("f" * 40, "pull_request").stdout


def test_a_key_that_may_not_record_fails(hub: Hub) -> None:
    hub.review(hub.repo.git("rev-parse", "main"), "I approve credit-risk@v1.4.0 for dev")
    hub.api.reviews[0]["commit_id"] = hub.repo.git("rev-parse", "credit-risk@v1.4.0^{commit}")
    hub.push()
    done = hub.run("reviews", "--pull", "7", who=ALICE)
    assert done.exit_code == 1, done.stdout + done.stderr
    assert "this key may not record reviews" in done.stderr
    assert hub.run("reviews", "--pull", "7").exit_code == 0
    assert hub.kinds() == ["review"]


def test_a_review_of_what_can_not_be_decided_keeps_no_other_out(hub: Hub) -> None:
    commit = hub.repo.git("rev-parse", "credit-risk@v1.4.0^{commit}")
    broken = hub.scene.new_version("v1.6.0")
    hub.review(commit, "I approve credit-risk@v1.4.0 for dev")
    more = {"id": 4, "user": {"login": "first", "type": "User"}, "commit_id": broken}
    hub.api.reviews.insert(0, hub.api.reviews[0] | more | {"body": "I approve credit-risk@v1.6.0 for dev"})
    hub.push()
    oid = hub.repo.git("rev-parse", f"{broken}:models/credit-risk/README.md")
    hub.repo.write("models/credit-risk/README.md", CARD)
    hub.repo.commit("Back")
    hub.push()
    (hub.repo.path / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    done = hub.run("reviews", "--pull", "7")
    assert done.exit_code == 4, done.stdout + done.stderr
    assert "review 4 of first is not recorded: the report is INCONCLUSIVE" in done.stdout
    assert "review 5 of octocat for credit-risk@v1.4.0 on dev is entry 0 of the ledger" in done.stdout


def test_the_branch_that_decides_is_the_one_that_the_config_on_main_names(hub: Hub) -> None:
    hub.repo.git("branch", "release")
    hub.repo.write("govml.yaml", CONFIG.replace("promotion:\n", "promotion:\n  trusted: release\n"))
    hub.repo.commit("Release decides")
    hub.push()
    for options, branch in (((), "release"), (("--trusted=",), "release"), (("--trusted=main",), "main")):
        done = invoke_govml("github", "trusted", *options, cwd=hub.repo.path)
        assert done.stdout.strip() == hub.repo.git("rev-parse", branch)
    assert invoke_govml("github", "trusted", "--trusted=gone", cwd=hub.repo.path).exit_code == 2


def test_the_release_is_of_the_promotion_and_not_of_a_tag_that_had_got_lost(hub: Hub) -> None:
    hub.repo.write("govml.yaml", CONFIG)
    hub.repo.commit("Nothing is needed for dev")
    assert hub.scene.promote("dev").exit_code == 0
    hub.repo.git("tag", "-d", "credit-risk#dev#1")
    hub.scene.new_version("v1.5.0")
    hub.push()
    blocked = hub.repo.path / ".git" / "refs" / "tags" / "credit-risk#dev#2.lock"
    blocked.write_text("", encoding="ascii")  # the tag can't be written
    done = hub.run("promote", "credit-risk@v1.5.0", "--to", "dev", "--release")
    assert done.exit_code == 0, done.stdout + done.stderr
    assert "the ledger has it, but" in done.stdout
    assert hub.repo.git("tag", "--list", "*#*") == "credit-risk#dev#1"
    assert (hub.api.releases, hub.tag()) == ([], "")
    blocked.unlink()
    hub.repo.git("tag", "-d", "credit-risk#dev#1")
    done = hub.run("promote", "credit-risk@v1.5.0", "--to", "shadow", "--release")
    assert done.exit_code == 0, done.stdout + done.stderr
    assert hub.tag() == "credit-risk#shadow#3"
    assert [each["tag_name"] for each in hub.api.releases] == ["credit-risk#shadow#3"]
