"""Path globs: `**` any folders, `*` and `?` within a segment, `{a,b}` alternatives."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=512)
def to_regex(glob: str) -> str:
    """A regular expression for full paths. A glob that ends in `/` means everything below the folder."""
    if glob.endswith("/"):
        glob += "**"
    while "**/**/" in glob:  # the same, and a matcher would try every way to share folders among them
        glob = glob.replace("**/**/", "**/")
    out: list[str] = []
    position, depth = 0, 0
    while position < len(glob):
        char = glob[position]
        if glob.startswith("**/", position):
            out.append("(?:[^/]+/)*")
            position += 3
            continue
        if glob.startswith("**", position):
            out.append(".*")
            position += 2
            continue
        if char == "*":
            out.append("[^/]*")
        elif char == "?":
            out.append("[^/]")
        elif char == "{":
            out.append("(?:")
            depth += 1
        elif char == "}" and depth:
            out.append(")")
            depth -= 1
        elif char == "," and depth:
            out.append("|")
        else:
            out.append(re.escape(char))
        position += 1
    return "".join(out) + ")" * depth


def endings(glob: str) -> set[str]:
    """Endings (behind the last dot, or whole names without one) of the paths that a glob can match; `*` for any."""
    head, brace, rest = glob.partition("{")
    if brace:
        inner, _, tail = rest.partition("}")
        return {ending for choice in inner.split(",") for ending in endings(head + choice + tail)}
    ending = glob.rpartition("/")[2].rpartition(".")[2]
    return {"*"} if not ending or "*" in ending or "?" in ending else {ending}


@lru_cache(maxsize=256)
def compile_globs(globs: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern that fully matches any of the globs; of no globs, one that matches nothing."""
    return re.compile("(?:" + "|".join(map(to_regex, globs)) + r")\Z" if globs else r"(?!)", re.DOTALL)
