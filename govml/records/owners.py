"""Who owns a path: the `CODEOWNERS` file of a repository, as GitHub reads it ("About code owners")."""

from __future__ import annotations

import re
from typing import Final

from govml.named import NamedTuple
from govml.records.globs import Globs, compile_globs

PLACES: Final = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
"""Where the file may be; the first that exists counts."""
_REFUSED: Final = re.compile(r"^!|[\[\]{}]")
"""What GitHub doesn't take in a pattern, and braces, which it takes as they are and globs do not."""
_OWNER: Final = re.compile(r"@[\w.-]+(?:/[\w.-]+)?|[^@\s]+@[^@\s]+")
"""A user, a team or a mail address; a line with anything else counts for nothing."""


class Owners(NamedTuple):
    """Patterns with their owners, in the order of the file."""

    rows: tuple[tuple[Globs, tuple[str, ...]], ...]

    def of(self, path: str) -> tuple[str, ...]:
        """The owners of a path: of the last pattern that matches it; none where that names none."""
        return next((owners for globs, owners in reversed(self.rows) if globs.match(path)), ())


def read_owners(text: str) -> Owners:
    """Read a `CODEOWNERS` file; a line that GitHub would pass over owns nothing."""
    rows = []
    for line in text.splitlines():
        words = re.findall(r"(?:\\.|[^\s\\])+", re.split(r"(?<!\\)#", line, maxsplit=1)[0])
        if words and not _REFUSED.search(words[0]) and all(map(_OWNER.fullmatch, words[1:])):
            rows.append((compile_globs(_globs(re.sub(r"\\(.)", r"\1", words[0]))), tuple(words[1:])))
    return Owners(tuple(rows))


def _globs(pattern: str) -> tuple[str, ...]:
    """A pattern of `.gitignore` as globs from the root."""
    anchored = "/" in pattern.rstrip("/")
    stem = pattern.strip("/")
    start = stem if anchored or not stem else f"**/{stem}"
    if pattern.endswith("/"):
        return (f"{start}/**",) if stem else ("**",)
    # `docs/*` owns the files of the folder only; anything else owns a folder of that name with all that is below.
    return (start,) if stem.rpartition("/")[2] == "*" and anchored else (start, f"{start}/**")
