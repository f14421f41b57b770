"""What is not committed, also where Git was told not to look."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from govml.base.git import Repository
from govml.usecases.committed import uncommitted
from tests.builders import Repo, run_govml
from tests.pipelines import build


@pytest.fixture
def helped(repo: Repo) -> Repo:
    repo.write_all({"helper.py": "good = 1\n", "src/more.py": "more = 1\n"})
    repo.commit("Code")
    return repo


def found(repo: Repo) -> dict[str, str]:
    return uncommitted(Repository.open(repo.path).worktree(), repo.path, "net")


def test_a_clean_work_tree_and_evidence_of_the_model_itself(helped: Repo) -> None:
    helped.write("evidence/net/training.intoto.jsonl", "{}\n")
    assert found(helped) == {}
    helped.write("evidence/other/training.intoto.jsonl", "{}\n")
    assert found(helped) == {"evidence/other/training.intoto.jsonl": "is not committed"}


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
@pytest.mark.parametrize("content", ["evil = 1\n", ""])
def test_flags_of_the_index_hide_nothing(helped: Repo, flag: str, content: str) -> None:
    helped.git("update-index", flag, "helper.py")
    helped.write("helper.py", content)
    assert helped.git("status", "--short") == ""
    assert list(found(helped)) == ["helper.py"]


def test_times_hide_nothing(helped: Repo) -> None:
    for name, value in (("core.trustctime", "false"), ("core.checkStat", "minimal")):
        helped.git("config", name, value)
    os.utime(helped.path / "helper.py", (1_500_000_000, 1_500_000_000))
    helped.git("update-index", "--refresh")
    helped.write("helper.py", "evil = 1\n")
    os.utime(helped.path / "helper.py", (1_500_000_000, 1_500_000_000))
    assert list(found(helped)) == ["helper.py"]


def test_a_folder_behind_a_link_is_another_folder(helped: Repo) -> None:
    helped.git("update-index", "--skip-worktree", "src/more.py")
    (helped.path / "src").rename(helped.path.parent / "elsewhere")
    (helped.path / "src").symlink_to(helped.path.parent / "elsewhere")
    assert "src/more.py" in found(helped)


def test_a_link_out_of_the_repository_is_told_and_one_inside_is_not(helped: Repo) -> None:
    (helped.path / "inside").symlink_to("helper.py")
    (helped.path / "outside").symlink_to("/etc/hostname")
    helped.git("add", "--all")
    helped.commit("Links", all=False)
    assert list(found(helped)) == ["outside"]


def test_line_ends_of_the_checkout_and_content_of_git_lfs_are_no_difference(helped: Repo) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 4\n"
    helped.write("big.bin", pointer.format("88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589"))
    helped.commit("Large")
    helped.git("update-index", "--assume-unchanged", "big.bin", "helper.py")
    helped.write("big.bin", "abcd")
    helped.write("helper.py", "good = 1\r\n")
    assert found(helped) == {}
    helped.write("big.bin", "abce")
    assert list(found(helped)) == ["big.bin"]


def test_evidence_that_can_not_be_written_is_told_before_anything_runs(tmp_path: Path) -> None:
    workshop = build(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (workshop.path / "evidence").symlink_to(tmp_path / "elsewhere")
    result = run_govml("train", "net", "--no-sign", "--allow-dirty", cwd=workshop.path)
    assert result.exit_code == 4, result.stderr
    assert "is, or is behind, a symbolic link" in result.stderr
    assert "running stage" not in result.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []
