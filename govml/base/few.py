"""Names in a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def few(names: Sequence[str], most: int = 8, separator: str = ", ") -> str:
    """The first of some names, and how many more there are: `a, b and 3 more`; `none` for none."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return (separator.join(names[:most]) + more) or "none"
