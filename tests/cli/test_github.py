"""`govml github` as a step of a workflow runs it: a process, the runner's files, and a server in place of GitHub."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import Repo, Result, invoke_govml, run_govml
from tests.forge.server import PERSON, TOKEN, GitHub, Said, github
from tests.forge.test_runner import read_back

GOOD = "---\nlicense: apache-2.0\n---\n# Nothing is asked of it\n"
BAD = "---\nlicense: [\n---\n"
ZERO = "0" * 40
CONFIG = "schema: govml.config/v1\nprofile: none\n"


class Step:
    """A step of a workflow: the repository that was checked out, an event, and the files of the runner."""

    def __init__(self, folder: Path, repo: Repo) -> None:
        self.folder = folder
        self.path = repo.path
        self.summary = folder / "summary.md"
        self.output = folder / "output"
        self.files = folder / "temp" / "govml" / "check"
        self.environment = {
            "GITHUB_REPOSITORY": "o/r",
            "GITHUB_EVENT_PATH": str(folder / "event.json"),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_OUTPUT": str(self.output),
            "RUNNER_TEMP": str(folder / "temp"),
            "GITHUB_TOKEN": TOKEN,
            "no_proxy": "127.0.0.1",
        }

    def on(self, event: str, payload: Any) -> Step:
        """Take an event."""
        self.environment["GITHUB_EVENT_NAME"] = event
        (self.folder / "event.json").write_text(json.dumps(payload), encoding="utf-8")
        return self

    def on_pull_request(self, base: str) -> Step:
        """Take the event of pull request 7."""
        return self.on("pull_request", {"pull_request": {"number": 7, "base": {"sha": base}}})

    def run(self, *args: str) -> Result:
        """Run `govml github ARGS`."""
        self.output.unlink(missing_ok=True)
        self.summary.unlink(missing_ok=True)
        done = run_govml("github", *args, cwd=self.path, env=self.environment)
        assert "Traceback" not in done.stderr
        assert TOKEN not in done.stdout + done.stderr
        return done

    def check(self, *args: str) -> Result:
        """Run `govml github check`."""
        return self.run("check", "--at", "2026-03-03", *args)

    def outputs(self) -> dict[str, str]:
        """Return the outputs of the step."""
        return read_back(self.output.read_text(encoding="utf-8"))

    def report(self) -> Any:
        """Return the report that the check wrote."""
        return json.loads((self.files / "report.json").read_text(encoding="utf-8"))


@pytest.fixture
def step(tmp_path: Path, repo: Repo) -> Step:
    repo.write_all({"models/a/README.md": GOOD, "govml.yaml": CONFIG})
    repo.commit("A model")
    return Step(tmp_path, repo)


def test_a_pull_request_that_fails(step: Step, repo: Repo) -> None:
    base = repo.git("rev-parse", "HEAD")
    repo.write("models/a/README.md", BAD)
    head = repo.commit("Break it")
    repo.write("models/a/README.md", GOOD)  # what lies about in the work tree is not judged
    done = step.on_pull_request(base).check()
    assert done.exit_code == 1, done
    lines = done.stdout.splitlines()
    assert lines[0].startswith("::error file=models/a/README.md,line=")
    assert lines[-1].startswith("::notice title=govml%3A FAILED::1 error")
    outputs = step.outputs()
    assert outputs["verdict"] == "FAILED"
    assert [outputs[name] for name in ("errors", "warnings", "new", "existing", "fixed")] == ["1", "0", "1", "0", "0"]
    for form, name in {
        "json": "report.json",
        "sarif": "report.sarif",
        "html": "report.html",
        "diff": "diff.json",
    }.items():
        assert outputs[form] == str(step.files / name)
        assert (step.files / name).stat().st_size
    comment = Path(outputs["markdown"]).read_text(encoding="utf-8")
    assert comment == step.summary.read_text(encoding="utf-8")
    assert comment.startswith("## govml: FAILED\n")
    assert "\n## What the change means\n" in comment
    assert step.report()["subject"]["commit"] == head
    assert step.report()["policy"]["commit"] == base


def test_a_change_does_not_choose_its_judge(step: Step, repo: Repo) -> None:
    repo.write("govml.yaml", "schema: govml.config/v1\n")
    base = repo.commit("All rules")
    repo.write_all({"govml.yaml": CONFIG, "models/b/README.md": GOOD})
    repo.commit("Switch them off")
    assert step.on_pull_request(base).check().exit_code == 1
    [new] = [finding for finding in step.report()["findings"] if finding["status"] == "new"]
    assert (new["rule"], new["location"]["path"]) == ("CARD-04", "models/b/README.md")


def test_what_the_base_has_too_counts_where_that_is_asked_for(step: Step, repo: Repo) -> None:
    repo.write_all({f"models/{name}/README.md": BAD for name in "bc"})
    base = repo.commit("Two bad ones")
    repo.write("models/c/README.md", GOOD)
    repo.commit("One is mended")
    done = step.on_pull_request(base).check()
    assert (done.exit_code, step.outputs()["verdict"]) == (0, "PASSED"), done
    outputs = step.outputs()
    assert [outputs[name] for name in ("errors", "new", "existing", "fixed")] == ["1", "0", "1", "1"]
    assert "(existing)" not in done.stdout
    decided = step.check("--fail-on-existing")
    assert decided.exit_code == 1
    assert "(existing)" in decided.stdout
    assert step.check("--fail-on-existing", "--base", "HEAD").exit_code == 1


def test_a_pull_request_that_passes(step: Step, repo: Repo) -> None:
    base = repo.git("rev-parse", "HEAD")
    repo.write("models/a/README.md", GOOD + "More.\n")
    repo.commit("Better")
    done = step.on_pull_request(base).check("--label", "nightly")
    assert (done.exit_code, step.outputs()["verdict"]) == (0, "PASSED"), done
    assert "<sub>govml, nightly</sub>" in step.summary.read_text(encoding="utf-8")
    assert step.outputs()["json"] == str(step.folder / "temp" / "govml" / "nightly" / "report.json")


def push(before: str, after: str, **fields: Any) -> dict[str, Any]:
    return {"before": before, "after": after, "forced": False, **fields}


def test_pushes(step: Step, repo: Repo) -> None:
    first = repo.git("rev-parse", "HEAD")
    second = repo.commit("Next")
    assert step.on("push", push(first, second)).check().exit_code == 0
    assert step.report()["policy"]["commit"] == first
    for payload, why in [
        (push(ZERO, first), "the first push of this branch"),
        (push("a" * 40, second, forced=True), "a forced push threw aaaaaaaaaaaa away"),
        (push("a" * 40, second), "aaaaaaaaaaaa, which was pushed onto, is no more"),
    ]:
        done = step.on("push", payload).check()
        assert done.exit_code == 0, done
        assert done.stdout.startswith(f"::notice title=govml::{why}: nothing to compare with\n")
        assert (step.report()["policy"]["commit"], step.outputs()["diff"]) == ("", "")
        assert step.report()["subject"]["commit"] == payload["after"]


def test_a_merge_queue_and_a_run_by_hand(step: Step, repo: Repo) -> None:
    base = repo.git("rev-parse", "HEAD")
    head = repo.commit("Queued")
    repo.commit("Something else is checked out")
    assert step.on("merge_group", {"merge_group": {"head_sha": head, "base_sha": base}}).check().exit_code == 0
    assert (step.report()["subject"]["commit"], step.report()["policy"]["commit"]) == (head, base)
    assert step.on("workflow_dispatch", {"inputs": None}).check().exit_code == 0
    assert step.report()["policy"]["commit"] == ""
    assert step.check("--base", "HEAD~2").exit_code == 0
    assert step.report()["policy"]["commit"] == base


def test_a_shallow_clone_is_told_how_to_go_deeper(step: Step, repo: Repo) -> None:
    base = repo.git("rev-parse", "HEAD")
    repo.commit("Next")
    step.path = repo.shallow()
    done = step.on_pull_request(base).check()
    assert done.exit_code == 4
    assert done.stderr == (
        f"error: {base[:12]}, which the event names, is not in this clone\n"
        "hint: give actions/checkout `fetch-depth: 0`, or run `git fetch --unshallow --tags origin` before the check\n"
    )
    assert done.stdout.startswith("::error title=govml%3A INCONCLUSIVE::")
    assert "fetch-depth: 0" in done.stdout
    assert step.outputs() == {"verdict": "INCONCLUSIVE", "markdown": str(step.files / "comment.md")}
    text = step.summary.read_text(encoding="utf-8")
    assert text.startswith("## govml: INCONCLUSIVE\n")
    assert (step.files / "comment.md").read_text(encoding="utf-8") == text
    assert step.on("push", push(base, "HEAD".ljust(40, "0"))).check().exit_code == 4


def test_a_summary_that_is_full_stays_as_it_is(step: Step) -> None:
    step.on("workflow_dispatch", {})
    step.environment["GITHUB_STEP_SUMMARY"] = str(step.folder / "full")
    full = "x" * (1024 * 1024 - 10)
    (step.folder / "full").write_text(full, encoding="utf-8")
    done = step.check()
    assert done.exit_code == 0
    assert "the step has filled its summary before" in done.stdout
    assert (step.folder / "full").read_text(encoding="utf-8") == full


def test_nothing_to_check_is_no_pass(step: Step, repo: Repo) -> None:
    repo.remove("models/a/README.md")
    repo.remove("govml.yaml")
    repo.commit("No record any more")
    done = step.on("workflow_dispatch", {}).check()
    assert done.exit_code == 3
    assert step.outputs()["verdict"] == "INCONCLUSIVE"
    assert "::error title=govml%3A INCONCLUSIVE::no records" in done.stdout


@pytest.mark.parametrize("args", [["--label", "a b"], ["--base", ""], ["--label", "-->"]])
def test_usage(step: Step, args: list[str]) -> None:
    assert step.on("workflow_dispatch", {}).check(*args).exit_code == 2


@pytest.mark.parametrize("label", ["../../x", "a b", "-->"])
def test_a_comment_has_a_plain_label(step: Step, label: str) -> None:
    done = step.on_pull_request("a" * 40).run("comment", "--label", label)
    assert done.exit_code == 2
    assert "is not a short name" in done.stderr


def test_outside_of_a_workflow(repo: Repo) -> None:
    for command in ("check", "comment"):
        done = invoke_govml("github", command, cwd=repo.path)
        assert done.exit_code == 2
        assert "there is no event" in done.stderr


HOSTILE = "x\n::error::y\r%0A::stop-commands::z`<!-- -->@octocat #123 <img src=x> ##[error]\u202e.md"


def test_hostile_names_and_values_are_only_words(step: Step, repo: Repo) -> None:
    base = repo.git("rev-parse", "HEAD")
    name = HOSTILE.replace("/", "")
    repo.write(f"models/{name[:80]}/README.md", BAD)
    repo.write("models/b/README.md", f"---\nlicense: 7\nmodel-index: {json.dumps(HOSTILE * 200)}\n---\n")
    repo.commit("Hostile")
    done = step.on_pull_request(base).check()
    assert done.exit_code == 1, done
    for line in done.stdout.splitlines():
        assert re.match(r"::(error|warning|notice) [^\n]*::", line), line
        assert line.isprintable()
        assert "##[" not in line
    comment = (step.files / "comment.md").read_text(encoding="utf-8")
    code = r"^ *(`{3,})text\n(?:.*\n)*? *\1$|`[^`\n]+`|<code>[^<\n]*</code>"
    outside = re.sub(code, "", comment, flags=re.MULTILINE)
    assert "octocat" in comment
    assert not re.search(r"@octocat|<img|<!--|-->|(?<!\\)#123", outside)
    assert set(step.outputs()) == {
        "verdict", "errors", "warnings", "new", "existing", "fixed", "json", "sarif", "html", "diff", "markdown",
    }  # fmt: skip


# -- the comment ------------------------------------------------------------------------------------------------------


@pytest.fixture
def hub() -> Iterator[GitHub]:
    with github() as state:
        yield state


@pytest.fixture
def checked(step: Step, repo: Repo, hub: GitHub) -> Step:
    """Return a step whose job has checked pull request 7, and found an error."""
    base = repo.git("rev-parse", "HEAD")
    repo.write("models/a/README.md", BAD)
    repo.commit("Break it")
    step.environment["GITHUB_API_URL"] = hub.url
    assert step.on_pull_request(base).check().exit_code == 1
    return step


def test_the_comment_is_made_and_kept_up_to_date(checked: Step, hub: GitHub) -> None:
    quoted = hub.add("<!-- govml:check -->\nquoted", PERSON)
    done = checked.run("comment")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("::notice title=govml::comment created: https://github.example/")
    text = (checked.files / "comment.md").read_text(encoding="utf-8")
    assert hub.bodies() == [quoted["body"], f"<!-- govml:check -->\n{text}"]
    assert "comment unchanged" in checked.run("comment").stdout
    (checked.files / "comment.md").write_text("other", encoding="utf-8")
    assert "comment updated" in checked.run("comment").stdout
    assert hub.bodies()[1] == "<!-- govml:check -->\nother"
    assert "comment created" in checked.run("comment", "--folder", str(checked.files), "--label", "two").stdout
    assert "comment created" in checked.run("comment", "--author", "octocat-app[bot]").stdout


@pytest.mark.parametrize(("status", "said"), [(403, "Resource not accessible by integration"), (404, "Not Found")])
def test_without_the_right_to_comment_it_is_said_once(checked: Step, hub: GitHub, status: int, said: str) -> None:
    hub.next = [Said(200, body=[]), Said(status, said)]
    done = checked.run("comment")
    assert (done.exit_code, done.stderr) == (0, "")
    [line] = done.stdout.splitlines()
    assert line.startswith("::notice title=govml::no comment: the token of this job may not write one.")
    assert line.endswith(said)


def test_other_refusals_are_errors(checked: Step, hub: GitHub) -> None:
    hub.next = [Said(200, body=[]), Said(422, "Validation Failed")]
    done = checked.run("comment")
    assert done.exit_code == 4
    assert done.stderr.splitlines()[0].endswith("answered 422 to POST /repos/o/r/issues/7/comments: Validation Failed")
    hub.next = [Said(429, "Too many", {"Retry-After": "3600"})]
    done = checked.run("comment")
    assert done.exit_code == 4
    assert "rate limit" in done.stderr
    checked.environment["GITHUB_TOKEN"] = ""
    assert checked.run("comment").exit_code == 2


def test_a_moment_of_trouble_is_waited_for(checked: Step, hub: GitHub) -> None:
    hub.next = [Said(502, "Bad gateway")]
    assert "comment created" in checked.run("comment").stdout
    assert len(hub.comments) == 1


def test_where_there_is_no_pull_request_nothing_is_asked(checked: Step, hub: GitHub) -> None:
    done = checked.on("push", push("a" * 40, "b" * 40)).run("comment")
    assert (done.exit_code, hub.seen) == (0, [])
    assert done.stdout == "::notice title=govml::no comment: push is not about a pull request\n"
    done = checked.on("workflow_run", fork(event="push")).run("comment")
    assert (done.exit_code, hub.seen) == (0, [])


def fork(**fields: Any) -> dict[str, Any]:
    run = {"event": "pull_request", "head_sha": "c" * 40, "head_branch": "patch"}
    return {"workflow_run": run | {"head_repository": {"full_name": "stranger/r"}} | fields}


def pull(**fields: Any) -> dict[str, Any]:
    head = {"label": "stranger:patch", "sha": "c" * 40, "repo": {"full_name": "stranger/r"}}
    return {"number": 7, "state": "open", "head": head | fields}


def test_for_a_fork_the_comment_is_rendered_anew_and_the_pull_request_asked_for(checked: Step, hub: GitHub) -> None:
    hub.pulls = [pull()]
    (checked.files / "comment.md").write_text("[click](https://evil.example)", encoding="utf-8")
    (checked.files / "number").write_text("1", encoding="utf-8")
    done = checked.on("workflow_run", fork()).run("comment")
    assert (done.exit_code, done.stderr) == (0, ""), done
    assert "comment created" in done.stdout
    [body] = hub.bodies()
    assert body.startswith("<!-- govml:check -->\n## govml: FAILED\n")
    assert "\n## What the change means\n" in body
    assert "evil" not in body
    hub.pulls = [pull(sha="d" * 40)]
    done = checked.run("comment")
    assert done.stdout.startswith("::notice title=govml::no comment: no single open pull request")
    assert hub.bodies() == [body]


def test_what_a_fork_left_behind_is_read_with_suspicion(checked: Step, hub: GitHub) -> None:
    hub.pulls = [pull()]
    checked.on("workflow_run", fork())
    file = checked.files / "report.json"
    good = file.read_text(encoding="utf-8")
    for text in (
        "",
        "{",
        "[]",
        good.replace('"FAILED"', '"PASSED"', 1),
        good.replace('"reason"', '"raison"', 1),
        good.replace('"verdict": "FAILED"', '"verdict": "FINE"'),
        good.replace('"notes": [', '"notes": [7, '),
        good.replace('"errors": 1', '"errors": 1e400'),
    ):
        assert text != good
        file.write_text(text, encoding="utf-8")
        done = checked.run("comment")
        assert done.exit_code == 4, text[:80]
        assert done.stderr.startswith("error: the report ")
    file.write_text(good, encoding="utf-8")
    diff = checked.files / "diff.json"
    kept = diff.read_text(encoding="utf-8")
    diff.write_text(kept.replace('"changed": 0', '"changed": 1').replace('"unreadable": 1', '"unreadable": 0'))
    assert checked.run("comment").stderr.startswith("error: the diff ")
    diff.write_text(kept, encoding="utf-8")
    file.unlink()
    secret = checked.folder / "secret"
    secret.write_text(good, encoding="utf-8")
    file.symlink_to(secret)
    assert "can't read" in checked.run("comment").stderr
    file.unlink()
    file.mkdir()
    assert checked.run("comment").exit_code == 4
    assert (hub.comments, hub.seen) == ([], [])
