"""`govml evaluate` on real repositories: real DVC, torch and onnxruntime, real keys."""

from __future__ import annotations

import csv
import json
import pickle
import shutil
from pathlib import Path

import jsonschema
import pytest
from sklearn.metrics import roc_auc_score

from govml.base.git import Repository
from govml.evidence.bundle import read_bundle
from govml.evidence.evaluation import Evaluation, read_evaluation
from govml.evidence.sshsig import verify
from govml.evidence.statement import read_statement
from govml.usecases.checkout import checked_out
from govml.usecases.evaluation_plan import prepare
from tests.builders import ROOT, Repo, Result, invoke_govml
from tests.evaluation.example import CARD, WEIGHTS, change_card, copy_of, make_template, table
from tests.evaluation.test_runtimes import Poison, logistic, onnx_model
from tests.evidence.keys import make_key

pytestmark = [  # of DVC, which runs in this process
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
EVIDENCE = "evidence/credit/evaluation.intoto.jsonl"
ONNX = {
    "artifact: models/credit/model.safetensors": "artifact: models/credit/model.onnx",
    "      output: logit\n": "",
    "      loader: src/network.py:load\n": "",
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def torch_repo(template: Path, tmp_path: Path) -> Repo:
    """Return a repository whose model is a torch network in DVC."""
    return copy_of(template, tmp_path)


@pytest.fixture
def onnx_repo(torch_repo: Repo) -> Repo:
    """Return one whose model is an ONNX file in Git, which loads faster."""
    torch_repo.write("models/credit/model.onnx", onnx_model())
    torch_repo.git("add", "models/credit/model.onnx")
    change_card(torch_repo, ONNX)
    return torch_repo


def evaluate(repo: Repo, *args: str) -> Result:
    return invoke_govml("evaluate", "credit", *(args or ("--no-sign",)), cwd=repo.path)


def evidence(repo: Repo, path: str = EVIDENCE) -> Evaluation:
    (envelope,) = read_bundle((repo.path / path).read_bytes())
    return read_evaluation(read_statement(envelope.payload))


@pytest.mark.parametrize(("named", "found"), [("", "https://git.example.org/net"), ("https://git.example.org/a", "")])
def test_the_repository_is_called_what_the_config_calls_it(onnx_repo: Repo, named: str, found: str) -> None:
    onnx_repo.git("remote", "add", "origin", "https://ada:secret@git.example.org/net.git")
    if named:
        onnx_repo.write("govml.yaml", f"parameters: {{repository: {named}}}\n")
        onnx_repo.commit("Name the repository")
    plan = prepare(Repository.open(onnx_repo.path), "credit")
    assert plan.repository == named or found


def status(repo: Repo) -> str:
    return repo.git("status", "--porcelain", "--ignored=no")


def test_a_torch_model_is_evaluated_and_the_evidence_is_signed(torch_repo: Repo, tmp_path: Path) -> None:
    key = make_key(tmp_path / "keys")
    head = torch_repo.git("rev-parse", "HEAD")
    done = evaluate(torch_repo, "--key", str(key.path), "--builder", "https://ci.example/1")
    assert done.exit_code == 0, done.stderr
    assert "PASSED: credit on 80 rows of data/test.csv, commit " + head[:12] in done.stdout
    assert "differs, better than the card" in done.stdout
    assert "hint: `govml card sync credit` writes the numbers into the card" in done.stderr
    assert status(torch_repo) == "?? evidence/"

    (envelope,) = read_bundle((torch_repo.path / EVIDENCE).read_bytes())
    assert verify(envelope.signatures[0].sig, envelope.signed_bytes()) == key.public
    found = evidence(torch_repo)
    (subject,) = found.subjects
    assert subject.name == WEIGHTS
    assert subject.digest["md5"] in (torch_repo.path / f"{WEIGHTS}.dvc").read_text(encoding="utf-8")
    assert set(subject.digest) == {"md5", "sha256"}
    assert (found.commit, found.dirty, found.runtime) == (head, False, "torch")
    assert found.builder == "https://ci.example/1"
    assert (found.passed, found.warned, found.failed) == (("metrics", "rows-apart"), (), ())
    assert found.training_overlap == (0, 80, ("data/train.csv",))
    assert {(each.role, each.name) for each in found.configuration} == {
        ("code", "src/network.py"), ("data", "data/test.csv"),
        ("recipe", "models/credit/README.md#governance.evaluation.recompute"),
    }  # fmt: skip
    assert found.attributions["method"] == "integrated gradients from the mean row, mean absolute value over 80 rows"

    with (torch_repo.path / "data/test.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    import numpy

    scores = logistic(numpy.array([[float(row[name]) for name in ("income", "debt", "age")] for row in rows]))
    auc, recall = found.metrics
    assert auc.value == roc_auc_score([row["default"] == "yes" for row in rows], scores)
    assert (auc.name, auc.dataset, auc.split, auc.n) == ("roc_auc", "loans", "test", 80)
    assert auc.revision == found.data[0].digests["md5"]
    assert recall.confidence_interval is not None
    groups = {each.by: sorted(each.values) for each in found.slices}
    assert groups == {"sex": ["f", "m"], "income": ["high", "low"]}

    again = evaluate(torch_repo, "--no-sign", "--json")
    assert again.exit_code == 0
    document = json.loads(again.stdout)
    jsonschema.validate(document, json.loads((ROOT / "schemas/evaluation.schema.json").read_text(encoding="utf-8")))
    assert document["evidence"] == EVIDENCE
    assert document["comparisons"][1] == {
        "metric": "recall", "where": "loans/test", "value": recall.value, "stated": 0.5, "card": "differs",
    }  # fmt: skip
    second = evidence(torch_repo)
    untimed = {"started": "", "finished": "", "builder": "", "environment": {}}
    assert second._replace(**untimed) == found._replace(**untimed)  # type: ignore[arg-type]
    assert read_bundle((torch_repo.path / EVIDENCE).read_bytes())[0].signatures == ()


def test_a_registered_version_is_evaluated_as_it_was(onnx_repo: Repo, tmp_path: Path) -> None:
    onnx_repo.tag("credit@v1.0.0", message="Registering artifact credit version v1.0.0")
    commit = onnx_repo.git("rev-parse", "HEAD")
    change_card(onnx_repo, {"metrics: [roc_auc, recall]": "metrics: [brier]", "metrics: [recall]": "metrics: [brier]"})
    (onnx_repo.path / "data/test.csv").write_text("changed\n", encoding="utf-8")
    onnx_repo.write("models/credit/model.onnx", b"another")
    before = status(onnx_repo)
    target = tmp_path / "kept.jsonl"
    done = invoke_govml("evaluate", "credit@v1.0.0", "--no-sign", "--output", target, cwd=onnx_repo.path)
    assert done.exit_code == 0, done.stderr
    assert "PASSED: credit@v1.0.0 on 80 rows" in done.stdout
    assert "card sync" not in done.stderr
    assert status(onnx_repo) == before
    assert (onnx_repo.path / "data/test.csv").read_text(encoding="utf-8") == "changed\n"
    (envelope,) = read_bundle(target.read_bytes())
    found = read_evaluation(read_statement(envelope.payload))
    assert (found.version, found.commit, found.dirty) == ("v1.0.0", commit, False)
    assert [each.name for each in found.metrics] == ["roc_auc", "recall"]
    nowhere = invoke_govml("evaluate", "credit@v1.0.0", "--no-sign", cwd=onnx_repo.path)
    assert "the evidence is kept nowhere" in nowhere.stderr
    absent = invoke_govml("evaluate", "credit@v3.0.0", "--no-sign", cwd=onnx_repo.path)
    assert absent.exit_code == 1
    assert "credit has no version v3.0.0" in absent.stderr


def test_training_rows_in_the_evaluation_data_fail(onnx_repo: Repo) -> None:
    rows = table(1, 150).splitlines()[1:4]
    (onnx_repo.path / "data/test.csv.dvc").unlink()
    onnx_repo.write("data/all.csv", table(2, 80, 1000) + "\n".join(rows) + "\n")
    onnx_repo.git("add", "data")
    change_card(onnx_repo, {"data: [data/test.csv]": "data: [data/all.csv]"})
    done = evaluate(onnx_repo)
    assert done.exit_code == 1
    assert "3 of 83 rows are training rows, too: data/train.csv" in done.stdout
    assert evidence(onnx_repo).failed == ("rows-apart",)
    assert evidence(onnx_repo).training_overlap == (3, 83, ("data/train.csv",))


def test_the_evidence_is_the_same_whatever_the_card_says(onnx_repo: Repo) -> None:
    """A card that is mended later makes no signed statement wrong."""
    before = evaluate(onnx_repo, "--no-sign", "--json")
    assert invoke_govml("card", "sync", "credit", "--check", cwd=onnx_repo.path).exit_code == 1
    first = evidence(onnx_repo)
    assert invoke_govml("card", "sync", "credit", cwd=onnx_repo.path).exit_code == 0
    after = evaluate(onnx_repo, "--no-sign", "--json")
    assert (before.exit_code, after.exit_code) == (0, 0)
    assert evidence(onnx_repo)._replace(started="", finished="") == first._replace(started="", finished="")
    said = [[each["card"] for each in json.loads(done.stdout)["comparisons"]] for done in (before, after)]
    assert said == [["differs"] * 2 + ["not in the card"] * 4, ["same"] * 6]
    assert "card sync" in before.stderr
    assert "card sync" not in after.stderr


def test_what_isnt_committed_is_refused_but_for_what_govml_and_dvc_write(onnx_repo: Repo) -> None:
    onnx_repo.write("dvc.yaml", "stages:\n  plot:\n    foreach: [a]\n    do: {cmd: x, outs: [work/curve.csv]}\n")
    onnx_repo.stage("dvc.yaml")
    onnx_repo.commit("A loop", all=False)
    onnx_repo.write("evidence/credit/training.intoto.jsonl", "")
    onnx_repo.write("work/curve.csv", "")
    onnx_repo.write("dvc.lock", "schema: '2.0'\nstages: {}\n")
    onnx_repo.write(CARD, (onnx_repo.path / CARD).read_text(encoding="utf-8").replace("value: 0.5", "value: 0.86"))
    assert evaluate(onnx_repo).exit_code == 0
    assert not evidence(onnx_repo).dirty

    onnx_repo.write("src/network.py", "changed = True\n")
    onnx_repo.write("new.txt", "")
    done = evaluate(onnx_repo)
    assert done.exit_code == 2
    assert "not committed: new.txt, src/network.py" in done.stderr
    assert evaluate(onnx_repo, "--no-sign", "--allow-dirty").exit_code == 0
    assert evidence(onnx_repo).dirty


def test_content_comes_from_the_remote_and_is_what_the_records_say(onnx_repo: Repo, tmp_path: Path) -> None:
    cache = onnx_repo.path / ".dvc/cache/files/md5"
    shutil.rmtree(cache)
    refused = evaluate(onnx_repo, "--no-sign", "--no-pull")
    assert refused.exit_code == 4
    assert "data/test.csv: not in the cache" in refused.stderr
    assert evaluate(onnx_repo).exit_code == 0

    digest = evidence(onnx_repo).data[0].digests["md5"]
    cached = cache / digest[:2] / digest[2:]
    cached.chmod(0o644)
    cached.write_text(cached.read_text(encoding="utf-8").replace("no\n", "yes\n", 1), encoding="utf-8")
    cached.chmod(0o444)  # which DVC takes for: this is as I left it
    refused = evaluate(onnx_repo)
    assert refused.exit_code == 4
    assert "data/test.csv has the md5" in refused.stderr

    shutil.rmtree(cache)
    shutil.rmtree(tmp_path / "store")
    refused = evaluate(onnx_repo)
    assert refused.exit_code == 4
    assert "data/test.csv: the content can't be had" in refused.stderr


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"    recompute:\n": "    x-recompute:\n"}, "the card doesn't say how its numbers are recomputed"),
        ({"metrics: [roc_auc, recall]": "metrics: [roc_auc, recall, rouge]"}, "'rouge' is no metric"),
        ({"noise: 0.1": "noises: 0.1"}, "README.md:27:15: unknown field `noises`"),
        ({"    data: [data/test.csv]": "    data: []"}, "names no evaluation data"),
        ({"data: [data/test.csv]": "data: [data/gone.csv]"}, "nothing is known of evaluation data 'data/gone.csv'"),
        ({"artifact: models/credit/model.onnx": "artifact: models/credit/gone.onnx"}, "govml train credit"),
        ({"  artifact: models/credit/model.onnx\n": ""}, "name it: `governance.artifact: PATH`"),
        ({"seed: 7": "seed: 7\n      dataset: elsewhere"}, "has no result for elsewhere"),
        ({"target: default": "target: defaults"}, "no column 'defaults'\nhint: did you mean 'default'?"),
    ],
)
def test_a_card_that_cant_be_evaluated_is_told_what_to_change(
    onnx_repo: Repo, changes: dict[str, str], said: str
) -> None:
    change_card(onnx_repo, changes)
    done = evaluate(onnx_repo)
    assert said in done.stderr
    assert "hint: " in done.stderr
    assert done.exit_code in (2, 4)
    assert not (onnx_repo.path / EVIDENCE).exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"metrics: [roc_auc, recall]": "metrics: [roc_auc, recall, rouge]"}, "'rouge' is no metric"),
        ({"loader: src/network.py:load": "loader: src/gone.py:load"}, "there is no file src/gone.py"),
    ],
)
def test_what_is_unknown_is_told_before_anything_is_pulled(
    torch_repo: Repo, tmp_path: Path, change: dict[str, str], said: str
) -> None:
    shutil.rmtree(torch_repo.path / ".dvc/cache/files/md5")
    shutil.rmtree(tmp_path / "store")
    change_card(torch_repo, change)
    done = evaluate(torch_repo)
    assert (done.exit_code, said in done.stderr) == (2, True), done.stderr


def test_names_keys_and_bare_repositories(onnx_repo: Repo, tmp_path: Path) -> None:
    unknown = invoke_govml("evaluate", "credits", "--no-sign", cwd=onnx_repo.path)
    assert (unknown.exit_code, "did you mean 'credit'?" in unknown.stderr) == (2, True)
    unsigned = invoke_govml("evaluate", "credit", cwd=onnx_repo.path)
    assert (unsigned.exit_code, "there is no key to sign with" in unsigned.stderr) == (2, True)
    both = evaluate(onnx_repo, "--no-sign", "--key", "k")
    assert (both.exit_code, "exclude each other" in both.stderr) == (2, True)
    bare = invoke_govml("evaluate", "credit", "--no-sign", cwd=onnx_repo.bare())
    assert (bare.exit_code, "a bare repository has no work tree" in bare.stderr) == (2, True)
    assert not (onnx_repo.path / EVIDENCE).exists()


def test_a_pickle_is_loaded_only_when_asked_for_and_never_a_poisoned_one(onnx_repo: Repo, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    onnx_repo.write("models/credit/model.pkl", pickle.dumps(Poison(mark)))
    onnx_repo.git("add", "models")
    change_card(onnx_repo, {"artifact: models/credit/model.onnx": "artifact: models/credit/model.pkl"})
    asked = evaluate(onnx_repo)
    assert (asked.exit_code, "--allow-pickle loads it after a scan" in asked.stderr) == (2, True)
    done = evaluate(onnx_repo, "--no-sign", "--allow-pickle")
    assert (done.exit_code, "would run posix.system when it is loaded; it was not" in done.stderr) == (2, True)
    assert not mark.exists()


def test_code_that_changes_the_data_gives_no_evidence(torch_repo: Repo) -> None:
    code = (torch_repo.path / "src/network.py").read_text(encoding="utf-8")
    torch_repo.write("src/network.py", code + "\nopen('data/test.csv', 'a').write('1,2,3,4,f,yes\\n')\n")
    torch_repo.git("add", "src")
    torch_repo.commit("Code", all=False)
    done = evaluate(torch_repo)
    assert done.exit_code == 4
    assert "data/test.csv has the md5" in done.stderr
    assert not (torch_repo.path / EVIDENCE).exists()


STAGE = """stages:
  evaluate:
    cmd: python src/evaluate.py
    deps: [src/evaluate.py, data/test.csv, models/credit/model.onnx]
    metrics:
    - metrics.json: {cache: false}
"""
SCRIPT = """
import json, os
rows = open("data/test.csv").read().count("\\n") - 1
assert open("models/credit/model.onnx", "rb").read()
value = float(os.environ.get("TEST_VALUE", "0.912"))
json.dump({"n": rows, "test": {"roc_auc": value}, "recall": 0.5, "confidence_interval": {"recall": [0.4, 0.6]}},
          open("metrics.json", "w"))
"""


RECIPE = """    metrics: metrics.json
    recompute: {stage: dvc.yaml#evaluate, metrics: [test.roc_auc, recall]}
---
"""


def test_a_stage_of_the_project_computes_the_numbers_itself(onnx_repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    start = (onnx_repo.path / CARD).read_text(encoding="utf-8").partition("    recompute:\n")[0]
    onnx_repo.write_all({"dvc.yaml": STAGE, "src/evaluate.py": SCRIPT, "metrics.json": "{}\n", CARD: start + RECIPE})
    onnx_repo.git("add", "dvc.yaml", "src", "metrics.json", CARD)
    onnx_repo.commit("A stage", all=False)
    done = evaluate(onnx_repo)
    assert done.exit_code == 0, done.stderr
    assert "PASSED: credit on 80 rows" in done.stdout
    found = evidence(onnx_repo)
    assert [(each.name, each.value, each.n, each.confidence_interval) for each in found.metrics] == [
        ("test.roc_auc", 0.912, 80, None),
        ("recall", 0.5, 80, (0.4, 0.6)),
    ]
    assert found.runtime == "stage"
    assert found.method == {"recipe": {"stage": "dvc.yaml#evaluate", "metrics": ["test.roc_auc", "recall"]}}
    assert [(each.role, each.name) for each in found.configuration] == [
        ("code", "src/evaluate.py"), ("data", "data/test.csv"),
        ("recipe", "models/credit/README.md#governance.evaluation.recompute"), ("stage", "dvc.yaml#evaluate"),
    ]  # fmt: skip
    assert (onnx_repo.path / "metrics.json").read_text(encoding="utf-8") == "{}\n"
    assert not (onnx_repo.path / "dvc.lock").exists()

    monkeypatch.setenv("TEST_VALUE", "nan")
    broken = evaluate(onnx_repo)
    assert (broken.exit_code, "NaN is not a JSON number" in broken.stderr) == (4, True)
    monkeypatch.setenv("TEST_VALUE", "x")
    failed = evaluate(onnx_repo)
    assert (failed.exit_code, "stage dvc.yaml:evaluate failed" in failed.stderr) == (4, True)
    onnx_repo.write("dvc.yaml", STAGE.replace(", models/credit/model.onnx", ""))
    blind = evaluate(onnx_repo, "--no-sign", "--allow-dirty")
    assert (blind.exit_code, "doesn't read models/credit/model.onnx" in blind.stderr) == (2, True)


def test_a_checkout_has_regular_files_alone_and_leaves_nothing(repo: Repo, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    repo.write("a/run.sh", "#!/bin/sh\n").chmod(0o755)
    (repo.path / "link").symlink_to(secret)
    (repo.path / "a/folder").symlink_to(tmp_path)
    repo.commit("Links")
    repository = Repository.open(repo.path)
    for snapshot in (repository.snapshot(repository.head()), repository.worktree()):
        with checked_out(repository, snapshot, "a/run.sh") as checkout:
            found = {str(path.relative_to(checkout.folder)) for path in checkout.folder.rglob("*")}
            assert found == {"a", "a/run.sh"}
            assert (checkout.folder / "a/run.sh").stat().st_mode & 0o100
            assert checkout.pipelines is None
        assert not checkout.folder.exists()


