"""Names in a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_LONGEST: Final = 200
"""Characters of a name that is compared."""
_MOST: Final = 1000
"""Names that one is compared with."""


def few(names: Sequence[str], most: int = 8, separator: str = ", ") -> str:
    """The first of some names, and how many more there are: `a, b and 3 more`; `none` for none."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return (separator.join(names[:most]) + more) or "none"


def nearest(name: str, known: Iterable[str], otherwise: str) -> str:
    """A hint for a name that nothing has: `did you mean 'x'?` where one of the known ones is like it."""
    from difflib import get_close_matches

    # What it takes grows with the length of all of it, and a text of any length may come here.
    close = get_close_matches(name[:_LONGEST], [each for each in sorted(known)[:_MOST] if len(each) <= _LONGEST], 1)
    return f"did you mean {close[0]!r}?" if close else otherwise
