"""The OPA engine: a real OPA server, given by its address or started here. The only importer of opa_client.

The policies that decide are exactly the bundle's: govml uploads them, or finds the server to hold the very same ones,
and compares what the server holds, byte for byte, before it asks and again before it closes. A server that holds
anything else in these packages, or other data beside them, is refused. OPA is asked with strict builtin errors, as
regorus knows no other way: an error is never taken for an undefined, and so passing, condition.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final
from urllib.parse import quote, urlsplit

from opa_client.errors import PolicyNotFoundError, RegoParseError
from opa_client.opa import OpaClient
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from govml.base.few import few
from govml.model import EngineError, Json, UsageError
from govml.policy.answers import Violation, query_module, read_result
from govml.policy.nouns import Bundle, Module
from govml.policy.server import POLICIES, OpaServer, start_server
from govml.policy.tiers import tier_of, tiers_of

_VERSION = re.compile(r"v?([0-9]{1,9})\.[0-9]+")
_FILE = re.compile(rf"\b{POLICIES}/(\d+)\.rego\b")
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
_SHOWN: Final = 500
"""Characters of a server's own words that an error shows."""

_BODY_LIMIT: Final = 64 << 20
"""Bytes of one answer that are read."""

_WRITABLE = "give a server that govml may write to, or no --opa-url: govml starts its own"


class OpaEngine:
    """An OPA server that holds a bundle and nothing else that could decide."""

    name = "opa"

    def __init__(self, bundle: Bundle, records: Json | None, url: str, limit_seconds: float) -> None:
        """Connect to `url`, or start an `opa`, and see to it that it decides with the bundle.

        Raises `EngineError` where the server is down, slow, too old, or holds something else.
        """
        subjects = sorted({policy.rule.subject for policy in bundle.policies})
        queries = [query_module(bundle, subject, tiers_of(subject)) for subject in subjects]
        packages = [
            *(each.package for each in bundle.facts),
            *(("data", "govml_query", subject) for subject in subjects),
        ]
        self._bundle = bundle
        self._subjects = frozenset(subjects)
        self._modules = [*bundle.modules, *queries]
        self._wanted = sorted(zip([module.text for module in self._modules], map("/".join, packages), strict=True))
        self._roots = sorted({"govml", *(package[1] for package in packages)})
        self._data: dict[str, Json] = {"parameters": bundle.parameters}
        if records is not None:
            self._data["records"] = records
        self._uploaded: dict[str, Module] = {}
        self._written: list[str] = []
        self._seconds = limit_seconds
        self._server: OpaServer | None = None
        if not url:
            self._server = self._start()
        self._url = self._server.url if self._server else url
        self._client = _client(self._url, self._server.token if self._server else None, limit_seconds)
        try:
            with self._understood():
                self._release = self._read_version()
                self._load()
        except BaseException:
            self._abandon()
            raise

    @property
    def version(self) -> str:
        """Engine and release, `opa 1.22.0`."""
        return f"opa {self._release}"

    def evaluate(self, subject: str, value: Json) -> list[Violation]:
        """Ask every policy about one subject; raises `EngineError` where it can't be decided."""
        if subject not in self._subjects:
            return []
        tier = tier_of(subject, value)
        package, options = f"govml_query.{subject}", {"strict-builtin-errors": "true"}
        answer = self._ask(self._client.query_rule, value, package, tier, query_params=options)
        result = answer.get("result") if isinstance(answer, dict) else None
        if not isinstance(result, dict) or result.get("bundle") != self._bundle.digest:
            raise EngineError(f"the OPA server at {self._url} no longer holds the policies of this run", _WRITABLE)
        return read_result(self._bundle, subject, self._bundle.asked(subject, tier), result)

    def close(self) -> None:
        """Check that the server still holds the bundle, then take away what govml put there, or stop what it started.

        Raises `EngineError` where the policies changed meanwhile: what was decided can't be trusted.
        """
        try:
            with self._understood():
                held = self._held()
            if held != self._wanted:
                raise EngineError(f"the policies of the OPA server at {self._url} changed during the run", _WRITABLE)
        finally:
            self._abandon()

    def _start(self) -> OpaServer:
        try:
            return start_server([module.text for module in self._modules], self._seconds)
        except EngineError as error:
            place = _FILE.search(str(error))
            if place is None:
                raise
            said = _FILE.sub(lambda match: self._modules[int(match[1])].path, str(error)[place.start() :])
            raise EngineError(" ".join(said.split())[:_SHOWN], "OPA refuses the policy; mend it") from None

    # -- loading -----------------------------------------------------------------------------------------------------

    def _read_version(self) -> str:
        config = self._ask(self._client.get_config)
        try:
            version = str(config["result"]["labels"]["version"])
        except (KeyError, TypeError):
            raise EngineError(f"what answers at {self._url} is no OPA server", "check --opa-url") from None
        match = _VERSION.match(version)
        if match is None or int(match[1]) < 1:
            raise EngineError(
                f"the OPA server at {self._url} is release {version[:40]}", "govml needs OPA 1.0 or newer"
            )
        return version

    def _load(self) -> None:
        held = self._held()
        if self._server:
            self._upload_data()
        elif not held:
            for root in self._roots:
                if self._value(root):
                    raise EngineError(f"the OPA server at {self._url} holds other data under data.{root}", _WRITABLE)
            self._upload_data()
            self._upload()
            held = self._held()
        if held != self._wanted:
            others = sorted({package.replace("/", ".") for _, package in held})
            message = f"the OPA server at {self._url} holds other policies than this run's, in packages {few(others)}"
            raise EngineError(message[:_SHOWN], _WRITABLE)
        self._check_data()

    def _upload_data(self) -> None:
        for name, value in sorted(self._data.items()):
            self._written.append(name)
            self._ask(self._client.update_or_create_data, value, f"govml/{name}")

    def _upload(self) -> None:
        prefix = "govml-" + self._bundle.digest.removeprefix("sha256:")[:16]
        # OPA refuses a module before the functions that it calls. So helpers, which hold no policy, go first, and what
        # is refused is tried again after the others.
        asked = {policy.rule.source for policy in self._bundle.policies}
        queries = self._modules[len(self._bundle.modules) :]
        order = sorted(self._modules, key=lambda module: (module in queries, module.path in asked))
        waiting = {f"{prefix}/{number}.rego": module for number, module in enumerate(order)}
        while waiting:
            refused: dict[str, Module] = {}
            reason: EngineError | None = None
            for identity, module in waiting.items():
                self._uploaded[identity] = module
                try:
                    # Verbatim: opa_client would otherwise rewrite what it takes for an older dialect.
                    self._ask(self._client.update_policy_from_string, module.text, identity, rego_compat=False)
                except _RefusedError as error:
                    del self._uploaded[identity]
                    refused[identity] = module
                    reason = reason or error
            if reason and len(refused) == len(waiting):
                raise reason
            waiting = refused

    def _held(self) -> list[tuple[str, str]]:
        """Return (text, package) of every policy that the server holds in the bundle's roots, sorted."""
        return sorted((str(policy["raw"]), package) for package, policy in self._policies())

    def _policies(self) -> list[tuple[str, dict[str, Any]]]:
        """Return package and policy, with its syntax tree, of what the server holds in the bundle's roots."""
        found = []
        for identity, info in sorted(self._ask(self._client.get_policies_info).items()):
            # opa_client gives an address: `http://127.0.0.1:8181/v1/data/govml/card_02`.
            package = str(info["path"]).partition("/v1/")[2]
            if any(package == f"data/{root}" or package.startswith(f"data/{root}/") for root in self._roots):
                found.append((package, self._ask(self._client.get_policy, quote(identity))["result"]))
        return found

    def _check_data(self) -> None:
        for name, value in self._data.items():
            if self._value(f"govml/{name}") != value:
                raise EngineError(f"the OPA server at {self._url} holds other data under data.govml.{name}", _WRITABLE)
        if self._written:
            return  # what is beside the policies was empty before
        expected: dict[str, Any] = {"data": {"govml": dict.fromkeys(self._data)}}
        for package, policy in self._policies():
            node = expected
            for key in package.split("/"):
                node = node.setdefault(key, {})
            node.update({str(rule["head"]["ref"][0]["value"]): None for rule in policy["ast"]["rules"]})
        for root in self._roots:
            foreign = _foreign(self._value(root), expected["data"].get(root), f"data.{root}")
            if foreign:
                raise EngineError(f"the OPA server at {self._url} holds other data: {foreign}", _WRITABLE)

    def _value(self, path: str) -> Any:
        try:
            return self._ask(self._client.get_data, quote(path))["result"]
        except _MissingError:
            return None

    # -- the server --------------------------------------------------------------------------------------------------

    def _ask(self, method: Callable[..., Any], *arguments: object, **options: object) -> Any:
        try:
            return _within(self._seconds, lambda: method(*arguments, **options))
        except TimeoutError:
            raise _SlowError(*self._explained(TimeoutError())) from None
        except PolicyNotFoundError:
            raise _MissingError(f"the OPA server at {self._url} holds no such document") from None
        except RegoParseError as error:
            raise _RefusedError(self._reason(error.errors, str(error.message))) from None
        except Exception as error:
            # requests, urllib3 and opa_client raise many kinds; each means that the server can't be used.
            raise EngineError(*self._explained(error)) from None

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """Turn an answer of another shape than OPA's into an `EngineError`."""
        try:
            yield
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
            raise EngineError(*self._explained(error)) from None

    def _explained(self, error: Exception) -> tuple[str, str]:
        response = getattr(error, "response", None)
        if response is not None:
            try:
                body = response.json()
                return self._reason(body.get("errors"), str(body.get("message", ""))), ""
            except (ValueError, AttributeError, RecursionError):
                return f"the OPA server at {self._url} answered with status {response.status_code}", "check --opa-url"
        if isinstance(error, _EndlessError):
            return f"the OPA server at {self._url} answered with more than {_BODY_LIMIT >> 20} MiB", "check --opa-url"
        if "Timeout" in type(error).__name__ or "timed out" in str(error):
            return f"the OPA server at {self._url} did not answer within {self._seconds:g} s", "is it overloaded?"
        if "Connection" in type(error).__name__:
            return f"the OPA server at {self._url} can't be reached", "check --opa-url, and that the server runs"
        return f"the OPA server at {self._url} answered what OPA would not: {type(error).__name__}", "check --opa-url"

    def _reason(self, errors: object, message: str) -> str:
        for each in errors if isinstance(errors, list) else ():
            place = each.get("location") if isinstance(each, dict) else None
            if isinstance(place, dict):
                file = str(place.get("file"))
                own = _FILE.fullmatch(file) if self._server else None
                module = self._modules[int(own[1])] if own else self._uploaded.get(file)
                return (
                    f"{module.path if module else file}:{place.get('row')}:{place.get('col')}: {each.get('message')}"[
                        :_SHOWN
                    ]
                )
        return f"the OPA server at {self._url} refused: {message}"[:_SHOWN]

    def _abandon(self) -> None:
        """Take away what govml put on a server of others, stop one of its own; never raises."""
        if self._server is not None:
            self._server.stop()
        else:
            tasks = [(self._client.delete_policy, identity) for identity in reversed(self._uploaded)]
            tasks += [(self._client.delete_data, f"govml/{name}") for name in reversed(self._written)]
            with suppress(_SlowError):  # the rest would have to be waited for one by one
                for method, what in tasks:
                    try:
                        self._ask(method, what)
                    except _SlowError:
                        raise
                    except EngineError:
                        continue
        self._uploaded, self._written = {}, []
        self._client.close_connection()


class _RefusedError(EngineError):
    """OPA refused a policy or a document."""


class _MissingError(EngineError):
    """OPA holds no such document."""


class _SlowError(EngineError):
    """OPA did not answer in time."""


class _EndlessError(Exception):
    """An answer is longer than any of OPA's."""


class _BoundedAdapter(HTTPAdapter):
    """Reads every answer whole, up to a limit."""

    def send(self, request: PreparedRequest, *arguments: Any, **options: Any) -> Response:
        """Send a request; raises `_EndlessError` where the body of the answer is above the limit."""
        response = super().send(request, *arguments, **{**options, "stream": True})
        body = bytearray()
        for chunk in response.iter_content(1 << 16):
            body += chunk
            if len(body) > _BODY_LIMIT:
                response.close()
                raise _EndlessError
        response._content = bytes(body)
        return response


def _within(seconds: float, call: Callable[[], Any]) -> Any:
    """Return what `call` returns, or raise what it raises; `TimeoutError` when it takes longer than `seconds`.

    The time limit of requests is one between two bytes: a server that sends one byte now and then would never end.
    """
    outcome: list[tuple[Any, BaseException | None]] = []

    def work() -> None:
        try:
            outcome.append((call(), None))
        except BaseException as error:
            outcome.append((None, error))

    # A thread of its own, as one that waits for a server can't be stopped; it doesn't keep the process from ending.
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    if not outcome:
        raise TimeoutError
    value, failed = outcome[0]
    if failed is not None:
        raise failed
    return value


def _foreign(value: object, expected: Any, path: str) -> str:
    """Return the path of data that no policy of the bundle defines, empty where there is none."""
    if expected is None or not isinstance(value, dict):
        return ""
    for key, child in sorted(value.items()):
        if key not in expected:
            return f"{path}.{key}"[:_SHOWN]
        if found := _foreign(child, expected[key], f"{path}.{key}"):
            return found
    return ""


def _client(url: str, token: str | None, seconds: float) -> OpaClient:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 8181)
    except ValueError:
        parts, port = urlsplit(""), 0
    extra = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if parts.scheme not in ("http", "https") or not parts.hostname or extra:
        raise UsageError(f"{url[:_SHOWN]!r} is no address of an OPA server", "for example http://127.0.0.1:8181")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    client = OpaClient(host, port, ssl=parts.scheme == "https", token=token, retries=0, timeout=seconds)
    for scheme in ("http://", "https://"):
        client._session.mount(scheme, _BoundedAdapter())
    if host in _LOOPBACK:
        # A proxy of the environment is not on the way to this machine; opa_client has no option for it.
        client._session.trust_env = False
    return client
