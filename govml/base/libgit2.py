"""libgit2, through pygit2; the only importer of it.

`import pygit2` takes most of the start-up time of a command, and three quarters of that goes into what only reading
objects never needs: cffi bindings, TLS, some forty enumerations. So pygit2's compiled module is loaded by itself, under
the name by which the package finds it; `python_layer` brings the package when something needs the index. Where the
compiled module can't be found, the whole package is imported instead. The certificates that `SSL_CERT_FILE` names, all
of which libgit2 reads when it is loaded, are kept from it: it never reaches for a network here.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from govml.base.tags import Tag

if TYPE_CHECKING:
    from types import ModuleType

    import pygit2
    from pygit2 import _pygit2
    from pygit2._pygit2 import Object as CoreObject
    from pygit2._pygit2 import Repository as CoreRepository
    from pygit2._pygit2 import Signature
    from pygit2.enums import DiffFind, ObjectType, ReferenceFilter

__all__ = [
    "COMMIT",
    "TAG",
    "TAGS",
    "CoreObject",
    "CoreRepository",
    "Trees",
    "core",
    "open_repository",
    "plain_tag",
    "python_layer",
    "read_index",
]

_NAME = "pygit2._pygit2"
_CERTIFICATES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_FAR: Final = 1 << 40
"""Seconds since the epoch beyond which libgit2 may clamp a time."""


def _load() -> ModuleType:
    known = sys.modules.get(_NAME)
    if known is not None:
        return known
    package = find_spec("pygit2")
    for folder in (package.submodule_search_locations or []) if package is not None else []:
        for suffix in EXTENSION_SUFFIXES:
            path = Path(folder, f"_pygit2{suffix}")
            spec = spec_from_file_location(_NAME, path) if path.is_file() else None
            if spec is not None and spec.loader is not None:
                certificates = {name: os.environ.pop(name) for name in _CERTIFICATES if name in os.environ}
                try:
                    module = module_from_spec(spec)
                    sys.modules[_NAME] = module
                    spec.loader.exec_module(module)
                finally:
                    os.environ.update(certificates)
                return module
    import pygit2

    return sys.modules[pygit2.__name__ + "._pygit2"]


if TYPE_CHECKING:
    core = _pygit2
else:
    core = _load()

# The compiled module takes these as plain numbers; the enumerations that its stubs name are of the Python layer.
TAGS = cast("ReferenceFilter", core.GIT_REFERENCES_TAGS)
COMMIT = cast("ObjectType", core.GIT_OBJECT_COMMIT)
FIND_RENAMES = cast("DiffFind", core.GIT_DIFF_FIND_RENAMES)
TAG = cast("ObjectType", core.GIT_OBJECT_TAG)


def open_repository(path: str) -> CoreRepository:
    """The repository whose Git directory is `path`. Raises pygit2's `GitError` and its kin."""
    return core.Repository(core.init_file_backend(path, 0))


def python_layer(path: str) -> pygit2.Repository:
    """The same repository with pygit2's Python layer: index, status, configuration."""
    import pygit2

    return pygit2.Repository(path)


def read_index(path: str, file: str = "") -> pygit2.Index:
    """The index of a repository as it is now, or the one in another file. Raises pygit2's `GitError`, `OSError`."""
    import pygit2

    index = pygit2.Index(file) if file else pygit2.Repository(path).index
    index.read()
    return index


class Trees:
    """Reads trees as they are stored, each once: an object that is looked up has been read and parsed before."""

    def __init__(self, repository: CoreRepository) -> None:
        self._builder = repository.TreeBuilder()

    def read(self, oid: str) -> bytes | None:
        """The bytes of a tree; None for an object that is none, or is not there."""
        try:
            # It has to be a tree to be taken in, and is read when it is asked for its bytes.
            self._builder.insert("tree", oid, core.GIT_FILEMODE_TREE)
            return self._builder.get("tree").read_raw()
        except (KeyError, ValueError, core.GitError):
            return None


def plain_tag(ref: str, oid: str, found: CoreObject) -> Tag | None:
    """What libgit2 has read of an ordinary tag of a commit, so that its bytes need not be read again.

    None for any other; `annotated_tag` reads those, also what libgit2 would trim, replace or clamp.
    """
    assert isinstance(found, core.Tag)
    try:
        name, message, target = found.name, found.message, found.get_object()
        who = cast("Signature | None", found.tagger)  # its stub doesn't know that very old tags have none
    except (KeyError, ValueError, core.GitError):
        return None
    if target.type_str != "commit" or target.id != found.target:  # a tag of a tag has been followed to its end
        return None
    if who is None or not who.name or not who.email:
        return None
    tagger = f"{who.name} <{who.email}>"
    if tagger.count("<") > 1 or not (name.isascii() and tagger.isascii() and message.isascii() and 0 < who.time < _FAR):
        return None
    return Tag(ref, oid, str(target.id), True, name, tagger, who.time, who.offset, message, "-----BEGIN " in message)
