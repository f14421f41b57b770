"""The builtins that every engine decides alike: what a policy may call.

Both engines know them and agree on them; `tests/policy/test_conformance.py` compares. What isn't listed is refused by
the lint, with the reason in `REFUSED` where there is one.
"""

from __future__ import annotations

from typing import Final

ALLOWED: Final[dict[str, int]] = {
    "abs": 1,
    "array.concat": 2,
    "array.reverse": 1,
    "array.slice": 3,
    "base64.decode": 1,
    "base64.encode": 1,
    "base64.is_valid": 1,
    "base64url.decode": 1,
    "base64url.encode": 1,
    "base64url.encode_no_pad": 1,
    "bits.and": 2,
    "bits.lsh": 2,
    "bits.negate": 1,
    "bits.or": 2,
    "bits.rsh": 2,
    "bits.xor": 2,
    "ceil": 1,
    "concat": 2,
    "contains": 2,
    "count": 1,
    "endswith": 2,
    "floor": 1,
    "format_int": 2,
    "glob.match": 3,
    "glob.quote_meta": 1,
    "graph.reachable": 2,
    "hex.decode": 1,
    "hex.encode": 1,
    "indexof": 2,
    "indexof_n": 2,
    "intersection": 1,
    "is_array": 1,
    "is_boolean": 1,
    "is_null": 1,
    "is_number": 1,
    "is_object": 1,
    "is_set": 1,
    "is_string": 1,
    "json.is_valid": 1,
    "json.patch": 2,
    "json.unmarshal": 1,
    "lower": 1,
    "max": 1,
    "min": 1,
    "numbers.range": 2,
    "numbers.range_step": 3,
    "object.filter": 2,
    "object.get": 3,
    "object.keys": 1,
    "object.remove": 2,
    "object.subset": 2,
    "object.union": 2,
    "object.union_n": 1,
    "print": -1,
    "product": 1,
    "regex.find_all_string_submatch_n": 3,
    "regex.find_n": 3,
    "regex.is_valid": 1,
    "regex.match": 2,
    "regex.replace": 3,
    "regex.split": 2,
    "replace": 3,
    "round": 1,
    "semver.compare": 2,
    "semver.is_valid": 1,
    "sort": 1,
    "split": 2,
    "sprintf": 2,
    "startswith": 2,
    "strings.any_prefix_match": 2,
    "strings.any_suffix_match": 2,
    "strings.replace_n": 2,
    "strings.reverse": 1,
    "substring": 3,
    "sum": 1,
    "time.add_date": 4,
    "time.clock": 1,
    "time.date": 1,
    "time.diff": 2,
    "time.format": 1,
    "time.parse_duration_ns": 1,
    "time.parse_ns": 2,
    "time.parse_rfc3339_ns": 1,
    "time.weekday": 1,
    "to_number": 1,
    "trim": 2,
    "trim_left": 2,
    "trim_prefix": 2,
    "trim_right": 2,
    "trim_space": 1,
    "trim_suffix": 2,
    "type_name": 1,
    "union": 1,
    "units.parse": 1,
    "units.parse_bytes": 1,
    "upper": 1,
    "urlquery.decode": 1,
    "urlquery.encode": 1,
    "uuid.parse": 1,
    "walk": 1,
}
"""Name -> number of arguments, -1 for any. `walk` may also be called with its result as a second argument."""

ZONED: Final = frozenset({"time.clock", "time.date", "time.diff", "time.format", "time.weekday"})
"""Builtins whose arguments may name a time zone: `[ns, "Europe/Paris"]`; some name the zone of the machine."""

PARTIAL: Final = frozenset({"max", "min", "walk"})
"""Builtins that are undefined, without an error, for some arguments of the right type."""

_CLOCK = ("reads the clock, so the same commit would be judged otherwise later", "use `input.at`, the evaluation time")
_NETWORK = (
    "reaches the network; a decision hangs on the commit only",
    "put what it needs into a record or parameter",
)
_RANDOM = ("is random; the same commit must be judged alike", "derive what you need from `input`")
_ENVIRONMENT = ("reads the environment of the engine", "put what it needs into a parameter: `data.govml.parameters`")
_COMMENTS = ("reads METADATA, which only OPA can; govml puts it into every finding itself", "leave it out")
_DIFFERS = "is decided differently by the engines"

REFUSED: Final[dict[str, tuple[str, str]]] = {
    "http.send": _NETWORK,
    "json.filter": (_DIFFERS + " (a path such as /a/b)", "use `object.filter`, or name what you need"),
    "json.marshal": (_DIFFERS + " (numbers such as 0.10)", 'use `sprintf("%v", [x])`'),
    "json.marshal_with_options": (_DIFFERS + " (numbers such as 0.10)", 'use `sprintf("%v", [x])`'),
    "json.match_schema": (_DIFFERS, "put the schema under `schemas/`: govml validates records with it"),
    "json.remove": (
        _DIFFERS + " (a path such as /a/b)",
        'use `json.patch(x, [{"op": "remove", "path": "/a/b"}])`, or `object.remove`',
    ),
    "json.verify_schema": (_DIFFERS, "put the schema under `schemas/`: govml validates records with it"),
    "net.lookup_ip_addr": _NETWORK,
    "opa.runtime": _ENVIRONMENT,
    "rand.intn": _RANDOM,
    "rego.metadata.chain": _COMMENTS,
    "rego.metadata.rule": _COMMENTS,
    "rego.parse_module": ("is known to OPA only", "leave it out"),
    "strings.count": (_DIFFERS + ", and can crash one", "use `count(split(text, part)) - 1`"),
    "time.now_ns": _CLOCK,
    "trace": ("is for debugging", "use `print`, or leave it out"),
    "uuid.rfc4122": _RANDOM,
}
"""Name -> why not, and what instead."""


def refusal(name: str) -> tuple[str, str]:
    """Return why a builtin or an unknown function is refused, and what to do instead."""
    if name in REFUSED:
        return REFUSED[name]
    return "is neither a function of these policies nor a builtin that every engine decides alike", (
        "`docs/policies.md` lists the builtins; write the function in Rego"
    )
