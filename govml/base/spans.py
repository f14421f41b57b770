"""The pieces that the YAML and JSON readers share: values, spans and the defect of a text."""

from __future__ import annotations

from typing import Final

from govml.named import NamedTuple

MAX_NODES: Final = 200_000
MAX_DEPTH: Final = 100
MAX_INTEGER: Final = 2**53 - 1
"""Largest integer that every JSON reader keeps exactly (RFC 8785, section 3.2.2.3)."""

Pointer = tuple[str, ...]
"""Keys and indices from the root of a document."""


class Span(NamedTuple):
    """Where something stands: 1-based lines and columns in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Problem(NamedTuple):
    """Why bytes are not a document."""

    message: str
    line: int
    column: int
    hint: str = ""


class DefectError(Exception):
    """A text is not a document; never leaves `govml.base.document`."""

    def __init__(self, message: str, line: int = 1, column: int = 1, hint: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(message, line, column, hint)
