"""Merkle tree hashes as RFC 6962, section 2.1 has them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def root(entries: Iterable[bytes]) -> bytes:
    """The hash of the tree whose leaves hold these bytes, in this order."""
    peaks: list[tuple[int, bytes]] = []  # of the full trees that the leaves make up, the largest first
    for entry in entries:
        size, found = 1, sha256(b"\0" + entry).digest()
        while peaks and peaks[-1][0] == size:
            size, found = size * 2, _node(peaks.pop()[1], found)
        peaks.append((size, found))
    if not peaks:
        return sha256(b"").digest()
    result = peaks.pop()[1]
    while peaks:
        result = _node(peaks.pop()[1], result)
    return result


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()
