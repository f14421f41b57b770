"""A change judged against its base: by the rules of the base, and told apart from what was there before."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from govml.base.git import Repository
from govml.model import MissingObjectError, Report, UsageError
from govml.usecases import check as usecase
from govml.usecases import judging
from govml.usecases.check import Request
from govml.usecases.judgement import Judgement
from tests.builders import Repo
from tests.usecases.examples import AT, CARD, GOOD, plain_card
from tests.usecases.test_incremental import change

PATH = "models/credit-risk/README.md"
POOR = CARD.replace("intended_use: Scores", "intended_use: TODO #")
WAIVER = """schema: govml.waiver/v1
waivers:
- {rule: CARD-02, subject: model credit-risk, reason: With the lawyers., approver: risk@bank.example,
   created: 2026-03-01, expires: 2026-04-01}
"""


def ask(repo: Repo, base: str = "main", rev: str = "", **more: bool) -> Report:
    request = Request(AT, rev=rev, base=base)._replace(**more)  # type: ignore[arg-type]
    return usecase.check(Repository.open(repo.path), request)


def statuses(report: Report) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"new": [], "existing": []}
    for finding in report.findings:
        found[finding.status].append(finding.rule)
    return found


@pytest.fixture
def poor(repo: Repo) -> Repo:
    """A repository whose `main` has one error, on a branch."""
    repo.write_all(GOOD)
    repo.write(PATH, POOR)
    repo.commit("base")
    repo.git("checkout", "--quiet", "-b", "change")
    return repo


def test_nothing_changed(poor: Repo) -> None:
    report = ask(poor)
    assert statuses(report) == {"new": [], "existing": ["CARD-02"]}
    assert (report.verdict, report.reason) == ("PASSED", "nothing new; the base has 1 finding already")
    assert report.snapshot.base == poor.git("rev-parse", "main")
    assert report.policy.commit == poor.git("rev-parse", "main")
    assert not report.records


def test_existing_ones_decide_where_that_is_asked_for(poor: Repo) -> None:
    assert ask(poor, fail_on_existing=True).verdict == "FAILED"


def test_touching_a_file_makes_nothing_new(poor: Repo) -> None:
    poor.write(PATH, POOR + "\nMore.\n")
    assert statuses(ask(poor)) == {"new": [], "existing": ["CARD-02"]}


def test_moving_and_reformatting_makes_nothing_new(poor: Repo) -> None:
    poor.git("mv", "models/credit-risk/README.md", "models/credit-risk/card.md")
    poor.write("models/credit-risk/card.md", "---\n# Moved.\n" + POOR.removeprefix("---\n"))
    poor.commit("moved")
    report = ask(poor, rev="HEAD")
    assert statuses(report)["existing"] == ["CARD-02"]
    assert not [each for each in report.findings if each.status == "new" and each.level == "error"]
    assert not report.fixed


def test_a_renamed_model_keeps_its_findings(repo: Repo) -> None:
    repo.write("models/a/README.md", plain_card("a"))
    repo.write("README.md", "x\n")
    repo.commit("base")
    repo.git("checkout", "--quiet", "-b", "change")
    repo.git("mv", "models/a", "models/b")
    repo.write("models/b/README.md", plain_card("b"))
    repo.commit("renamed")
    report = ask(repo, rev="HEAD")
    assert [each.status for each in report.findings if each.rule == "CARD-04"] == ["existing"]
    assert not report.fixed


def test_fixed_and_new(poor: Repo) -> None:
    poor.write(PATH, CARD.replace("misuse:", "misused:"))
    report = ask(poor)
    assert [finding.rule for finding in report.fixed] == ["CARD-02"]
    assert "CARD-05" in statuses(report)["new"]
    assert report.verdict == "FAILED"
    assert report.reason.endswith("new errors") or report.reason.endswith("new error")


@pytest.mark.parametrize("staged", [False, True])
def test_index_and_work_tree(poor: Repo, staged: bool) -> None:
    poor.write(PATH, CARD)
    if staged:
        poor.git("add", PATH)
        poor.write(PATH, POOR)
    report = ask(poor, staged=staged)
    assert [finding.rule for finding in report.fixed] == ["CARD-02"]
    assert report.snapshot.source == ("index" if staged else "worktree")


RISKS = """  risks:
  - {risk: A good applicant is put last., mitigation: Every application is read., residual: Up to a day of delay.}
"""


def with_risks(*risks: str) -> str:
    assert RISKS in CARD
    return CARD.replace(RISKS, "  risks:\n" + "".join(f"  - {risk}\n" for risk in risks))


def risk(name: str, *, residual: str = "Small.", mitigation: str = "Watched.") -> str:
    return f"{{residual: {residual}, mitigation: {mitigation}, risk: {name}}}"


@pytest.mark.parametrize(
    ("before", "after", "new", "fixed"),
    [
        ((risk("A", residual="TODO"), risk("B")), (risk("C"), risk("A", residual="TODO"), risk("B")), 0, 0),
        ((risk("A", residual="TODO"), risk("B")), (risk("B"), risk("A", residual="TODO")), 0, 0),
        ((risk("A", residual="TODO"),), (risk("C", residual="TODO"),), 1, 1),
        ((risk("A"), risk("B", mitigation="TODO")), (risk("A", mitigation="TODO"), risk("B")), 1, 1),
    ],
    ids=["put in front", "reordered", "another in its place", "one mended, another broken"],
)
def test_elements_of_a_list_are_what_they_are_and_not_their_number(
    repo: Repo, before: tuple[str, ...], after: tuple[str, ...], new: int, fixed: int
) -> None:
    repo.write_all(GOOD)
    repo.write(PATH, with_risks(*before))
    repo.commit("base")
    repo.git("checkout", "--quiet", "-b", "change")
    repo.write(PATH, with_risks(*after))
    report = ask(repo)
    assert (statuses(report)["new"].count("CARD-06"), len(report.fixed)) == (new, fixed)


def test_a_pointer_file_that_moves_keeps_its_findings(repo: Repo) -> None:
    repo.write_all(GOOD)
    repo.write("data/more.csv.dvc", "outs:\n- {path: more.csv, md5: 5}\n")
    repo.commit("base")
    repo.git("checkout", "--quiet", "-b", "change")
    repo.git("mv", "data/more.csv.dvc", "moved.csv.dvc")
    report = ask(repo)
    assert "schema" in statuses(report)["existing"]
    assert "schema" not in statuses(report)["new"]


def test_what_is_not_asked_any_more_is_not_mended(poor: Repo) -> None:
    poor.write(PATH, POOR.replace("license: apache-2.0", "license: [apache-2.0"))
    broken = ask(poor)
    assert not broken.fixed
    assert "1 finding of the base can't be asked any more" in " ".join(broken.notes)
    poor.remove(PATH)
    assert not ask(poor).fixed


def test_a_broken_card_is_no_removal(poor: Repo) -> None:
    poor.write(PATH, POOR.replace("license: apache-2.0", "license: [apache-2.0"))
    assert "CARD-14" not in statuses(ask(poor))["new"]
    poor.remove(PATH)
    assert "CARD-14" in statuses(ask(poor))["new"]


def test_a_waiver_of_a_rule_about_changes_waits_for_one(repo: Repo) -> None:
    repo.write_all(GOOD)
    repo.write("waivers/2026.yaml", WAIVER.replace("CARD-02", "CARD-12"))
    repo.commit("granted")
    report = usecase.check(Repository.open(repo.path), Request(AT, rev="HEAD"))
    assert [waiver.state for waiver in report.waivers] == ["active"]
    repo.write(PATH, CARD.replace("tier: high", "tier: limited"))
    lowered = [each for each in ask(repo, base="HEAD").findings if each.rule == "CARD-12"]
    assert lowered and all(each.waiver for each in lowered)


def test_a_path_that_did_not_change_is_no_empty_check(poor: Repo) -> None:
    report = usecase.check(Repository.open(poor.path), Request(AT, base="main", paths=("models",)))
    assert report.verdict == "PASSED"


# -- who judges -------------------------------------------------------------------------------------------------------


def test_a_change_cannot_switch_off_the_rule_that_it_breaks(repo: Repo) -> None:
    repo.write_all(GOOD)
    repo.commit("base")
    repo.git("checkout", "--quiet", "-b", "change")
    repo.write(PATH, POOR)
    repo.write("govml.yaml", GOOD["govml.yaml"].replace("  EVAL-03: off", "  CARD-02: off\n  EVAL-03: off"))
    repo.commit("sly")
    report = ask(repo, rev="HEAD")
    assert report.verdict == "FAILED"
    assert "CARD-02" in statuses(report)["new"]
    assert report.policy_change is not None
    assert [finding.rule for finding in report.policy_change.dropped] == ["CARD-02"]
    assert not report.policy_change.added
    assert report.policy_change.digest not in ("", report.policy.digest)


def test_a_waiver_cannot_waive_the_change_that_adds_it(repo: Repo) -> None:
    repo.write_all(GOOD)
    repo.commit("base")
    repo.git("checkout", "--quiet", "-b", "change")
    repo.write(PATH, POOR)
    repo.write("waivers/2026.yaml", WAIVER)
    repo.commit("sly")
    report = ask(repo, rev="HEAD")
    assert report.verdict == "FAILED"
    assert not report.waivers
    assert report.policy_change is not None
    assert [finding.rule for finding in report.policy_change.dropped] == ["CARD-02"]
    repo.git("checkout", "--quiet", "main")
    repo.write("waivers/2026.yaml", WAIVER)
    repo.commit("granted before")
    assert "CARD-02" not in [f.rule for f in ask(repo, rev="change").findings if not f.waiver]


def test_policies_come_from_the_tip_and_not_from_where_the_branch_began(repo: Repo) -> None:
    """Else whoever branches from an old commit is judged by rules of that day."""
    repo.write_all(GOOD)
    repo.write("govml.yaml", "rules: {CARD-02: off}\n")
    repo.commit("weak")
    repo.git("checkout", "--quiet", "-b", "change")
    repo.write(PATH, POOR)
    repo.commit("poor")
    repo.git("checkout", "--quiet", "main")
    repo.write("govml.yaml", "profile: default\n")
    repo.commit("strong")
    report = ask(repo, rev="change")
    assert statuses(report)["new"] == ["CARD-02"]
    assert report.snapshot.base == repo.git("rev-parse", "main~1")
    assert report.policy.commit == repo.git("rev-parse", "main")
    assert report.policy_change is None, "the change itself touches nothing that decides"


def test_new_policies_are_shown_and_decide_nothing(repo: Repo) -> None:
    repo.write_all(GOOD)
    repo.commit("base")
    repo.git("checkout", "--quiet", "-b", "change")
    rule = '# METADATA\n# custom: {id: ACME-1, subject: model}\npackage acme\n\ndeny contains "no" if input.card\n'
    repo.write("policies/acme.rego", rule)
    report = ask(repo)
    assert report.verdict in ("PASSED", "WARNED")
    assert report.policy_change is not None
    assert {finding.rule for finding in report.policy_change.added} == {"ACME-1"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("policies/acme.rego", "package acme\n\ndeny contains {\n"),
        ("govml.yaml", "profile: [\n"),
        ("schemas/x.schema.json", "{"),
        ("policies/odd.rego", "package acme\n\ndeny contains 5 if input\n"),
    ],
)
def test_policies_that_would_stop_everything_fail(repo: Repo, path: str, text: str) -> None:
    repo.write_all(GOOD)
    repo.commit("base")
    repo.git("checkout", "--quiet", "-b", "change")
    repo.write(path, text)
    report = ask(repo)
    assert report.verdict == "FAILED"
    assert "policy" in statuses(report)["new"]
    assert report.policy_change is not None
    assert report.policy_change.problem
    assert not report.policy_change.digest


def test_whose_files_they_are(poor: Repo) -> None:
    poor.git("checkout", "--quiet", "main")
    poor.write(".github/CODEOWNERS", "/models/ @ml @risk\n/deploy/ @ops\n")
    poor.commit("owners")
    poor.git("checkout", "--quiet", "-B", "change")
    poor.write(PATH, CARD)
    poor.write("notes.txt", "x\n")
    poor.write(".github/CODEOWNERS", "* @nobody-else\n")
    notes = ask(poor).notes
    assert "code owners of what changes: @ml (1 file), @risk (1 file), nobody (2 files)" in notes


# -- which base -------------------------------------------------------------------------------------------------------


def test_a_merge_is_judged_as_its_result(poor: Repo) -> None:
    poor.write("models/b/README.md", plain_card("b"))
    poor.commit("theirs")
    poor.git("checkout", "--quiet", "main")
    poor.write(PATH, CARD)
    poor.commit("mended on main")
    poor.git("checkout", "--quiet", "--detach", "main")
    poor.git("merge", "--quiet", "--no-edit", "change")
    report = ask(poor, rev="HEAD")
    assert report.snapshot.base == poor.git("rev-parse", "main")
    assert [(f.rule, f.location.path) for f in report.findings if f.level == "error"] == [
        ("CARD-04", "models/b/README.md")
    ]
    assert not report.fixed


def test_upstream(poor: Repo) -> None:
    poor.git("branch", "--set-upstream-to", "main")
    assert ask(poor, base="@{upstream}").snapshot.base == poor.git("rev-parse", "main")


def test_no_common_commit(poor: Repo) -> None:
    poor.git("checkout", "--quiet", "--orphan", "other")
    poor.commit("other")
    with pytest.raises(UsageError, match="no commit in common"):
        ask(poor, rev="HEAD")


def test_before_the_first_commit_a_hook_has_nothing_to_compare_with(repo: Repo) -> None:
    repo.write_all(GOOD)
    repo.git("add", "--all")
    report = ask(repo, base="HEAD", staged=True)
    assert report.verdict in ("PASSED", "WARNED")
    assert not report.snapshot.base
    assert "no commit yet: nothing to compare with" in report.notes
    with pytest.raises(UsageError, match="unknown"):
        ask(repo, base="main")


def test_a_shallow_clone_says_what_to_fetch(poor: Repo, tmp_path: Path) -> None:
    poor.write(PATH, CARD)
    poor.commit("mended")
    clone = tmp_path / "shallow"
    poor.git("clone", "--quiet", "--depth", "1", "--no-single-branch", f"file://{poor.path}", str(clone))
    with pytest.raises(MissingObjectError) as caught:
        usecase.check(Repository.open(clone), Request(AT, rev="HEAD", base="origin/main"))
    assert "git fetch" in caught.value.hint


# -- stored or not ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_on_top_of_a_stored_base_or_from_nothing(repo: Repo, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "STORED_FROM", 0)
    dice = random.Random(seed)
    repo.write_all(GOOD)
    repo.commit("base")
    for _ in range(6):
        for _ in range(dice.randint(1, 3)):
            change(repo, dice)
        stored, fresh = ask(repo), ask(repo, cache=False)
        assert stored == fresh
        if dice.random() < 0.5:
            repo.git("add", "--all")
            repo.commit("more")
        if dice.random() < 0.3:
            repo.git("branch", "--force", "base", "HEAD")


def test_added_by_a_commit_and_deleted_in_the_work_tree(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "STORED_FROM", 0)
    repo.write_all(GOOD)
    repo.write("CODEOWNERS", "/models/credit-risk/ @ml\n")
    repo.commit("base")
    repo.git("checkout", "--quiet", "-b", "change")
    repo.write("models/b/README.md", plain_card("b"))
    repo.commit("added")
    repo.remove("models/b/README.md")
    stored, fresh = ask(repo), ask(repo, cache=False)
    assert stored == fresh
    assert not stored.findings


@pytest.mark.parametrize("files", [3, 201])
def test_moved_in_the_work_tree_as_in_the_index(repo: Repo, files: int) -> None:
    repo.write_all(GOOD)
    for number in range(files):
        repo.write(f"data/d{number}.csv.dvc", f"outs:\n- {{path: d{number}.csv, md5: {number}}}\n")
    repo.commit("base")
    repo.git("checkout", "--quiet", "-b", "change")
    repo.git("mv", "data", "more")
    staged = ask(repo, staged=True)
    repo.git("reset", "--quiet")
    assert statuses(staged)["existing"].count("schema") == files
    assert statuses(ask(repo))["existing"].count("schema") == files


def test_judging_a_change_keeps_the_stored_base(poor: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "STORED_FROM", 0)
    ask(poor)
    poor.write(PATH, CARD)
    poor.commit("mended")
    folder = poor.path / ".git" / "govml"
    before = sorted(path.name for path in folder.glob("*.sqlite"))
    seen: list[int] = []
    real = Judgement.advance

    def counted(self: Judgement, changes: list[object], everything: bool) -> None:
        seen.append(len(changes))
        real(self, changes, everything)  # type: ignore[arg-type]

    monkeypatch.setattr(Judgement, "advance", counted)
    assert [finding.rule for finding in ask(poor, rev="HEAD").fixed] == ["CARD-02"]
    assert seen == [1, 0], "only the changed file is judged, and of the base no file"
    assert sorted(path.name for path in folder.glob("*.sqlite")) == before


def test_a_model_of_which_an_earlier_version_is_registered_does_not_disappear(repo: Repo) -> None:
    repo.write_all(GOOD)
    repo.commit("base")
    repo.tag("credit-risk@v1.0.0")
    repo.write("deploy/prod.yaml", "kind: none\n")
    repo.commit("nothing serves it")
    repo.git("checkout", "--quiet", "-b", "change")
    repo.git("mv", "models/credit-risk", "models/other")
    repo.write(
        "models/other/README.md",
        CARD.replace("name: credit-risk", "name: other").replace("models/credit-risk/", "models/other/"),
    )
    renamed = [each for each in ask(repo).findings if each.rule == "CARD-14"]
    assert [each.level for each in renamed] == ["error"]


def test_a_borrowed_name_mends_the_same_with_and_without_a_stored_judgement(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "STORED_FROM", 0)
    tier = "  risk: {tier: %s, reason: It is a test of tiers.}\n"
    repo.write_all(GOOD)
    repo.write("models/m/README.md", plain_card("m", extra=tier % "high"))
    repo.commit("base")
    repo.git("checkout", "--quiet", "-b", "change")
    repo.write("models/m/README.md", plain_card("credit-risk", extra=tier % "minimal"))
    repo.commit("borrowed")
    request = Request(AT, rev="HEAD", base="main")
    usecase.check(Repository.open(repo.path), request._replace(rev="main", base=""))
    stored = usecase.check(Repository.open(repo.path), request)
    assert stored == usecase.check(Repository.open(repo.path), request._replace(cache=False))
