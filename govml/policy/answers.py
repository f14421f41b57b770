"""What an engine is asked, and what its answer means. Both engines share all of it.

For each kind of subject govml adds one module, `package govml_query["model"]`, with one rule for each risk tier that
asks every policy of that tier at once. A policy's set is wrapped in an array, so that a missing set shows as an empty
array instead of taking all other answers with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from govml.model import EngineError, Json, Level
from govml.named import NamedTuple
from govml.policy.nouns import Bundle, Module, Policy, is_day

_SHOWN = 120
"""Characters of an odd member that an error shows."""


class Violation(NamedTuple):
    """One member of a policy's `deny` or `warn`."""

    rule: str
    level: Level
    message: str
    pointer: str | None
    """RFC 6901 pointer into the input, None where the policy names no place."""
    since: str
    """`YYYY-MM-DD` from which on it counts, empty when at once."""
    remediation: str


def query_rule(subject: str, tier: str) -> str:
    """Return the rule that asks all policies of a subject kind and tier, as a reference."""
    return f"data.govml_query[{json.dumps(subject)}].{tier}"


def query_module(bundle: Bundle, subject: str, tiers: Sequence[str]) -> Module:
    """Return the module that asks all policies of a subject kind, with a rule for each of the tiers."""
    lines = [f"package govml_query[{json.dumps(subject)}]"]
    for tier in tiers:
        lines += query_text(bundle, subject, tier, tier, lambda policy, name: f"{policy.package}.{name}")
    return Module(f"govml:query/{subject}.rego", "\n".join([*lines, ""]))


def query_text(bundle: Bundle, subject: str, tier: str, rule: str, set_of: Callable[[Policy, str], str]) -> list[str]:
    """Return the lines of a rule that asks all policies of a subject kind and tier; `set_of` refers to their sets."""
    lines = ["", f"{rule} := {{", f'\t"bundle": {json.dumps(bundle.digest)},', '\t"rules": {']
    for policy in bundle.asked(subject, tier):
        lines.append(f"\t\t{json.dumps(policy.rule.id)}: {sets_text(policy, set_of)},")
    return [*lines, "\t},", "}"]


def sets_text(policy: Policy, set_of: Callable[[Policy, str], str]) -> str:
    """Return the object that holds the sets of a policy."""
    sets = (f"{json.dumps(name)}: [x | x := {set_of(policy, name)}]" for name in (*policy.denies, *policy.warns))
    return f"{{{', '.join(sets)}}}"


def read_result(bundle: Bundle, subject: str, policies: Sequence[Policy], answer: Json) -> list[Violation]:
    """Turn the value of a query rule that asks some policies about a subject into violations.

    Raises `EngineError` where the answer is another bundle's, lacks a policy or a set, or a member is neither a text
    nor an object with one: nothing is passed over.
    """
    if not isinstance(answer, dict) or answer.get("bundle") != bundle.digest:
        raise EngineError(f"the policies about a {subject} gave no result", "run `govml policy lint`")
    return read_sets(policies, answer.get("rules"))


def read_sets(policies: Sequence[Policy], rules: Json) -> list[Violation]:
    """Turn the sets of some policies, by rule id, into violations. Raises as `read_result`."""
    found = []
    for policy in policies:
        sets = rules.get(policy.rule.id) if isinstance(rules, dict) else None
        for name in (*policy.denies, *policy.warns):
            wrapped = sets.get(name) if isinstance(sets, dict) else None
            members = wrapped[0] if isinstance(wrapped, list) and len(wrapped) == 1 else None
            if not isinstance(members, list):
                raise EngineError(f"policy {policy.rule.id}: `{name}` of {policy.rule.source} gave no result")
            level: Level = policy.rule.level if name in policy.denies else "warning"
            found += [_violation(policy, name, level, member) for member in members]
    return sorted(found, key=lambda each: (*each[:3], each.pointer or "", *each[4:]))


def _violation(policy: Policy, name: str, level: Level, member: Json) -> Violation:
    fields: dict[str, Json] = {"msg": member} if isinstance(member, str) else member if isinstance(member, dict) else {}
    message = fields["msg"] if "msg" in fields else fields.get("message")
    if not isinstance(message, str) or not message.strip():
        raise _odd(policy, name, member, "a text or an object with `msg`")
    since, remediation = fields.get("from", ""), fields.get("remediation", "")
    if not isinstance(since, str) or (since and not is_day(since)):
        raise _odd(policy, name, member, "`from` as YYYY-MM-DD")
    if not isinstance(remediation, str):
        raise _odd(policy, name, member, "`remediation` as a text")
    return Violation(policy.rule.id, level, message, _pointer(policy, name, fields, member), since, remediation)


def _pointer(policy: Policy, name: str, fields: dict[str, Json], member: Json) -> str | None:
    if "pointer" in fields:
        pointer = fields["pointer"]
        if not isinstance(pointer, str) or (pointer and not pointer.startswith("/")):
            raise _odd(policy, name, member, "`pointer` as RFC 6901, for example `/card/license`")
        return pointer
    path = fields.get("path")
    if isinstance(path, list):
        if not all(isinstance(key, str) or (isinstance(key, int) and not isinstance(key, bool)) for key in path):
            raise _odd(policy, name, member, "`path` as a list of keys")
        return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in path)
    # conftest's policies put what they like under `path`; only what is a pointer is taken for one.
    return path if isinstance(path, str) and path.startswith("/") else None


def _odd(policy: Policy, name: str, member: Json, expected: str) -> EngineError:
    shown = json.dumps(member, ensure_ascii=False, sort_keys=True)
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    return EngineError(
        f"policy {policy.rule.id}: `{name}` of {policy.rule.source} holds {shown}; expected {expected}",
        "mend the policy: what it says about this subject can't be read",
    )
