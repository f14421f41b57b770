"""Path globs: `**` any folders, `*` and `?` within a segment, `{a,b}` alternatives; a last `/` means all that is below.

Globs come from repositories, so matching takes time in proportion to glob and path, whatever they are. Globs as people
write them become one regular expression that hardly ever goes back; others are followed by an automaton.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import product
from math import prod
from typing import Final

from govml.named import NamedTuple

_TOKEN: Final = re.compile(r"\*\*/|\*\*|.", re.DOTALL)
_SEGMENT: Final = re.compile(r"(?:[^{}*]|\*(?!\*)|\{[^{}*]*\})*\Z")
_GROUP: Final = re.compile(r"\{([^{}]*)\}")
_FOLDERS: Final = "(?:[^/]++/)*?"
_MAX_CHOICES: Final = 64
"""Ways to choose among a segment's alternatives up to which an expression tries them one by one."""
_MAX_NODES: Final = 1_000
"""Sets of states that an automaton remembers."""


class Globs:
    """Some globs, compiled when first used."""

    def __init__(self, globs: tuple[str, ...]) -> None:
        self._globs = globs

    def match(self, path: str) -> bool:
        """Whether any of the globs matches the whole path."""
        pattern, automaton = self._compiled
        return pattern.match(path) is not None or (automaton is not None and automaton.match(path))

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str], _Automaton | None]:
        simple = [expression for glob in self._globs if (expression := _expression(glob)) is not None]
        others = tuple(glob for glob in self._globs if _expression(glob) is None)
        pattern = re.compile("(?:" + "|".join(simple) + r")\Z" if simple else r"(?!)", re.DOTALL)
        return pattern, _Automaton(others) if others else None


@lru_cache(maxsize=256)
def compile_globs(globs: tuple[str, ...]) -> Globs:
    """What fully matches any of the globs; of no globs, what matches nothing. The same globs are compiled once."""
    return Globs(globs)


def glob_keys(glob: str) -> set[str]:
    """What to file a glob under: the names of files that it can match, or `*.ENDING`, or `*`."""
    if glob.endswith("/") or _expression(glob) is None:
        return {"*"}
    literals = _GROUP.split(glob.rpartition("/")[2])  # literals and, at odd places, the alternatives between them
    choices = [part.split(",") if number % 2 else [part] for number, part in enumerate(literals)]
    return {_key("".join(choice)) for choice in product(*choices)}


def path_keys(path: str) -> tuple[str, str, str]:
    """The keys under which all globs are that can match a path."""
    name = path.rpartition("/")[2]
    return name, "*." + name.rpartition(".")[2], "*"


def _key(segment: str) -> str:
    if "*" not in segment and "?" not in segment:
        return segment
    _, dot, ending = segment.rpartition(".")
    return f"*.{ending}" if dot and "*" not in ending and "?" not in ending else "*"


# -- globs as people write them --------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def _expression(glob: str) -> str | None:
    """A regular expression for a glob whose segments are `**` or hold one `*` and few alternatives; None for others.

    Between two `**` the first place that fits is as good as any later one, so what matched is never tried again.
    """
    *folders, last = (glob + "**" if glob.endswith("/") else glob).split("/")
    chunks = [""]
    for segment in folders:
        if segment == "**":
            chunks.append(_FOLDERS)
            continue
        expression = _segment(segment)
        if expression is None:
            return None
        chunks[-1] += f"(?>{expression}/)"
    end = ".*" if last == "**" else _segment(last)
    if end is None:
        return None
    *fixed, tail = [*chunks, ""] if last == "**" else chunks
    return "".join(f"(?>{chunk})" for chunk in fixed if chunk != _FOLDERS) + tail + end


def _segment(text: str) -> str | None:
    choices = prod(group.count(",") + 1 for group in _GROUP.findall(text))
    if text.count("*") > 1 or choices > _MAX_CHOICES or not _SEGMENT.match(text):
        return None
    out, depth = [], 0
    for char in text:
        depth += (char == "{") - (char == "}")
        special = {"*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")"}.get(char)
        out.append(special or ("|" if char == "," and depth else re.escape(char)))
    return "".join(out)


# -- all others ------------------------------------------------------------------------------------------------------


class _Move(NamedTuple):
    """What leads from one state of an automaton to another."""

    char: str
    """A character, `_INNER` or `_ANY`."""
    target: int

    def takes(self, char: str) -> bool:
        return self.char in (char, _ANY) or (self.char == _INNER and char != "/")


_INNER: Final = "inner"
"""Any character but `/`."""
_ANY: Final = "any"


class _Node:
    """A set of states, and where characters lead from it."""

    __slots__ = ("following", "states")

    def __init__(self, states: frozenset[int]) -> None:
        self.states = states
        self.following: dict[str, _Node] = {}


class _Automaton:
    """Follows all ways through some globs at once."""

    def __init__(self, globs: tuple[str, ...]) -> None:
        self._moves: list[_Move | None] = []
        self._free: list[list[int]] = []
        """By state, those that are reached without a character."""
        first = self._state()
        self._ends = set()
        for glob in globs:
            self._free[first].append(self._state())
            self._ends.add(self._add(glob + "**" if glob.endswith("/") else glob))
        self._literals = frozenset("".join(globs)) | {"/"}
        self._nodes: dict[frozenset[int], _Node] = {}
        self._start = self._node({first})

    def match(self, path: str) -> bool:
        node = self._start
        for char in path:
            known = char if char in self._literals else ""
            node = node.following.get(known) or self._follow(node, known)
            if not node.states:
                return False
        return not self._ends.isdisjoint(node.states)

    def _state(self) -> int:
        self._moves.append(None)
        self._free.append([])
        return len(self._moves) - 1

    def _eat(self, state: int, char: str, target: int) -> None:
        self._moves[state] = _Move(char, target)

    def _add(self, glob: str) -> int:
        """Append the states of a glob to the last one; return its end."""
        here = len(self._moves) - 1
        groups: list[tuple[int, list[int]]] = []
        for token in _TOKEN.findall(glob):
            after = self._state()
            if token == "**/":
                slash, end = self._state(), self._state()
                self._free[here].append(end)
                self._eat(here, _INNER, after)
                self._eat(after, _INNER, after)
                self._free[after].append(slash)
                self._eat(slash, "/", here)
                after = end
            elif token in ("**", "*"):
                self._eat(here, _ANY if token == "**" else _INNER, here)
                self._free[here].append(after)
            elif token == "{":
                groups.append((here, []))
                self._free[here].append(after)
            elif token == "," and groups:
                groups[-1][1].append(here)
                self._free[groups[-1][0]].append(after)
            elif token == "}" and groups:
                for end in (*groups.pop()[1], here):
                    self._free[end].append(after)
            else:
                self._eat(here, _INNER if token == "?" else token, after)
            here = after
        for _, ends in reversed(groups):  # a brace that is never closed is closed at the end
            for end in ends:
                self._free[end].append(here)
        return here

    def _follow(self, node: _Node, char: str) -> _Node:
        moves = (self._moves[state] for state in node.states)
        found = self._node({move.target for move in moves if move is not None and move.takes(char)})
        node.following[char] = found
        return found

    def _node(self, states: set[int]) -> _Node:
        """The node of some states and of those that are reached from them without a character."""
        todo = list(states)
        while todo:
            new = set(self._free[todo.pop()]) - states
            states |= new
            todo += new
        key = frozenset(states)
        if len(self._nodes) >= _MAX_NODES:  # forget them: hostile globs have more than memory holds
            self._nodes = {}
            self._start.following = {}
        return self._nodes.setdefault(key, _Node(key))
