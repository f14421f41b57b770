"""docs/evidence.md is true: its statements are read as they stand, and its commands verify one."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from govml.base.canonical import canonical
from govml.evidence.dsse import envelope_json
from govml.evidence.evaluation import evaluation_statement, read_evaluation
from govml.evidence.statement import STATEMENT, read_statement, statement_bytes
from govml.evidence.training import EXTERNAL, read_training, training_statement
from tests.builders import ROOT
from tests.evidence.keys import make_key

PAGE = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
TRAINING, EVALUATION = (text for text in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL) if STATEMENT in text)
(COMMANDS,) = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


def test_the_training_run_is_what_govml_writes() -> None:
    run = read_training(read_statement(TRAINING.encode()))
    assert statement_bytes(training_statement(run)) == canonical(json.loads(TRAINING))


def test_the_evaluation_is_what_govml_writes() -> None:
    run = read_evaluation(read_statement(EVALUATION.encode()))
    assert statement_bytes(evaluation_statement(run)) == canonical(json.loads(EVALUATION))


def test_every_external_parameter_is_explained() -> None:
    table = PAGE.partition("| external parameter |")[2].partition("\n\n")[0]
    assert sorted(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == list(EXTERNAL)


def test_the_commands_verify_evidence_without_govml(tmp_path: Path) -> None:
    key = make_key(tmp_path / "keys")
    folder = tmp_path / "repository"
    for name, content in {
        "evidence/credit-risk/training.intoto.jsonl": envelope_json(key.seal(TRAINING.encode())),
        "allowed_signers": key.allowed("ada@example.org").encode(),
        "models/credit-risk/model.safetensors": b"test",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    done = subprocess.run(["sh", "-ec", COMMANDS], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f'Good "govml" signature for ada@example.org with ED25519 key {key.public.fingerprint}' in done.stdout
    evidence = folder / "evidence/credit-risk/training.intoto.jsonl"
    evidence.write_bytes(envelope_json(key.seal(TRAINING.encode())._replace(payload=EVALUATION.encode())))
    assert subprocess.run(["sh", "-ec", COMMANDS], cwd=folder, capture_output=True, check=False).returncode != 0
