"""The same content gives the same findings, wherever it is read from and wherever the command is started."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.builders import Repo
from tests.cli.checking import check, check_apart, report, told
from tests.usecases.examples import AT, GOOD, plain_card

CARDS = ("Poor", "poor", "broken", "\u00e9 \u4e2d\n")
"""Folders of the models with findings; that of a data card which names broken data is told at the data."""


@pytest.fixture
def mixed(repo: Repo) -> Repo:
    """A repository with much to find."""
    repo.write_all(GOOD)
    repo.write("models/poor/README.md", plain_card("poor"))
    repo.write("models/broken/README.md", "---\nlicense: [\n---\n")
    repo.write("models/Poor/README.md", plain_card("twin"))
    repo.write("data/train.csv.dvc", "outs: 5\n")
    repo.write("models/\u00e9 \u4e2d\n/README.md", plain_card("odd"))
    (repo.path / "models" / "link.md").symlink_to("poor/README.md")
    repo.commit()
    return repo


def without_source(found: Any) -> Any:
    return {key: value for key, value in found.items() if key not in ("subject", "digest")}


def test_four_ways_to_the_same_content(mixed: Repo) -> None:
    worktree = report(mixed.path)
    assert worktree["verdict"] == "FAILED"
    assert {"entry", "syntax", "schema", "CARD-04"} <= {each["rule"] for each in worktree["findings"]}
    for folder, args in ((mixed.path, ["--staged"]), (mixed.path, ["--rev", "HEAD"]), (mixed.bare(), [])):
        assert without_source(report(folder, *args)) == without_source(worktree), args


def test_what_git_does_not_know_yet(mixed: Repo) -> None:
    before = report(mixed.path)
    mixed.write("models/new/README.md", plain_card("new"))
    mixed.write(".gitignore", "ignored/\n")
    mixed.write("models/ignored/README.md", plain_card("ignored"))
    after = report(mixed.path)
    assert [each["path"] for each in after["records"] if each not in before["records"]] == ["models/new/README.md"]
    assert without_source(report(mixed.path, "--staged")) == without_source(before)
    assert without_source(report(mixed.path, "--rev", "HEAD")) == without_source(before)
    mixed.stage("models/new/README.md", ".gitignore")
    assert without_source(report(mixed.path, "--staged")) == without_source(after)
    mixed.commit(all=False)
    assert without_source(report(mixed.path, "--rev", "HEAD")) == without_source(after)


def test_index_and_work_tree_differ(repo: Repo) -> None:
    repo.write_all(GOOD)
    repo.commit()
    repo.write("models/credit-risk/README.md", plain_card("credit-risk"))
    repo.stage()
    repo.write("models/credit-risk/README.md", GOOD["models/credit-risk/README.md"])
    assert check(repo.path).exit_code == 0
    assert check(repo.path, "--staged").exit_code == 1
    assert check(repo.path, "--rev", "HEAD").exit_code == 0
    repo.remove("models/credit-risk/README.md")
    assert "model-card" not in report(repo.path)["summary"]["records"]


def test_a_link_that_was_mended_in_the_work_tree(mixed: Repo) -> None:
    assert any(each["location"]["path"] == "models/link.md" for each in report(mixed.path)["findings"])
    mixed.remove("models/link.md")
    assert not any(each["location"]["path"] == "models/link.md" for each in report(mixed.path)["findings"])
    mixed.write("models/link.md", "# text\n")
    assert not any(each["location"]["path"] == "models/link.md" for each in report(mixed.path)["findings"])


# -- paths ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "path", "expected"),
    [
        (".", "models/poor", {"models/poor/README.md"}),
        (".", "models/poor/", {"models/poor/README.md"}),
        (".", "models/poor/README.md", {"models/poor/README.md"}),
        (".", "./models//poor/../poor", {"models/poor/README.md"}),
        (".", "models/p*", {"models/poor/README.md"}),
        (".", "models/*/README.md", {f"models/{x}/README.md" for x in CARDS}),
        ("models", "poor", {"models/poor/README.md"}),
        ("models/poor", ".", {"models/poor/README.md"}),
        ("models/poor", "../../data", {"data/train.csv.dvc"}),
        (".", "metrics.json", set()),
    ],
)
def test_paths(mixed: Repo, folder: str, path: str, expected: set[str]) -> None:
    for args in ((), ("--staged",), ("--rev", "HEAD")):
        found = report(mixed.path / folder, *args, path)
        assert {each["location"]["path"] for each in found["findings"] if each["rule"] != "entry"} == expected
    everything = report(mixed.path)["findings"]
    assert all(each in everything for each in found["findings"])
    assert check(mixed.path / folder, path).exit_code == (1 if expected else 3)


def test_absolute_paths_and_the_root(mixed: Repo) -> None:
    absolute = report(mixed.path, mixed.path / "models" / "poor")
    assert absolute["findings"] == report(mixed.path, "models/poor")["findings"]
    assert absolute["findings"]
    assert report(mixed.path, ".")["findings"] == report(mixed.path)["findings"]
    assert report(mixed.path / "models", "..", "poor")["findings"] == report(mixed.path)["findings"]


@pytest.mark.parametrize(
    "path", ["nowhere", "models/credit-risk/READM.md", "*.nothing", "Models", "data/train.csv.dvc/x"]
)
def test_path_that_names_nothing(mixed: Repo, path: str) -> None:
    for args in ((), ("--staged",), ("--rev", "HEAD")):
        told(check(mixed.path, *args, "models", path), 2, repr(path), "names no file or folder")


def test_path_outside(mixed: Repo, tmp_path: Path) -> None:
    for path in ("..", "../x", "/etc/passwd", tmp_path):
        told(check(mixed.path, path), 2, "outside of the repository")
    bare = mixed.bare()
    told(check(bare, "../x"), 2)
    assert report(bare, "models/poor")["findings"] == report(mixed.path, "models/poor")["findings"]


def test_path_with_glob_characters(repo: Repo) -> None:
    repo.write("models/{a}/README.md", plain_card("x"))
    repo.write("models/b/README.md", plain_card("y"))
    assert [each["path"] for each in report(repo.path, "models/{a}")["records"]] == ["models/{a}/README.md"]


# -- determinism ------------------------------------------------------------------------------------------------------


def test_same_bytes_everywhere(mixed: Repo) -> None:
    (mixed.path / "sub" / "folder").mkdir(parents=True)
    environments: list[tuple[str, dict[str, str]]] = [
        (".", {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"}),
        ("sub/folder", {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C"}),
        ("models", {"PYTHONHASHSEED": "3", "LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8", "COLUMNS": "40"}),
    ]
    for form in ("json", "sarif"):
        texts = {
            check_apart(mixed.path / folder, "--rev", "HEAD", "--format", form, env=env).stdout
            for folder, env in environments
        }
        assert len(texts) == 1
        assert len(texts.pop()) > 1000


def test_a_clone_gives_the_same_digest(mixed: Repo, tmp_path: Path) -> None:
    mixed.git("clone", "-q", str(mixed.path), str(tmp_path / "clone"))
    texts = {check(folder, "--rev", "HEAD", "--format", "json").stdout for folder in (mixed.path, tmp_path / "clone")}
    assert len(texts) == 1
    assert json.loads(texts.pop())["at"] == AT
