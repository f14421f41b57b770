"""The policies that decide: shipped and own modules, read, linted and bound to rules.

The shipped modules are known beforehand by their digest (`index`), so a start without own policies parses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, TypeVar, cast

from govml.base.canonical import digest
from govml.model import Json, Level, PolicyError, Rule
from govml.policy.facts import SUBJECTS, Annotation, Known, content_digest, path_text
from govml.policy.index import shipped_index
from govml.policy.nouns import SHIPPED, TEST_SUFFIX, Bundle, Module, Policy

__all__ = ["Bundle", "Module", "Policy", "Severity", "load_bundle"]

Severity = Literal["off", "warning", "error"]

_Field = TypeVar("_Field")

_DENY = re.compile(r"(deny|violation)(_[a-zA-Z0-9]+)*\Z")
_SET = re.compile(r"(deny|violation|warn)(_[a-zA-Z0-9]+)*\Z")
_RESERVED = (("data", "system"), ("data", "govml_query"), ("data", "govml", "parameters"), ("data", "govml", "records"))


def load_bundle(
    shipped: Sequence[Module],
    own: Sequence[Module],
    parameters: Json,
    severities: Mapping[str, Severity],
    kinds: Collection[str] | None = None,
) -> Bundle:
    """Read the modules and bind them to rules; tests (`_test.rego`) are left out.

    `kinds` are the record kinds that a policy may be about; without it any kind is taken.

    Raises `PolicyError` with file, line and column for what doesn't parse, is outside the portable subset, or could
    lose what a policy says; for METADATA of the wrong shape, a rule id given twice, a severity for an unknown rule.
    """
    if not isinstance(parameters, dict):
        raise PolicyError("the parameters of the policies are a mapping", "see `parameters` in govml.yaml")
    modules = sorted({module for module in (*shipped, *own) if not module.path.endswith(TEST_SUFFIX)})
    known = read_modules(modules)
    _check_packages(modules, known)
    policies = _bind(modules, known)
    _check_severities(policies, severities)
    _check_subjects(policies, kinds)
    kept, off = [], []
    for policy in policies:
        severity = severities.get(policy.rule.id, policy.rule.level)
        if severity == "off":
            off.append(policy)
        else:
            kept.append(policy._replace(rule=policy.rule._replace(level=severity)))
    facts = tuple(each.facts for each in known)
    return Bundle(
        tuple(modules),
        tuple(kept),
        parameters,
        _bundle_digest(modules, parameters, severities),
        any(each.reads_at for each in facts),
        any(each.reads_records for each in facts),
        all(module.path.startswith(SHIPPED) for module in modules),
        facts,
        tuple(off),
    )


def read_modules(modules: Sequence[Module]) -> list[Known]:
    """Return what each module says; raises `PolicyError` where one doesn't parse or is refused by the lint."""
    index = shipped_index()
    unknown = [module for module in modules if content_digest(module.text) not in index]
    if not unknown:  # the index holds only what the lint has passed
        return [index[content_digest(each.text)] for each in modules]
    from govml.policy.reading import lint_known, read_apart

    fresh = dict(zip(unknown, read_apart(unknown), strict=True))
    known = [fresh[each][0] if each in fresh else index[content_digest(each.text)] for each in modules]
    refused = lint_known(modules, known, {module: tree for module, (_, tree) in fresh.items()})
    if refused:
        first = refused[0]
        more = f" (and {len(refused) - 1} more)" if len(refused) > 1 else ""
        where = f"{first.location.path}:{first.location.line}:{first.location.column}"
        raise PolicyError(f"{where}: {first.message}{more}", first.remediation)
    return known


def _check_packages(modules: Sequence[Module], known: Sequence[Known]) -> None:
    shipped = {
        each.facts.package for module, each in zip(modules, known, strict=True) if module.path.startswith(SHIPPED)
    }
    for module, each in zip(modules, known, strict=True):
        package = each.facts.package
        if module.path.startswith(SHIPPED):
            continue
        name = path_text(package[1:])
        if package in shipped:
            hint = "choose another package, for example `acme.card_01`; govml.yaml can switch shipped rules off"
            raise PolicyError(f"{module.path}: package {name} is one of govml's own", hint)
        if any(package[: len(reserved)] == reserved for reserved in _RESERVED):
            raise PolicyError(f"{module.path}: package {name} is reserved", "choose another package")


def _bind(modules: Sequence[Module], known: Sequence[Known]) -> list[Policy]:
    packages: dict[tuple[str, ...], list[tuple[Module, Known]]] = {}
    for module, each in zip(modules, known, strict=True):
        packages.setdefault(each.facts.package, []).append((module, each))
    policies = [policy for package in sorted(packages) for policy in _package_policies(package, packages[package])]
    by_id: dict[str, Policy] = {}
    for policy in policies:
        first = by_id.setdefault(policy.rule.id, policy)
        if first is not policy:
            where = f"{first.rule.source} and {policy.rule.source}"
            raise PolicyError(f"rule {policy.rule.id} is defined twice: in {where}", "give each rule an id of its own")
    for policy in policies:
        if policy.rule.after and policy.rule.after not in by_id:
            what = f"{policy.rule.source}: `after` of rule {policy.rule.id} is no rule: {policy.rule.after}"
            raise PolicyError(what, "`govml policy list` shows the rules")
    return [by_id[identity] for identity in sorted(by_id)]


def _package_policies(package: tuple[str, ...], members: Sequence[tuple[Module, Known]]) -> list[Policy]:
    # A block before `package` speaks for all its sets, one with an `id` before a rule for its own.
    names = sorted({name for _, k in members for name in k.facts.rules if _SET.match(name)})
    blocks = [(module, block) for module, k in members for block in k.annotations]
    name_of_package, path = path_text(package[1:]), path_text(package)
    whole = _one([(m, block) for m, block in blocks if not block.rule], f"package {name_of_package}")
    found: dict[str, Policy] = {}
    for name in names:
        source = next(module.path for module, k in members if name in k.facts.rules)
        own = _one([(m, block) for m, block in blocks if block.rule == name and block.id], f"`{name}`")
        said = [block for block in (own, whole) if block]
        rule = _rule(said, [block for _, block in blocks if block.rule == name], name_of_package, source)
        policy = found.get(rule.id) or Policy(rule, path, (), ())
        if _DENY.match(name):
            policy = policy._replace(denies=(*policy.denies, name))
        else:
            policy = policy._replace(warns=(*policy.warns, name))
        found[rule.id] = policy
    return list(found.values())


def _one(blocks: Sequence[tuple[Module, Annotation]], what: str) -> Annotation | None:
    told = [(module, block) for module, block in blocks if block.id] or list(blocks)
    ids = {block.id for _, block in told}
    if len(ids) > 1:
        module, block = told[1]
        hint = "engines can't tell the members of one set apart: name the sets `deny_a` and `deny_b`"
        raise PolicyError(f"{module.path}:{block.line}: {what} has more than one id: {', '.join(sorted(ids))}", hint)
    return told[0][1] if told else None


def _rule(said: Sequence[Annotation], clauses: Sequence[Annotation], package: str, source: str) -> Rule:
    anywhere = (*said, *clauses)
    identity = _first(said, "id", package)
    level: Level = "error"
    return Rule(
        identity,
        _first(anywhere, "title", identity),
        _first(anywhere, "description", ""),
        _first(said, "severity", level),
        _first(said, "subject", "document"),
        _first(said, "controls", ()),
        _first(anywhere, "remediation", ""),
        source,
        _first(said, "tiers", ()),
        _first(said, "needs", ()),
        _first(said, "after", ""),
    )


def _first(blocks: Sequence[Annotation], field: str, default: _Field) -> _Field:
    """What the first block says that says anything."""
    for block in blocks:
        if value := getattr(block, field):
            return cast(_Field, value)
    return default


def _check_severities(policies: Iterable[Policy], severities: Mapping[str, Severity]) -> None:
    ids = [policy.rule.id for policy in policies]
    for identity in sorted(set(severities) - set(ids)):
        from difflib import get_close_matches

        near = get_close_matches(identity, ids, 1, 0.5)
        hint = f"did you mean {near[0]}?" if near else "`govml policy list` names the rules"
        raise PolicyError(f"`rules` of govml.yaml, or its profile, names an unknown rule: {identity}", hint)


def _check_subjects(policies: Iterable[Policy], kinds: Collection[str] | None) -> None:
    for policy in policies:
        subject = policy.rule.subject
        if kinds is not None and subject not in SUBJECTS and subject not in kinds:
            message = f"{policy.rule.source}: rule {policy.rule.id} is about {subject!r}, which nothing is"
            raise PolicyError(message, f"one of: {', '.join((*SUBJECTS, *sorted(kinds)))}")


def _bundle_digest(modules: Sequence[Module], parameters: Json, severities: Mapping[str, Severity]) -> str:
    contents: list[Json] = [*sorted(content_digest(module.text) for module in modules)]
    try:
        return digest({"modules": contents, "parameters": parameters, "severities": dict(severities)})
    except ValueError as error:
        raise PolicyError(f"the parameters of the policies are no portable JSON: {error}") from None
