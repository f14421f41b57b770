"""`govml policy`: what the rules are, whether they are portable, whether their tests pass, and what they are asked."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from govml.base.few import few
from govml.base.git import Repository
from govml.model import Finding, Json, RepositoryError, Rule, UsageError
from govml.named import NamedTuple
from govml.policy.bundle import load_bundle
from govml.policy.catalogues import Clause, read_clauses
from govml.policy.embedded import RuleRun
from govml.policy.facts import Known, content_digest, path_text
from govml.policy.index import shipped_index, shipped_modules
from govml.policy.nouns import SHIPPED, TEST_SUFFIX, Bundle, Module, Policy
from govml.policy.reading import lint_known, read_apart
from govml.policy.syntax import position
from govml.policy.workers import supervise
from govml.records.subjects import SubjectKey
from govml.usecases.check import take_snapshot
from govml.usecases.judge import load_config, load_judge, own_modules
from govml.usecases.judging import judgement_of


class Explained(NamedTuple):
    """Everything about one rule."""

    rule: Rule
    severity: str
    """After the profile: error, warning or off."""
    sets: tuple[str, ...]
    """The sets that hold its violations, `data.govml.card_02.deny`."""
    clauses: tuple[Clause, ...]
    tests: tuple[str, ...]
    """`FILE:LINE NAME` of each of its tests."""


class CaseResult(NamedTuple):
    """One `test_` rule."""

    name: str
    path: str
    line: int
    passed: bool
    reason: str
    """What it was instead of true."""


class Coverage(NamedTuple):
    """What the tests ran of one policy."""

    path: str
    covered: int
    total: int
    missed: tuple[int, ...]

    @property
    def percent(self) -> float:
        """Covered lines in the hundred; 100 where nothing could run."""
        return 100.0 * self.covered / self.total if self.total else 100.0


class TestRun(NamedTuple):
    """What a run of the tests gave."""

    results: tuple[CaseResult, ...]
    coverage: tuple[Coverage, ...]
    """Empty when it wasn't asked for."""

    @property
    def percent(self) -> float:
        """Coverage of all policies together."""
        total = sum(each.total for each in self.coverage)
        return 100.0 * sum(each.covered for each in self.coverage) / total if total else 100.0


def load_policies(directory: str) -> Bundle:
    """Return the policies of the work tree around `directory`; outside of a repository, the shipped ones.

    Raises `PolicyError` where they can't be used.
    """
    repository = _repository(directory)
    if repository is None:
        return load_bundle(shipped_modules(), (), {}, {})
    return load_judge(take_snapshot(repository, "", False)).bundle


def list_rules(bundle: Bundle) -> list[tuple[Rule, str]]:
    """Return every rule with its severity after the profile, `off` among them, in order of id."""
    rules = [(policy.rule, str(policy.rule.level)) for policy in bundle.policies]
    return sorted([*rules, *((policy.rule, "off") for policy in bundle.off)])


def explain_rule(directory: str, bundle: Bundle, identity: str) -> Explained:
    """Return everything about a rule. Raises `UsageError`, naming the nearest, where there is none of that id."""
    policies = {policy.rule.id: policy for policy in (*bundle.policies, *bundle.off)}
    policy = policies.get(identity) or policies.get(identity.upper())
    if policy is None:
        near = get_close_matches(identity.upper(), policies, 1, 0.4)
        hint = f"did you mean {near[0]}?" if near else "`govml policy list` names the rules"
        raise UsageError(f"there is no rule {identity!r}", hint)
    severity = "off" if policy in bundle.off else str(policy.rule.level)
    sets = tuple(f"{policy.package}.{name}" for name in (*policy.denies, *policy.warns))
    clauses = tuple(read_clauses(policy.rule.controls))
    return Explained(policy.rule, severity, sets, clauses, _tests_about(directory, policy))


def lint_policies(directory: str, paths: Sequence[str]) -> tuple[list[Finding], int]:
    """Return what the lint refuses, and how many modules were read: those of `paths`, else the repository's own.

    Raises `PolicyError` where one doesn't parse, `UsageError` for a path that isn't there.
    """
    shipped = shipped_modules()
    index = shipped_index()
    chosen = _modules(directory, paths)
    asked = [module for module in chosen if content_digest(module.text) not in index]
    known = [module for module in shipped if content_digest(module.text) in index]
    read = read_apart(asked)
    facts = [index[content_digest(module.text)] for module in known] + [each for each, _ in read]
    trees = {module: tree for module, (_, tree) in zip(asked, read, strict=True)}
    return lint_known([*known, *asked], facts, trees), len(chosen)


def run_tests(directory: str, paths: Sequence[str], coverage: bool, seconds: float) -> TestRun:
    """Run the `test_` rules of the repository and of govml, or of `paths` alone; each may take `seconds`.

    Raises `PolicyError` where a module doesn't parse, `EngineError` for a test that doesn't end.
    """
    chosen = _modules(directory, paths)
    context = shipped_modules(tests=not paths)
    modules = sorted({*chosen, *context})
    read = [known for known, _ in read_apart(modules)]
    tests = [test for module, known in zip(modules, read, strict=True) for test in _tests(module, known)]
    if paths:
        tests = [test for test in tests if any(test.path == module.path for module in chosen)]
    run: list[RuleRun] = []

    def setup() -> None:
        run.append(RuleRun(modules, {}, coverage))

    def work(test: CaseResult | None) -> Any:
        return run[0].coverage() if test is None else run[0].passes(test.name)

    def describe(test: CaseResult | None) -> str:
        return "the coverage" if test is None else f"{test.name} at {test.path}:{test.line}"

    jobs: list[CaseResult | None] = [*tests, *([None] if coverage else [])]
    answers = list(supervise(work, jobs, 1, seconds, describe, setup))
    results = [
        test._replace(passed=passed, reason="" if passed else reason)
        for test, (passed, reason) in zip(tests, answers, strict=False)
    ]
    lines: dict[str, tuple[frozenset[int], frozenset[int]]] = answers[-1] if coverage else {}
    wanted = {module.path for module in (chosen if paths else modules)}
    return TestRun(tuple(results), tuple(_coverage(path, *lines[path]) for path in sorted(wanted & set(lines))))


def policy_input(directory: str, name: str, kind: str = "model", rev: str = "") -> Json:
    """Return what the policies are asked about a subject. Raises `UsageError` where there is none of that name."""
    repository = Repository.open(directory)
    snapshot = take_snapshot(repository, rev, False)
    judge = load_judge(snapshot)
    judgement = judgement_of(repository, snapshot, judge)
    keys = sorted(key for key in judgement.declared() if key.kind == kind)
    found = [subject for key in keys if key.name == name and (subject := judgement.subject(key))]
    if not found:
        raise UsageError(f"there is no {kind} {name!r}", _near(name, keys))
    answer: Json = found[0].input
    return answer


def _near(name: str, keys: Sequence[SubjectKey]) -> str:
    names = sorted({key.name for key in keys})
    near = get_close_matches(name, names, 1, 0.4)
    if near:
        return f"did you mean {near[0]}?"
    if not names:
        return "no record declares one; `govml schema` tells where records are looked for"
    return f"there {'is' if len(names) == 1 else 'are'} {few(names)}"


def _repository(directory: str) -> Repository | None:
    try:
        return Repository.open(directory)
    except RepositoryError:
        return None


def _modules(directory: str, paths: Sequence[str]) -> list[Module]:
    """Read the `.rego` files of paths, or of the policy folders of the work tree."""
    if paths:
        found: list[Path] = []
        for text in paths:
            path = Path(directory, text)
            if not path.exists():
                raise UsageError(f"{text}: no such file or folder", "give a .rego file or a folder of them")
            found += sorted(path.rglob("*.rego")) if path.is_dir() else [path]
        return [_module(path, directory) for path in found]
    repository = _repository(directory)
    if repository is None:
        return []
    snapshot = take_snapshot(repository, "", False)
    return own_modules(snapshot, load_config(snapshot), tests=True)


def _module(path: Path, directory: str) -> Module:
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8", "save the policy as UTF-8") from None
    shown = path.resolve()
    base = Path(directory).resolve()
    return Module(str(shown.relative_to(base)) if shown.is_relative_to(base) else str(path), text)


def _tests(module: Module, known: Known) -> list[CaseResult]:
    if not module.path.endswith(TEST_SUFFIX):
        return []
    package = path_text(known.facts.package)
    return [
        CaseResult(f"{package}.{name}", module.path, position(module.text, rule.start)[0], False, "")
        for name, rule in known.facts.rules.items()
        if name.startswith("test_")
    ]


def _tests_about(directory: str, policy: Policy) -> tuple[str, ...]:
    source = policy.rule.source.removesuffix(".rego") + TEST_SUFFIX
    modules = shipped_modules(tests=True) if source.startswith(SHIPPED) else _modules(directory, ())
    beside = [module for module in modules if module.path == source]
    read = read_apart(beside)
    tests = [test for module, (known, _) in zip(beside, read, strict=True) for test in _tests(module, known)]
    return tuple(f"{test.path}:{test.line} {test.name.rpartition('.')[2]}" for test in tests)


def _coverage(path: str, covered: frozenset[int], missed: frozenset[int]) -> Coverage:
    return Coverage(path, len(covered), len(covered) + len(missed), tuple(sorted(missed)))
