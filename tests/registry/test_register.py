"""`register`: what is refused, what the check decides, and the tag that Git and GTO read."""

from __future__ import annotations

import gto.api
import pytest

from govml.base.git import Repository
from govml.model import PolicyInfo, Report, SnapshotInfo, UsageError, Verdict
from govml.registry.state import Registry, fold, read_registry
from govml.registry.versions import Part
from govml.usecases.register import Outcome, Plan, next_version, plan, register
from tests.builders import Repo, Result, run_govml

NOTHING = fold([])


@pytest.fixture
def own(repo: Repo) -> Repo:
    """Return a repository with somebody configured and one commit."""
    repo.git("config", "user.name", "Rita Release")
    repo.git("config", "user.email", "rita@example.org")
    repo.commit("first")
    return repo


def govml(repo: Repo, *args: str) -> Result:
    return run_govml("-C", repo.path, "register", *args, cwd=repo.path.parent)


def registry_of(repo: Repo) -> Registry:
    return read_registry(Repository.open(repo.path).tags())


def report(verdict: Verdict) -> Report:
    policy = PolicyInfo("", "", "", "")
    return Report(verdict, "because", SnapshotInfo("commit"), policy, "2026-01-01T00:00:00Z", (), None, (), (), {})


def test_plan() -> None:
    assert plan(NOTHING, "cv:seg", "v1.0.0", "a" * 40) == Plan(
        "cv=seg@v1.0.0", "cv:seg", "v1.0.0", "a" * 40, "Registering artifact cv:seg version v1.0.0", ()
    )
    assert plan(NOTHING, "m", "v1.0.0", "a" * 40, "why").message == "why"


@pytest.mark.parametrize(
    ("model", "version", "message", "hint"),
    [
        ("m", "1.0.0", "'1.0.0' is not a version", "write v1.0.0"),
        ("m", "v1.0", "'v1.0' is not a version", "SemVer with a 'v' before it, for example v1.0.0"),
        ("m", "latest", "'latest' is not a version", "SemVer with a 'v' before it, for example v1.0.0"),
        ("m ", "v1.0.0", "'m ' is not a model name", ""),
        ("-m", "v1.0.0", "'-m' is not a model name", ""),
        ("m@v1.0.0", "v1.0.0", "'m@v1.0.0' is not a model name", ""),
        ("a//b", "v1.0.0", "Git doesn't take 'a//b@v1.0.0' for the name of a tag", "see `git help check-ref-format`"),
        ("m", "v1.0.0+x.lock", "Git doesn't take 'm@v1.0.0+x.lock' for the name of a tag", ""),
    ],
)
def test_what_is_no_name_or_version_is_refused(model: str, version: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as raised:
        plan(NOTHING, model, version, "a" * 40)
    assert str(raised.value) == message
    assert hint in raised.value.hint


def test_a_taken_version_or_commit_is_refused(own: Repo) -> None:
    own.tag("m@v1.0.0")
    own.tag("old@v1.0.0")
    own.tag("old@v1.0.0!")
    first, second = own.git("rev-parse", "HEAD"), own.commit("second")
    registry = registry_of(own)
    with pytest.raises(UsageError, match=rf"v1\.0\.0 of m is registered at commit {first[:12]}"):
        plan(registry, "m", "v1.0.0", second)
    with pytest.raises(UsageError, match=r"registered once, and then deregistered, at commit"):
        plan(registry, "old", "v1.0.0", second)
    with pytest.raises(UsageError, match=rf"commit {first[:12]} is v1\.0\.0 of m already"):
        plan(registry, "m", "v1.0.1", first)
    assert plan(registry, "old", "v1.0.1", first).tag == "old@v1.0.1"
    assert plan(registry, "m", "v1.0.1", second).tag == "m@v1.0.1"


def test_what_is_unusual_is_warned_of(own: Repo) -> None:
    own.tag("m@v2.0.0")
    second = own.commit("second")
    assert plan(registry_of(own), "m", "v2.0.0-rc.1", second).warnings == (
        "v2.0.0-rc.1 is not greater than v2.0.0, which stays the latest version",
    )
    assert plan(registry_of(own), "m", "v2.0.0+b", second).warnings != ()
    assert plan(registry_of(own), "m", "v2.0.1", second).warnings == ()
    own.tag("m@deprecated")
    assert plan(registry_of(own), "m", "v3.0.0", second).warnings == (
        "m is deprecated; registering a version brings it back",
    )


@pytest.mark.parametrize(("part", "version"), [("major", "v2.0.0"), ("minor", "v1.3.0"), ("patch", "v1.2.4")])
def test_bump(own: Repo, part: Part, version: str) -> None:
    own.tag("m@v1.2.3")
    assert next_version(registry_of(own), "m", part) == version
    with pytest.raises(UsageError, match="'n' has no version to count up from"):
        next_version(registry_of(own), "n", part)


@pytest.mark.parametrize(
    ("verdict", "created"), [("PASSED", True), ("WARNED", True), ("FAILED", False), ("INCONCLUSIVE", False)]
)
def test_the_check_decides(own: Repo, verdict: Verdict, created: bool) -> None:
    planned = plan(NOTHING, "m", "v1.0.0", own.git("rev-parse", "HEAD"))
    outcome = register(Repository.open(own.path), planned, lambda: report(verdict))
    assert outcome == Outcome(planned, report(verdict), outcome.tag_object)
    assert bool(outcome.tag_object) is created
    assert own.git("tag") == ("m@v1.0.0" if created else "")


def test_a_tag_that_appeared_meanwhile_is_not_replaced(own: Repo) -> None:
    planned = plan(NOTHING, "m", "v1.0.0", own.git("rev-parse", "HEAD"))
    theirs = ""

    def slow_check() -> Report:
        nonlocal theirs
        theirs = own.tag("m@v1.0.0")
        return report("PASSED")

    with pytest.raises(UsageError, match=r"tag 'm@v1\.0\.0' exists already"):
        register(Repository.open(own.path), planned, slow_check)
    assert own.git("rev-parse", "refs/tags/m@v1.0.0") == theirs


def test_the_tag_is_what_git_and_gto_expect(own: Repo) -> None:
    result = govml(own, "cv=seg", "v1.0.0", "--no-check")
    commit = own.git("rev-parse", "HEAD")
    assert result.exit_code == 0
    assert result.stdout == f"registered cv:seg v1.0.0 at commit {commit[:12]}\n"
    assert result.stderr == "hint: `git push origin 'refs/tags/cv=seg@v1.0.0'` publishes it\n"
    head, _, message = own.git("cat-file", "-p", "refs/tags/cv=seg@v1.0.0").partition("\n\n")
    assert head.splitlines()[:3] == [f"object {commit}", "type commit", "tag cv=seg@v1.0.0"]
    assert head.splitlines()[3].startswith("tagger Rita Release <rita@example.org> ")
    assert message == "Registering artifact cv:seg version v1.0.0"
    own.git("fsck", "--strict")
    assert gto.api.show(str(own.path))["cv:seg"]["version"] == "v1.0.0"
    assert registry_of(own).notes == ()


def test_options(own: Repo) -> None:
    first = own.git("rev-parse", "HEAD")
    own.commit("second")
    assert govml(own, "m", "v1.0.0", "--rev", "HEAD~1", "-m", "Approved in March", "--no-check").exit_code == 0
    assert "both VERSION v1.0.0 and --bump minor are given" in govml(own, "m", "v1.0.0", "--bump", "minor").stderr
    assert govml(own, "m", "--bump", "minor", "--no-check").stdout.startswith("registered m v1.1.0 ")
    registry = registry_of(own)
    assert [(v.name, v.event.message) for v in registry.models["m"].versions] == [
        ("v1.1.0", "Registering artifact m version v1.1.0"),
        ("v1.0.0", "Approved in March"),
    ]
    assert registry.models["m"].versions[1].commit == first


def test_a_smaller_version_is_registered_with_a_warning(own: Repo) -> None:
    own.tag("m@v2.0.0")
    own.commit("second")
    result = govml(own, "m", "v1.0.0", "--no-check")
    assert result.exit_code == 0
    assert result.stderr.startswith("warning: v1.0.0 is not greater than v2.0.0, which stays the latest version\n")


@pytest.mark.parametrize(
    "args", [["m"], ["m", "v1.0.0", "--bump", "major"], ["m", "1.0.0"], ["m", "v1.0.0", "--rev", "x"]]
)
def test_usage(own: Repo, args: list[str]) -> None:
    result = govml(own, *args, "--no-check")
    assert (result.exit_code, result.stdout, own.git("tag")) == (2, "", "")
    assert "\nhint: " in result.stderr


def test_nobody_is_configured(repo: Repo) -> None:
    repo.commit()
    result = govml(repo, "m", "v1.0.0", "--no-check")
    assert result == Result(
        2,
        "",
        "error: Git doesn't know who you are\nhint: set `git config user.name` and `git config user.email`\n",
    )
    assert repo.git("tag") == ""


def test_the_commit_is_checked_and_not_the_work_tree(own: Repo) -> None:
    card = "---\nlicense: apache-2.0\n---\n# A card\n"
    own.write("models/m/README.md", "---\ngovernance: [\n---\n")
    own.commit("broken card")
    own.write("models/m/README.md", card)
    result = govml(own, "m", "v1.0.0")
    commit = own.git("rev-parse", "HEAD")
    assert (result.exit_code, result.stdout, own.git("tag")) == (1, "", "")
    assert result.stderr.startswith("error: m@v1.0.0 was not created: 1 error; the first at models/m/README.md:")
    assert result.stderr.endswith(f"hint: all records of the commit have to pass; `govml check --rev {commit[:12]}`\n")


def test_nothing_to_check_is_no_pass(own: Repo) -> None:
    result = govml(own, "m", "v1.0.0")
    assert (result.exit_code, own.git("tag")) == (3, "")


def test_a_commit_that_passes_is_registered(own: Repo) -> None:
    own.write("data/loans/README.md", "---\npretty_name: Loans\n---\n# Loans\n")
    own.write("govml.yaml", "schema: govml.config/v1\nprofile: none\n")
    own.commit("fine")
    check = run_govml("-C", own.path, "check", "--rev", "HEAD", cwd=own.path.parent)
    result = govml(own, "loans", "v1.0.0")
    assert (check.exit_code, result.exit_code) == (0, 0), check.stdout + result.stderr
    assert own.git("tag") == "loans@v1.0.0"


@pytest.fixture
def carded(own: Repo) -> Repo:
    """Return a repository with a card that states a version, a card that doesn't, and two artifact indexes."""
    own.write("govml.yaml", "schema: govml.config/v1\nprofile: none\n")
    own.write("models/risk/README.md", "---\nlicense: mit\ngovernance: {version: 1.4.0}\n---\n# Risk\n")
    own.write("models/open/README.md", "---\nlicense: mit\n---\n# Open\n")
    own.write("artifacts.yaml", "untyped: {path: models/open/README.md}\n")
    own.write("cv/dvc.yaml", "artifacts: {seg: {path: README.md, type: model}}\n")
    own.write("cv/README.md", "# Nothing but text\n")
    own.commit("cards")
    return own


@pytest.mark.parametrize(
    ("model", "version"),
    [("risk", "v1.4.0"), ("open", "v9.0.0"), ("untyped", "v0.1.0"), ("cv:seg", "v0.1.0"), ("seg", "v0.1.0")],
)
def test_what_a_card_or_an_index_names_is_registered(carded: Repo, model: str, version: str) -> None:
    result = govml(carded, model, version)
    assert (result.exit_code, carded.git("tag")) == (0, f"{model.replace(':', '=')}@{version}"), result.stderr


def test_another_version_than_the_card_states_is_refused(carded: Repo) -> None:
    commit = carded.git("rev-parse", "HEAD")[:12]
    result = govml(carded, "risk", "v1.5.0")
    assert result == Result(
        1,
        "",
        f"error: v1.5.0 of risk is '1.4.0' in models/risk/README.md at commit {commit}\n"
        "hint: register the version that the card states, commit a card that states this one, or use --no-check\n",
    )
    assert carded.git("tag") == ""
    assert govml(carded, "risk", "v1.5.0", "--no-check").exit_code == 0
    assert carded.git("tag") == "risk@v1.5.0"


@pytest.mark.parametrize(
    ("model", "hint"), [("rsik", "did you mean 'risk'?"), ("zzz", "add its card"), ("models:seg", "add its card")]
)
def test_a_model_that_no_record_names_is_refused(carded: Repo, model: str, hint: str) -> None:
    result = govml(carded, model, "v1.4.0")
    assert (result.exit_code, result.stdout, carded.git("tag")) == (1, "", "")
    assert result.stderr.startswith("error: no card or artifact index at commit ")
    assert f"names {model!r}\nhint: {hint}" in result.stderr
    assert "--no-check" in result.stderr


def test_the_commit_that_is_registered_has_to_hold_the_model(carded: Repo) -> None:
    """Not the work tree, and not a later commit."""
    earlier = carded.git("rev-parse", "HEAD")
    carded.write("models/risk/README.md", "---\nlicense: mit\ngovernance: {version: 1.5.0}\n---\n# Risk\n")
    carded.commit("1.5.0")
    assert govml(carded, "risk", "v1.5.0", "--rev", earlier).exit_code == 1
    assert govml(carded, "risk", "v1.4.0", "--rev", earlier).exit_code == 0
    assert govml(carded, "risk", "v1.5.0").exit_code == 0
