"""A stored judgement gives the report that a fresh one would, whatever happened between the two."""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from govml.base.git import Repository
from govml.model import EngineError, Finding, Report
from govml.usecases import check as usecase
from govml.usecases import judging
from govml.usecases.check import Request
from govml.usecases.judging import Judged
from govml.usecases.store import KEEP, versions
from tests.builders import ROOT, Repo, run_govml
from tests.evidence.keys import make_key
from tests.usecases.examples import AT, CARD, DATA_CARD, GOOD, MANIFEST, MD5, PIPELINE, plain_card, pointer
from tests.usecases.proven import TRAINING, proven

CONFTEST = 'package main\n\nwarn contains "no owner" if {\n\tinput.governance\n\tinput.governance.name != "b"\n}\n'
NAMES = ("a", "b", "credit-risk")


@pytest.fixture(autouse=True)
def store_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "STORED_FROM", 0)


def fresh_and_stored(repo: Repo, rev: str = "", *, staged: bool = False) -> tuple[Report, Report]:
    request = Request(AT, rev=rev, staged=staged)
    stored = usecase.check(Repository.open(repo.path), request)
    return usecase.check(Repository.open(repo.path), request._replace(cache=False)), stored


def same(repo: Repo, rev: str = "", *, staged: bool = False) -> Report:
    fresh, stored = fresh_and_stored(repo, rev, staged=staged)
    for field in Report._fields:
        assert getattr(stored, field) == getattr(fresh, field), field
    request = Request(AT, rev=rev, staged=staged, lists_records=False)
    assert usecase.check(Repository.open(repo.path), request) == stored._replace(records=None)
    return stored


def stores(repo: Repo) -> list[Path]:
    return sorted((repo.path / ".git" / "govml").glob("judgement-*.sqlite"))


def change(repo: Repo, dice: random.Random) -> None:
    """Change one file so that links break or mend, kinds come and go, and names move."""
    name = dice.choice(NAMES)
    contents: dict[str, list[str]] = {
        "govml.yaml": [GOOD["govml.yaml"], "profile: strict\n"],
        f"models/{name}/README.md": [
            CARD.replace("name: credit-risk", f"name: {name}"),
            CARD.replace("name: credit-risk", f"name: {dice.choice(NAMES)}"),
            CARD.replace("tier: high", "tier: minimal"),
            plain_card(dice.choice(NAMES)),
            "# no card\n",
            "---\nlicense: [\n---\n",
        ],
        f"models/{name}/model.safetensors.dvc": [
            pointer("model", "model.safetensors"),
            pointer("test", "model.safetensors"),
            "outs: 5\n",
        ],
        f"models/{name}/model.safetensors": ["weights"],
        "data/README.md": [DATA_CARD, DATA_CARD.replace("data/test.csv.dvc", "data/other.csv.dvc"), "x\n"],
        "data/second/README.md": [DATA_CARD, DATA_CARD.replace("name: loans", "name: second")],
        "data/train.csv.dvc": [pointer("train", "train.csv"), pointer("test", "train.csv")],
        "data/test.csv.dvc": [pointer("test", "test.csv"), pointer("train", "test.csv"), "{"],
        "data/other.csv.dvc": [pointer("test", "other.csv")],
        "dvc.yaml": [
            PIPELINE,
            PIPELINE.replace("train:", "fit:"),
            "artifacts: {a: {path: models/a/model.safetensors, type: model}}\n",
        ],
        "dvc.lock": [
            "schema: '2.0'\nstages:\n  train:\n    cmd: x\n    outs:\n"
            "    - path: models/credit-risk/model.safetensors\n"
            f"      md5: {MD5[digest]}\n"
            for digest in ("model", "test")
        ],
        "artifacts.yaml": [
            "b: {type: model, path: models/b/model.safetensors}\n",
            "a: {type: dataset, path: data/train.csv}\n",
        ],
        "deploy/x.yaml": [
            MANIFEST,
            MANIFEST.replace("credit-risk@1.4.0", f"{dice.choice(NAMES)}@1.0.0"),
            MANIFEST + "---\n" + MANIFEST.replace("name: credit-risk", "name: second"),
            "kind: ConfigMap\n",
        ],
        f"models/{name}/.eval_results/r.yaml": [
            "- dataset: {id: loans, task_id: test}\n  value: 0.9\n",
            "- dataset: {id: other, task_id: test}\n  value: 0.8\n",
        ],
        "metrics.json": ["{}\n"],
        "reports/attributions.json": ["{}\n"],
        "waivers/w.yaml": ["schema: govml.waiver/v1\nwaivers: []\n"],
        "policies/p.rego": [CONFTEST],
    }
    path = dice.choice(sorted(contents))
    file = repo.path / path
    if file.is_dir():
        return
    if file.exists() and dice.random() < 0.35:
        file.unlink()
    elif file.exists() and dice.random() < 0.2:
        target = repo.path / "models" / dice.choice(NAMES) / file.name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            file.rename(target)
    else:
        repo.write(path, dice.choice(contents[path]))


@pytest.mark.parametrize("seed", range(2))
def test_any_history(repo: Repo, seed: int) -> None:
    dice = random.Random(seed)
    repo.write_all(GOOD)
    commits = [repo.commit()]
    same(repo, "HEAD")
    for _ in range(8):
        for _ in range(dice.randint(1, 3)):
            change(repo, dice)
        same(repo)
        commits.append(repo.commit())
        same(repo, "HEAD")
    assert stores(repo)
    for commit in dice.sample(commits, 6):
        same(repo, commit)
    for _ in range(3):
        for _ in range(dice.randint(1, 4)):
            change(repo, dice)
        same(repo)
        repo.stage()
        same(repo, staged=True)


def test_links_break_and_mend(repo: Repo) -> None:
    repo.write_all(GOOD)
    good = repo.commit()
    assert same(repo, good).verdict == "PASSED"
    steps = {
        "models/credit-risk/model.safetensors.dvc": "link",
        "data/README.md": "DATA-01",
        "data/test.csv.dvc": "link",
        "dvc.yaml": "link",
        "metrics.json": "link",
        "models/credit-risk/README.md": "",
    }
    for path, rule in steps.items():
        repo.remove(path)
        broken = repo.commit()
        report = same(repo, broken)
        assert not rule or rule in {finding.rule for finding in report.findings}, path
        assert same(repo, good).verdict == "PASSED"
        repo.write(path, GOOD[path])
        assert same(repo).verdict == "PASSED"
        repo.commit()
        assert same(repo, "HEAD").verdict == "PASSED"


def test_the_day_is_no_part_of_what_is_kept(repo: Repo) -> None:
    repo.write_all(GOOD)
    repo.commit()
    for day in ("2026-03-03", "2027-03-03", "2026-03-03"):
        request = Request(f"{day}T00:00:00Z", rev="HEAD")
        stored = usecase.check(Repository.open(repo.path), request)
        assert stored == usecase.check(Repository.open(repo.path), request._replace(cache=False))
        assert ("MON-03" in {finding.rule for finding in stored.findings}) == (day[:4] == "2027")


@pytest.fixture
def kept(repo: Repo) -> Repo:
    repo.write_all(GOOD)
    repo.write("models/other/README.md", plain_card("other"))
    repo.commit()
    assert same(repo, "HEAD").verdict == "FAILED"
    return repo


@pytest.mark.parametrize("harm", ["text", "empty", "half", "folder", "tables", "rows", "json", "future"])
def test_harm_to_the_store(kept: Repo, harm: str) -> None:
    (store,) = stores(kept)
    data = store.read_bytes()
    if harm == "folder":
        store.unlink()
        store.mkdir()
        (store / "x").write_text("x")
    elif harm in ("tables", "rows", "json", "future"):
        with sqlite3.connect(store) as sql:
            sql.executescript(
                {
                    "tables": "DROP TABLE subject; DROP TABLE file;",
                    "rows": "DELETE FROM meta;",
                    "json": "UPDATE file SET findings = '[{', records = 'x'; UPDATE subject SET findings = '[[';",
                    "future": "UPDATE meta SET value = 'deadbeef' WHERE key = 'tree';",
                }[harm]
            )
        sql.close()
    else:
        store.write_bytes({"text": b"no database", "empty": b"", "half": data[: len(data) // 2]}[harm])
    same(kept, "HEAD")
    same(kept)
    kept.write("models/other/README.md", plain_card("another"))
    kept.commit()
    same(kept, "HEAD")


def test_store_that_cant_be_written(kept: Repo) -> None:
    folder = kept.path / ".git" / "govml"
    for store in folder.iterdir():
        store.unlink()
    folder.rmdir()
    folder.write_text("a file where the folder belongs")
    same(kept, "HEAD")
    same(kept)


def test_locked_store(kept: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    (store,) = stores(kept)
    lock = sqlite3.connect(store, isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    try:
        kept.write("models/other/README.md", plain_card("another"))
        kept.commit()
        request = Request(AT, rev="HEAD")
        fresh = usecase.check(Repository.open(kept.path), request._replace(cache=False))
        assert usecase.check(Repository.open(kept.path), request) == fresh
    finally:
        lock.close()


def test_two_processes_at_once(kept: Repo) -> None:
    """Several start from the same stored judgement and bring it to different trees."""
    commits = [kept.git("rev-parse", "HEAD")]
    for number in range(3):
        kept.write("models/other/README.md", plain_card(f"other-{number}"))
        commits.append(kept.commit())
    code = (
        "import sys\nfrom govml.usecases import check, judging\nfrom govml.base.git import Repository\n"
        "judging.STORED_FROM = 0\n"
        f"report = check.check(Repository.open('.'), check.Request({AT!r}, rev=sys.argv[1]))\nprint(report.findings)\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen([sys.executable, "-c", code, commit], cwd=kept.path, env=env, stdout=-1, text=True)
        for commit in commits
    ]
    answers = [process.communicate(timeout=60)[0].strip() for process in running]
    for commit, process, answer in zip(commits, running, answers, strict=True):
        assert process.returncode == 0
        assert answer == str(same(kept, commit).findings)


def test_few_judgements_are_kept(repo: Repo) -> None:
    repo.write_all(GOOD)
    for number in range(8):
        repo.write("govml.yaml", f"parameters: {{x-number: {number}, allowed_licences: [apache-2.0, cc-by-4.0]}}\n")
        repo.commit()
        same(repo, "HEAD")
    assert 1 <= len(stores(repo)) <= 5


def test_another_run_moves_the_store_while_this_one_reads(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told comes from one state of the store, also when another check brings it to another tree meanwhile."""
    repo.write_all(GOOD)
    repo.commit("good")
    repo.write("models/credit-risk/README.md", CARD.replace("tier: high", "tier: hihg"))
    bad = repo.commit("bad")
    same(repo, bad)
    real = Judged.findings
    moved: list[bool] = []

    def move_first(judged: Judged, today: str) -> list[Finding]:
        if not moved:
            moved.append(True)
            usecase.check(Repository.open(repo.path), Request(AT, rev="HEAD~1"))
        return real(judged, today)

    monkeypatch.setattr(Judged, "findings", move_first)
    assert usecase.check(Repository.open(repo.path), Request(AT, rev=bad)).verdict == "FAILED"
    assert moved


def test_a_blob_that_vanished_is_not_passed_over(repo: Repo) -> None:
    repo.write_all(GOOD)
    repo.write("models/credit-risk/README.md", CARD.replace("tier: high", "tier: hihg"))
    repo.commit("bad")
    same(repo, "HEAD")
    blob = repo.git("rev-parse", "HEAD:models/credit-risk/README.md")
    (repo.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    # The data card is looked up by the model's subject, so the model is judged again, and its card can't be read.
    repo.write("data/README.md", DATA_CARD + "\nMore.\n")
    repo.git("add", "data/README.md")
    tree = repo.git("write-tree", "--missing-ok")
    repo.git("update-ref", "refs/heads/main", repo.git("commit-tree", tree, "-p", "HEAD", "-m", "data card"))
    fresh, stored = fresh_and_stored(repo, "HEAD")
    assert fresh.verdict == stored.verdict == "INCONCLUSIVE"


def test_too_deep_a_folder_is_told_by_the_difference_too(repo: Repo) -> None:
    repo.write_all(GOOD)
    repo.commit("good")
    same(repo, "HEAD")
    repo.write("d/" * 230 + "file", "x")
    repo.commit("deep")
    assert any(finding.rule == "entry" for finding in same(repo, "HEAD").findings)


def test_the_engine_is_a_part_of_what_is_kept(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that isn't there can't answer from what another one found."""
    repo.write_all(GOOD)
    repo.commit("good")
    same(repo, "HEAD")
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("GOVML_OPA", raising=False)
    with pytest.raises(EngineError):
        usecase.check(Repository.open(repo.path), Request(AT, rev="HEAD", engine="opa"))


def test_lost_rows_are_noticed(repo: Repo) -> None:
    repo.write_all(GOOD)
    repo.write("models/credit-risk/README.md", CARD.replace("tier: high", "tier: hihg"))
    repo.commit("bad")
    same(repo, "HEAD")
    for path in stores(repo):
        with sqlite3.connect(path) as connection:
            connection.execute("DELETE FROM subject")
        connection.close()
    assert same(repo, "HEAD").verdict == "FAILED"


def outcomes_of(report: Report, *rules: str) -> dict[str, tuple[str, str]]:
    return {each.id: (each.outcome, each.reason) for each in report.outcomes if each.id in rules}


def test_what_a_rule_had_to_judge_is_stored(repo: Repo, tmp_path: Path) -> None:
    rules = ("PROV-01", "PROV-04", "PROV-06", "PROV-11", "EVAL-09")
    made = proven(repo, make_key(tmp_path / "key", "trainer"))
    assert {outcome for outcome, _ in outcomes_of(same(repo), *rules).values()} == {"passed"}
    made.write(made.training._replace(dirty=True))
    repo.commit("Training of what was not committed")
    found = outcomes_of(same(repo), *rules)
    assert [found[rule][0] for rule in rules] == ["passed", "not-evaluated", "passed", "fired", "passed"]
    assert found["PROV-04"][1] == "nothing got past PROV-11"
    (repo.path / TRAINING).unlink()
    repo.commit("No evidence of training")
    found = outcomes_of(same(repo), *rules)
    assert [found[rule][0] for rule in rules] == ["fired", *["not-evaluated"] * 3, "passed"]
    assert found["PROV-04"][1] == found["PROV-06"][1] == "no training evidence here"
    repo.write("models/second/README.md", plain_card("second"))
    repo.commit("A model without evidence")
    assert outcomes_of(same(repo), "EVAL-09")["EVAL-09"][0] == "passed"


def test_a_judgement_is_of_the_installed_libraries() -> None:
    form, *libraries = versions()
    assert form.startswith("format ")
    assert libraries == [f"{each.partition(' ')[0]} {version(each.partition(' ')[0])}" for each in libraries]


def test_the_log_of_a_small_change_waits_for_the_next_run(repo: Repo) -> None:
    repo.write_all({f"notes/{number}.txt": "x" for number in range(200)} | {"models/a/README.md": plain_card("a")})
    repo.commit()
    first = run_govml("check", "--rev", "HEAD", "--at", AT, cwd=repo.path)
    [store] = stores(repo)
    for number in range(3):
        repo.write("models/a/README.md", plain_card("a", licence=["other", "bsd-3-clause", "isc"][number]))
        repo.commit()
        second = run_govml("check", "--rev", "HEAD", "--at", AT, cwd=repo.path)
        assert second.stdout != first.stdout
        assert store.with_name(store.name + "-wal").stat().st_size
        same(repo, "HEAD")
    assert stores(repo) == [store]


@pytest.mark.parametrize("key", ["subjects", "kinds", "rows"])
def test_numbers_that_are_missing_are_counted_anew(repo: Repo, key: str) -> None:
    repo.write_all(GOOD)
    repo.commit()
    same(repo, "HEAD")
    [store] = stores(repo)
    with contextlib.closing(sqlite3.connect(store)) as connection:
        connection.execute("DELETE FROM meta WHERE key = ?", (key,))
        connection.commit()
    same(repo, "HEAD")


def test_a_judgement_that_was_used_last_stays(repo: Repo) -> None:
    repo.write("models/m/README.md", plain_card("m"))
    repo.commit()
    usecase.check(Repository.open(repo.path), Request(AT, rev="HEAD"))
    [first] = stores(repo)
    for day in range(1, 8):
        usecase.check(Repository.open(repo.path), Request(f"2027-01-0{day}T00:00:00Z", rev="HEAD"))
        usecase.check(Repository.open(repo.path), Request(AT, rev="HEAD"))
    assert first in stores(repo)
    assert len(stores(repo)) <= KEEP


def test_what_stays_is_not_written_again(repo: Repo) -> None:
    repo.write_all(GOOD)
    repo.commit()
    same(repo, "HEAD")
    [store] = stores(repo)

    def rows(table: str) -> list[tuple[object, ...]]:
        with contextlib.closing(sqlite3.connect(store)) as connection:
            return connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()

    before = rows("needs"), rows("provides"), [row[0] for row in rows("subject")]
    repo.write("models/credit-risk/README.md", CARD.replace("one market", "two markets"))
    repo.commit()
    same(repo, "HEAD")
    assert (rows("needs"), rows("provides"), [row[0] for row in rows("subject")]) == before
