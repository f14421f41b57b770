"""SemVer 2.0 versions with GTO's `v` prefix."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

Part = Literal["major", "minor", "patch"]
"""What a bump increases."""

Precedence: TypeAlias = tuple[int, int, int, bool, tuple[tuple[bool, int, str], ...]]
"""A sort key: equal for versions that differ in build metadata only (SemVer 2.0, section 11)."""

_NUMBER: Final = "(?:0|[1-9][0-9]*)"
_PRERELEASE: Final = rf"(?:{_NUMBER}|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
_BUILD: Final = "[0-9a-zA-Z-]+"

VERSION: Final = (
    rf"v{_NUMBER}\.{_NUMBER}\.{_NUMBER}"
    rf"(?:-{_PRERELEASE}(?:\.{_PRERELEASE})*)?"
    rf"(?:\+{_BUILD}(?:\.{_BUILD})*)?"
)
"""Regular expression of a version, without groups."""

_VERSION = re.compile(VERSION)


def is_version(text: str) -> bool:
    """Whether it is a SemVer 2.0 version with the prefix `v`."""
    return _VERSION.fullmatch(text) is not None


def precedence(version: str) -> Precedence:
    """Return the sort key of a valid version (SemVer 2.0, section 11)."""
    core, _, prerelease = version[1:].partition("+")[0].partition("-")
    major, minor, patch = core.split(".")
    identifiers = tuple(_identifier(text) for text in prerelease.split(".")) if prerelease else ()
    return int(major), int(minor), int(patch), not prerelease, identifiers


def _identifier(text: str) -> tuple[bool, int, str]:
    # Numbers are lower than words, whatever they are.
    return (False, int(text), "") if text.isascii() and text.isdigit() else (True, 0, text)


def bump(version: str, part: Part) -> str:
    """Return the next version; pre-release and build are dropped, as GTO does it (`v1.2.3-rc.1` -> `v1.2.4`)."""
    major, minor, patch = precedence(version)[:3]
    following = {
        "major": (major + 1, 0, 0),
        "minor": (major, minor + 1, 0),
        "patch": (major, minor, patch + 1),
    }[part]
    return "v{}.{}.{}".format(*following)
