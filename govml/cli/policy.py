"""`govml policy`: the rules, their lint, their tests and what they are asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from govml.model import UsageError

if TYPE_CHECKING:
    from govml.cli.main import Settings
    from govml.model import Rule
    from govml.usecases.policies import Coverage, Explained

_TEST_SECONDS = 10.0


@click.group()
def policy() -> None:
    """List, explain, lint and test the policies.

    \b
    govml policy list
    govml policy explain CARD-02
    govml policy test --coverage --threshold 90
    """


@policy.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_command(settings: Settings, as_json: bool) -> None:
    """List every rule: id, severity after the profile, what it is asked of, title.

    \b
    govml policy list
    govml policy list --json
    """
    from govml.usecases.policies import list_rules, load_policies

    rules = list_rules(load_policies(settings.directory))
    if as_json:
        click.echo(_json({"schema": "govml.rules/v1", "rules": [_rule(rule, level) for rule, level in rules]}))
        return
    width = max((len(rule.id) for rule, _ in rules), default=0)
    for rule, level in rules:
        click.echo(_visible(f"{rule.id:<{width}}  {level:<7}  {rule.subject:<10}  {rule.title}"))


@policy.command()
@click.argument("rule")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def explain(settings: Settings, rule: str, as_json: bool) -> None:
    """Tell everything about a RULE: what it asks, why, how to mend what it finds, and its tests.

    \b
    govml policy explain CARD-02
    """
    from govml.usecases.policies import explain_rule, load_policies

    explained = explain_rule(settings.directory, load_policies(settings.directory), rule)
    if as_json:
        plain = {
            **_rule(explained.rule, explained.severity),
            "schema": "govml.rule/v1",
            "sets": list(explained.sets),
            "clauses": [clause._asdict() for clause in explained.clauses],
            "tests": list(explained.tests),
        }
        click.echo(_json(plain))
        return
    click.echo(_visible("\n".join(_explanation(explained))))


@policy.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.pass_obj
def lint(settings: Settings, paths: tuple[str, ...]) -> int:
    """Refuse Rego that engines decide differently: in PATHs, or in the repository's policies.

    Exit code 0 when nothing is refused, 1 when something is, 3 when there is nothing to lint.

    \b
    govml policy lint
    govml policy lint policies/our_rule.rego
    """
    from govml.usecases.policies import lint_policies

    findings, count = lint_policies(settings.directory, paths)
    for finding in findings:
        place = f"{finding.location.path}:{finding.location.line}:{finding.location.column}"
        click.echo(_visible(f"{place}: {finding.message}"))
        click.echo(_visible(f"    {finding.remediation}"))
    if not count:
        click.echo("nothing to lint: the repository has no policies of its own")
        return 3
    modules = f"{count} module{'s' * (count != 1)}"
    click.echo(f"{modules}, {len(findings)} refused" if findings else f"{modules}, nothing refused")
    return 1 if findings else 0


@policy.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--coverage", is_flag=True, help="Tell which lines the tests ran.")
@click.option(
    "--threshold", type=click.FloatRange(0, 100), metavar="PCT", help="Fail below this coverage (with --coverage)."
)
@click.option("-v", "--verbose", is_flag=True, help="Name the tests that pass, too.")
@click.pass_obj
def test(settings: Settings, paths: tuple[str, ...], coverage: bool, threshold: float | None, verbose: bool) -> int:
    """Run the `test_` rules of `*_test.rego`: in PATHs, or the repository's and govml's.

    A test that is false, undefined or in error fails. Exit code 0 when all pass, 1 when not, 3 when there is none.

    \b
    govml policy test
    govml policy test policies/ --coverage --threshold 90
    """
    from govml.usecases.policies import run_tests

    if threshold is not None and not coverage:
        raise UsageError("--threshold needs --coverage", "add --coverage")
    report = run_tests(settings.directory, paths, coverage, _TEST_SECONDS)
    for result in report.results:
        if verbose or not result.passed:
            outcome = "PASS" if result.passed else "FAIL"
            reason = f" ({result.reason})" if result.reason else ""
            click.echo(_visible(f"{outcome} {result.path}:{result.line} {result.name}{reason}"))
    if not report.results:
        click.echo("no tests: a test is a rule whose name starts with `test_`, in a file that ends in `_test.rego`")
        return 3
    failed = sum(not result.passed for result in report.results)
    click.echo(f"{len(report.results)} tests, {failed} failed")
    for each in report.coverage:
        click.echo(_visible(_covered(each)))
    low = threshold is not None and report.percent < threshold
    if coverage:
        click.echo(f"coverage {report.percent:.1f} %" + (f", below {threshold:g} %" if low else ""))
    return 1 if failed or low else 0


@policy.command("input")
@click.argument("name", metavar="MODEL")
@click.option("--kind", type=click.Choice(["model", "data", "deployment"]), default="model", help="Kind of subject.")
@click.option("--rev", metavar="R", default="", help="Of a commit instead of the work tree.")
@click.pass_obj
def input_command(settings: Settings, name: str, kind: str, rev: str) -> None:
    """Print what the policies are asked about a MODEL: the `input` of their rules, as JSON.

    \b
    govml policy input credit-risk
    govml policy input loans --kind data
    """
    from govml.usecases.policies import policy_input

    click.echo(_json(policy_input(settings.directory, name, kind, rev)))


def _rule(rule: Rule, severity: str) -> dict[str, object]:
    return {
        "id": rule.id,
        "title": rule.title,
        "description": rule.description,
        "severity": severity,
        "subject": rule.subject,
        "tiers": list(rule.tiers),
        "needs": list(rule.needs),
        "after": rule.after,
        "controls": list(rule.controls),
        "remediation": rule.remediation,
        "source": rule.source,
    }


def _explanation(explained: Explained) -> list[str]:
    rule = explained.rule
    asked = f"{rule.subject} of tier {' or '.join(rule.tiers)}" if rule.tiers else rule.subject
    lines = [f"{rule.id}  {rule.title}", "", f"severity  {explained.severity}", f"asked of  {asked}"]
    lines += [f"judges    {' and '.join(rule.needs)}"] if rule.needs else []
    lines += [f"after     {rule.after}"] if rule.after else []
    lines += [f"source    {rule.source}", *(f"set       {name}" for name in explained.sets)]
    if rule.description:
        lines += ["", rule.description]
    if explained.clauses:
        lines += ["", "Gives evidence for:"]
    for clause in explained.clauses:
        since = f", applies from {clause.applies_from}" if clause.applies_from else ""
        newer = f", superseded by {', '.join(clause.superseded_by)}" if clause.superseded_by else ""
        lines.append(f"  {clause.control}  {clause.title or '(not in the catalogue)'}{since}{newer}")
    if rule.remediation:
        lines += ["", "To mend it:", *(f"  {line}".rstrip() for line in rule.remediation.splitlines())]
    lines += ["", "Tests:", *(f"  {test}" for test in explained.tests)] if explained.tests else ["", "No tests."]
    return lines


def _covered(coverage: Coverage) -> str:
    missed = ", ".join(map(str, coverage.missed[:20])) + (" ..." if len(coverage.missed) > 20 else "")
    text = f"{coverage.percent:5.1f} %  {coverage.path}"
    return f"{text}  not run: {missed}" if missed else text


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True)


def _visible(text: str) -> str:
    from govml.render.words import unhooked, visible

    return "\n".join(unhooked(visible(line)) for line in text.split("\n"))
