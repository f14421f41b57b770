"""The command line of `govml diff`: sides, formats, outputs, exit codes."""

from __future__ import annotations

import json
import time
from pathlib import Path

import jsonschema
import pytest

from tests.builders import ROOT, Repo, invoke_govml, run_govml
from tests.usecases.examples import CARD, GOOD, plain_card, pointer

CARD_PATH = "models/credit-risk/README.md"
FORMATS = {
    "text": "      ~ version: 1.4.0 → 1.5.0\n",
    "markdown": "| version | 1.4.0 | 1.5.0 |  |\n",
    "json": '"schema": "govml.diff/v1"',
    "html": '<td data-label="Before">1.4.0</td><td data-label="Now">1.5.0</td>',
}


@pytest.fixture
def changed(repo: Repo) -> Repo:
    repo.write_all(GOOD)
    repo.commit("Base")
    repo.git("branch", "base")
    repo.write(CARD_PATH, CARD.replace("version: 1.4.0", "version: 1.5.0"))
    repo.commit("Change")
    return repo


def test_formats_on_standard_output_and_in_files(changed: Repo, tmp_path: Path) -> None:
    schema = json.loads((ROOT / "schemas" / "diff.schema.json").read_text(encoding="utf-8"))
    outputs = [part for form in FORMATS for part in ("--output", f"{form}={tmp_path / form}")]
    done = invoke_govml("diff", "base", *outputs, cwd=changed.path)
    assert (done.exit_code, done.stderr) == (0, "")
    for form, told in FORMATS.items():
        text = (tmp_path / form).read_text(encoding="utf-8")
        assert told in text
        assert invoke_govml("diff", "base", "HEAD", "--format", form, cwd=changed.path).stdout.count(told) == 1
    jsonschema.validate(json.loads((tmp_path / "json").read_text(encoding="utf-8")), schema)


def test_no_differences_are_no_failure(changed: Repo) -> None:
    done = invoke_govml("diff", "HEAD", cwd=changed.path)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("Nothing that is governed changes.\n")
    assert done.stdout.endswith("\nno differences\n")


def test_the_merge_base_unless_told_otherwise(changed: Repo) -> None:
    changed.git("checkout", "--quiet", "base")
    changed.write("models/other/README.md", plain_card("other"))
    changed.commit("Base moves on")
    changed.git("checkout", "--quiet", "main")
    assert "other" not in invoke_govml("diff", "base", cwd=changed.path).stdout
    assert "- other: removed" in invoke_govml("diff", "base", "--no-merge-base", cwd=changed.path).stdout


def test_the_work_tree_with_what_git_does_not_know_yet(changed: Repo) -> None:
    changed.write("models/new/README.md", plain_card("new"))
    done = invoke_govml("diff", "base", cwd=changed.path)
    assert "+ new: added" in done.stdout
    assert "work tree on commit" in done.stdout
    assert "+ new: added" not in invoke_govml("diff", "base", "HEAD", cwd=changed.path).stdout


@pytest.mark.parametrize(
    ("arguments", "exit_code", "told"),
    [
        ((), 2, "Missing argument 'BASE'"),
        (("",), 2, "a revision can't be empty"),
        (("base", ""), 2, "a revision can't be empty"),
        (("nowhere",), 2, "revision 'nowhere' is unknown here"),
        (("base", "nowhere"), 2, "revision 'nowhere' is unknown here"),
        (("base@{1}",), 2, "asks the reflog"),
        (("0" * 40,), 4, "is not in this clone"),
        (("base", "--format", "sarif"), 2, "'sarif' is not one of"),
        (("base", "--output", "sarif=x"), 2, "there is no format 'sarif'; one of text, markdown, json, html"),
    ],
)
def test_misuse_and_what_is_missing(changed: Repo, arguments: tuple[str, ...], exit_code: int, told: str) -> None:
    done = invoke_govml("diff", *arguments, cwd=changed.path)
    assert done.exit_code == exit_code
    assert told in done.stderr
    assert done.stdout == ""


def test_bare_shallow_and_unborn(changed: Repo, tmp_path: Path) -> None:
    bare = changed.bare()
    here = invoke_govml("diff", "base", "HEAD", cwd=changed.path)
    assert invoke_govml("diff", "base", "HEAD", cwd=bare) == here
    done = invoke_govml("diff", "base", cwd=bare)
    assert (done.exit_code, "govml diff BASE HEAD" in done.stderr) == (2, True)
    done = invoke_govml("diff", changed.git("rev-parse", "base"), cwd=changed.shallow())
    assert (done.exit_code, "git fetch origin" in done.stderr) == (4, True)
    done = invoke_govml("diff", "main", cwd=Repo(tmp_path, "unborn").path)
    assert (done.exit_code, "Traceback" in done.stderr) == (2, False)


def test_a_clone_without_blobs_says_what_it_could_not_read(changed: Repo) -> None:
    done = invoke_govml("diff", "base", "main", cwd=changed.partial())
    assert (done.exit_code, done.stdout) == (4, "")
    assert "is not in this clone" in done.stderr
    assert "hint: complete it" in done.stderr


def test_hostile_names_and_values(changed: Repo) -> None:
    value = "::error::x \\u001b[31m \\u202e | `a` <b> @octocat [l](http://evil.example)"
    changed.write("models/a|b`<i>/README.md", f'---\nlicense: "{value}"\nlibrary_name: x\n---\n')
    changed.write("params.yaml", f'"{value}": "{value}"\n')
    changed.write("metrics.json", '{"\\u202e": 1e999}')
    done = invoke_govml("diff", "base", cwd=changed.path)
    assert done.exit_code == 0
    assert all(char.isprintable() or char == "\n" for char in done.stdout)
    assert not any(line.lstrip().startswith("::") for line in done.stdout.splitlines())
    assert json.loads(invoke_govml("diff", "base", "--format", "json", cwd=changed.path).stdout)


def test_it_starts_as_users_start_it_and_is_the_same_twice(changed: Repo) -> None:
    runs = {
        run_govml("diff", "base", "--format", "json", cwd=changed.path, env={"PYTHONHASHSEED": seed}) for seed in "12"
    }
    assert len(runs) == 1
    (done,) = runs
    assert (done.exit_code, done.stderr) == (0, "")


def test_the_cost_follows_the_change(changed: Repo) -> None:
    for number in range(400):
        name = f"model-{number:03}"
        changed.write(f"models/{name}/README.md", CARD.replace("credit-risk", name).replace("data/", f"data/{name}/"))
        changed.write(f"models/{name}/model.safetensors.dvc", pointer("model", "model.safetensors"))
    changed.commit("Many")
    changed.write("models/model-007/model.safetensors.dvc", pointer("test", "model.safetensors"))
    changed.commit("One")
    invoke_govml("diff", "HEAD~1", "HEAD", cwd=changed.path)  # imports are no part of it
    start = time.monotonic()
    one = invoke_govml("diff", "HEAD~1", "HEAD", cwd=changed.path)
    middle = time.monotonic()
    every = invoke_govml("diff", "base", "HEAD", cwd=changed.path)
    assert "model-007" in one.stdout
    assert "more" in every.stdout
    assert (middle - start) * 3 < time.monotonic() - middle
