"""GitHub's REST API: the only module that talks HTTP with it.

The token goes to the host of `GITHUB_API_URL` and to no other, whatever a redirect says; it is in no message. Nothing
is sent twice here: `retried` repeats a whole piece of work, which has to be one that can be repeated.
"""

from __future__ import annotations

import http.client
import json
import re
import time
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from govml import __version__
from govml.model import GovmlError, Json, UsageError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MAX_BYTES: Final = 32 * 1024 * 1024
"""Largest answer that is read."""
MAX_PAGES: Final = 100
"""Pages of one list that are read; 100 items each."""
MAX_REDIRECTS: Final = 5
MAX_WAIT: Final = 60.0
"""Seconds that are waited before one more attempt, at most."""
ATTEMPTS: Final = 4
"""How often a piece of work is tried."""
TIMEOUT: Final = 30.0
"""Seconds that the server may be silent."""

_Result = TypeVar("_Result")
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_NEXT: Final = re.compile(r'<([^<>]*)>\s*;[^,<]*\brel="next"')


class ApiError(GovmlError):
    """GitHub refused a request."""

    def __init__(self, status: int, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.status = status


class TransientError(GovmlError):
    """GitHub could not answer now: a broken connection, an error of its own, a rate limit."""

    def __init__(self, message: str, hint: str = "", wait: float = 0.0) -> None:
        super().__init__(message, hint)
        self.wait = wait
        """Seconds after which GitHub wants to be asked again, 0 when it doesn't say."""


class Answer(NamedTuple):
    """A successful response."""

    status: int
    headers: Mapping[str, str]
    value: Json
    url: str


class Api:
    """The API of one GitHub, with one token."""

    def __init__(self, url: str, token: str) -> None:
        """Take the root of the API and a token. Raises `UsageError` where the token could be seen by others."""
        parts = urlsplit(url)
        if parts.scheme not in ("https", "http") or not parts.hostname or parts.username or parts.query:
            raise UsageError(f"GITHUB_API_URL {url!r} is not the URL of an API", "for example https://api.github.com")
        if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
            raise UsageError(f"GITHUB_API_URL {url!r} would send the token in clear text", "use https")
        if not re.fullmatch(r"[!-~]+", token):
            raise UsageError("GITHUB_TOKEN holds no token", "set it to `${{ github.token }}` in the step's env")
        self.url = url.rstrip("/") + "/"
        self._token = token
        self._opener = build_opener(_KeepRedirects())

    def request(self, method: str, path: str, body: Json = None) -> Answer:
        """Send one request; redirects within the host are followed. Raises `ApiError` or `TransientError`."""
        url = urljoin(self.url, path)
        for _ in range(MAX_REDIRECTS + 1):
            if urlsplit(url)[:2] != urlsplit(self.url)[:2]:
                raise ApiError(0, f"GitHub's API leads to {urlsplit(url).netloc}, where no token is sent")
            answer = self._send(method, url, body)
            if answer.status not in (301, 302, 307, 308):
                return answer
            url = urljoin(url, answer.headers.get("location", ""))
        raise ApiError(0, f"GitHub's API redirects more than {MAX_REDIRECTS} times")

    def items(self, path: str) -> Iterator[dict[str, Json]]:
        """Yield the objects of a list, page after page."""
        for _ in range(MAX_PAGES):
            answer = self.request("GET", path)
            if not isinstance(answer.value, list):
                raise ApiError(answer.status, f"GitHub's API gave no list for {urlsplit(answer.url).path}")
            yield from (item for item in answer.value if isinstance(item, dict))
            following = _NEXT.search(answer.headers.get("link", ""))
            if following is None:
                return
            path = urljoin(answer.url, following[1])
        raise ApiError(0, f"a list of GitHub's API has more than {MAX_PAGES} pages")

    def _send(self, method: str, url: str, body: Json) -> Answer:
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self._token}",
            "User-Agent": f"govml/{__version__}",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        try:
            with self._opener.open(Request(url, data, headers, method=method), timeout=TIMEOUT) as response:
                return _answer(response.status, response.headers, response.read(MAX_BYTES + 1), url)
        except HTTPError as error:
            with error:
                headers = {name.lower(): value for name, value in error.headers.items()}
                if error.code in (301, 302, 307, 308):
                    return Answer(error.code, headers, None, url)
                raise _refusal(error.code, headers, _said(error), f"{method} {urlsplit(url).path}") from None
        except (URLError, http.client.HTTPException, OSError) as error:
            reason = getattr(error, "reason", None) or error
            what = getattr(reason, "strerror", None) or type(reason).__name__
            raise TransientError(f"GitHub's API at {urlsplit(url).netloc} can't be reached: {what}") from None


class _KeepRedirects(HTTPRedirectHandler):
    """Leave redirects to `Api`: urllib would take the token along to any host."""

    def redirect_request(self, *args: object) -> None:
        """Follow none."""


def _answer(status: int, headers: Mapping[str, str], data: bytes, url: str) -> Answer:
    try:
        if len(data) > MAX_BYTES:
            raise ValueError
        value = json.loads(data) if data else None
    except (ValueError, RecursionError):
        raise ApiError(status, f"GitHub's API gave no JSON for {urlsplit(url).path}") from None
    return Answer(status, {name.lower(): text for name, text in headers.items()}, value, url)


def _said(error: HTTPError) -> str:
    """What GitHub says about an error: its message, and what it says about fields."""
    try:
        value = json.loads(error.read(MAX_BYTES))
    except (ValueError, RecursionError, OSError, http.client.HTTPException):
        return ""
    if not isinstance(value, dict):
        return ""
    details = value.get("errors")
    told = [str(value.get("message") or "")]
    told += [
        str(item.get("message") or item.get("code") or "") if isinstance(item, dict) else str(item)
        for item in (details if isinstance(details, list) else [])
    ]
    return "; ".join(part for part in told if part)[:500]


def _refusal(status: int, headers: Mapping[str, str], said: str, what: str) -> ApiError | TransientError:
    message = f"GitHub's API answered {status} to {what}" + (f": {said}" if said else "")
    limited = "retry-after" in headers or headers.get("x-ratelimit-remaining") == "0" or "rate limit" in said.lower()
    if status == 429 or (status == 403 and limited):
        return TransientError(f"{message} (a rate limit)", "run it again later", _wait(headers))
    if status >= 500:
        return TransientError(message, "run it again later", _wait(headers))
    return ApiError(status, message)


def _wait(headers: Mapping[str, str]) -> float:
    """Seconds until GitHub wants to be asked again: `retry-after`, else the reset of the limit, else 0."""
    after, reset = headers.get("retry-after", ""), headers.get("x-ratelimit-reset", "")
    if re.fullmatch(r"[0-9]{1,9}", after):
        return float(after)
    if re.fullmatch(r"[0-9]{1,12}", reset) and headers.get("x-ratelimit-remaining") == "0":
        return max(float(reset) - time.time(), 0.0) + 1.0
    return 0.0


def retried(work: Callable[[], _Result], sleep: Callable[[float], None] = time.sleep) -> _Result:
    """Do a piece of work that can be repeated, again after a `TransientError`: `ATTEMPTS` times at most.

    Waits as long as GitHub asks for, else 1, 2, 4 seconds. Where it asks for more than `MAX_WAIT`, gives up at once.
    """
    for attempt in range(ATTEMPTS - 1):
        try:
            return work()
        except TransientError as error:
            if error.wait > MAX_WAIT:
                raise
            sleep(error.wait or float(2**attempt))
    return work()
