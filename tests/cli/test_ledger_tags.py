"""`govml ledger tags`: lost stage tags are made again from the ledger, as they were, and no other is touched."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.audits import forged
from tests.builders import Repo
from tests.evidence.keys import make_key
from tests.scenes import ALICE, BOT, CONFIG, Scene

TAGS = ["credit-risk#dev#1", "credit-risk#staging#2"]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    scene = Scene(tmp_path)
    scene.to_staging()
    return scene


def stage_tags(scene: Scene, *where: str) -> dict[str, str]:
    listed = scene.repo.git(*where, "for-each-ref", "--format=%(refname:strip=2) %(objectname)", "refs/tags")
    return {name: found for name, found in (line.split() for line in listed.splitlines()) if "#" in name}


def test_lost_tags_are_made_again_as_they_were(scene: Scene) -> None:
    before = stage_tags(scene)
    assert list(before) == TAGS
    scene.repo.git("tag", "--delete", TAGS[0])
    done = scene.run("ledger", "tags")
    assert (done.exit_code, done.stdout) == (0, f"created tag {TAGS[0]}\n")
    assert stage_tags(scene) == before
    assert scene.run("ledger", "tags").stdout == ""


def test_the_remote_gets_what_it_lacks_and_no_wrong_one(scene: Scene, tmp_path: Path) -> None:
    bare = tmp_path / "hub.git"
    subprocess.run(["git", "init", "--quiet", "--bare", bare], check=True)
    scene.repo.git("remote", "add", "origin", str(bare))
    scene.repo.git("push", "--quiet", "origin", "main", "govml/ledger")
    scene.repo.git("fetch", "--quiet", "origin")
    before = stage_tags(scene)
    scene.repo.git("tag", "--delete", TAGS[0])
    scene.repo.git("tag", "--force", "--annotate", "--message=mine", TAGS[1])
    done = scene.run("ledger", "tags", "--push")
    assert done.exit_code == 0, done.stderr
    assert stage_tags(scene, f"--git-dir={bare}") == {TAGS[0]: before[TAGS[0]]}
    assert stage_tags(scene)[TAGS[1]] != before[TAGS[1]]
    scene.repo.git("push", "--quiet", "origin", TAGS[1])
    scene.repo.git("tag", "--delete", TAGS[1])
    done = scene.run("ledger", "tags", "--push")
    assert done.exit_code == 4
    assert "origin has another tag credit-risk#staging#2" in done.stderr


def test_a_promotion_whose_tag_was_not_pushed_is_mended(scene: Scene, tmp_path: Path) -> None:
    """The runner was killed between the push of the ledger and that of the tag."""
    bare = tmp_path / "hub.git"
    subprocess.run(["git", "clone", "--quiet", "--bare", scene.path, bare], check=True)
    subprocess.run(["git", "--git-dir", bare, "tag", "--delete", TAGS[1]], check=True, capture_output=True)
    clone = Scene.__new__(Scene)
    vars(clone).update(vars(scene))
    clone.repo = Repo.__new__(Repo)
    vars(clone.repo).update(vars(scene.repo), path=tmp_path / "clone")
    subprocess.run(["git", "clone", "--quiet", bare, clone.repo.path], check=True)
    assert clone.run("ledger", "tags", "--push").exit_code == 0
    assert stage_tags(scene, f"--git-dir={bare}") == stage_tags(scene)


def test_a_number_is_given_out_once(scene: Scene) -> None:
    """The bot's key was stolen, and a tag got lost: it isn't made again, and its name comes to mean nothing else."""
    scene.repo.write("revoked_signers", scene.keys[BOT].public.line + "\n")
    scene.repo.write("govml.yaml", CONFIG.replace(f"releaser: [{BOT}]", f"releaser: [{ALICE}]"))
    scene.repo.commit("Alice releases")
    scene.repo.git("tag", "--delete", TAGS[1])
    done = scene.run("ledger", "tags")
    assert (done.exit_code, done.stdout) == (0, "")
    why = "its entry is signed with no key that may release"
    assert f"warning: {TAGS[1]} is neither written nor published: {why}" in done.stderr
    done = scene.run("promote", "credit-risk@v1.4.0", "--to", "dev", "--key", scene.keys[ALICE].path)
    assert done.exit_code == 0, done.stderr
    assert list(stage_tags(scene)) == [TAGS[0], "credit-risk#dev#3"]


def test_the_tag_of_a_forged_entry_is_not_published(scene: Scene, tmp_path: Path) -> None:
    bare = tmp_path / "hub.git"
    subprocess.run(["git", "init", "--quiet", "--bare", bare], check=True)
    scene.repo.git("remote", "add", "origin", str(bare))
    forged(scene, key=make_key(tmp_path / "stranger"), stage="shadow")
    done = scene.run("ledger", "tags", "--push")
    assert done.exit_code == 0, done.stderr
    assert "credit-risk#shadow#3 is neither written nor published" in done.stderr
    assert list(stage_tags(scene, f"--git-dir={bare}")) == TAGS


def test_the_tag_of_the_version_is_published_with_what_is_about_it(scene: Scene, tmp_path: Path) -> None:
    bare = tmp_path / "hub.git"
    subprocess.run(["git", "init", "--quiet", "--bare", bare], check=True)
    scene.repo.git("remote", "add", "origin", str(bare))
    assert scene.approve(ALICE, "production", "v1.4.0", "--push").exit_code == 0
    assert scene.repo.git("ls-remote", "--tags", "origin").split()[1::2] == [
        "refs/tags/credit-risk@v1.4.0",
        "refs/tags/credit-risk@v1.4.0^{}",
    ]


def test_a_tag_that_cannot_be_written_keeps_no_other_from_it(scene: Scene) -> None:
    before = stage_tags(scene)
    scene.repo.git("tag", "--delete", *TAGS)
    (scene.path / ".git/refs/tags" / TAGS[0] / "in-its-place").mkdir(parents=True)
    (scene.path / ".git/refs/tags" / TAGS[0] / "in-its-place/tag").write_text(before[TAGS[1]] + "\n")
    done = scene.run("ledger", "tags")
    assert (done.exit_code, done.stdout) == (4, f"created tag {TAGS[1]}\n")
    assert "error: not all tags were written" in done.stderr
    assert stage_tags(scene)[TAGS[1]] == before[TAGS[1]]


def test_tags_of_entries_that_only_the_remote_has_are_written_there(scene: Scene, tmp_path: Path) -> None:
    bare = tmp_path / "hub.git"
    subprocess.run(["git", "clone", "--quiet", "--bare", scene.path, bare], check=True)
    subprocess.run(["git", "--git-dir", bare, "tag", "--delete", TAGS[1]], check=True, capture_output=True)
    scene.repo.git("remote", "add", "origin", str(bare))
    scene.repo.git("tag", "--delete", TAGS[1])
    scene.repo.git("update-ref", "refs/heads/govml/ledger", "govml/ledger~1")
    done = scene.run("ledger", "tags", "--push")
    assert (done.exit_code, done.stdout) == (0, f"created tag {TAGS[1]}\n")
    assert list(stage_tags(scene, f"--git-dir={bare}")) == TAGS
    done = scene.run("ledger", "tags", "--push", "nowhere")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (2, "error: there is no remote 'nowhere'")


def test_without_a_sound_ledger_nothing_is_written(scene: Scene, tmp_path: Path) -> None:
    scene.repo.git("update-ref", "refs/heads/govml/ledger", scene.repo.git("rev-parse", "main"))
    scene.repo.git("tag", "--delete", *TAGS)
    done = scene.run("ledger", "tags")
    assert done.exit_code == 4
    assert "the ledger is broken at entry" in done.stderr
    assert stage_tags(scene) == {}
    other = Scene(tmp_path, "other")
    assert other.run("ledger", "tags").exit_code == 3
