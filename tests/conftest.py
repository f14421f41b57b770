"""What every test runs under: an environment without the user's Git, time zone or colours, and the real engines."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.builders import Repo, find_opa, hermetic_environment
from tests.pipelines import Workshop, build

settings.register_profile("govml", deadline=None)  # how long an example takes says how busy the machine is
settings.load_profile("govml")


@pytest.fixture(scope="session", autouse=True)
def hermetic_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Replace the environment for the whole run, and give libgit2 no configuration files to search."""
    home = tmp_path_factory.mktemp("home")
    before = dict(os.environ)
    hermetic = hermetic_environment(home)
    os.environ.clear()
    os.environ.update(hermetic)

    import pygit2

    empty = home / "no-git-config"
    empty.mkdir()
    levels = (
        pygit2.enums.ConfigLevel.SYSTEM,
        pygit2.enums.ConfigLevel.XDG,
        pygit2.enums.ConfigLevel.GLOBAL,
        pygit2.enums.ConfigLevel.PROGRAMDATA,
    )
    for level in levels:
        pygit2.settings.search_path[level] = str(empty)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Return an empty repository on branch `main`."""
    return Repo(tmp_path)


@pytest.fixture(scope="session")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Return a repository in which nothing is trained yet; a test that changes anything takes a copy."""
    return build(tmp_path_factory.mktemp("untrained"))


@pytest.fixture(scope="session")
def opa() -> Path:
    """Return the real `opa`. Where there is none the test is skipped; on a CI machine (`CI` is set) it fails."""
    found = find_opa()
    if found is None:
        reason = "no opa: install Go and run `make test`, put opa on the PATH or set GOVML_OPA"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    if not os.access(found, os.X_OK):
        pytest.fail(f"{found} is not an executable opa")
    return found
