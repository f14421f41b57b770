"""What is fetched from where a repository is shared."""

from __future__ import annotations

from pathlib import Path

import pytest

from govml.base.git import Repository
from govml.base.remotes import fetch, is_pushed
from govml.model import RepositoryError
from tests.builders import Repo


def test_a_branch_is_fetched_from_a_path_as_from_a_remote(repo: Repo) -> None:
    commit = repo.commit()
    elsewhere = repo.bare()
    here = Repository.open(repo.path)
    assert not is_pushed(here, commit)
    assert fetch(here, str(elsewhere), "main") == commit
    assert is_pushed(here, commit)


def test_a_hook_whose_repository_is_another_changes_nothing(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = repo.commit()
    elsewhere = repo.bare()
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "none"))
    assert fetch(Repository.open(repo.path), str(elsewhere), "main") == commit


def test_a_remote_in_the_config_is_no_option_of_git(repo: Repo, tmp_path: Path) -> None:
    """`training.trainjob.repository` of govml.yaml is anybody's."""
    repo.commit()
    made = tmp_path / "made"
    with pytest.raises(RepositoryError, match="`git fetch` failed: fatal: "):
        fetch(Repository.open(repo.path), f"--upload-pack=touch {made};", "main")
    assert not made.exists()
