"""The workflows of GitHub, linted, and run by `act` on this machine for each event.

What act runs is what a user has: the workflow that `govml init` writes, the action and the reusable workflows of this
checkout. Only what needs GitHub is replaced by the folders in `tests/actions`: the checkout clones a repository of the
test, and the Python whose `venv` the action makes has this checkout's govml in it, as if pip had installed it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.builders import ROOT, Repo, invoke_govml
from tests.forge.server import TOKEN, GitHub, Said, github

ACTION = "govml/govml@" + "a" * 40
GOOD = "---\nlicense: apache-2.0\n---\n# Nothing is asked of it\n"
BAD = "---\nlicense: [\n---\n"
FILES = [ROOT / "action.yml", *sorted((ROOT / ".github" / "workflows").glob("*.yml"))]
USES = re.compile(r"^\s*(?:- )?uses: (\S+?)@([0-9a-f]{40}) # v\d+\.\d+\.\d+$")
PYTHON = """\
#!/usr/bin/env bash
# A Python whose environments have the govml that is tested, whatever pip is told.
if [ "$1 $2 $3" != "-I -m venv" ]; then exec "{python}" "$@"; fi
mkdir -p "$4/bin"
printf '#!/bin/sh\\n[ "$3" = pip ] || exec "{python}" "$@"\\n' > "$4/bin/python"
printf '#!/bin/sh\\nexec "{python}" -I -m govml "$@"\\n' > "$4/bin/govml"
chmod +x "$4/bin/python" "$4/bin/govml"
"""


def tool(name: str) -> Path:
    """Return a tool that `make` builds. Where there is none the test is skipped; on a CI machine it fails."""
    built = ROOT / ".tools" / "bin" / name
    found = str(built) if built.is_file() else shutil.which(name)
    if found is None:
        reason = f"no {name}: install Go and run `make test`"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return Path(found)


def silent(*command: str | Path, cwd: Path) -> None:
    """Assert that a linter has nothing to say."""
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def lint(folder: Path) -> None:
    """Assert that zizmor and actionlint have nothing to say about a repository."""
    silent(Path(sys.executable).with_name("zizmor"), "--offline", "--pedantic", "--no-progress", folder, cwd=folder)
    silent(tool("actionlint"), cwd=folder)


# -- as they are written ----------------------------------------------------------------------------------------------


def test_actionlint_and_zizmor_find_nothing() -> None:
    lint(ROOT)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_rights_pins_and_expressions(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for line in text.splitlines():
        if re.match(r"\s*(?:- )?uses:", line) and " ./" not in line:
            assert USES.match(line), line
    document = yaml.safe_load(text)
    jobs = document.get("jobs", {"": document.get("runs")})
    for name, job in jobs.items():
        if name:
            assert document["permissions"] == {}
            assert job["permissions"] and "timeout-minutes" in job
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), step
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False
    assert "pull_request_target" not in text


def test_one_commit_of_every_action() -> None:
    texts = [file.read_text(encoding="utf-8") for file in (*FILES, ROOT / "govml" / "usecases" / "starters.py")]
    pins = {match.groups() for text in texts for line in text.splitlines() if (match := USES.match(line))}
    assert len({name for name, _ in pins}) == len(pins)


def test_every_input_is_passed_on_and_documented() -> None:
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    check = yaml.safe_load((ROOT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8"))
    passed = check["jobs"]["check"]["steps"][-1]["with"]
    assert set(passed) == set(check[True]["workflow_call"]["inputs"]) <= set(inputs)
    assert set(inputs) - set(passed) == {"comment", "sarif", "token"}
    docs = (ROOT / "docs" / "github.md").read_text(encoding="utf-8")
    assert [name for name in inputs if f"`{name}`" not in docs] == []


def test_the_actions_dependencies_are_those_of_the_project() -> None:
    def pins(name: str) -> dict[str, str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE))

    everything, action = pins("requirements.lock"), pins("requirements-action.lock")
    assert action.items() <= everything.items()
    training = pins("requirements-demo.lock")  # installed on top of the other
    assert all(training[name] == version for name, version in action.items() if name in training)
    assert {"dvc", "setuptools", "torch"} <= set(training)
    assert {"click", "pygit2", "gordon-to-regorus", "hatchling"} <= set(action)
    assert "pytest" not in action


# -- as they run ------------------------------------------------------------------------------------------------------


def stand_ins() -> dict[str, Path]:
    """Return the actions that need GitHub, each with the folder that is run in its place."""
    lines = [line for file in FILES for line in file.read_text(encoding="utf-8").splitlines()]
    pins = [match.groups() for match in map(USES.match, lines) if match]
    return {
        f"{owner}/{repository}@{commit}": ROOT / "tests" / "actions" / repository
        for name, commit in pins
        for owner, repository in [name.split("/")[:2]]
        if (ROOT / "tests" / "actions" / repository).is_dir()
    }


class Runner:
    """act, with a user's repository, a GitHub to talk to, and what the jobs leave behind."""

    def __init__(self, folder: Path, repo: Repo, hub: GitHub) -> None:
        self.folder, self.repo, self.hub = folder, repo, hub
        self.artifacts = folder / "artifacts"
        self.artifacts.mkdir()
        self.source = folder / "source"
        listed = subprocess.run(
            ["git", "ls-files", "-z", "action.yml", ".github", "requirements-action.lock"],
            cwd=ROOT, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        for name in filter(None, listed.split("\0")):
            target = self.source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
        self.python = folder / "python"
        self.python.write_text(PYTHON.format(python=sys.executable), encoding="utf-8")
        self.python.chmod(0o755)

    def run(self, event: str, payload: Any, commit: str = "HEAD", workflow: str = "govml.yml") -> tuple[int, str]:
        """Run the workflow for an event on a commit, and return act's exit status and what it printed."""
        path = self.folder / "event.json"
        path.write_text(json.dumps(payload), encoding="utf-8")
        words: list[str | Path] = [tool("act"), event, "--eventpath", path, "--platform", "ubuntu-latest=-self-hosted"]
        words += ["--workflows", self.repo.path / ".github" / "workflows" / workflow, "--no-skip-checkout"]
        words += ["--no-cache-server", "--action-cache-path", self.folder / "act", "--secret", f"GITHUB_TOKEN={TOKEN}"]
        for action, folder in {ACTION: self.source, **stand_ins()}.items():
            words += ["--local-repository", f"{action}={folder}"]
        known = {
            "TEST_REPOSITORY": self.repo.path,
            "TEST_COMMIT": self.repo.git("rev-parse", commit),
            "TEST_SOURCE": self.source,
            "TEST_PYTHON": self.python,
            "TEST_ARTIFACTS": self.artifacts,
            "GITHUB_API_URL": self.hub.url,
            "GITHUB_REPOSITORY": "o/r",
            "no_proxy": "127.0.0.1",
        }
        for name, value in known.items():
            words += ["--env", f"{name}={value}"]
        done = subprocess.run(
            [str(word) for word in words], cwd=self.repo.path, capture_output=True, text=True, check=False, timeout=300
        )
        assert TOKEN not in done.stdout + done.stderr
        return done.returncode, done.stdout + done.stderr

    def report(self) -> Any:
        """Return the report that the job uploaded."""
        return json.loads((self.artifacts / "govml-check" / "report.json").read_text(encoding="utf-8"))


@pytest.fixture
def runner(tmp_path: Path, repo: Repo) -> Iterator[Runner]:
    assert invoke_govml("init", "--action", ACTION, cwd=repo.path).exit_code == 0
    repo.write("govml.yaml", "profile: none\n")
    repo.write("models/a/README.md", GOOD)
    for name in ("govml", "pip", "venv", "json"):
        repo.write(f"{name}.py", "raise SystemExit('code of the judged repository was run')\n")
    repo.commit("A model")
    with github() as hub:
        yield Runner(tmp_path, repo, hub)


def pull_request(base: str, head: str) -> dict[str, Any]:
    return {"pull_request": {"number": 7, "base": {"sha": base}, "head": {"sha": head, "ref": "topic"}}}


def merged(repo: Repo, content: str) -> tuple[str, str, str]:
    """Change the card on a branch, and merge it into its base as GitHub does: base, head and merge."""
    base = repo.git("rev-parse", "HEAD")
    repo.git("checkout", "--quiet", "-b", "topic")
    repo.write("models/a/README.md", content)
    head = repo.commit("Change")
    repo.git("checkout", "--quiet", "--detach", base)
    repo.git("merge", "--quiet", "--no-ff", "-m", "Merge", head)
    return base, head, repo.git("rev-parse", "HEAD")


def test_a_pull_request_that_fails(runner: Runner) -> None:
    base, head, merge = merged(runner.repo, BAD)
    status, log = runner.run("pull_request", pull_request(base, head))
    assert status == 1, log
    assert "::error file=models/a/README.md,line=" in log
    assert runner.report()["subject"]["commit"] == merge
    assert runner.report()["policy"]["commit"] == base
    [body] = runner.hub.bodies()
    assert body.startswith("<!-- govml:check -->\n## govml: FAILED\n")
    assert {path.name for path in (runner.artifacts / "govml-check").iterdir()} == {
        "report.json", "report.sarif", "report.html", "diff.json", "comment.md",
    }  # fmt: skip
    assert "set-output:: verdict=FAILED" in log
    assert not (runner.artifacts / "cache").exists()
    assert not (runner.artifacts / "govml-check.sarif").exists()


def test_a_pull_request_that_passes(runner: Runner) -> None:
    base, head, _ = merged(runner.repo, GOOD + "More.\n")
    status, log = runner.run("pull_request", pull_request(base, head))
    assert status == 0, log
    assert runner.report()["verdict"] == "PASSED"
    assert "comment created" in log
    status, log = runner.run("pull_request", pull_request(base, head))
    assert status == 0, log
    runner.hub.next = [Said(422, "Validation Failed")]
    status, log = runner.run("pull_request", pull_request(base, head))
    assert status == 0, log
    assert "answered 422 to GET" in log
    assert len(runner.hub.comments) == 1


def test_a_push_and_a_first_commit(runner: Runner) -> None:
    first = runner.repo.git("rev-parse", "HEAD")
    runner.repo.write("models/a/README.md", GOOD + "More.\n")
    second = runner.repo.commit("Next")
    status, log = runner.run("push", {"before": first, "after": second, "forced": False, "ref": "refs/heads/main"})
    assert status == 0, log
    assert runner.report()["policy"]["commit"] == first
    key, folder = (runner.artifacts / "cache").read_text(encoding="utf-8").split()
    assert re.fullmatch(rf"govml-[0-9.]+-\w+-check-{second}", key)
    assert folder.endswith("/.git/govml")
    new = {"before": "0" * 40, "after": first, "forced": False, "ref": "refs/heads/main"}
    status, log = runner.run("push", new, first)
    assert status == 0, log
    assert "the first push of this branch: nothing to compare with" in log
    assert runner.report()["policy"]["commit"] == ""
    assert runner.hub.seen == []


def test_a_shallow_checkout_could_not_decide(runner: Runner) -> None:
    workflow = runner.repo.path / ".github" / "workflows" / "govml.yml"
    text = workflow.read_text(encoding="utf-8")
    base, head, _ = merged(runner.repo, GOOD + "More.\n")
    workflow.write_text(text.replace("fetch-depth: 0", "fetch-depth: 1"), encoding="utf-8")
    status, log = runner.run("pull_request", pull_request(base, head))
    assert status == 1, log
    assert "exit status 4" in log
    assert "fetch-depth: 0" in log
    [body] = runner.hub.bodies()
    assert body.startswith("<!-- govml:check -->\n## govml: INCONCLUSIVE\n")
    assert not (runner.artifacts / "govml-check").exists()


COMMENTING = f"""\
on:
  workflow_run:
    workflows: [govml]
    types: [completed]
permissions: {{}}
jobs:
  comment:
    permissions:
      actions: read
      contents: read
      pull-requests: write
    uses: {ACTION.replace("@", "/.github/workflows/comment.yml@")}
"""


def test_a_pull_request_from_a_fork(runner: Runner) -> None:
    runner.repo.write(".github/workflows/govml-comment.yml", COMMENTING)
    runner.repo.commit("Comments for forks")
    base, head, _ = merged(runner.repo, BAD)
    runner.hub.next = [Said(200, body=[]), Said(403, "Resource not accessible by integration")]
    status, log = runner.run("pull_request", pull_request(base, head))
    assert status == 1, log
    assert log.count("the token of this job may not write one") == 1
    assert "::error file=models/a/README.md,line=" in log
    assert runner.hub.comments == []
    (runner.artifacts / "govml-check" / "comment.md").write_text("[click](https://evil.example)", encoding="utf-8")
    source = {"full_name": "stranger/r"}
    told = {"label": "stranger:topic", "sha": head, "repo": source}
    runner.hub.pulls = [{"number": 7, "state": "open", "head": told}]
    run = {"id": 4711, "event": "pull_request", "conclusion": "failure", "head_sha": head, "head_branch": "topic"}
    event = {"workflow_run": run | {"head_repository": source}}
    status, log = runner.run("workflow_run", event, workflow="govml-comment.yml")
    assert status == 0, log
    [body] = runner.hub.bodies()
    assert body.startswith("<!-- govml:check -->\n## govml: FAILED\n")
    assert "evil" not in body


CALLING = f"""\
on: pull_request
permissions: {{}}
jobs:
  check:
    permissions:
      contents: read
    uses: {ACTION.replace("@", "/.github/workflows/check.yml@")}
    with:
      fail-on: warning
      cache: true
"""


def test_the_reusable_check(runner: Runner) -> None:
    runner.repo.write(".github/workflows/reuse.yml", CALLING)
    runner.repo.commit("Reuse")
    base, head, _ = merged(runner.repo, BAD)
    status, log = runner.run("pull_request", pull_request(base, head), workflow="reuse.yml")
    assert status == 1, log
    assert runner.report()["verdict"] == "FAILED"
    assert f"-check-{base} " in (runner.artifacts / "cache").read_text(encoding="utf-8")
    assert runner.hub.seen == []
