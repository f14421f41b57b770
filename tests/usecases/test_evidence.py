"""Evidence decides only when everything about it holds; what is taken away or forged never helps."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from govml.base.git import Repository
from govml.evidence.dsse import PAYLOAD_TYPE, Envelope, Signature, envelope_json
from govml.evidence.evaluation import evaluation_statement
from govml.evidence.resources import Resource
from govml.evidence.statement import Subject, statement_bytes
from govml.evidence.training import Usage, training_statement
from govml.launch.files import folder_digests
from govml.records.artifacts import content_digests
from govml.usecases import check as usecase
from govml.usecases import judging
from govml.usecases.check import Request
from tests.builders import ROOT, Repo, invoke_govml
from tests.cli.checking import check, report, rules_of, told
from tests.evidence.keys import Key, make_key, unsigned
from tests.usecases.examples import AT, CARD, MD5, pointer
from tests.usecases.proven import EVALUATION, PRINCIPAL, TRAINING, Proven, digests, proven

OF_EVIDENCE = {f"PROV-{number:02}" for number in range(1, 15)} | {"EVAL-03", "EVAL-06", "EVAL-08", "EVAL-09"}


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Key, Key]:
    folder = tmp_path_factory.mktemp("keys")
    return make_key(folder, "trainer"), make_key(folder, "stranger")


@pytest.fixture
def good(repo: Repo, keys: tuple[Key, Key]) -> Proven:
    return proven(repo, keys[0])


def fired(found: Any) -> set[str]:
    """Rules about evidence that deny."""
    return {each["rule"] for each in found["findings"] if each["level"] == "error"} & (OF_EVIDENCE | {"schema"})


def test_signed_evidence_is_taken(good: Proven) -> None:
    found = report(good.repo.path, "--rev", "HEAD")
    assert found["findings"] == []
    assert found["verdict"] == "PASSED"
    outcomes = {rule["id"]: rule["outcome"] for rule in found["rules"]}
    assert {outcomes[rule] for rule in OF_EVIDENCE & set(outcomes) - {"PROV-14"}} == {"passed"}
    named = {(record["kind"], record["name"]) for record in found["records"] if record["kind"] == "evidence"}
    assert named == {("evidence", "credit-risk")}
    assert report(good.repo.path)["verdict"] == "PASSED", "the work tree is judged with HEAD as its commit"


# -- forged, stale, from elsewhere -------------------------------------------------------------------------------------


def sealed(good: Proven, *signatures: Signature, payload: bytes = b"") -> bytes:
    said = payload or statement_bytes(training_statement(good.training))
    return envelope_json(Envelope(said, PAYLOAD_TYPE, signatures))


def payload_swapped(good: Proven, stranger: Key) -> None:
    honest = good.key.seal(statement_bytes(training_statement(good.training._replace(model="fraud"))))
    good.repo.write(TRAINING, sealed(good, *honest.signatures))


def unknown_key(good: Proven, stranger: Key) -> None:
    good.repo.write(TRAINING, stranger.line(training_statement(good.training)))


def key_id_lies(good: Proven, stranger: Key) -> None:
    (signature,) = stranger.seal(statement_bytes(training_statement(good.training))).signatures
    good.repo.write(TRAINING, sealed(good, signature._replace(keyid=good.key.public.fingerprint)))


def nobody(good: Proven, stranger: Key) -> None:
    good.repo.write(TRAINING, unsigned(training_statement(good.training)))


def for_git_only(good: Proven, stranger: Key) -> None:
    good.repo.write("allowed_signers", good.key.allowed(PRINCIPAL, 'namespaces="git"'))


def other_principal(good: Proven, stranger: Key) -> None:
    good.repo.write("allowed_signers", good.key.allowed("ada@example.org"))


def revoked(good: Proven, stranger: Key) -> None:
    good.repo.write("revoked_signers", good.key.public.line + "\n")


def not_yet_valid(good: Proven, stranger: Key) -> None:
    good.repo.write("allowed_signers", good.key.allowed(PRINCIPAL, 'valid-after="20260302"'))


def no_longer_valid(good: Proven, stranger: Key) -> None:
    good.repo.write("allowed_signers", good.key.allowed(PRINCIPAL, 'valid-before="20260303"'))


def of_another_model(good: Proven, stranger: Key) -> None:
    good.write(good.training._replace(model="fraud"))


def of_another_repository(good: Proven, stranger: Key) -> None:
    good.write(good.training._replace(repository="https://github.com/other/models"))


def of_another_builder(good: Proven, stranger: Key) -> None:
    good.write(good.training._replace(builder="https://govml.dev/builders/local"))


def not_an_ancestor(good: Proven, stranger: Key) -> None:
    tree = good.training.tree
    good.write(good.training._replace(commit=good.repo.git("commit-tree", tree, "-m", "Elsewhere")))


def dirty(good: Proven, stranger: Key) -> None:
    good.write(good.training._replace(dirty=True))


def failed(good: Proven, stranger: Key) -> None:
    good.write(good.training._replace(status="failed", exit_code=1))


def data_swapped(good: Proven, stranger: Key) -> None:
    good.repo.write("data/train.csv.dvc", pointer("train", "train.csv").replace("a1", "d4"))


def same_md5(good: Proven, stranger: Key) -> None:
    subject = Subject("models/credit-risk/model.safetensors", {**digests("model"), "sha256": "ee" * 32})
    good.write(good.training._replace(subjects=(subject,)))


def no_seeds(good: Proven, stranger: Key) -> None:
    good.write(good.training._replace(seeds={}))


def gone(good: Proven, stranger: Key) -> None:
    good.repo.remove(TRAINING)


@pytest.mark.parametrize(
    ("forge", "rules", "words"),
    [
        (payload_swapped, {"PROV-07"}, "is not a good signature"),
        (unknown_key, {"PROV-07"}, "whose key is not allowed"),
        (key_id_lies, {"PROV-07"}, "whose key is not allowed"),
        (nobody, {"PROV-07"}, "is not signed"),
        (for_git_only, {"PROV-07", "EVAL-03"}, "whose key is not allowed"),
        (other_principal, {"PROV-10", "EVAL-03"}, "signed by ada@example.org, who is not trusted"),
        (revoked, {"PROV-08", "EVAL-03"}, "which is revoked"),
        (not_yet_valid, {"PROV-08", "EVAL-03"}, f"was not valid for {PRINCIPAL}"),
        (no_longer_valid, {"PROV-08", "EVAL-03"}, "ended on 2026-03-03"),
        (of_another_model, {"PROV-09"}, "is for the model fraud"),
        (of_another_repository, {"PROV-09"}, "from the repository https://github.com/other/models"),
        (of_another_builder, {"PROV-10"}, "made by the builder https://govml.dev/builders/local"),
        (not_an_ancestor, {"PROV-02"}, "which is not in the history"),
        (dirty, {"PROV-11"}, "not committed"),
        (failed, {"PROV-01"}, "of a run that ended as failed"),
        (data_swapped, {"PROV-03"}, "read another data/train.csv"),
        (same_md5, {"PROV-06"}, "about other weights"),
        (no_seeds, {"PROV-04"}, "does not say the seeds"),
        (gone, {"PROV-01"}, "there is no training evidence"),
    ],
)
def test_forged_or_stale_evidence_is_refused(
    good: Proven, keys: tuple[Key, Key], forge: Callable[[Proven, Key], None], rules: set[str], words: str
) -> None:
    forge(good, keys[1])
    good.repo.commit("Forged")
    found = report(good.repo.path, "--rev", "HEAD")
    assert found["verdict"] == "FAILED"
    assert fired(found) == rules
    assert any(words in each["message"] for each in found["findings"]), found["findings"]


def test_a_folder_of_code_is_what_it_was(good: Proven) -> None:
    files = {"src/train.py": b"train()\n", "src/layers/net.py": b"net()\n"}
    good.repo.write_all(files)
    digest = folder_digests({path.removeprefix("src/"): content_digests(data) for path, data in files.items()})
    run = good.training._replace(inputs=(*good.training.inputs, Resource("code", "src", digest)))
    good.write(run)
    assert report(good.repo.path)["findings"] == []
    good.repo.write("src/layers/more.py", "more()\n")
    (finding,) = report(good.repo.path)["findings"]
    assert (finding["rule"], "read another src than" in finding["message"]) == ("PROV-03", True)


def test_other_signatures_and_key_ids_do_not_matter(good: Proven, keys: tuple[Key, Key]) -> None:
    payload = statement_bytes(training_statement(good.training))
    (mine,), (theirs,) = (key.seal(payload).signatures for key in keys)
    broken = theirs._replace(sig=theirs.sig[:-1] + b"x")
    good.repo.write(TRAINING, sealed(good, broken, theirs, mine._replace(keyid="somebody else's")))
    good.repo.commit()
    assert report(good.repo.path, "--rev", "HEAD")["findings"] == []


def test_the_evidence_of_another_model_is_nothing_to_this_one(good: Proven) -> None:
    """A copy of the card under another name finds the evidence by its digest, and may not have it."""
    good.repo.write("models/copy/README.md", CARD.replace("name: credit-risk", "name: copy", 2))
    found = report(good.repo.path)
    assert {each["rule"] for each in found["findings"] if each["location"]["path"] == TRAINING} == {"PROV-09"}
    assert "EVAL-03" in rules_of(found, "models/copy/README.md")


def test_a_number_that_the_evidence_does_not_say(good: Proven) -> None:
    good.repo.write("models/credit-risk/README.md", CARD.replace("value: 0.912,", "value: 0.95,"))
    (finding,) = [each for each in report(good.repo.path)["findings"] if each["rule"] == "EVAL-03"]
    assert finding["message"].startswith("the card says 0.95 for roc_auc and the evidence says 0.912123;")
    assert (finding["location"]["path"], finding["location"]["line"]) == ("models/credit-risk/README.md", 12)


def test_a_pickle_is_refused(good: Proven) -> None:
    good.repo.git("mv", "models/credit-risk/model.safetensors.dvc", "models/credit-risk/model.pt.dvc")
    good.repo.write("models/credit-risk/model.pt.dvc", pointer("model", "model.pt"))
    good.repo.write("models/credit-risk/README.md", CARD.replace("model.safetensors", "model.pt"))
    (finding,) = [each for each in report(good.repo.path)["findings"] if each["rule"] == "PROV-05"]
    assert "model.pt may be a pickle" in finding["message"]


def test_what_a_shallow_clone_can_not_tell_is_not_taken(good: Proven) -> None:
    found = report(good.repo.shallow(), "--rev", "HEAD")
    assert fired(found) == {"PROV-02", "EVAL-03"}
    assert any("can't be told in this clone" in each["message"] for each in found["findings"])


# -- who decides -------------------------------------------------------------------------------------------------------


def test_a_change_is_judged_by_the_signers_of_its_base(good: Proven, keys: tuple[Key, Key]) -> None:
    base = good.repo.git("rev-parse", "HEAD")
    good.repo.write("allowed_signers", keys[1].allowed(PRINCIPAL))
    good.repo.write(TRAINING, keys[1].line(training_statement(good.training)))
    good.repo.commit("Sign by a key of one's own")
    found = report(good.repo.path, "--rev", "HEAD", "--base", base)
    assert fired(found) == {"PROV-07", "PROV-14"}
    assert found["policy_change"]["digest"] != found["policy"]["digest"]
    assert {each["rule"] for each in found["policy_change"]["added"]} == {"EVAL-03"}
    assert "PROV-07" in {each["rule"] for each in found["policy_change"]["dropped"]}


def test_a_key_that_a_change_revokes_is_told(good: Proven) -> None:
    base = good.repo.git("rev-parse", "HEAD")
    revoked(good, good.key)
    good.repo.commit("Revoke")
    found = report(good.repo.path, "--rev", "HEAD", "--base", base)
    assert found["verdict"] == "PASSED", "it holds once it is merged"
    assert {each["rule"] for each in found["policy_change"]["added"]} == {"PROV-08", "EVAL-03"}


def test_evidence_that_a_change_removes_is_missed(good: Proven) -> None:
    base = good.repo.git("rev-parse", "HEAD")
    good.repo.remove(EVALUATION)
    good.repo.commit("Forget")
    assert fired(report(good.repo.path, "--rev", "HEAD", "--base", base)) == {"PROV-14", "EVAL-03"}


def test_a_broken_file_of_signers_decides_nothing(good: Proven) -> None:
    good.repo.write("allowed_signers", "# who\ntrainer@example.org ssh-ed25519 AAAA\n")
    told(check(good.repo.path), 4, "allowed_signers:2:")
    good.repo.write("allowed_signers", good.key.allowed(PRINCIPAL))
    good.repo.write("keys/revoked", "no key\n")
    config = (good.repo.path / "govml.yaml").read_text()
    good.repo.write("govml.yaml", config + "evidence: {revoked_signers: keys/revoked}\n")
    told(check(good.repo.path), 4, "keys/revoked:1:")
    good.repo.remove("keys/revoked")
    told(check(good.repo.path), 4, "evidence.revoked_signers", "there is no file")


def test_a_change_that_breaks_the_signers_is_a_finding(good: Proven) -> None:
    base = good.repo.git("rev-parse", "HEAD")
    good.repo.write("allowed_signers", "what\n")
    good.repo.commit("Break")
    (finding,) = report(good.repo.path, "--rev", "HEAD", "--base", base)["findings"]
    place = finding["location"]
    assert (finding["rule"], place["path"], place["line"]) == ("policy", "allowed_signers", 1)


def test_what_nobody_measured_is_not_within_a_budget(good: Proven) -> None:
    config = (good.repo.path / "govml.yaml").read_text(encoding="utf-8")
    good.repo.write("govml.yaml", config.replace("parameters:\n", "parameters:\n  budgets: {gpu_hours: 3}\n"))
    assert report(good.repo.path)["findings"] == []
    good.write(good.training._replace(usage=Usage(7200.0)))
    (finding,) = report(good.repo.path)["findings"]
    assert (finding["rule"], finding["message"]) == (
        "PROV-12", "the run used an unknown number of GPU-hours; expected at most 3.0000 GPU-hours"
    )  # fmt: skip
    good.write(good.training._replace(usage=Usage(7200.0, 0.0)))
    assert report(good.repo.path)["findings"] == []


def test_signers_lie_where_the_config_says(good: Proven) -> None:
    good.repo.git("mv", "allowed_signers", "keys.txt")
    assert fired(report(good.repo.path)) == {"PROV-07", "EVAL-03"}
    config = (good.repo.path / "govml.yaml").read_text()
    good.repo.write("govml.yaml", config + "evidence: {allowed_signers: keys.txt}\n")
    assert report(good.repo.path)["findings"] == []


def test_a_diff_says_what_evidence_says(good: Proven) -> None:
    good.write(evaluation=good.evaluation._replace(metrics=(good.evaluation.metrics[0]._replace(value=0.8),)))
    result = invoke_govml("diff", "HEAD", cwd=good.repo.path)
    payload = json.loads((good.repo.path / EVALUATION).read_bytes())["payload"]
    assert "1 piece of evidence changed" in result.stdout
    assert "metric roc_auc on loans/test" in result.stdout
    assert "0.8 (n 5,000, interval 0.9 to 0.92)" in result.stdout
    assert payload[:20] not in result.stdout


def test_a_diff_says_who_signed_what_and_tells_lines_apart(good: Proven) -> None:
    attempts = "evidence/credit-risk/attempts.intoto.jsonl"
    about = (Subject("commit", {"gitCommit": good.training.commit}),)
    run = good.training._replace(status="failed", subjects=about)
    failed = [run._replace(finished=f"2026-03-0{day}T11:00:00Z") for day in (2, 3)]
    lines = [good.key.line(training_statement(failed[0])), unsigned(training_statement(failed[1]))]
    other = Envelope(b"{}", "text/plain", (Signature("", b"\0"),))
    good.repo.write(attempts, b"".join([*lines, envelope_json(other)]))
    document = json.loads(invoke_govml("diff", "HEAD", "--format", "json", cwd=good.repo.path).stdout)
    told = [{fact["field"]: fact["new"] for fact in each["facts"]} for each in document["differences"]]
    assert [(each["kind"], each["change"], each["path"]) for each in document["differences"]] == [
        ("evidence", "added", attempts)
    ] * 3
    assert [each["kind"] for each in told] == ["training", "training", "unknown"]
    assert told[0] == {
        "kind": "training",
        "status": "failed",
        "finished": "2026-03-02T11:00:00Z",
        "signed by": good.key.public.fingerprint,
        "built by": good.training.builder,
        "commit": good.training.commit,
        "statement": "sha256:" + sha256(statement_bytes(training_statement(failed[0]))).hexdigest(),
        "subject": {"digest": f"gitCommit:{good.training.commit}"},
    }
    assert (told[1]["finished"], told[1]["signed by"]) == ("2026-03-03T11:00:00Z", "nobody")
    assert told[2]["signed by"].startswith("nobody: it ")
    assert told[2]["statement"] == "sha256:" + sha256(b"{}").hexdigest()


# -- broken and large bundles ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "rule", "words"),
    [
        (b'{"payload": "e30="}\n', "schema", "payloadType"),
        (b'{"payload": "e30=", "payloadType": "application/vnd.in-toto+json", "signatures": []}\n', "schema", "_type"),
        (b'{"payload": "e30=", "payload": "e30="}\n', "syntax", "stands twice"),
        (b"{\n", "syntax", "is not JSON"),
    ],
)
def test_a_broken_line_is_found_where_it_is(good: Proven, broken: bytes, rule: str, words: str) -> None:
    good.repo.write("evidence/more.intoto.jsonl", b"\n" + good.key.line(training_statement(good.training)) + broken)
    found = report(good.repo.path)["findings"]
    assert {(each["rule"], each["location"]["line"]) for each in found} == {(rule, 3)}
    assert any(words in each["message"] for each in found)


def test_a_parameter_that_nobody_knows_is_refused(good: Proven) -> None:
    payload = json.loads(statement_bytes(training_statement(good.training)))
    payload["predicate"]["buildDefinition"]["externalParameters"]["skip"] = True
    good.repo.write(TRAINING, envelope_json(good.key.seal(json.dumps(payload).encode())))
    found = report(good.repo.path)
    assert fired(found) == {"schema", "PROV-01"}
    assert any("externalParameters.skip is unknown" in each["message"] for each in found["findings"])


def test_attestations_of_others_are_left_alone(good: Proven) -> None:
    other = {"_type": "https://in-toto.io/Statement/v1", "subject": [{"name": "x", "digest": digests("model")}]}
    payload = json.dumps({**other, "predicateType": "https://spdx.dev/Document", "predicate": {}}).encode()
    good.repo.write("dist/sbom.intoto.jsonl", envelope_json(Envelope(payload, PAYLOAD_TYPE, ())))
    assert report(good.repo.path)["findings"] == []


def test_a_bundle_above_the_limit_backs_nothing(good: Proven) -> None:
    line = good.key.line(training_statement(good.training))
    good.repo.write(TRAINING, line * (5_000_000 // len(line) + 1))
    assert {"size", "PROV-01"} <= rules_of(report(good.repo.path))


def test_ten_thousand_lines(good: Proven) -> None:
    short = good.training._replace(stages=(), environment={}, inputs=())
    lines = unsigned(training_statement(short)) * 10_000
    good.repo.write("govml.yaml", (good.repo.path / "govml.yaml").read_text() + "limits: {blob_bytes: 50000000}\n")
    good.repo.write("evidence/many.intoto.jsonl", lines)
    assert report(good.repo.path)["findings"] == [], "one signed line among them is enough"


# -- less never helps --------------------------------------------------------------------------------------------------


def paths_of(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, item in items for place in ((*path, key), *paths_of(item, (*path, key)))]


def less(payload: Any, path: tuple[str | int, ...]) -> Any:
    payload = copy.deepcopy(payload)
    parent = payload
    for key in path[:-1]:
        parent = parent[key]
    del parent[path[-1]]
    return payload


def test_no_evidence_taken_away_makes_a_failing_model_pass(good: Proven) -> None:
    """For each defect: each member of a payload taken away and signed again, each signature, each line, each file."""
    run, evaluated = good.training, good.evaluation
    assert evaluated.training_overlap is not None
    trainings = {
        "dirty": run._replace(dirty=True),
        "builder": run._replace(builder="https://example.org/other"),
        "input": run._replace(inputs=(run.inputs[0]._replace(digest={"md5": "dd" * 16}), run.inputs[1])),
    }
    evaluations = {
        "overlap": evaluated._replace(training_overlap=evaluated.training_overlap._replace(rows=5)),
        "number": evaluated._replace(metrics=(evaluated.metrics[0]._replace(value=0.5),)),
        "robustness": evaluated._replace(robustness=()),
    }
    cases = [(name, training, evaluated) for name, training in trainings.items()]
    cases += [(name, run, evaluation) for name, evaluation in evaluations.items()]
    names: dict[str, str] = {}
    card = CARD.replace("models/credit-risk/model.safetensors.dvc", "model.safetensors.dvc")
    for defect, training, evaluation in cases:
        for label, lines in variants_of(good, training is not run, training, evaluation):
            name = f"m{len(names)}"
            names[name] = f"{defect}: {label}"
            md5 = f"{len(names):032x}"
            good.repo.write(f"models/{name}/README.md", card.replace("name: credit-risk", f"name: {name}", 2))
            weights = pointer("model", "model.safetensors").replace(MD5["model"], md5)
            good.repo.write(f"models/{name}/model.safetensors.dvc", weights)
            good.repo.write(f"evidence/{name}.intoto.jsonl", b"".join(each(name, md5) for each in lines))
    assert len(names) > 300
    found = report(good.repo.path)
    errors = [each for each in found["findings"] if each["level"] == "error"]
    failing = {each["subject"] for each in errors if each["rule"] in OF_EVIDENCE}
    broken = {each["location"]["path"] for each in found["findings"] if each["rule"] in ("schema", "syntax")}
    passing = {
        names[name]
        for name in names
        if f"model {name}" not in failing and f"evidence/{name}.intoto.jsonl" not in broken
    }
    assert passing == set()
    assert "model credit-risk" not in failing


Line = Callable[[str, str], bytes]


def variants_of(good: Proven, of_training: bool, training: Any, evaluation: Any) -> list[tuple[str, list[Line]]]:
    """Bundles of a model, by name and digest of its weights, each with something taken away."""
    def own(statement: Any) -> Callable[[str, str], Any]:
        text = statement_bytes(statement).decode()
        return lambda name, md5: json.loads(text.replace("credit-risk", name).replace(MD5["model"], md5))

    first, second = own(training_statement(training)), own(evaluation_statement(evaluation))
    if not of_training:
        first, second = second, first

    def line(value: Callable[[str, str], Any], path: tuple[str | int, ...] = ()) -> Line:
        def write(name: str, md5: str) -> bytes:
            payload = value(name, md5)
            return envelope_json(good.key.seal(json.dumps(less(payload, path) if path else payload).encode()))

        return write

    def bare(name: str, md5: str) -> bytes:
        return envelope_json(Envelope(json.dumps(first(name, md5)).encode(), PAYLOAD_TYPE, ()))

    found: list[tuple[str, list[Line]]] = [
        ("as it is", [line(first), line(second)]),
        ("line", [line(second)]),
        ("other line", [line(first)]),
        ("file", []),
        ("signature", [bare, line(second)]),
    ]
    for path in paths_of(first("name", "md5")):
        found.append(("/".join(map(str, path)), [line(first, path), line(second)]))
    return found


# -- what is stored ----------------------------------------------------------------------------------------------------


def test_a_stored_judgement_follows_history_and_evidence(good: Proven, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "STORED_FROM", 0)
    repo = good.repo

    def verdicts(rev: str) -> str:
        stored = usecase.check(Repository.open(repo.path), Request(AT, rev=rev))
        fresh = usecase.check(Repository.open(repo.path), Request(AT, rev=rev, cache=False))
        assert stored == fresh
        return stored.verdict

    head = repo.git("rev-parse", "HEAD")
    assert verdicts(head) == "PASSED"
    orphan = repo.git("commit-tree", f"{head}^{{tree}}", "-m", "The same files without their history")
    assert verdicts(orphan) == "FAILED"
    assert verdicts(head) == "PASSED"
    repo.remove(TRAINING)
    without = repo.commit()
    assert verdicts(without) == "FAILED"
    good.write()
    assert verdicts(repo.commit()) == "PASSED"
    files = {"train.py": content_digests(b"train()\n")}
    code = Resource("code", "src", folder_digests(files))
    repo.write("src/train.py", "train()\n")
    good.write(good.training._replace(inputs=(*good.training.inputs, code)))
    assert verdicts(repo.commit()) == "PASSED"
    repo.write("src/more.py", "")
    assert verdicts(repo.commit()) == "FAILED", "a file that is new in a folder changes the folder"
    revoked(good, good.key)
    assert verdicts(repo.commit()) == "FAILED"
    assert verdicts(head) == "PASSED"
    merged = repo.git("commit-tree", f"{head}^{{tree}}", "-p", orphan, "-p", head, "-m", "Merge")
    assert verdicts(merged) == "PASSED", "a merge has the history of both"


def test_without_evidence_no_key_is_read(repo: Repo) -> None:
    repo.write("models/a/README.md", CARD)
    program = (
        "import sys; from govml.base.git import Repository; from govml.usecases.check import Request, check;"
        f"check(Repository.open({str(repo.path)!r}), Request({AT!r}));"
        "print([name for name in sys.modules if name.startswith(('cryptography', 'govml.evidence.training'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
