"""`govml init`, and the hook for pre-commit, in repositories as they are found."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from govml.cli.github_promotion import EVENTS
from govml.usecases.init import installed_from
from govml.usecases.starters import CONFIG, PROMOTION
from tests import scenes
from tests.builders import ROOT, Repo, invoke_govml
from tests.scenes import ALICE, Scene
from tests.test_workflows import lint
from tests.usecases.examples import minimal_card

ACTION = "owner/govml@" + "a" * 40
WRITTEN = ("govml.yaml", ".github/workflows/govml.yml", ".pre-commit-config.yaml")


def files(repo: Repo) -> dict[str, str]:
    listed = repo.git("ls-files", "--others", "--cached").splitlines()
    return {name: (repo.path / name).read_text(encoding="utf-8") for name in listed}


def test_an_empty_repository_is_ready(repo: Repo) -> None:
    done = invoke_govml("init", "--action", ACTION, cwd=repo.path)
    assert done.exit_code == 0, done
    lines = done.stdout.splitlines()
    assert [line.split(" ")[:2] for line in lines] == [["written:", name] for name in WRITTEN]
    assert set(files(repo)) == set(WRITTEN)
    assert f"uses: {ACTION} # v" in files(repo)[WRITTEN[1]]
    assert (repo.path / "govml.yaml").stat().st_mode & 0o777 == 0o644
    lint(repo.path)
    checked = invoke_govml("check", cwd=repo.path)
    assert checked.exit_code == 0, checked
    assert "1 record (1 config)" in checked.stdout


def test_a_workflow_that_trains_a_model_is_written_when_asked_for(repo: Repo) -> None:
    done = invoke_govml("init", "--action", ACTION, "--train", 'team/"fraud": é', cwd=repo.path)
    assert done.exit_code == 0, done
    written = files(repo)[".github/workflows/govml-train.yml"]
    job = yaml.safe_load(written)["jobs"]["train"]
    assert job["uses"] == ACTION.replace("@", "/.github/workflows/train.yml@")
    assert job["with"]["model"] == 'team/"fraud": é'
    call = yaml.safe_load((ROOT / ".github" / "workflows" / "train.yml").read_text(encoding="utf-8"))[True]
    assert set(job["with"]) <= set(call["workflow_call"]["inputs"])
    assert set(job["secrets"]) <= set(call["workflow_call"]["secrets"])
    lint(repo.path)
    for name in ("a\nb", "${{ github.token }}"):
        assert invoke_govml("init", "--train", name, cwd=repo.path).exit_code == 2


def called(written: str) -> tuple[Any, Any]:
    """The one job of a workflow, and the workflow of this checkout that it calls."""
    (job,) = yaml.safe_load(written)["jobs"].values()
    path, _, commit = job["uses"].removeprefix(f"{ACTION.partition('@')[0]}/").partition("@")
    assert commit == ACTION.partition("@")[2]
    return job, yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def test_workflows_that_promote_review_and_audit_are_written_when_asked_for(repo: Repo) -> None:
    done = invoke_govml("init", "--action", ACTION, "--reviews", "--train", "fraud", cwd=repo.path)
    assert done.exit_code == 0, done
    names = ("train", "promote", "audit", "reviews")
    written = files(repo)
    assert set(written) == {*WRITTEN, *(f".github/workflows/govml-{name}.yml" for name in (*names, "reviewed"))}
    for name in names:
        job, reusable = called(written[f".github/workflows/govml-{name}.yml"])
        call = reusable[True]["workflow_call"]
        assert set(job.get("with", {})) <= set(call["inputs"])
        assert set(job["secrets"]) <= set(call["secrets"])
        asked = {item for each in reusable["jobs"].values() for item in each["permissions"].items()}
        most = {right: "write" if (right, "write") in asked else access for right, access in asked}
        assert job["permissions"] == most
    for name in ("promote", "reviews"):  # a run that waits is not lost to a later one
        text = written[f".github/workflows/govml-{name}.yml"]
        for workflow in (yaml.safe_load(text), called(text)[1]):
            assert workflow["concurrency"]["group"].endswith("-${{ github.run_id }}")
    reviewed, reviews = (
        yaml.safe_load(written[f".github/workflows/govml-{name}.yml"]) for name in ("reviewed", "reviews")
    )
    assert reviews[True]["workflow_run"]["workflows"] == [reviewed["name"]]
    assert set(reviewed[True]) == set(EVENTS)
    lint(repo.path)
    assert "next: on GitHub, make the environments staging and production" in done.stderr
    config = yaml.safe_load(written["govml.yaml"])
    assert (config["promotion"]["approvals"], config["roles"]["releaser"]) == ("review", [])
    checked = invoke_govml("check", cwd=repo.path)
    assert checked.exit_code == 0, checked


def test_nobody_promotes_until_roles_are_given(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    config = scenes.FILES["govml.yaml"] + PROMOTION.replace("@APPROVALS@", "signature")
    scene.repo.write("govml.yaml", config)
    scene.repo.commit("As init writes it")
    done = scene.promote("staging")
    assert done.exit_code == 1
    assert "role `releaser` in govml.yaml: nobody has it" in done.stderr
    scene.repo.write("govml.yaml", config.replace("releaser: []", f"releaser: [{scenes.BOT}]"))
    scene.repo.commit("The bot releases")
    assert scene.promote("staging").exit_code == 0
    assert "approvals are missing: 1 risk-owner" in scene.promote("production").stderr
    scene.repo.write("govml.yaml", (scene.path / "govml.yaml").read_text().replace("-owner: []", f"-owner: [{ALICE}]"))
    scene.repo.commit("Alice owns the risk")
    assert scene.approve(ALICE).exit_code == 0
    assert scene.promote("production").exit_code == 0


def test_stages_are_told_to_who_has_a_config(repo: Repo) -> None:
    repo.write("govml.yaml", "profile: strict\n")
    done = invoke_govml("init", "--promote", cwd=repo.path)
    assert "kept: govml.yaml is there already; to promote, add to it:\n" in done.stdout
    assert "  promotion:\n" in done.stdout
    assert done.stdout.count("left out: .github/workflows/govml") == 3
    repo.write("govml.yaml", "promotion: {}\n")
    assert "  promotion:\n" not in invoke_govml("init", "--promote", cwd=repo.path).stdout


def test_who_has_promotions_is_told_how_reviews_count(repo: Repo) -> None:
    assert invoke_govml("init", "--promote", cwd=repo.path).exit_code == 0
    done = invoke_govml("init", "--reviews", cwd=repo.path)
    told = "kept: govml.yaml is there already; for reviews to count, have there:\n"
    assert told in done.stdout
    assert "    approvals: review\n" in done.stdout
    for line in ("  approvals: review\n", "  {approvals: 'review'}\n"):
        repo.write("govml.yaml", f"promotion:\n{line}")
        assert told not in invoke_govml("init", "--reviews", cwd=repo.path).stdout
    repo.write("govml.yaml", "promotion:\n  approvals: signature # or approvals: review\n")
    assert told in invoke_govml("init", "--reviews", cwd=repo.path).stdout


def test_a_model_that_no_card_names_is_said(repo: Repo) -> None:
    repo.write("models/credit/README.md", "---\nlicense: mit\n---\n")
    done = invoke_govml("init", "--train", "credits", cwd=repo.path)
    assert done.exit_code == 0
    assert "next: no card of this repository names a model 'credits': did you mean 'credit'?\n" in done.stderr
    assert invoke_govml("init", "--train", "credit", cwd=repo.path).stderr == ""


def test_what_the_config_suggests_is_valid(repo: Repo) -> None:
    lines = [
        line.removeprefix("# ") for line in CONFIG.splitlines() if not line.endswith((".", ":")) or ": " not in line
    ]
    suggested = [line for line in lines if not line.startswith(("How", "Severity", "Where"))]
    repo.write("govml.yaml", "\n".join(suggested) + "\n")
    repo.write("models/m/README.md", minimal_card("m"))
    assert set(yaml.safe_load("\n".join(suggested))) == {"schema", "profile", "rules", "records", "ignore"}
    checked = invoke_govml("check", cwd=repo.path)
    assert checked.exit_code == 0, checked


def test_what_is_there_stays(repo: Repo) -> None:
    mine = {"govml.yaml": "profile: strict\n", ".github/workflows/govml.yml": "on: push\n",
            ".pre-commit-config.yaml": "repos: []\n"}  # fmt: skip
    repo.write_all(mine)
    done = invoke_govml("init", "--action", ACTION, cwd=repo.path / ".github")
    assert done.exit_code == 0
    assert files(repo) == mine
    assert done.stdout.count("is there already") == 3
    assert "  - id: govml-check\n" in done.stdout
    repo.write(".pre-commit-config.yaml", "repos: [] # govml\n")
    assert "govml-check" not in invoke_govml("init", cwd=repo.path).stdout


def test_a_dry_run_writes_nothing(repo: Repo) -> None:
    done = invoke_govml("init", "--dry-run", "--action", ACTION, cwd=repo.path)
    assert done.exit_code == 0
    assert done.stdout.count("would write: ") == 3
    assert files(repo) == {}


def test_an_action_that_can_not_be_pinned_is_left_out(repo: Repo) -> None:
    assert installed_from() == ""  # the tests run in a checkout
    done = invoke_govml("init", cwd=repo.path)
    assert done.exit_code == 0
    assert "left out: .github/workflows/govml.yml needs the commit" in done.stdout
    assert set(files(repo)) == {"govml.yaml", ".pre-commit-config.yaml"}


@pytest.mark.parametrize("action", ["govml", "o/r@v1", "o/r@main", f"o/r@{'a' * 39}", f"o/r@{'a' * 40}\nx: y", "o r@"])
def test_what_is_no_action_at_a_commit(repo: Repo, action: str) -> None:
    assert invoke_govml("init", "--action", action, cwd=repo.path).exit_code == 2
    assert files(repo) == {}


def test_nothing_is_written_outside_of_the_repository(repo: Repo, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (repo.path / ".github").symlink_to(outside)
    done = invoke_govml("init", "--action", ACTION, cwd=repo.path)
    assert done.exit_code == 4
    assert "is not a folder of this repository" in done.stderr
    assert not (repo.path / "govml.yaml").exists()
    (repo.path / ".github").unlink()
    (repo.path / ".github").write_text("a file", encoding="utf-8")
    assert invoke_govml("init", "--action", ACTION, cwd=repo.path).exit_code == 4
    (repo.path / ".github").unlink()
    (repo.path / "govml.yaml").symlink_to(outside / "govml.yaml")
    done = invoke_govml("init", "--action", ACTION, cwd=repo.path)
    assert "kept: govml.yaml is there already" in done.stdout
    assert list(outside.iterdir()) == []


def test_where_there_is_nothing_to_write_to(repo: Repo, tmp_path: Path) -> None:
    repo.commit()
    assert invoke_govml("init", cwd=repo.bare()).exit_code == 2
    assert invoke_govml("init", cwd=tmp_path).exit_code == 4


def test_the_hook_judges_what_is_staged(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hooks = Repo(tmp_path, "hooks")
    hooks.write(".pre-commit-hooks.yaml", (ROOT / ".pre-commit-hooks.yaml").read_bytes())
    shim = tmp_path / "bin" / "govml"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m govml "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", f"{shim.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    # `language: system` takes the govml of this checkout; by itself pre-commit would install one.
    used = {"repo": str(hooks.path), "rev": hooks.commit(), "hooks": [{"id": "govml-check", "language": "system"}]}
    for own in (yaml.safe_dump({"repos": [used]}), None):
        if own is None:
            repo.remove(".pre-commit-config.yaml")
            invoke_govml("init", cwd=repo.path)
        else:
            repo.write(".pre-commit-config.yaml", own)
        for staged, lies_about, code in (("license: [", "license: mit", 1), ("license: mit", "license: [", 0)):
            repo.write("govml.yaml", "profile: none\n")
            repo.write("models/a/README.md", f"---\n{staged}\n---\n")
            repo.stage()
            repo.write("models/a/README.md", f"---\n{lies_about}\n---\n")
            done = subprocess.run(
                [sys.executable, "-m", "pre_commit", "run"], cwd=repo.path, capture_output=True, text=True, check=False
            )
            assert done.returncode == code, done.stdout + done.stderr
            assert ("models/a/README.md" in done.stdout) == bool(code)
