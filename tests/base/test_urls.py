"""URLs of remotes: what may be shown of them, and what evidence calls a repository."""

from __future__ import annotations

import pytest

from govml.base.urls import none_with_credentials, repository_url, without_credentials


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://ada:secret@git.example.org/a/b.git", "https://git.example.org/a/b.git"),
        ("https://a@b:secret@git.example.org/a/b", "https://git.example.org/a/b"),
        ("https://git.example.org/a/b?private_token=secret#secret", "https://git.example.org/a/b"),
        ("https://git.example.org/a@b", "https://git.example.org/a@b"),
        ("git@git.example.org:a/b.git", "git@git.example.org:a/b.git"),
        ("/srv/git/a.git", "/srv/git/a.git"),
    ],
)
def test_a_url_is_shown_without_credentials(url: str, shown: str) -> None:
    assert without_credentials(url) == shown


def test_what_git_says_is_shown_without_credentials() -> None:
    said = "fatal: unable to access 'https://ada:secret@git.example.org/a/b/': see https://git.example.org/?t=secret"
    shown = "fatal: unable to access 'https://git.example.org/a/b/': see https://git.example.org/"
    assert none_with_credentials(said) == shown


@pytest.mark.parametrize("ending", ["", "/", ".git", ".git/"])
def test_a_repository_has_one_name_however_its_remote_is_written(ending: str) -> None:
    assert repository_url(f"https://ada@git.example.org/a/b{ending}") == "https://git.example.org/a/b"
