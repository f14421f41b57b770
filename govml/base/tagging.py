"""Tags that are written: by who runs govml, or from a record of them, the same object wherever it is written."""

from __future__ import annotations

from hashlib import sha1
from typing import TYPE_CHECKING

from govml.base.libgit2 import COMMIT, TAG, core, python_layer
from govml.model import RepositoryError, UsageError

if TYPE_CHECKING:
    from govml.base.git import Repository


def create_tag(repository: Repository, name: str, commit: str, message: str) -> str:
    """Create an annotated tag by the configured identity; returns its object id.

    Raises `UsageError` when the tag exists or nobody is configured, `RepositoryError` when it can't be written.
    """
    opened = python_layer(str(repository.path))
    try:
        tagger = opened.default_signature
    except (KeyError, core.GitError):
        hint = "set `git config user.name` and `git config user.email`"
        raise UsageError("Git doesn't know who you are", hint) from None
    try:
        return str(opened.create_tag(name, commit, COMMIT, tagger, message))
    except core.AlreadyExistsError:
        hint = "a registered version doesn't move: choose another"
        raise UsageError(f"tag {name!r} exists already", hint) from None
    except (core.GitError, ValueError, OSError) as error:
        raise RepositoryError(f"can't create tag {name!r}: {error}") from None


def write_tag(repository: Repository, name: str, commit: str, message: str, who: tuple[str, str], time: int) -> str:
    """Create an annotated tag by somebody at a time, seconds since the epoch in UTC; returns its object id.

    Raises `RepositoryError` when there is a tag of that name, or it can't be written.
    """
    try:
        opened = python_layer(str(repository.path))
        oid = opened.odb.write(TAG, _content(name, commit, message, who, time))
        opened.create_reference_direct(f"refs/tags/{name}", oid, False)
        return str(oid)
    except core.AlreadyExistsError:
        raise RepositoryError(f"tag {name!r} exists already", f"`govml check-ref '{name}'` says what it is") from None
    except (core.GitError, ValueError, OSError) as error:
        raise RepositoryError(f"can't create tag {name!r}: {error}") from None


def tag_id(name: str, commit: str, message: str, who: tuple[str, str], time: int) -> str:
    """The object id that `write_tag` gives such a tag, nothing written."""
    data = _content(name, commit, message, who, time)
    return sha1(b"tag %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest()


def _content(name: str, commit: str, message: str, who: tuple[str, str], time: int) -> bytes:
    """The object as Git has it; libgit2 itself would cut the time to 32 bits."""
    return f"object {commit}\ntype commit\ntag {name}\ntagger {who[0]} <{who[1]}> {time} +0000\n\n{message}".encode()
