"""A server that answers as GitHub does, and the API that talks to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from govml.forge.rest import Api
from tests.forge.server import TOKEN, GitHub, github


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    """Return the server."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with github() as state:
        yield state


@pytest.fixture
def api(hub: GitHub) -> Api:
    """Return the API of the server."""
    return Api(hub.url, TOKEN)
