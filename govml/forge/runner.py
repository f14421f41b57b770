"""The files through which a step talks to GitHub's runner: outputs and the job summary.

Neither file is a place for text of strangers: a line of its own in the first is another output, and what does not fit
in the second is dropped whole by GitHub. Both are appended to, as earlier commands of the step may have written there.
"""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from govml.model import GovmlError

if TYPE_CHECKING:
    from collections.abc import Mapping

SUMMARY_BYTES: Final = 1024 * 1024
"""Bytes of a step's summary that GitHub takes; it drops a longer one whole."""


def outputs_text(values: Mapping[str, str]) -> str:
    """Return what sets the outputs of a step, each value between delimiters that it does not hold.

    The delimiter is derived from the value's digest, so no part of a value can close it early.
    """
    parts = []
    for name, value in values.items():
        mark = f"govml-{sha256(value.encode('utf-8', 'surrogatepass')).hexdigest()}"
        assert mark not in value  # it would hold its own digest
        parts.append(f"{name}<<{mark}\n{value}\n{mark}\n")
    return "".join(parts)


def summary_room(path: str) -> int:
    """Return how many bytes the summary file at `path` still takes."""
    try:
        return max(SUMMARY_BYTES - os.path.getsize(path), 0)
    except OSError:
        return SUMMARY_BYTES


def append(path: str, text: str) -> None:
    """Append text to a file of the runner. Raises `GovmlError` when it can't be written."""
    try:
        with open(path, "a", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        raise GovmlError(f"can't write {path}: {error.strerror}", "the runner gives this file to every step") from None
