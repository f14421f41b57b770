"""Git's configuration, of the repository and of the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govml.base.libgit2 import python_layer

if TYPE_CHECKING:
    from govml.base.git import Repository


def setting(repository: Repository, name: str) -> str:
    """Value of a setting such as `user.signingkey`, the last one where it stands more than once; empty for none."""
    config = python_layer(str(repository.path)).config
    return str(config[name]) if name in config else ""
