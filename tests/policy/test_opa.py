"""OPA servers as they are met: down, slow, old, something else, holding other things, and the real one."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from govml.model import EngineError, UsageError
from govml.policy.answers import query_module
from govml.policy.engine import Engine, open_engine
from govml.policy.nouns import Bundle
from govml.policy.tiers import tiers_of
from tests.builders import ROOT
from tests.policy.examples import bundle_of, head

LIB = 'package acme.lib\n\nword(x) := sprintf("%v!", [x])\n'
DENY = head() + "import data.acme.lib\n\ndeny contains lib.word(data.govml.parameters.word) if input.card\n"


@pytest.fixture
def bundle() -> Bundle:
    return bundle_of(DENY, LIB, parameters={"word": "no"})


def decide(engine: Engine) -> list[str]:
    return [each.message for each in engine.evaluate("model", {"card": {}})]


# -- a server of others ----------------------------------------------------------------------------------------------


@pytest.fixture
def server(opa: Path) -> Iterator[str]:
    """Address of an OPA server that govml didn't start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    process = subprocess.Popen([opa, "run", "--server", "--addr", address, "--log-level", "error"])
    url = f"http://{address}"
    for _ in range(500):
        try:
            send(url, "GET", "/health")
            break
        except OSError:
            time.sleep(0.01)
    yield url
    process.terminate()
    process.wait()


def send(url: str, method: str, path: str, body: str | None = None) -> Any:
    data = body.encode() if body is not None else None
    kind = "text/plain" if "/policies/" in path else "application/json"
    request = Request(url + path, data=data, method=method, headers={"Content-Type": kind})
    with urlopen(request, timeout=10) as response:
        return json.loads(response.read() or b"{}")


def held(url: str) -> tuple[list[str], Any]:
    return sorted(each["id"] for each in send(url, "GET", "/v1/policies")["result"]), send(url, "GET", "/v1/data")[
        "result"
    ]


def test_a_server_decides_and_is_left_as_it_was(server: str, bundle: Bundle) -> None:
    send(server, "PUT", "/v1/policies/other", "package other\n\ndeny contains 1\n")
    send(server, "PUT", "/v1/data/theirs", '{"a": 1}')
    before = held(server)
    engine = open_engine("opa", bundle, {"model": {}}, server)
    assert decide(engine) == ["no!"]
    assert held(server) != before
    engine.close()
    ids, data = held(server)
    assert ids == before[0] and {key: value for key, value in data.items() if value} == before[1]


def test_what_was_uploaded_is_taken_away_after_an_error(server: str) -> None:
    broken = bundle_of(head() + 'deny contains "x" if lower(input.card) == "x"\n')
    engine = open_engine("opa", broken, None, server)
    with pytest.raises(EngineError, match=r"policies/0\.rego:12:\d+: lower: operand 1 must be string"):
        engine.evaluate("model", {"card": 3})
    engine.close()
    assert held(server)[0] == []


def test_a_server_that_holds_the_very_same_policies_is_not_written_to(server: str, bundle: Bundle) -> None:
    send(server, "PUT", "/v1/data/govml/parameters", '{"word": "no"}')
    for number, module in enumerate(
        [bundle.modules[1], bundle.modules[0], query_module(bundle, "model", tiers_of("model"))]
    ):
        send(server, "PUT", f"/v1/policies/their-{number}", module.text)
    before = held(server)
    engine = open_engine("opa", bundle, None, server)
    assert decide(engine) == ["no!"]
    assert held(server) == before
    engine.close()
    assert held(server) == before


@pytest.mark.parametrize(
    ("path", "body", "message"),
    [
        ("/v1/policies/x", "package acme.acme_1\n\ndeny contains 1\n", "holds other policies than this run's"),
        ("/v1/policies/x", "package acme.extra\n\nx := 1\n", "in packages data.acme.extra"),
        ("/v1/policies/x", 'package govml_query["model"]\n\nrules := {}\n', "holds other policies"),
        ("/v1/policies/x", "package govml\n\nx := 1\n", "holds other policies"),
        ("/v1/data/govml/parameters", '{"word": "yes"}', "holds other data under data.govml"),
        ("/v1/data/govml/extra", "{}", "holds other data under data.govml"),
        ("/v1/data/acme/lib/word", '{"a": 1}', "holds other data under data.acme"),
    ],
)
def test_a_server_that_holds_something_else_is_refused(
    server: str, bundle: Bundle, path: str, body: str, message: str
) -> None:
    send(server, "PUT", path, body)
    before = held(server)
    with pytest.raises(EngineError) as caught:
        open_engine("opa", bundle, None, server)
    assert message in str(caught.value) and "\n" not in str(caught.value)
    assert "write to" in caught.value.hint
    assert held(server) == before


@pytest.mark.parametrize(
    ("path", "body", "message"),
    [
        ("/v1/data/govml/parameters", '{"word": "yes"}', "other data under data.govml.parameters"),
        ("/v1/data/acme/lib/extra", "1", "holds other data: data.acme.lib.extra"),
        ("/v1/data/govml/exempt", '["x"]', "holds other data: data.govml.exempt"),
        ("/v1/policies/x", "package acme.more\n\nx := 1\n", "holds other policies"),
    ],
)
def test_the_same_policies_beside_something_else_are_refused(
    server: str, bundle: Bundle, path: str, body: str, message: str
) -> None:
    send(server, "PUT", "/v1/data/govml/parameters", '{"word": "no"}')
    for number, module in enumerate(
        [bundle.modules[1], bundle.modules[0], query_module(bundle, "model", tiers_of("model"))]
    ):
        send(server, "PUT", f"/v1/policies/their-{number}", module.text)
    send(server, "PUT", path, body)
    with pytest.raises(EngineError) as caught:
        open_engine("opa", bundle, None, server)
    assert message in str(caught.value)


def test_policies_that_change_during_the_run_are_noticed(server: str, bundle: Bundle) -> None:
    engine = open_engine("opa", bundle, None, server)
    decide(engine)
    send(server, "PUT", "/v1/policies/late", 'package acme.acme_1\n\ndeny contains "late"\n')
    with pytest.raises(EngineError, match="changed during the run"):
        engine.close()
    assert held(server)[0] == ["late"]


def test_policies_that_vanish_decide_nothing(server: str, bundle: Bundle) -> None:
    engine = open_engine("opa", bundle, None, server)
    for identity in reversed(held(server)[0]):
        if identity.endswith(("/2.rego", "/1.rego")):
            send(server, "DELETE", f"/v1/policies/{identity}")
    with pytest.raises(EngineError, match="no longer holds"):
        engine.evaluate("model", {})
    with pytest.raises(EngineError, match="changed during the run"):
        engine.close()
    assert held(server)[0] == []


def test_a_text_is_uploaded_as_it_is(server: str) -> None:
    # opa_client "upgrades" what looks like an older dialect; a gate must not.
    text = head() + "deny contains x if {\n\tx := `\nallow {\n\tdeny[x] {\n`\n}\n\r\n# é\n\n\n"
    bundle = bundle_of(text)
    engine = open_engine("opa", bundle, None, server)
    raw = {each["raw"] for each in send(server, "GET", "/v1/policies")["result"]}
    engine.close()
    assert text in raw


def test_an_endless_answer_is_cut_off(server: str) -> None:
    loops = "".join(f"\tsome v{n} in numbers.range(1, 1000)\n" for n in range(4))
    bundle = bundle_of(head() + f"deny contains x if {{\n{loops}\tx := v0 + v3\n\tx < 0\n}}\n")
    engine = open_engine("opa", bundle, None, server, 1.0)
    with pytest.raises(EngineError, match="did not answer within 1 s"):
        engine.evaluate("model", {})
    engine.close()
    assert held(server)[0] == []


# -- no server, or none of OPA ---------------------------------------------------------------------------------------


def test_a_server_that_is_down(bundle: Bundle) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    with pytest.raises(EngineError, match="can't be reached") as caught:
        open_engine("opa", bundle, None, url)
    assert "--opa-url" in caught.value.hint


def test_a_server_that_never_answers(bundle: Bundle) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        start = time.monotonic()
        with pytest.raises(EngineError, match=r"did not answer within 0\.3 s"):
            open_engine("opa", bundle, None, f"http://127.0.0.1:{silent.getsockname()[1]}", 0.3)
        assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "url",
    ["", " ", "localhost:8181", "ftp://x", "http://", "http://h:99999", "http://h/path", "http://u:p@h", "http://h?q"],
)
def test_an_address_that_is_none(bundle: Bundle, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVML_OPA", "/nonexistent/opa")
    with pytest.raises(UsageError if url else EngineError):
        open_engine("opa", bundle, None, url)


@contextmanager
def answering(answer: Any, status: int = 200) -> Iterator[str]:
    """A loopback server that answers everything alike; `answer` may be made from the path."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = answer(self.path) if callable(answer) else answer
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_PUT = do_POST = do_DELETE = do_GET

        def log_message(self, *_: object) -> None:
            pass

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_address[1]}"
    finally:
        made.shutdown()
        thread.join()
        made.server_close()


def version(text: str) -> Any:
    return {"result": {"labels": {"version": text}}}


@pytest.mark.parametrize("release", ["0.70.0", "", "x", "10", "9" * 5000 + ".1"])
def test_an_older_opa_is_refused(bundle: Bundle, release: str) -> None:
    with answering(version(release)) as url, pytest.raises(EngineError, match=f"is release {release[:40]}") as caught:
        open_engine("opa", bundle, None, url)
    assert caught.value.hint == "govml needs OPA 1.0 or newer"


@pytest.mark.parametrize("answer", [{}, [], None, 3, {"result": {}}, {"result": {"labels": None}}])
def test_what_is_no_opa_is_refused(bundle: Bundle, answer: Any) -> None:
    with answering(answer) as url, pytest.raises(EngineError, match="is no OPA server"):
        open_engine("opa", bundle, None, url)


@pytest.mark.parametrize(
    ("body", "status"), [(b"<html>no</html>", 200), (b"", 200), (b"<html>no</html>", 502), ({"message": "no"}, 403)]
)
def test_other_answers_are_refused(bundle: Bundle, body: Any, status: int) -> None:
    with answering(body, status) as url, pytest.raises(EngineError) as caught:
        open_engine("opa", bundle, None, url)
    assert url in str(caught.value) and "\n" not in str(caught.value)


PACKAGE = [{"value": "data"}, {"value": "govml"}]


@pytest.mark.parametrize(
    "listing",
    [
        {"result": []},
        {"result": [{"id": "a"}]},
        {"result": 3},
        {"result": None},
        [],
        {"result": [{"id": None, "ast": {"package": {"path": PACKAGE}}}]},
        {"result": [{"id": 1}, {"id": "a"}]},
        {"result": [{"id": ["a"]}]},
        {"result": [{"id": "a", "ast": {"package": {"path": PACKAGE}}}]},
        {"errors": 3, "message": {}},
    ],
)
def test_a_server_that_only_pretends_to_hold_policies(bundle: Bundle, listing: Any) -> None:
    def answer(path: str) -> Any:
        return version("1.22.0") if path.endswith("/config") else listing

    with answering(answer) as url, pytest.raises(EngineError):
        open_engine("opa", bundle, None, url)


@contextmanager
def pouring(head: bytes, chunk: bytes, pause: float) -> Iterator[str]:
    """A loopback server that answers with a head and then the same bytes for ever."""
    done = threading.Event()

    def pour(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.recv(1 << 16)
            connection.sendall(head)
            while not done.wait(pause):
                connection.sendall(chunk)

    def serve() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=pour, args=(listening.accept()[0],), daemon=True).start()

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        threading.Thread(target=serve, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            done.set()
            listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: ", b""]
)
def test_a_server_that_drips_is_cut_off(bundle: Bundle, head: bytes) -> None:
    start = time.monotonic()
    with pouring(head, b" ", 0.1) as url, pytest.raises(EngineError, match=r"did not answer within 0\.5 s"):
        open_engine("opa", bundle, None, url, 0.5)
    assert time.monotonic() - start < 5


def test_an_answer_without_end_is_cut_off(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govml.policy.opa._BODY_LIMIT", 4 << 20)
    with (
        pouring(b"HTTP/1.1 200 OK\r\n\r\n", b" " * 65536, 0) as url,
        pytest.raises(EngineError, match="answered with more than 4 MiB"),
    ):
        open_engine("opa", bundle, None, url, 60.0)


# -- a server of govml's own -----------------------------------------------------------------------------------------


@pytest.fixture
def started(opa: Path, bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("GOVML_OPA", str(opa))
    engine: Any = open_engine("opa", bundle, None)
    yield engine
    engine._server.stop()


def test_a_started_server_decides_and_ends(started: Any) -> None:
    assert decide(started) == ["no!"]
    process = started._server.process
    assert process.poll() is None
    started.close()
    assert process.poll() is not None


def test_nobody_else_may_use_a_started_server(started: Any) -> None:
    with pytest.raises(OSError, match="401"):
        send(started._server.url, "PUT", "/v1/policies/x", "package acme.acme_1\n")
    assert not Path(started._server.folder).exists(), "the token lies about"
    assert decide(started) == ["no!"]


def test_the_environment_does_not_change_a_started_server(
    opa: Path, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVML_OPA", str(opa))
    for name in ("OPA_RUN_V0_COMPATIBLE", "OPA_V0_COMPATIBLE"):
        monkeypatch.setenv(name, "true")
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    engine = open_engine("opa", bundle, None)
    assert decide(engine) == ["no!"]
    engine.close()


def test_a_server_that_is_killed_is_an_error(started: Any) -> None:
    started._server.process.kill()
    started._server.process.wait()
    with pytest.raises(EngineError, match="can't be reached"):
        decide(started)
    with pytest.raises(EngineError):
        started.close()


def test_there_is_no_opa(bundle: Bundle, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GOVML_OPA", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError, match="there is no opa on the PATH") as caught:
        open_engine("opa", bundle, None)
    assert "--opa-url" in caught.value.hint


@pytest.mark.parametrize("text", ["#!/bin/sh\necho broken >&2\nexit 3\n", "not a program"])
def test_an_opa_that_does_not_start(bundle: Bundle, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    fake = tmp_path / "opa"
    fake.write_text(text)
    fake.chmod(0o755)
    monkeypatch.setenv("GOVML_OPA", str(fake))
    with pytest.raises(EngineError, match=r"did not start: broken|can't be run"):
        open_engine("opa", bundle, None)


def test_what_only_opa_refuses_has_its_place(opa: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVML_OPA", str(opa))
    bundle = bundle_of(head() + 'deny contains "x" if startswith(3, "a")\n')
    with pytest.raises(EngineError, match=r"^policies/0\.rego:12: rego_type_error"):
        open_engine("opa", bundle, None)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel ends the server on Linux only")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_server_ends_with_govml_however_it_ends(opa: Path, how: signal.Signals) -> None:
    code = (
        "import time\n"
        "from govml.policy.server import start_server\n"
        "server = start_server([], 10)\n"
        "print(server.process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "GOVML_OPA": str(opa)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as govml:
        assert govml.stdout
        pid = int(govml.stdout.readline())
        govml.send_signal(how)
    for _ in range(300):
        if not running(pid):
            return
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    pytest.fail("the server outlived govml")


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
