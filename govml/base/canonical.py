"""RFC 8785 canonical JSON and digests over it.

The only importer of rfc8785. Equal values give equal bytes on every machine, so a digest over them can be signed.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govml.model import Json


def canonical(value: Json) -> bytes:
    """Return the RFC 8785 form of a JSON value.

    Raises ValueError where RFC 8785 has no form: an integer outside of ±(2**53 - 1), a number that is not finite, a
    string with a lone surrogate, a key that is no string.
    """
    import rfc8785

    return rfc8785.dumps(value)


def digest(value: Json) -> str:
    """Return `sha256:HEX` over the RFC 8785 form of a JSON value; raises ValueError as `canonical` does."""
    return "sha256:" + hashlib.sha256(canonical(value)).hexdigest()
