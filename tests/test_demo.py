"""The demo really trains, and the records that it writes hold what was measured."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from demo.build import CARD, MANIFEST, MARKER, TRAINER, WEIGHTS, DemoError, prepare, replaced
from tests.builders import ROOT, run_govml


class Built(NamedTuple):
    folder: Path
    output: str

    @property
    def repository(self) -> Path:
        return self.folder / "repository"

    def git(self, *args: str) -> str:
        done = subprocess.run(["git", *args], cwd=self.repository, capture_output=True, text=True, check=True)
        return done.stdout.removesuffix("\n")

    def check(self, *args: str) -> tuple[int, dict[str, Any]]:
        done = run_govml("check", "--format", "json", *args, cwd=self.repository)
        report: dict[str, Any] = json.loads(done.stdout)
        return done.exit_code, report


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    needed = ("captum", "dvc", "safetensors", "sklearn", "torch")
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    if missing:
        reason = f"the demo needs {', '.join(missing)}: pip install 'govml[demo]'"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("demo") / "demo-out"
    done = subprocess.run(
        [sys.executable, "-m", "demo.build", str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Built(folder, done.stdout)


def front_matter(text: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(text.split("---\n")[1])
    return loaded


@pytest.mark.demo
def test_the_card_has_the_measured_numbers(built: Built) -> None:
    bundle = json.loads((built.repository / "evidence/tumour-triage/evaluation.intoto.jsonl").read_text())
    statement = json.loads(base64.b64decode(bundle["payload"]))
    measured = {each["name"]: each for each in statement["predicate"]["govml_evaluation"]["metrics"]}
    [result] = front_matter((built.repository / CARD).read_text())["model-index"][0]["results"]
    claimed = {metric["type"]: metric for metric in result["metrics"]}
    for name in ("roc_auc", "recall"):
        assert claimed[name]["value"] == round(measured[name]["value"], 4)
        assert claimed[name]["n"] == measured[name]["n"]
        assert claimed[name]["confidence_interval"] == [
            round(each, 4) for each in measured[name]["confidence_interval"]
        ]
    assert measured["roc_auc"]["value"] > 0.95
    data = (built.repository / "data" / "test.csv").read_bytes()
    assert measured["roc_auc"]["n"] == data.count(b"\n") - 1
    assert result["dataset"]["revision"] == hashlib.md5(data).hexdigest()


@pytest.mark.demo
def test_the_manifest_serves_the_trained_weights(built: Built) -> None:
    from safetensors import safe_open

    weights = built.repository / WEIGHTS
    md5 = hashlib.md5(weights.read_bytes()).hexdigest()
    annotations = yaml.safe_load((built.repository / MANIFEST).read_text())["metadata"]["annotations"]
    assert annotations["govml/digest"] == f"md5:{md5}"
    assert (built.folder / "dvc-remote" / "files" / "md5" / md5[:2] / md5[2:]).is_file()
    with safe_open(weights, "pt") as tensors:
        assert tensors.get_slice("1.weight").get_shape() == [16, 30]


@pytest.mark.demo
def test_the_careless_change_fails_for_the_reasons_it_shows(built: Built) -> None:
    code, report = built.check("--rev", "version-1.1.0~", "--policy-rev", "tumour-triage@v1.0.0")
    assert (code, report["verdict"]) == (1, "FAILED")
    errors = {finding["rule"] for finding in report["findings"] if finding["level"] == "error"}
    assert errors == {"CARD-02", "CARD-03", "DEPL-01", "EVAL-01", "EVAL-07"}


@pytest.mark.demo
@pytest.mark.parametrize("revision", ["main", "version-1.1.0"])
def test_a_good_version_passes_without_a_warning(built: Built, revision: str) -> None:
    code, report = built.check("--rev", revision)
    assert (code, report["verdict"], report["findings"]) == (0, "PASSED", [])
    assert {record["kind"] for record in report["records"]} >= {"model-card", "data-card", "dvc", "dvc-lock", "config"}


@pytest.mark.demo
def test_the_release_is_registered(built: Built) -> None:
    tags = built.git("for-each-ref", "--format=%(refname:short) %(objecttype)", "refs/tags")
    assert tags.splitlines() == [
        f"tumour-triage{name} tag" for name in ("#production#1", "@v1.0.0", "@v1.1.0")
    ]
    for name in ("tumour-triage@v1.1.0", "tumour-triage#production#1"):
        assert built.git("rev-parse", f"{name}^{{commit}}") == built.git("rev-parse", "main")


@pytest.mark.demo
def test_the_promotion_is_audited_and_the_moved_tag_caught(built: Built) -> None:
    assert "moved" in (built.folder / "reports" / "attack.html").read_text(encoding="utf-8")
    done = run_govml("audit", "--format", "json", cwd=built.repository)
    audit = json.loads(done.stdout)
    assert (done.exit_code, audit["verdict"]) == (0, "PASSED")


@pytest.mark.demo
def test_it_ends_by_naming_the_reports(built: Built) -> None:
    reports = [(ROOT / line.strip()).resolve() for line in built.output.rstrip().splitlines()[-6:]]
    assert [report.parent for report in reports] == 6 * [(built.folder / "reports").resolve()]
    for report, rule in zip(reports, ("CARD-02", "EVAL-03", "PROV-06", "GIT-01", "PASSED", "FAILED"), strict=True):
        assert rule in report.read_text(encoding="utf-8")


@pytest.mark.demo
def test_the_readme_shows_what_the_demo_prints(built: Built) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```text\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    shown = [line for block in blocks for line in block.splitlines()]
    assert len(shown) >= 10
    output = re.sub(r" --output html=\S+", "", built.output)
    said = {" ".join(line.split()) for line in output.splitlines()}
    numbers = re.compile(r"\d+\.\d+")  # another processor may round otherwise
    assert {numbers.sub("N", " ".join(line.split())) for line in shown} <= {numbers.sub("N", line) for line in said}


@pytest.mark.demo
def test_stock_tools_verify_the_evidence(built: Built, tmp_path: Path) -> None:
    for kind in ("training", "evaluation"):
        bundle = f"evidence/tumour-triage/{kind}.intoto.jsonl"
        folder = tmp_path / kind
        assert run_govml("evidence", "export", bundle, str(folder), cwd=built.repository).exit_code == 0
        [signature] = folder.rglob("*.sig")
        done = subprocess.run(
            ["ssh-keygen", "-Y", "verify", "-f", built.repository / "allowed_signers", "-I", TRAINER, "-n", "govml",
             "-s", signature], input=signature.with_name("payload.pae").read_bytes(), capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


@pytest.mark.demo
def test_everything_is_committed_and_inside_the_folder(built: Built) -> None:
    assert built.git("status", "--porcelain") == ""
    assert sorted(path.name for path in built.folder.iterdir()) == sorted(
        [MARKER, "dvc-remote", "home", "keys", "reports", "repository"]
    )


def test_it_wipes_only_what_it_made(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    prepare(folder)
    (folder / "old").write_text("of the run before")
    prepare(folder)
    assert [path.name for path in folder.iterdir()] == [MARKER]

    other = tmp_path / "mine"
    other.mkdir()
    (other / "thesis.tex").write_text("years of work")
    with pytest.raises(DemoError, match="not wiped"):
        prepare(other)
    assert (other / "thesis.tex").read_text() == "years of work"

    link = tmp_path / "link"
    link.symlink_to(folder)
    with pytest.raises(DemoError, match="no folder"):
        prepare(link)


def test_an_edit_that_no_longer_fits_is_refused() -> None:
    assert replaced("a b c", "b", "x") == "a x c"
    for text in ("a c", "b b"):
        with pytest.raises(DemoError, match="times"):
            replaced(text, "b", "x")
