"""Attacks on what is promoted, and by which rules: each is refused, beside the honest path that passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from govml.base.branch import Branch
from govml.base.git import Repository
from govml.ledger.chain import Draft, append
from govml.ledger.statements import promotion_statement, read_promotion
from govml.usecases.decide import Asked, decide, trusted_commit
from govml.usecases.promote import restored
from tests.builders import run_govml
from tests.evidence.keys import make_key
from tests.scenes import ADA, ALICE, BOT, CAROL, CONFIG, Scene
from tests.scenes import CARD as TEXT

CARD = "models/credit-risk/README.md"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def fired(scene: Scene, stage: str = "production", version: str = "v1.4.0") -> set[str]:
    """Rules that stop a promotion; it is refused, and nothing is written."""
    decision = scene.decide(scene.now(), stage, version)
    assert decision.verdict == "FAILED"
    before = scene.repo.git("for-each-ref")
    assert scene.promote(stage, version).exit_code == 1
    assert scene.repo.git("for-each-ref") == before
    findings = decision.report["findings"]
    assert isinstance(findings, list)
    stopping = [each for each in findings if isinstance(each, dict) and each["level"] == "error" and not each["waiver"]]
    return {str(each["rule"]) for each in stopping} | {each.rule for each in decision.findings}


def approved(scene: Scene, version: str = "v1.4.0") -> None:
    """Bring a version as far as both approvals."""
    scene.to_staging(version)
    for who in (ALICE, CAROL):
        assert scene.approve(who, version=version).exit_code == 0


def test_a_tag_that_moves_after_its_version_was_on_a_stage(scene: Scene) -> None:
    approved(scene)
    scene.repo.write(CARD, TEXT.replace("0.912", "0.999"))
    scene.repo.commit("Nicer numbers")
    scene.repo.git("tag", "--delete", "credit-risk@v1.4.0")
    scene.repo.tag("credit-risk@v1.4.0")
    assert {"GIT-01", "PROM-01", "APPR-01"} <= fired(scene)


def test_a_tag_that_is_deleted(scene: Scene) -> None:
    approved(scene)
    scene.repo.git("tag", "--delete", "credit-risk@v1.4.0")
    done = scene.promote()
    assert done.exit_code == 1
    assert "in the registry" in done.stderr


def test_a_version_that_was_deregistered(scene: Scene) -> None:
    approved(scene)
    scene.repo.tag("credit-risk@v1.4.0!")
    assert "PROM-02" in fired(scene)


def test_a_stage_tag_alone_is_no_promotion(scene: Scene) -> None:
    scene.repo.tag("credit-risk#staging#1")
    assert "PROM-01" in fired(scene)


def test_a_tag_for_a_version_that_the_card_does_not_state(scene: Scene) -> None:
    scene.repo.tag("credit-risk@v9.0.0")
    assert fired(scene, "dev", "v9.0.0") == {"PROM-02"}


def test_a_commit_that_was_never_merged(scene: Scene) -> None:
    scene.repo.git("switch", "--quiet", "-c", "side")
    scene.new_version("v1.5.0")
    scene.repo.git("switch", "--quiet", "main")
    assert fired(scene, "dev", "v1.5.0") == {"GIT-01"}
    scene.repo.git("merge", "--quiet", "--no-ff", "-m", "Merge", "side")
    assert scene.promote("dev", "v1.5.0").exit_code == 0


def test_a_history_that_is_rewritten_under_a_promoted_commit(scene: Scene) -> None:
    approved(scene)
    scene.repo.git("commit", "--quiet", "--amend", "--no-edit", "-m", "Another history")
    assert {"GIT-01"} <= fired(scene)


def test_a_replacement_or_graft_changes_nothing(scene: Scene) -> None:
    first = scene.repo.git("rev-parse", "HEAD")
    scene.new_version("v1.5.0")
    at = scene.now()
    before = scene.decide(at, "dev", "v1.5.0").about
    scene.repo.write(CARD, TEXT.replace("0.912", "0.999").replace("1.4.0", "1.5.0"))
    other = scene.repo.commit("Nicer numbers")
    scene.repo.git("update-ref", "refs/heads/main", "credit-risk@v1.5.0^{commit}")
    scene.repo.git("replace", "credit-risk@v1.5.0^{commit}", other)
    (scene.path / ".git" / "info").mkdir(exist_ok=True)
    (scene.path / ".git" / "info" / "grafts").write_text(f"{before.commit}\n")
    after = scene.decide(at, "dev", "v1.5.0")
    assert after.about == before
    assert after.report["makers"] == scene.decide(at, "dev", "v1.5.0").report["makers"]
    assert first in {each.id for each in _history(scene, before.commit)}


def _history(scene: Scene, commit: str) -> list:  # type: ignore[type-arg]
    from govml.base.history import History

    return list(History(scene.repository).before(commit))


def test_weights_that_are_swapped_between_stages(scene: Scene) -> None:
    """The tag can't move; a statement of other weights, though signed by the bot, helps no further."""
    scene.promote("dev")
    entry = scene.ledger.entries[0]
    said = read_promotion(entry.statement)
    about = said.about._replace(stage="staging", weights={"md5": "0" * 32})
    forged = said._replace(about=about, tag="credit-risk#staging#2")
    envelope = scene.keys[BOT].seal(_bytes(forged))
    append(scene.repository, lambda _: Draft("promotion", envelope, entry.at, b"{}\n"))
    assert "DEPL-02" in fired(scene)


def _bytes(said: object) -> bytes:
    from govml.evidence.statement import statement_bytes

    return statement_bytes(promotion_statement(said))  # type: ignore[arg-type]


@pytest.mark.parametrize("who", [ADA, ALICE, "stranger"])
def test_a_promotion_that_somebody_else_signed_never_happened(scene: Scene, tmp_path: Path, who: str) -> None:
    scene.promote("dev")
    entry = scene.ledger.entries[0]
    said = read_promotion(entry.statement)
    forged = said._replace(about=said.about._replace(stage="staging"), tag="credit-risk#staging#2")
    key = make_key(tmp_path / "stranger") if who == "stranger" else scene.keys[who]
    append(scene.repository, lambda _: Draft("promotion", key.seal(_bytes(forged)), entry.at, b"{}\n"))
    assert "PROM-01" in fired(scene)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("govml.yaml", CONFIG.replace("{risk-owner: 1, validator: 1}", "{}")),
        ("govml.yaml", CONFIG.replace("after: [staging]", "after: []")),
        ("govml.yaml", CONFIG.replace(ALICE, "mallory@example.org")),
        ("govml.yaml", "profile: none\n"),
        ("policies/mine.rego", "package mine\n"),
    ],
)
def test_rules_that_come_with_the_version_decide_nothing(scene: Scene, path: str, content: str) -> None:
    at = scene.now()
    before = scene.decide(at)
    scene.repo.git("switch", "--quiet", "-c", "side")
    scene.repo.write(path, content)
    scene.repo.commit("Weaker rules")
    after = scene.decide(at)
    assert (after.about, after.verdict) == (before.about, before.verdict)


def waiver(approver: str = "risk-office@bank.example", expires: str = "2999-12-31") -> str:
    return (
        "schema: govml.waiver/v1\nwaivers:\n- rule: CARD-08\n  subject: model credit-risk\n"
        "  reason: The text is with the lawyers.\n"
        f"  approver: {approver}\n  created: 2026-01-01\n  expires: {expires}\n"
    )


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        (waiver(), True),
        (waiver(expires="2026-02-01"), False),
        (waiver(approver="Ada Author"), False),
        (waiver().replace("model credit-risk", "model churn"), False),
    ],
    ids=["honest", "expired", "self-granted", "of another model"],
)
def test_waivers(scene: Scene, text: str, passes: bool) -> None:
    scene.repo.write(CARD, TEXT.replace("1.4.0", "1.5.0").replace("license: apache-2.0", "license: other"))
    scene.repo.commit("A licence that is not allowed")
    scene.repo.tag("credit-risk@v1.5.0")
    assert fired(scene, "dev", "v1.5.0") == {"CARD-08"}
    scene.repo.write("waivers/2026.yaml", text)
    scene.repo.commit("A waiver")
    if passes:
        assert scene.promote("dev", "v1.5.0").exit_code == 0
    else:
        assert "CARD-08" in fired(scene, "dev", "v1.5.0")


def test_a_waiver_that_comes_with_the_version(scene: Scene) -> None:
    scene.repo.git("switch", "--quiet", "-c", "side")
    scene.repo.write(CARD, TEXT.replace("1.4.0", "1.5.0").replace("license: apache-2.0", "license: other"))
    scene.repo.write("waivers/2026.yaml", waiver())
    scene.repo.commit("A licence that is not allowed, and its waiver")
    scene.repo.tag("credit-risk@v1.5.0")
    assert {"CARD-08", "GIT-01"} <= fired(scene, "dev", "v1.5.0")


def test_rules_about_approvals_and_promotions_are_not_waived(scene: Scene) -> None:
    scene.to_staging()
    text = waiver().replace("CARD-08", "APPR-01").replace("model credit-risk", "*")
    scene.repo.write("waivers/2026.yaml", text)
    scene.repo.commit("No approvals, please")
    assert fired(scene) == {"APPR-01"}


def signing(scene: Scene, who: str, sign: bool = True) -> None:
    scene.repo.git("config", "gpg.format", "ssh")
    scene.repo.git("config", "user.signingkey", str(scene.keys[who].path))
    scene.repo.git("config", "commit.gpgsign", str(sign).lower())


def test_an_unsigned_commit_hidden_in_a_range_without_a_net_change(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    signing(scene, ADA)
    scene.repo.write("govml.yaml", CONFIG.replace("parameters:", "parameters:\n  signed_commits: [high]"))
    scene.repo.commit("Commits are signed")
    scene.repo.git("checkout", "--quiet", "--orphan", "new")
    scene.repo.commit("All of it, signed")
    scene.repo.git("branch", "--force", "main", "new")
    scene.repo.git("switch", "--quiet", "main")
    scene.new_version("v1.5.0")
    assert scene.promote("dev", "v1.5.0").exit_code == 0
    signing(scene, ADA, sign=False)
    text = (scene.path / CARD).read_text()
    scene.repo.write(CARD, text + "\nx\n")
    scene.repo.commit("Something")
    scene.repo.write(CARD, text)
    scene.repo.commit("And back")
    signing(scene, ADA)
    scene.new_version("v1.6.0")
    assert fired(scene, "dev", "v1.6.0") == {"GIT-01"}


def test_commits_signed_with_a_revoked_or_unknown_key(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    signing(scene, ADA)
    scene.new_version("v1.5.0")
    scene.repo.write("revoked_signers", scene.keys[ADA].public.line + "\n")
    scene.repo.commit("Ada's key was stolen")
    unsigned = scene.decide(scene.now(), "dev", "v1.5.0").report["makers"]
    assert isinstance(unsigned, dict)
    assert "revoked key" in str(unsigned["unsigned"])


def test_a_back_dated_commit_under_a_key_that_has_ended(tmp_path: Path) -> None:
    """`git verify-commit` believes the date that the commit gives itself."""
    scene = Scene(tmp_path)
    scene.repo.write("allowed_signers", scene.allowed(ada='valid-before="20260601"'))
    scene.repo.commit("Ada leaves")
    signing(scene, ADA)
    commit = scene.new_version("v1.5.0")
    allowed = scene.path / "allowed_signers"
    scene.repo.git("-c", f"gpg.ssh.allowedSignersFile={allowed}", "verify-commit", commit)
    makers = scene.decide(scene.now(), "dev", "v1.5.0").report["makers"]
    assert isinstance(makers, dict)
    assert {"commit": commit, "problem": f"is signed with the key {_fingerprint(scene)}, which is not valid now"} in (
        makers["unsigned"] if isinstance(makers["unsigned"], list) else []
    )
    assert scene.decide("2026-05-01T00:00:00Z", "dev", "v1.5.0").report["makers"] != makers


def _fingerprint(scene: Scene) -> str:
    return scene.keys[ADA].public.fingerprint


def test_a_waiver_that_is_widened_after_the_approvals(scene: Scene) -> None:
    scene.repo.write(CARD, TEXT.replace("1.4.0", "1.5.0").replace("license: apache-2.0", "license: other"))
    scene.repo.write("waivers/2026.yaml", waiver(expires="2999-06-30"))
    scene.repo.commit("A licence that is not allowed")
    scene.repo.tag("credit-risk@v1.5.0")
    approved(scene, "v1.5.0")
    scene.repo.write("waivers/2026.yaml", waiver().replace("model credit-risk", "model *"))
    scene.repo.commit("A wider waiver")
    assert fired(scene, "production", "v1.5.0") == {"APPR-01"}
    given = scene.decide(scene.now(), "production", "v1.5.0").given
    assert {each.problem for each in given} == {"is of another report: something that it was bound to has changed"}


def test_a_broken_ledger_decides_nothing(scene: Scene) -> None:
    scene.to_staging()
    tip = scene.repo.git("rev-parse", "govml/ledger")
    tree = scene.repo.git("rev-parse", f"{tip}^{{tree}}")
    scene.repo.commit_tree(tree, "again", parents=[tip], ref="refs/heads/govml/ledger")
    for command in (("report",), ("promote", "--key", str(scene.keys[BOT].path))):
        done = scene.run(command[0], "credit-risk@v1.4.0", "--to", "production", *command[1:])
        assert done.exit_code == 4
        assert "the ledger is broken at entry 2" in done.stderr


def test_a_hostile_tree_beside_the_model(scene: Scene) -> None:
    blob = scene.repo.blob("x")
    rows = [tuple(line.replace("\t", " ").split(" ", 3)) for line in scene.repo.git("ls-tree", "HEAD").splitlines()]
    entries = [(mode.lstrip("0"), oid, name) for mode, _, oid, name in rows]
    tree = scene.repo.tree(sorted([*entries, ("100644", blob, "..")], key=lambda each: str(each[2])))
    commit = scene.repo.commit_tree(tree, "Hostile", parents=["HEAD"], ref="refs/heads/main")
    scene.repo.git("update-ref", "refs/heads/side", commit)
    scene.repo.git("tag", "--delete", "credit-risk@v1.4.0")
    scene.repo.git("tag", "--annotate", "-m", "x", "credit-risk@v1.4.0", commit)
    decision = scene.decide(scene.now(), "dev")
    assert decision.verdict == "FAILED"
    assert "entry" in str(decision.report["findings"])


def test_an_escape_in_a_card_reaches_no_terminal(scene: Scene) -> None:
    text = TEXT.replace("1.4.0", "1.5.0")
    scene.repo.write(CARD, text.replace("trained on one market", '"\\e[2Jtrained | <b>on</b> one market"'))
    scene.repo.commit("An escape")
    scene.repo.tag("credit-risk@v1.5.0")
    for form in ("text", "markdown", "json"):
        done = run_govml("report", "credit-risk@v1.5.0", "--to", "dev", "-v", "--format", form, cwd=scene.path)
        assert done.exit_code == 0, done.stderr
        assert "\x1b" not in done.stdout
        assert "<b>" not in done.stdout or form != "markdown"


def test_the_decision_can_be_made_again_for_any_entry(scene: Scene) -> None:
    """What an audit does: the ledger as it was before an entry, the commits that it names, and its time."""
    from govml.ledger.chain import report_of

    scene.to_production()
    scene.new_version("v1.5.0")
    scene.to_production("v1.5.0")
    assert scene.rollback("production", "v1.4.0").exit_code == 0
    scene.repo.write("govml.yaml", CONFIG.replace("rules:", "rules:\n  CARD-09: off", 1))
    scene.repo.commit("Other rules")
    scene.repo.tag("credit-risk@v1.4.0!", time=32_503_680_000)  # which the manifest of v1.5.0 deploys
    repository, ledger = Repository.open(scene.path), scene.ledger
    made = [entry for entry in ledger.entries if entry.kind in ("promotion", "rollback")]
    assert len(made) == 7
    for entry in made:
        said = read_promotion(entry.statement)
        about = said.about
        asked = Asked(
            about.kind, about.model, about.version, about.stage, said.at, about.policy_commit, about.commit
        )
        again = decide(repository, asked, ledger._replace(entries=ledger.entries[: entry.number]))
        assert again.data == report_of(Branch(repository, ""), entry)
        assert again.verdict in ("PASSED", "WARNED")
        assert tuple(each.entry for each in again.given if each.independent_role) == said.approvals
    assert trusted_commit(repository) != read_promotion(made[0].statement).about.policy_commit


def test_a_deregistration_in_govmls_name_counts(scene: Scene) -> None:
    govml = ("-c", "user.name=govml", "-c", "user.email=govml@localhost")
    scene.repo.git(*govml, "tag", "-a", "-m", "no", "credit-risk@v1.4.0!")
    assert scene.promote("dev").exit_code == 1


@pytest.mark.parametrize("stage", ["prod!", "prod#3", "prod#"])
def test_what_is_no_stage(tmp_path: Path, stage: str) -> None:
    scene = Scene(tmp_path)
    scene.repo.write("govml.yaml", CONFIG[: CONFIG.index("  stages:")] + "  reviews: false\n")
    done = scene.promote(stage)
    assert done.exit_code == 2
    assert f"error: {stage!r} is not the name of a stage" in done.stderr


def test_a_number_that_nobody_counted_to_is_followed_by_different_ones(scene: Scene) -> None:
    scene.repo.git("tag", "-a", "-m", "mine", "credit-risk#dev#999999999999")
    for stage in ("dev", "staging"):
        assert scene.promote(stage).exit_code == 0
    named = [read_promotion(each.statement).tag for each in scene.ledger.entries]
    assert named == ["credit-risk#dev#1000000000000", "credit-risk#staging#1000000000001"]


def test_a_tag_in_the_place_of_a_new_one_is_told(scene: Scene) -> None:
    tag = scene.path / ".git/refs/tags/credit-risk#dev#1"
    assert scene.promote("dev").exit_code == 0
    scene.repo.git("tag", "--force", "-a", "-m", "mine", "credit-risk#dev#1")
    assert tag.exists()
    entry, decision = scene.ledger.entries[-1], scene.decide(scene.now(), "dev")
    done = restored(scene.repository, "govml/ledger", decision, entry)
    assert done.problem == "another tag is called credit-risk#dev#1: `govml audit` tells more"
