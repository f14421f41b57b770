"""What `govml diff` finds: facts in the words of the field, from real repositories."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from govml.base.git import Repository
from govml.model import Diff, Difference, Json, MissingObjectError, UsageError
from govml.render import RenderOptions
from govml.render.diff import FORMATS, render_diff
from govml.usecases.diff import Request, diff
from tests.builders import Repo
from tests.usecases.examples import CARD, CONFIG, DATA_CARD, GOOD, MANIFEST, MD5, PIPELINE, plain_card, pointer
from tests.usecases.test_incremental import change

CARD_PATH = "models/credit-risk/README.md"
NEW = "d4" * 16


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    repo = Repo(tmp_path)
    repo.write_all(GOOD)
    repo.commit("Base")
    return repo


def changed(repo: Repo, base: str = "HEAD~1", head: str = "HEAD", *, merge_base: bool = True) -> Diff:
    return diff(Repository.open(repo.path), Request(base, head, merge_base))


def after(repo: Repo, files: dict[str, str]) -> Diff:
    repo.write_all(files)
    repo.commit()
    return changed(repo)


def the(found: Diff, kind: str, name: str) -> Difference:
    (one,) = [each for each in found.differences if (each.kind, each.name) == (kind, name)]
    return one


def facts(each: Difference) -> list[tuple[str, str, Json, Json]]:
    return [(fact.field, fact.about, fact.old, fact.new) for fact in each.facts]


# -- sides -----------------------------------------------------------------------------------------------------------


def test_nothing_differs_from_itself(repo: Repo) -> None:
    assert changed(repo, "HEAD", "HEAD").differences == ()
    assert changed(repo, "HEAD", "").differences == ()


def test_the_base_is_where_the_two_grew_apart(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "side")
    repo.write(CARD_PATH, CARD.replace("version: 1.4.0", "version: 1.5.0"))
    repo.commit("Side")
    repo.git("checkout", "--quiet", "main")
    repo.write("data/README.md", DATA_CARD.replace("cc-by-4.0", "mit"))
    repo.commit("Main")
    found = changed(repo, "main", "side")
    assert [(each.kind, each.name) for each in found.differences] == [("model", "credit-risk")]
    assert found.base.commit == repo.git("merge-base", "main", "side")
    found = changed(repo, "main", "side", merge_base=False)
    assert facts(the(found, "data", "loans")) == [("license", "", "mit", "cc-by-4.0")]


def test_the_work_tree_says_what_its_commit_will(repo: Repo) -> None:
    repo.write(CARD_PATH, CARD.replace("version: 1.4.0", "version: 1.5.0"))
    repo.write("data/train.csv.dvc", pointer("test", "train.csv"))
    dirty = changed(repo, "HEAD", "")
    assert (dirty.head.source, dirty.head.tree) == ("worktree", "")
    repo.commit()
    assert dirty.differences == changed(repo).differences


def test_a_bare_clone_compares_commits(repo: Repo) -> None:
    found = after(repo, {CARD_PATH: CARD.replace("version: 1.4.0", "version: 1.5.0")})
    bare = Repository.open(repo.bare())
    assert diff(bare, Request("HEAD~1", "HEAD")) == found
    with pytest.raises(UsageError, match="no work tree"):
        diff(bare, Request("HEAD~1"))


def test_a_base_that_a_shallow_clone_has_not(repo: Repo) -> None:
    base = repo.git("rev-parse", "HEAD")
    repo.commit("Next")
    with pytest.raises(MissingObjectError) as caught:
        diff(Repository.open(repo.shallow()), Request(base))
    assert "git fetch" in caught.value.hint


@pytest.mark.parametrize("seed", range(8))
def test_a_change_and_its_reversal_say_the_same_the_other_way_round(repo: Repo, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(10):
        change(repo, dice)
    repo.commit()
    repo.git("tag", "before")
    for _ in range(5):
        change(repo, dice)
    repo.commit()
    there, back = changed(repo, "before", "HEAD"), changed(repo, "HEAD", "before", merge_base=False)
    told = [(d.kind, f.field, f.old, f.new) for d in there.differences for f in d.facts]
    reverse = [(d.kind, f.field, f.new, f.old) for d in back.differences for f in d.facts]
    assert sorted(told, key=str) == sorted(reverse, key=str)
    assert len(there.others) == len(back.others)


# -- models ----------------------------------------------------------------------------------------------------------


def test_a_model_in_the_words_of_its_card(repo: Repo) -> None:
    card = (
        CARD.replace("version: 1.4.0", "version: 1.5.0")
        .replace("tier: high", "tier: limited")
        .replace("[automated refusal without review]", "[automated refusal without review, mortgages]")
        .replace("license: apache-2.0", "license: mit")
        .replace("team: credit-ml", "team: lending")
        .replace("threshold: 0.2", "threshold: 0.3")
        .replace("# Credit risk\n", "# Credit risk\n\n## Limits\n\nOne market.\n")
    )
    model = the(after(repo, {CARD_PATH: card}), "model", "credit-risk")
    assert model.change == "changed"
    assert model.context == ("risk limited", "served by credit-risk in production")
    assert facts(model) == [
        ("version", "", "1.4.0", "1.5.0"),
        ("risk.tier", "", "high", "limited"),
        ("out_of_scope", "", None, "mortgages"),
        ("license", "", "apache-2.0", "mit"),
        ("owner.team", "", "credit-ml", "lending"),
        ("monitoring.drift.threshold", "", 0.2, 0.3),
        ("section", "limits", None, "One market."),
    ]
    assert model.facts[5].delta == "+0.1"


def test_a_metric_with_what_stands_behind_it(repo: Repo) -> None:
    old = "value: 0.912, n: 5000, confidence_interval: [0.90, 0.92]"
    card = CARD.replace(old, "value: 0.925, n: 6000").replace(
        "    metrics:\n", "    metrics:\n    - {type: log_loss, value: 0.3}\n", 1
    )
    model = the(after(repo, {CARD_PATH: card}), "model", "credit-risk")
    new, known = model.facts
    assert (new.field, new.about, new.old, new.trend) == ("metric", "log_loss on loans/test", None, "")
    assert new.new == {"value": 0.3, "revision": MD5["test"]}
    assert known.old == {"value": 0.912, "n": 5000, "interval": [0.9, 0.92], "revision": MD5["test"]}
    assert known.new == {"value": 0.925, "n": 6000, "revision": MD5["test"]}
    assert (known.delta, known.trend) == ("+0.013", "better")


def test_evaluation_results_of_the_hub_are_metrics_of_the_model(repo: Repo) -> None:
    path = "models/credit-risk/.eval_results/loans.yaml"
    after(repo, {path: "- dataset: {id: loans, task_id: accuracy}\n  value: 0.9\n"})
    found = after(repo, {path: "- dataset: {id: loans, task_id: accuracy}\n  value: 0.8\n"})
    assert [each.kind for each in found.differences] == ["model"]
    (fact,) = found.differences[0].facts
    assert (fact.about, fact.delta, fact.trend) == ("accuracy on loans/accuracy", "-0.1", "worse")
    assert found.reformatted == ()


def test_weights_and_data_by_their_versions(repo: Repo) -> None:
    train = f"outs:\n- {{md5: {NEW}, size: 13000000, nfiles: 3, path: train.csv, meta: {{rows: 1200}}}}\n"
    other = pointer("test", "model.safetensors")
    found = after(repo, {"data/train.csv.dvc": train, "models/credit-risk/model.safetensors.dvc": other})
    weights, data = the(found, "model", "credit-risk").facts
    assert (weights.field, weights.about) == ("weights", "models/credit-risk/model.safetensors")
    assert weights.old == {"digest": f"sha256:{MD5['model'] * 2}", "size": 1000}
    assert weights.new == {"digest": f"sha256:{MD5['test'] * 2}", "size": 1000}
    assert (data.field, data.about) == ("training data", "data/train.csv")
    # The new version has no SHA-256, so both are shown by what both have.
    assert data.old == {"digest": f"md5:{MD5['train']}", "size": 1000}
    assert data.new == {"digest": f"md5:{NEW}", "size": 13000000, "nfiles": 3, "rows": 1200}
    loans = the(found, "data", "loans")
    assert loans.facts == (data._replace(field="version"),)
    assert loans.context == ("evaluation data of model credit-risk", "training data of model credit-risk")
    assert {each.kind for each in found.differences} == {"model", "data"}  # the .dvc files say nothing else


def test_added_removed_and_renamed_models(repo: Repo) -> None:
    after(
        repo,
        {
            "models/old/README.md": plain_card("old", extra="  version: 1.0.0\n"),
            "models/gone/README.md": "---\nlicense: x\n---\n",
        },
    )
    repo.git("mv", "models/old", "models/new")
    repo.write("models/new/README.md", plain_card("new", extra="  version: 2.0.0\n"))
    repo.remove("models/gone/README.md")
    found = after(repo, {"models/other/README.md": "---\nbase_model: y\n---\n"})
    assert [(each.change, each.old_name, each.name) for each in found.differences] == [
        ("removed", "gone", "gone"),
        ("renamed", "old", "new"),
        ("added", "", "other"),
    ]
    renamed = found.differences[1]
    assert (renamed.old_path, renamed.path) == ("models/old/README.md", "models/new/README.md")
    assert facts(renamed) == [("version", "", "1.0.0", "2.0.0")]


def test_a_move_alone_is_told(repo: Repo) -> None:
    repo.git("mv", CARD_PATH, "models/credit-risk/card.md")
    found = after(repo, {})
    model = the(found, "model", "credit-risk")
    assert (model.change, model.facts) == ("changed", ())
    assert (model.old_path, model.path) == (CARD_PATH, "models/credit-risk/card.md")


def test_form_is_no_meaning(repo: Repo) -> None:
    found = after(repo, {CARD_PATH: CARD.replace("license: apache-2.0", 'license: "apache-2.0"  # as agreed')})
    assert found.differences == ()
    assert found.reformatted == (CARD_PATH,)


# -- deployments -----------------------------------------------------------------------------------------------------


def test_a_deployment_by_what_it_serves_and_how(repo: Repo) -> None:
    manifest = (
        MANIFEST.replace("credit-risk@1.4.0", "credit-risk@1.5.0")
        .replace(f"md5:{MD5['model']}", f"md5:{NEW}")
        .replace("govml/stage: production", "govml/stage: staging")
        .replace("  predictor:\n", "  predictor:\n    minReplicas: 2\n    canaryTrafficPercent: 10\n")
        .replace("      storageUri", "      resources: {limits: {nvidia.com/gpu: 1}}\n      storageUri")
    )
    found = the(after(repo, {"deploy/production/credit-risk.yaml": manifest}), "deployment", "credit-risk")
    assert facts(found) == [
        ("version", "credit-risk", "1.4.0", "1.5.0"),
        ("digest", "credit-risk", f"md5:{MD5['model']}", f"md5:{NEW}"),
        ("traffic", "credit-risk", None, 10),
        ("stage", "", "production", "staging"),
        ("GPUs", "spec.predictor.model.resources.limits", None, 1),
        ("min replicas", "", None, 2),
    ]
    assert found.context == ("model credit-risk has risk high",)


def test_a_workload_by_its_replicas_and_image(repo: Repo) -> None:
    text = (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: w\n  annotations: {govml/model: credit-risk@1.4.0}\n"
        "spec:\n  replicas: 1\n  template: {spec: {containers: [{name: m, image: a:1}]}}\n"
    )
    after(repo, {"deploy/w.yaml": text})
    found = after(repo, {"deploy/w.yaml": text.replace("replicas: 1", "replicas: 3").replace("a:1", "a:2")})
    assert facts(the(found, "deployment", "w")) == [
        ("replicas", "", 1, 3),
        ("image", "spec.template.spec.containers", "a:1", "a:2"),
    ]


def test_a_deployment_of_another_model(repo: Repo) -> None:
    text = "schema: govml.deployment/v1\nname: d\nstage: test\nmodels:\n- {name: a, version: 1.0.0, traffic: 90}\n"
    after(repo, {"deploy/d.yaml": text})
    found = after(repo, {"deploy/d.yaml": text.replace("name: a", "name: b")})
    told = facts(the(found, "deployment", "d"))
    assert ("serves", "", "a", None) in told
    assert ("serves", "", None, "b") in told
    assert ("traffic", "b", None, 90) in told


# -- pipelines, parameters, data -------------------------------------------------------------------------------------


def lock(rate: float, digest: str) -> str:
    return (
        "schema: '2.0'\nstages:\n  train:\n    cmd: python train.py\n"
        f"    deps:\n    - {{path: data/train.csv, md5: {digest}, size: 10}}\n"
        f"    params:\n      params.yaml: {{train.lr: {rate}}}\n"
        f"    outs:\n    - {{path: models/credit-risk/model.safetensors, md5: {digest}, size: 10}}\n"
    )


def test_a_lock_is_parameters_and_versions(repo: Repo) -> None:
    after(repo, {"dvc.lock": lock(0.1, MD5["train"]), "params.yaml": "train: {lr: 0.1}\n"})
    pipeline = PIPELINE.replace("[data/train.csv]", "[data/train.csv, train.py]")
    found = after(repo, {"dvc.lock": lock(0.05, NEW), "params.yaml": "train: {lr: 0.05}\n", "dvc.yaml": pipeline})
    old: Json = {"digest": f"md5:{MD5['train']}", "size": 10}
    new: Json = {"digest": f"md5:{NEW}", "size": 10}
    assert facts(the(found, "pipeline", "dvc.yaml#train")) == [
        ("parameter", "train.lr (params.yaml)", 0.1, 0.05),
        ("dependency", "data/train.csv", old, new),
        ("output", "models/credit-risk/model.safetensors", old, new),
        ("dependency", "", None, "train.py"),
    ]
    (fact,) = the(found, "parameters", "params.yaml").facts
    assert (fact.field, fact.about, fact.old, fact.new, fact.delta) == ("parameter", "train.lr", 0.1, 0.05, "-0.05")


def test_files_that_the_pipeline_names_are_parameters_and_metrics(repo: Repo) -> None:
    pipeline = PIPELINE + "    params: [conf/training.toml: [lr]]\n    metrics: [out/scores.json: {cache: false}]\n"
    after(repo, {"dvc.yaml": pipeline, "conf/training.toml": "lr = 0.1\n", "out/scores.json": '{"test": {"rmse": 3}}'})
    found = after(repo, {"conf/training.toml": "lr = 0.2\n", "out/scores.json": '{"test": {"rmse": 2.5}}'})
    assert facts(the(found, "parameters", "conf/training.toml")) == [("parameter", "lr", 0.1, 0.2)]
    (fact,) = the(found, "metrics", "out/scores.json").facts
    assert (fact.about, fact.delta, fact.trend) == ("test.rmse", "-0.5", "better")


def test_a_data_file_that_no_card_describes(repo: Repo) -> None:
    after(repo, {"raw/extra.csv.dvc": pointer("train", "extra.csv")})
    found = after(repo, {"raw/extra.csv.dvc": pointer("test", "extra.csv")})
    assert facts(the(found, "data file", "raw/extra.csv")) == [
        (
            "version",
            "raw/extra.csv",
            {"digest": f"sha256:{MD5['train'] * 2}", "size": 1000},
            {"digest": f"sha256:{MD5['test'] * 2}", "size": 1000},
        )
    ]


def test_another_digest_of_the_same_bytes_is_no_other_version(repo: Repo) -> None:
    after(repo, {"raw/extra.csv.dvc": f"outs:\n- {{md5: {NEW}, size: 1, path: extra.csv}}\n"})
    text = f"outs:\n- {{md5: {NEW}, size: 1, path: extra.csv, meta: {{sha256: {NEW * 2}}}}}\n"
    found = after(repo, {"raw/extra.csv.dvc": text})
    assert (found.differences, found.reformatted) == ((), ("raw/extra.csv.dvc",))


# -- how it is judged ------------------------------------------------------------------------------------------------

WAIVER = (
    "- {{rule: {0}, subject: model credit-risk, reason: The lawyers have the text., approver: ann@bank.example, "
    "created: 2026-01-01, expires: {1}}}\n"
)


def test_waivers_are_told_apart_by_what_they_are_about(repo: Repo) -> None:
    head = "schema: govml.waiver/v1\nwaivers:\n"
    after(
        repo, {"waivers/w.yaml": head + WAIVER.format("CARD-02", "2026-04-01") + WAIVER.format("CARD-05", "2026-04-01")}
    )
    found = after(repo, {"waivers/w.yaml": head + WAIVER.format("CARD-05", "2026-09-01")})
    assert [(each.change, each.name) for each in found.differences] == [
        ("removed", "CARD-02 on model credit-risk"),
        ("changed", "CARD-05 on model credit-risk"),
    ]
    assert facts(found.differences[1]) == [("expires", "", "2026-04-01", "2026-09-01")]
    assert ("approver", "", "ann@bank.example", None) in facts(found.differences[0])


def test_config_and_policies(repo: Repo) -> None:
    rego = (
        "# METADATA\n# title: {0}\n# custom:\n#   id: OWN-01\n#   subject: model\n#   severity: {1}\n"
        'package own\n\ndeny contains "x" if input.card.x\n'
    )
    after(repo, {"policies/own.rego": rego.format("Own", "error")})
    config = CONFIG.replace("rules:", "profile: strict\nrules:\n  CARD-05: off")
    found = after(repo, {"policies/own.rego": rego.format("Own", "warning"), "govml.yaml": config})
    assert facts(the(found, "policy", "OWN-01")) == [
        ("severity", "OWN-01", "error", "warning"),
        ("code", "", "9 lines", "9 lines"),
    ]
    assert facts(the(found, "config", "govml.yaml")) == [
        ("profile", "", None, "strict"),
        ("rules.CARD-05", "", None, "off"),
    ]


def test_a_record_kind_of_the_repository(repo: Repo) -> None:
    schema = '{"x-govml": {"kind": "prompt", "paths": ["prompts/*.yaml"]}, "type": "object"}\n'
    found = after(repo, {"schemas/prompt.schema.json": schema, "prompts/a.yaml": "text: Hello\n"})
    assert the(found, "schema", "schemas/prompt.schema.json").change == "added"
    assert facts(the(found, "prompt", "a")) == [("text", "", None, "Hello")]
    found = after(repo, {"prompts/a.yaml": "text: Bye\n"})
    assert facts(the(found, "prompt", "a")) == [("text", "", "Hello", "Bye")]


def test_a_schema_that_cant_be_used_keeps_nobody_from_seeing_what_changed(repo: Repo) -> None:
    schema = '{"x-govml": {"kind": "prompt", "paths": ["prompts/*.yaml"]}, "pattern": "(?=a)", "$ref": "http://x/"}\n'
    files = {"schemas/prompt.schema.json": schema, "prompts/a.yaml": "text: Hello\n"}
    found = after(repo, files | {CARD_PATH: CARD.replace("tier: high", "tier: minimal")})
    assert ("risk.tier", "", "high", "minimal") in facts(the(found, "model", "credit-risk"))
    assert facts(the(found, "prompt", "a")) == [("text", "", None, "Hello")]


def test_a_change_cant_hide_a_record_by_its_own_config(repo: Repo) -> None:
    config = CONFIG + "ignore: ['models/**']\n"
    found = after(repo, {"govml.yaml": config, CARD_PATH: CARD.replace("tier: high", "tier: minimal")})
    assert ("risk.tier", "", "high", "minimal") in facts(the(found, "model", "credit-risk"))
    assert ("ignore", "", None, "models/**") in facts(the(found, "config", "govml.yaml"))


# -- what can't be read ----------------------------------------------------------------------------------------------


def test_what_cant_be_read_is_said_and_not_taken_for_removed(repo: Repo) -> None:
    found = after(repo, {CARD_PATH: "---\nlicense: [\n---\n", "data/train.csv.dvc": "outs: {"})
    assert [(each.change, each.name) for each in found.differences if each.kind == "file"] == [
        ("unreadable", "data/train.csv.dvc"),
        ("unreadable", CARD_PATH),
    ]
    assert not [each for each in found.differences if each.kind == "model"]
    back = after(repo, {CARD_PATH: CARD, "data/train.csv.dvc": pointer("train", "train.csv")})
    (fact,) = the(back, "file", CARD_PATH).facts
    assert fact.old
    assert fact.new is None


@pytest.mark.parametrize("text", ["profile: [\n", "profile: nobody\n"])
def test_a_config_that_cant_be_used_is_said(repo: Repo, text: str) -> None:
    found = after(repo, {"govml.yaml": text, CARD_PATH: CARD.replace("version: 1.4.0", "version: 1.5.0")})
    assert found.notes[0].startswith("head: govml.yaml:")
    assert the(found, "model", "credit-risk").facts
    back = after(repo, {"govml.yaml": CONFIG})
    assert back.notes[0].startswith("base: govml.yaml:")


def test_a_policy_that_doesnt_parse_is_still_a_change(repo: Repo) -> None:
    found = after(repo, {"policies/own.rego": "no rego\n"})
    assert facts(the(found, "policy", "policies/own.rego")) == [("code", "", None, "1 line")]


def test_files_without_meaning_are_counted(repo: Repo) -> None:
    found = after(repo, {"src/train.py": "x\n", "notes.txt": "y\n"})
    assert (found.differences, found.others) == ((), ("notes.txt", "src/train.py"))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("params.toml", "lr ="),
        ("params.toml", "lr = inf"),
        ("params.toml", "lr = 1" + "0" * 5000),
        ("params.toml", ".".join("a" * 2000) + " = 1"),
        ("params.toml", b"\xff = 1"),
        ("params.yaml", "lr: ["),
        ("params.yaml", "a: &a [1]\nb: [*a, " + "*a, " * 300_000 + "]"),
        ("metrics.json", '{"auc": 1e999}'),
        ("metrics.json", "[" * 5000),
        ("schemas/x.schema.json", "{"),
    ],
)
def test_numbers_that_cant_be_read_are_said(repo: Repo, path: str, text: str | bytes) -> None:
    good = '{"auc": 0.9}' if path.endswith(".json") else "" if path.endswith(".toml") else "lr: 0.1\n"
    after(repo, {path: good})
    repo.write(path, text)
    repo.commit()
    found = changed(repo)
    (fact,) = the(found, "file", path).facts
    assert (fact.field, fact.old) == ("can't be read", None)
    assert fact.new
    assert not [each for each in found.differences if each.change != "unreadable"]


def test_toml_has_more_types_than_json(repo: Repo) -> None:
    found = after(repo, {"params.toml": "lr = 1e-3\nday = 2026-01-02\n[a.b]\nc = [1, 2]\n"})
    assert facts(the(found, "parameters", "params.toml")) == [
        ("parameter", "a.b.c", None, 1),
        ("parameter", "a.b.c", None, 2),
        ("parameter", "day", None, "2026-01-02"),
        ("parameter", "lr", None, 0.001),
    ]


def test_odd_values_break_nothing(repo: Repo) -> None:
    odd = "[1, true, null, {}, [], '', {a: [b]}, -0.0, 1.5e300]"
    governance = f"{{risk: {odd}, training: {odd}, artifact: {odd}}}"
    card = f"---\nlicense: {odd}\nmodel-index: {odd}\ndatasets: {{a: 1}}\ngovernance: {governance}\n---\n"
    lock = f"schema: '2.0'\nstages: {{a: {odd}, b: {{deps: {odd}, params: {odd}, outs: {odd}}}}}\n"
    files = {
        "models/odd/README.md": card,
        "dvc.lock": lock,
        "dvc.yaml": f"stages: {{a: {odd}, b: {{deps: {odd}, metrics: {odd}, params: {odd}}}}}\nparams: {odd}\n",
        "data/odd.dvc": f"outs: {odd}\nmeta: {odd}\n",
        "deploy/odd.yaml": f"schema: govml.deployment/v1\nname: odd\nmodels: {odd}\nstage: {odd}\nlogging: {odd}\n",
        "deploy/i.yaml": "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\n"
        f"metadata: {odd}\nspec: {odd}\n",
        "waivers/odd.yaml": f"schema: govml.waiver/v1\nwaivers: {odd}\n",
        "params.yaml": odd,
    }
    there = after(repo, files)
    assert {"added"} <= {each.change for each in there.differences}
    other = {
        path: text.replace("1.5e300", "2.5e300").replace("true, null", "false, null") for path, text in files.items()
    }
    between = after(repo, other)
    assert {each.path for each in between.differences} >= {"models/odd/README.md", "params.yaml", "dvc.yaml"}
    for form in FORMATS:
        assert render_diff(form, there, RenderOptions()) != render_diff(form, between, RenderOptions(verbose=True))
