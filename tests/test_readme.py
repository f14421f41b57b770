"""The README is true: its files and commands, run in order in a new repository, give what it shows.

`python -m tests.test_readme` writes what the commands give now into the README.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from govml.evidence.allowed_signers import read_signers
from govml.evidence.signing import open_signer
from tests.builders import ROOT, Repo, hermetic_environment

README = ROOT / "README.md"
BLOCK = re.compile(r"(?:`(?P<file>[^`\n]+)`:\n\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```\n", re.DOTALL | re.MULTILINE)
COMMIT = re.compile(r"\b[0-9a-f]{12,40}\b")


def replayed(text: str, folder: Path) -> str:
    """Write the README's files, run its commands, and return it with what they print."""
    repo = Repo(folder)
    repo.git("config", "user.name", "Ada Author")
    repo.git("config", "user.email", "ada@example.org")
    shim = folder / "bin" / "govml"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m govml "$@"\n')
    shim.chmod(0o755)
    environment = os.environ | {"PATH": f"{shim.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    last = 0

    def run(command: str) -> str:
        nonlocal last
        done = subprocess.run(
            ["bash", "-c", f"(exit {last}); {command}"],
            cwd=repo.path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        last = done.returncode
        return done.stdout

    def replay(block: re.Match[str]) -> str:
        if block["file"]:
            repo.write(block["file"], block["text"])
        if block["language"] != "console":
            return block[0]
        commands = [line.removeprefix("$ ") for line in block["text"].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"$ {command}\n{run(command)}" for command in commands) + "```\n"

    return BLOCK.sub(replay, text)


def test_the_readme_shows_what_its_commands_print(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    assert len(re.findall(r"^\$ govml ", text, re.MULTILINE)) >= 4
    assert COMMIT.sub("COMMIT", replayed(text, tmp_path)) == COMMIT.sub("COMMIT", text)


def test_the_key_that_the_readme_makes_is_allowed_to_sign(repo: Repo, tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    [lines] = [block["text"] for block in BLOCK.finditer(text) if "ssh-keygen" in block[0]]
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    shell = "\n".join(line for line in lines.splitlines() if not line.startswith("pip ")) + "\necho $GOVML_SIGNING_KEY"
    done = subprocess.run(
        ["bash", "-euc", shell], cwd=repo.path, env=os.environ | {"HOME": str(home)}, capture_output=True, check=True
    )
    signer = open_signer(done.stdout.decode().strip())
    signers = read_signers((repo.path / "allowed_signers").read_bytes(), b"")
    assert [principal.name for principal in signers.principals(signer.public)] == ["you@bank.example"]


def test_every_link_and_target_exists() -> None:
    text = README.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"`make (\w+)`", text)) <= set(targets)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        hermetic = hermetic_environment(Path(scratch))
        os.environ.clear()
        os.environ.update(hermetic)
        README.write_text(replayed(README.read_text(encoding="utf-8"), Path(scratch)), encoding="utf-8")
