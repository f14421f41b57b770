"""docs/ledger.md says how to verify the ledger without govml: exactly that is done here."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from govml.base.git import Repository
from govml.ledger.chain import read
from tests.builders import ROOT, Repo
from tests.ledger.builders import REF, bytes_of, digest, fill, key, plant

CHAIN, SIGNATURE = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "ledger.md").read_text(encoding="utf-8"), re.DOTALL)


def shell(script: str, cwd: Path, **names: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", script], cwd=cwd, env=os.environ | names, capture_output=True, text=True, check=False
    )


def test_the_chain_holds(repo: Repo) -> None:
    fill(repo.path, 4)
    done = shell(CHAIN, repo.path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_chain_that_does_not_hold_is_told(repo: Repo) -> None:
    first = plant(repo, bytes_of(0, ""), [])
    second = plant(repo, bytes_of(1, digest(b"something else")), [first])
    assert shell(CHAIN, repo.path).stdout == f"broken at {second}\n"


@pytest.mark.parametrize("number", [1, 2])
def test_a_signature_holds(repo: Repo, number: int) -> None:
    fill(repo.path, 3)
    entry = read(Repository.open(repo.path)).entries[number]
    repo.write("allowed_signers", key().allowed("ada@example.org"))
    done = shell(SIGNATURE, repo.path, COMMIT=entry.commit, NAME="ada@example.org")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith('Good "govml" signature for ada@example.org')
    assert json.loads((repo.path / "payload.json").read_bytes())["predicateType"] == entry.statement.predicate_type
    other = shell(SIGNATURE.replace("%b %d %b", "%b %d  %b"), repo.path, COMMIT=REF, NAME="ada@example.org")
    assert other.returncode != 0
