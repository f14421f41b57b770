"""Pickles, which can run anything when they are loaded: what one would import, and whether that is let through.

The only importer of picklescan. `docs.python.org/3/library/pickle.html` says why none is loaded unless it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govml.model import UsageError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_ENDINGS: Final = (".pkl", ".pickle", ".joblib", ".pt", ".pth", ".bin", ".ckpt")
TRUSTED: Final = frozenset({"sklearn", "numpy", "scipy", "torch", "collections", "_codecs", "copyreg"})
"""Libraries whose names a model's pickle may hold, beside what picklescan knows to be harmless."""
_HINT: Final = "export it to ONNX or safetensors, which hold numbers only"


class PickleError(UsageError):
    """A pickle is not loaded."""


class Scan(NamedTuple):
    """What a pickle would import."""

    names: frozenset[tuple[str, str]]
    """`(module, name)`, all of them let through."""


def is_pickle(path: str) -> bool:
    """Whether a file of this name may hold pickles."""
    return path.lower().endswith(_ENDINGS)


def scan(path: Path, shown: str, *, allowed: bool) -> Scan:
    """What a file with pickles would import. Raises `PickleError` unless all of it is let through and `allowed`."""
    if not allowed:
        hint = f"--allow-pickle loads it after a scan; or {_HINT}"
        raise PickleError(f"{shown} is a pickle, and loading one can run anything", hint)
    from picklescan.scanner import SafetyLevel, scan_file_path

    found = scan_file_path(str(path))
    bad = sorted(f"{each.module}.{each.name}" for each in found.globals if each.safety == SafetyLevel.Dangerous)
    if bad or found.infected_files or found.issues_count:
        raise PickleError(f"{shown} would run {', '.join(bad) or 'code'} when it is loaded; it was not", _HINT)
    if found.scan_err or not found.scanned_files or not found.globals:
        raise PickleError(f"{shown} can't be scanned whole, as joblib's files can't; it was not loaded", _HINT)
    strange = sorted(
        f"{each.module}.{each.name}"
        for each in found.globals
        if each.safety != SafetyLevel.Innocuous and each.module.partition(".")[0] not in TRUSTED
    )
    if strange:
        raise PickleError(f"{shown} would import {strange[0]}, which is of no known library; it was not loaded", _HINT)
    return Scan(frozenset((each.module, each.name) for each in found.globals))
