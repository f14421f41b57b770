"""An OPA server of govml's own: found, started on a loopback port, and stopped whatever happens.

Only who knows the token may use it, so no other user of the machine can change the policies that decide.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from govml.model import EngineError

START_SECONDS: Final = 20.0
"""How long an OPA may take to start."""

POLICIES: Final = "policies"
"""Folder that the server was started from; `policies/0.rego` is the id of the first policy."""

_ATTEMPTS: Final = 3
_STOP_SECONDS: Final = 2.0
_DEATH_SIGNAL: Final = 1
_AUTHORITY: Final = """package system.authz

default allow := false

allow if input.identity == {token}
"""


class OpaServer:
    """A running `opa`; stopped by `stop`, at the end of the process, and on Linux even when the process is killed."""

    def __init__(self, url: str, token: str, process: subprocess.Popen[bytes], folder: str) -> None:
        """Take charge of a started process and the folder it was started from."""
        self.url = url
        self.token = token
        self.process = process
        self.folder = folder
        self._stop = weakref.finalize(self, _stop, os.getpid(), process, folder)

    def stop(self) -> None:
        """Stop the server and wait for its end; safe to call twice."""
        self._stop()

    def complaint(self) -> str:
        """Return what the server wrote, warnings apart."""
        text = Path(self.folder, "log").read_text(encoding="utf-8", errors="replace")
        lines = [line for line in text.splitlines() if line.strip() and '"level":"warning"' not in line]
        return " ".join(lines)[:600]


def start_server(texts: Sequence[str], limit_seconds: float) -> OpaServer:
    """Start the `opa` of `GOVML_OPA` or the PATH with policies: the first is `policies/0.rego`, and so on.

    They are loaded at the start, as a running server compiles all of them again for each. Raises `EngineError` where
    there is no opa or it doesn't start.
    """
    named = os.environ.get("GOVML_OPA")
    binary = shutil.which(named or "opa")
    if binary is None:
        what = f"GOVML_OPA names {named!r}, which can't be run" if named else "there is no opa on the PATH"
        raise EngineError(what, "install OPA 1.0 or newer, set GOVML_OPA, give --opa-url, or use the embedded engine")
    complaint = ""
    for _ in range(_ATTEMPTS):
        server = _launch(binary, texts)
        try:
            if _ready(server, max(START_SECONDS, limit_seconds)):
                # Everything is loaded; the token is not to lie about, whatever ends govml.
                shutil.rmtree(server.folder, ignore_errors=True)
                return server
            complaint = server.complaint()
        except BaseException:
            server.stop()
            raise
        server.stop()
        if "address already in use" not in complaint:
            break
    raise EngineError(f"{binary} did not start: {complaint or 'it gave no reason'}", "try `opa run --server` by hand")


def _launch(binary: str, texts: Sequence[str]) -> OpaServer:
    token = secrets.token_hex(32)
    folder = tempfile.mkdtemp(prefix="govml-opa-")
    try:
        authority = Path(folder, "authz.rego")
        authority.write_text(_AUTHORITY.format(token=f'"{token}"'), encoding="utf-8")
        Path(folder, POLICIES).mkdir()
        for number, text in enumerate(texts):
            Path(folder, POLICIES, f"{number}.rego").write_bytes(text.encode("utf-8", "surrogatepass"))
        address = f"127.0.0.1:{_free_port()}"
        command = [binary, "run", "--server", "--addr", address, "--log-level", "error", "--skip-version-check"]
        command += ["--authentication", "token", "--authorization", "basic", authority.name, POLICIES]
        with Path(folder, "log").open("wb") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=folder,
                # OPA takes every flag from the environment too.
                env={name: value for name, value in os.environ.items() if not name.startswith("OPA_")},
                # Ctrl-C is for govml, which then stops the server.
                start_new_session=True,
                preexec_fn=_end_with_parent(),
            )
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise EngineError(f"{binary} can't be run: {error.strerror}", "set GOVML_OPA to an opa") from None
        raise
    return OpaServer(f"http://{address}", token, process, folder)


def _ready(server: OpaServer, seconds: float) -> bool:
    # Not through opa_client: it can't tell "not yet" from "never", as only the process can.
    opener = build_opener(ProxyHandler({}))
    request = Request(f"{server.url}/health", headers={"Authorization": f"Bearer {server.token}"})
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            return False
        try:
            with opener.open(request, timeout=1.0) as response:
                if response.status == 200 and server.process.poll() is None:
                    return True
        except HTTPError:
            return False
        except (URLError, OSError):
            pass
        time.sleep(0.01)
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _end_with_parent() -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    try:
        prctl = ctypes.CDLL(None).prctl
    except (OSError, AttributeError):
        return None

    def ask() -> None:
        prctl(_DEATH_SIGNAL, signal.SIGKILL)

    return ask


def _stop(owner: int, process: subprocess.Popen[bytes], folder: str) -> None:
    if os.getpid() != owner:
        return  # a forked worker ends: the server is its parent's
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    shutil.rmtree(folder, ignore_errors=True)
