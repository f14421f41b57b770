"""Both engines decide alike, and an engine that isn't there never passes anything."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import Repo
from tests.cli.checking import check_apart, told
from tests.usecases.examples import CARD, GOOD, plain_card


@pytest.fixture
def rich(repo: Repo) -> Repo:
    repo.write_all(GOOD)
    repo.write("models/poor/README.md", plain_card("poor"))
    repo.write(
        "models/limited/README.md", CARD.replace("tier: high", "tier: limited").replace("  misuse", "  x-misuse")
    )
    repo.write("data/other/README.md", "---\npretty_name: Other\n---\n")
    repo.write("deploy/x.yaml", GOOD["deploy/production/credit-risk.yaml"].replace("credit-risk", "poor"))
    repo.write(
        "policies/p.rego",
        "package main\n\nwarn contains msg if {\n\tsome kind, by_name in data.govml.records\n\tinput.license\n"
        '\tmsg := sprintf("%s %d at %s", [kind, count(by_name), input.license])\n}\n',
    )
    repo.commit()
    return repo


def documents(repo: Repo, *args: str, env: dict[str, str]) -> tuple[Any, Any]:
    embedded = check_apart(repo.path, "--rev", "HEAD", "--format", "json", env=env)
    other = check_apart(repo.path, "--rev", "HEAD", "--format", "json", "--engine", "opa", *args, env=env)
    assert embedded.exit_code == other.exit_code == 1, other.stderr
    return json.loads(embedded.stdout), json.loads(other.stdout)


def test_the_engines_agree(rich: Repo, opa: Path) -> None:
    embedded, other = documents(rich, env={"GOVML_OPA": str(opa)})
    names = embedded.pop("engine"), other.pop("engine")
    assert embedded == other
    assert len(embedded["findings"]) > 20
    assert names[0].startswith("embedded")
    assert names[1].startswith("opa")


@pytest.fixture
def server(opa: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [str(opa), "run", "--server", "--addr", address, "--log-level", "error", "--skip-version-check"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    host, port = address.split(":")
    for _ in range(200):
        with socket.socket() as probe:
            if not probe.connect_ex((host, int(port))):
                break
        time.sleep(0.05)
    yield f"http://{address}"
    process.terminate()
    process.wait()


def test_a_server_of_others(rich: Repo, server: str) -> None:
    embedded, other = documents(rich, "--opa-url", server, env={})
    assert embedded["digest"] == other["digest"]


@pytest.mark.parametrize(
    ("args", "env", "exit_code", "word"),
    [
        ([], {"GOVML_OPA": "/nowhere/opa"}, 4, "/nowhere/opa"),
        ([], {"PATH": "/nowhere"}, 4, "no opa on the PATH"),
        (["--opa-url", "http://127.0.0.1:9"], {}, 4, "can't be reached"),
        (["--opa-url", "http://nowhere.invalid"], {}, 4, "can't be reached"),
        (["--opa-url", "127.0.0.1:8181"], {}, 2, "no address"),
        (["--opa-url", "ftp://127.0.0.1"], {}, 2, "no address"),
        (["--opa-url", "http://127.0.0.1:99999"], {}, 2, "no address"),
        (["--opa-url", "http://127.0.0.1/v1"], {}, 2, "no address"),
    ],
)
def test_no_engine(rich: Repo, args: list[str], env: dict[str, str], exit_code: int, word: str) -> None:
    if "GOVML_OPA" not in env:
        env = {"GOVML_OPA": "", **env}
    told(check_apart(rich.path, "--engine", "opa", *args, env=env), exit_code, word, "hint: ")


def test_not_an_opa(rich: Repo, tmp_path: Path) -> None:
    fake = tmp_path / "opa"
    fake.write_text("#!/bin/sh\necho no such flag >&2\nexit 3\n")
    fake.chmod(0o755)
    told(check_apart(rich.path, "--engine", "opa", env={"GOVML_OPA": str(fake)}), 4, "did not start", "no such flag")


def test_endless_policy_in_opa(rich: Repo, opa: Path) -> None:
    rich.write(
        "policies/p.rego",
        'package main\n\ndeny contains "never" if {\n\trows := numbers.range(1, 5000)\n'
        "\tcount({[a, b, c] | some a in rows; some b in rows; some c in rows; a * b * c == 0}) == 1\n}\n",
    )
    rich.write("govml.yaml", "limits: {policy_seconds: 0.7}\n")
    before = set(os.listdir("/proc")) if os.path.isdir("/proc") else set()
    told(check_apart(rich.path, "--engine", "opa", env={"GOVML_OPA": str(opa)}), 4, "did not answer within 0.7 s")
    left = [pid for pid in set(os.listdir("/proc")) - before if pid.isdigit()] if before else []
    assert not any(b"govml-opa-" in _command(pid) for pid in left)


def _command(pid: str) -> bytes:
    try:
        return Path("/proc", pid, "cmdline").read_bytes() + os.readlink(f"/proc/{pid}/cwd").encode()
    except OSError:
        return b""
