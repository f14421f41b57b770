"""Repositories that can't be judged, or not wholly: each says so, none crashes, none passes."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.builders import Repo
from tests.cli.checking import check, report, rules_of, told
from tests.usecases.examples import CARD, GOOD, plain_card

SLASHES = "models/m/README.md"


@pytest.fixture
def good(repo: Repo) -> Repo:
    repo.write_all(GOOD)
    repo.commit()
    return repo


def test_the_example_passes(good: Repo) -> None:
    result = check(good.path)
    assert result.exit_code == 0, result.stdout
    assert "PASSED: no findings; 8 records" in result.stdout


def test_not_a_repository(tmp_path: Path) -> None:
    told(check(tmp_path), 4, "is not in a Git repository", "hint: run `git init`")


def test_not_a_folder(tmp_path: Path) -> None:
    told(check(tmp_path / "nowhere"), 2, "there is no folder")


def test_empty_repository(repo: Repo) -> None:
    result = check(repo.path)
    assert result.exit_code == 3
    assert "nothing was checked" in result.stdout


def test_unborn_branch_with_files(repo: Repo) -> None:
    repo.write_all(GOOD)
    assert check(repo.path).exit_code == 0
    assert check(repo.path, "--staged").exit_code == 3
    repo.stage()
    assert check(repo.path, "--staged").exit_code == 0
    told(check(repo.path, "--rev", "HEAD"), 2, "'HEAD'", "unknown")


def test_empty_bare_repository(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path)], check=True)
    told(check(tmp_path), 2, "no commit on its HEAD")


def test_no_records(repo: Repo) -> None:
    repo.write("src/train.py", "print()\n")
    repo.commit()
    result = check(repo.path)
    assert result.exit_code == 3
    assert "no records were found: nothing was checked" in result.stdout


@pytest.mark.parametrize("option", ["--rev", "--policy-rev"])
@pytest.mark.parametrize(
    "rev", ["nowhere", "HEAD~99", "HEAD:dvc.yaml", "", "-x", "a..b", "\x1b[31m", "é", "HEAD^{tree}"]
)
def test_unknown_revision(good: Repo, option: str, rev: str) -> None:
    result = check(good.path, f"{option}={rev}")
    told(result, 2)
    assert "\x1b" not in result.stderr


def test_a_full_id_that_is_not_here(good: Repo) -> None:
    told(check(good.path, "--rev", "12" * 20), 4, "is not in this clone", "git fetch")


def test_shallow_clone(good: Repo) -> None:
    good.write("metrics.json", "{ }\n")
    good.commit()
    folder = good.shallow()
    found = report(folder)
    assert found["verdict"] == "PASSED"
    assert any("shallow" in note for note in found["notes"])
    told(check(folder, "--rev", "HEAD~1"), 4, "is not in this clone")


def test_partial_clone(good: Repo) -> None:
    found = report(good.partial(filter="blob:limit=1500"))
    assert found["verdict"] == "INCONCLUSIVE"
    missing = next(each for each in found["findings"] if each["rule"] == "object")
    assert missing["location"]["path"] == SLASHES.replace("/m/", "/credit-risk/")
    assert "git fetch --refetch" in missing["remediation"]


def test_partial_clone_without_any_blob(good: Repo) -> None:
    # The config is one of the blobs, so nobody knows who judges.
    told(check(good.partial()), 4, "blob of govml.yaml", "not in this clone", "git fetch --refetch")


def test_partial_clone_without_trees(good: Repo) -> None:
    told(check(good.partial(filter="tree:0")), 4, "tree", "not in this clone", "git fetch --refetch")


@pytest.mark.parametrize("path", ["models/credit-risk/README.md", "models", "data/README.md", "HEAD"])
def test_missing_object(good: Repo, path: str) -> None:
    rev = "HEAD" if path == "HEAD" else f"HEAD:{path}"
    oid = good.git("rev-parse", rev)
    (good.path / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    result = check(good.path, "--rev", good.git("rev-parse", "HEAD"))
    assert result.exit_code == 4
    assert "not in this clone" in result.stdout + result.stderr
    assert "git fetch" in result.stdout + result.stderr


def test_damaged_object(good: Repo) -> None:
    oid = good.git("rev-parse", "HEAD:data/README.md")
    file = good.path / ".git" / "objects" / oid[:2] / oid[2:]
    file.chmod(0o644)
    file.write_bytes(b"no zlib")
    assert check(good.path, "--rev", "HEAD").exit_code == 4


def test_damaged_index(good: Repo) -> None:
    (good.path / ".git" / "index").write_bytes(b"DIRC no index")
    result = check(good.path)
    told(result, 4)
    assert check(good.path, "--rev", "HEAD").exit_code == 0


def test_sha256_repository(tmp_path: Path) -> None:
    repo = Repo(tmp_path, object_format="sha256")
    repo.write_all(GOOD)
    repo.commit()
    told(check(repo.path), 4, "SHA-256", "hint: ")


def test_submodules(good: Repo, tmp_path: Path) -> None:
    other = Repo(tmp_path, "other")
    other.write("README.md", plain_card("other"))
    other.commit()
    for path in ("vendor/other", "models/other"):
        good.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other.path), path)
    good.commit()
    for args in ((), ("--staged",), ("--rev", "HEAD")):
        found = report(good.path, *args)
        assert [each["location"]["path"] for each in found["findings"]] == ["models/other"], args
        assert found["findings"][0]["rule"] == "entry"
        assert "passed over: 1 submodules" in found["notes"]
        assert found["verdict"] == "WARNED"
        assert not any(record["path"].startswith(("vendor", "models/other")) for record in found["records"])


def test_a_submodule_in_place_of_the_only_record(repo: Repo, tmp_path: Path) -> None:
    """A warning is no decision: nothing was checked."""
    other = Repo(tmp_path, "other")
    other.commit()
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other.path), "models/foo")
    repo.commit()
    result = check(repo.path, "--rev", "HEAD")
    assert "models/foo" in result.stdout
    assert result.exit_code == 3
    assert check(repo.path, "--rev", "HEAD", "--fail-on", "warning").exit_code == 3


def test_symbolic_links(good: Repo, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(CARD)
    (good.path / "models" / "linked").mkdir()
    (good.path / "models" / "linked" / "README.md").symlink_to(outside)
    (good.path / "models" / "folder").symlink_to(tmp_path)
    (good.path / "linked.txt").symlink_to(outside)
    for stage in (False, True):
        if stage:
            good.commit()
        for args in [(), ("--staged",), ("--rev", "HEAD")] if stage else [()]:
            found = report(good.path, *args)
            assert found["verdict"] == "FAILED"
            links = {each["location"]["path"] for each in found["findings"] if each["rule"] == "entry"}
            assert links == {"models/folder", "models/linked/README.md"}, args
            assert "passed over: 1 symbolic links" in found["notes"]


def test_a_record_that_became_a_link(good: Repo, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(CARD)
    good.remove("models/credit-risk/README.md")
    (good.path / "models/credit-risk/README.md").symlink_to(outside)
    found = report(good.path)
    assert found["verdict"] == "FAILED"
    assert "entry" in rules_of(found, "models/credit-risk/README.md")


def test_a_folder_that_became_a_link(good: Repo, tmp_path: Path) -> None:
    (good.path / "models").rename(tmp_path / "models")
    (good.path / "models").symlink_to(tmp_path / "models")
    found = report(good.path)
    assert found["verdict"] == "FAILED"
    assert not any(record["path"].startswith("models/") for record in found["records"])


def test_config_and_policies_behind_links(good: Repo, tmp_path: Path) -> None:
    """Nobody may be judged by files outside of the repository; that a link stands there is said."""
    outside = tmp_path / "govml.yaml"
    outside.write_text("profile: none\n")
    good.remove("govml.yaml")
    (good.path / "govml.yaml").symlink_to(outside)
    found = report(good.path)
    assert "entry" in rules_of(found, "govml.yaml")
    assert found["policy"]["profile"] == "default"
    assert found["verdict"] == "FAILED"


def hostile_tree(repo: Repo, *names: bytes, mode: str = "100644", content: str = "") -> str:
    blob = repo.blob(content or plain_card("hostile"))
    inner = repo.tree([("100644", blob, "README.md")])
    models = repo.tree([(mode, inner if mode == "40000" else blob, name) for name in names])
    good = repo.tree([("100644", blob, "README.md"), ("40000", models, "models")])
    return repo.commit_tree(good)


@pytest.mark.parametrize(
    ("names", "word"),
    [
        ([b".."], "is not a file name"),
        ([b"."], "is not a file name"),
        ([b".git"], "taken for the Git directory"),
        ([b".GIT"], "taken for the Git directory"),
        ([b"git~1"], "taken for the Git directory"),
        ([".g\u200cit".encode()], "taken for the Git directory"),
        ([b"a/b"], "path separator"),
        ([b"a\\b"], "path separator"),
        ([b"\xff\xfe"], "not UTF-8"),
        ([b"same", b"same"], "stands twice"),
        ([b"Card", b"card"], "only by case"),
        (["é".encode(), "e\u0301".encode()], "Unicode form"),
    ],
)
@pytest.mark.parametrize("mode", ["100644", "40000"])
def test_hostile_entries(repo: Repo, names: list[bytes], word: str, mode: str) -> None:
    if mode == "100644":
        names = [
            name + b".md"
            if b"git" not in name.lower().replace("\u200c".encode(), b"") and name not in (b"..", b".")
            else name
            for name in names
        ]
    found = report(repo.path, "--rev", hostile_tree(repo, *names, mode=mode))
    assert any(each["rule"] == "entry" and word in each["message"] for each in found["findings"]), found["findings"]
    assert found["verdict"] == "FAILED"


def test_unknown_mode_and_malformed_tree(repo: Repo) -> None:
    blob = repo.blob(CARD)
    tree = repo.tree([("100000", blob, "README.md")])
    assert report(repo.path, "--rev", repo.commit_tree(tree))["verdict"] in ("FAILED", "INCONCLUSIVE")
    broken = repo.git("hash-object", "-w", "-t", "tree", "--literally", "--stdin", stdin=b"100644 README.md\0short")
    assert check(repo.path, "--rev", repo.commit_tree(broken)).exit_code == 4


def test_blob_where_a_tree_stands(repo: Repo) -> None:
    blob = repo.blob(CARD)
    tree = repo.tree([("40000", blob, "models")])
    told(check(repo.path, "--rev", repo.commit_tree(tree)), 4, "not a tree", "git fsck")
    inner = repo.tree([("100644", blob, "README.md")])
    tree = repo.tree([("100644", inner, "README.md")])
    assert report(repo.path, "--rev", repo.commit_tree(tree))["verdict"] == "FAILED"


def test_folders_without_end(repo: Repo) -> None:
    oid = repo.tree([("100644", repo.blob(CARD), "README.md")])
    for _ in range(300):
        oid = repo.tree([("40000", oid, "models")])
    found = report(repo.path, "--rev", repo.commit_tree(oid))
    assert any("200 folders" in each["message"] for each in found["findings"])
    assert found["verdict"] == "FAILED"


def test_special_files(good: Repo) -> None:
    os.mkfifo(good.path / "models" / "pipe.md")
    good.remove("data/README.md")
    os.mkfifo(good.path / "data" / "README.md")
    assert check(good.path).exit_code in (1, 4)


def test_merge_conflict(good: Repo) -> None:
    good.git("checkout", "-q", "-b", "other")
    good.write("models/credit-risk/README.md", CARD.replace("1.4.0", "1.5.0"))
    good.commit()
    good.git("checkout", "-q", "main")
    good.write("models/credit-risk/README.md", CARD.replace("1.4.0", "1.6.0"))
    good.commit()
    good.git("merge", "-q", "other", check=False)
    for args in ((), ("--staged",)):
        found = report(good.path, *args)
        assert found["verdict"] == "FAILED"
        assert any("merge conflict" in each["message"] for each in found["findings"]), args


def test_linked_work_tree(good: Repo, tmp_path: Path) -> None:
    good.git("worktree", "add", "-q", str(tmp_path / "second"), "-b", "second")
    assert check(tmp_path / "second").exit_code == 0
    (tmp_path / "second" / "models/credit-risk/README.md").write_text(plain_card("credit-risk"))
    assert check(tmp_path / "second").exit_code == 1
    assert check(good.path).exit_code == 0


def test_replaced_objects_are_said(good: Repo) -> None:
    old = good.git("rev-parse", "HEAD:models/credit-risk/README.md")
    good.git("replace", old, good.blob(plain_card("other")))
    found = report(good.path, "--rev", "HEAD")
    assert any("refs/replace" in note for note in found["notes"])
    assert found["verdict"] == "PASSED"


def test_repository_of_somebody_else(good: Repo) -> None:
    if os.geteuid():
        pytest.skip("needs root to give the folder away")
    os.chown(good.path, 12345, 12345)
    os.chown(good.path / ".git", 12345, 12345)
    told(check(good.path), 4, "safe.directory")
