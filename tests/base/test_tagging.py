"""Tags from a record of them, as Git itself would have made them."""

from __future__ import annotations

import pytest

from govml.base.git import Repository
from govml.base.tagging import tag_id, write_tag
from govml.model import RepositoryError
from tests.builders import Repo

WHO = ("govml", "govml@localhost")


@pytest.mark.parametrize("time", [0, 1_772_539_200, 2**31, 2**32 + 5, 32_188_579_200])
def test_the_id_is_known_before_and_git_reads_it(repo: Repo, time: int) -> None:
    commit = repo.commit()
    oid = write_tag(Repository.open(repo.path), "model#dev#1", commit, "Promotion\n\nledger entry 0\n", WHO, time)
    assert oid == tag_id("model#dev#1", commit, "Promotion\n\nledger entry 0\n", WHO, time)
    assert repo.git("rev-parse", "model#dev#1") == oid
    assert repo.git("rev-parse", "model#dev#1^{commit}") == commit
    assert repo.git("for-each-ref", "refs/tags", "--format=%(taggerdate:unix) %(taggername)") == f"{time} govml"
    repo.git("fsck", "--strict")


def test_a_tag_is_made_once(repo: Repo) -> None:
    repository, commit = Repository.open(repo.path), repo.commit()
    write_tag(repository, "a#b#1", commit, "x\n", WHO, 1)
    with pytest.raises(RepositoryError, match="exists already"):
        write_tag(repository, "a#b#1", commit, "x\n", WHO, 2)


@pytest.mark.parametrize("name", ["a b", "a..b", "-/", "a.lock", "a\nb"])
def test_names_that_git_does_not_take(repo: Repo, name: str) -> None:
    with pytest.raises(RepositoryError, match="can't create tag"):
        write_tag(Repository.open(repo.path), name, repo.commit(), "x\n", WHO, 1)
