"""The embedded engine: regorus, in this process. The only importer of regorus.

regorus stops at the first defect with a Rust error or panic; both become `EngineError` or `PolicyError` with the place
in the policy. Files are named by number inside the engine, so that no file name can be mistaken for anything else. It
can't be interrupted: `workers.supervise` gives it a time limit.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NoReturn

import regorus

from govml.model import EngineError, GovmlError, Json, PolicyError
from govml.named import NamedTuple
from govml.policy.answers import Violation, query_module, query_rule, read_result, read_sets
from govml.policy.linked import QUERY, alone, linked_modules
from govml.policy.nouns import Bundle, Module, Policy
from govml.policy.tiers import tier_of, tiers_of

_PLACE = re.compile(r"--> (\d+)\.rego:(\d+):(\d+)")
_OTHER = re.compile(r"\b(\d{1,6})\.rego:(\d+:\d+)")
_FAILED = "the policy engine failed: "
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_FEW = 12
"""Policies up to which asking one by one costs less than asking all of a tier."""
_TAB = 4
"""regorus counts a tab as four columns."""


def syntax_tree(module: Module) -> dict[str, Any]:
    """Return the syntax tree of a module. Raises `PolicyError` with file, line and column where it doesn't parse."""
    engine = regorus.Engine()
    with _explained([module], PolicyError):
        engine.add_policy("0.rego", module.text)
        tree: dict[str, Any] = json.loads(engine.get_ast_as_json())[0]["ast"]
    return tree


class _Loaded(NamedTuple):
    """A regorus engine and what was put into it."""

    modules: list[Module]
    engine: Any


class _Kept(threading.local):
    """What this thread has loaded of trusted bundles, by digest: an audit asks the same ones for each entry."""

    def __init__(self) -> None:
        self.by_digest: dict[str, dict[tuple[str, str], _Loaded]] = {}


_KEPT: Final = _Kept()
_MOST_KEPT: Final = 4
"""Bundles that are kept, the last ones that were asked for."""


def _kept(digest: str) -> dict[tuple[str, str], _Loaded]:
    kept = _KEPT.by_digest
    found = kept[digest] = kept.pop(digest, {})
    if len(kept) > _MOST_KEPT:
        del kept[next(iter(kept))]
    return found


class EmbeddedEngine:
    """regorus with a bundle loaded. To be used in the process and thread that made it, and not after an error."""

    name = "embedded"

    def __init__(self, bundle: Bundle, records: Json | None) -> None:
        """Load the bundle; raises `EngineError` where regorus can't."""
        self._bundle = bundle
        self._records = records
        self._subjects = frozenset(policy.rule.subject for policy in bundle.policies)
        self._linked = bundle.trusted
        self._loaded = _kept(bundle.digest) if bundle.trusted and records is None else {}
        if not bundle.trusted:  # what doesn't load is told at once, also where no subject asks for it
            self._loaded_for("", "")
        self._clean: dict[tuple[str, str], str] = {}  # subject and tier -> the answer in which every set is empty

    @property
    def version(self) -> str:
        """Engine and release, `regorus 0.13.0`."""
        from importlib.metadata import version

        return f"regorus {version('gordon-to-regorus')}"

    def evaluate(self, subject: str, value: Json, only: Sequence[Policy] = ()) -> list[Violation]:
        """Ask every policy about one subject; raises `EngineError` where it can't be decided.

        `only`: those of the policies of its tier that may find something, where that is known.
        """
        if subject not in self._subjects:
            return []
        asked = subject, tier_of(subject, value)
        try:
            input_json = _ENCODER.encode(value)
        except (ValueError, RecursionError) as error:
            raise EngineError(f"a {subject} can't be written as JSON: {error}") from None
        policies = self._bundle.asked(*asked)
        try:
            if self._linked and 0 < len(only) <= min(_FEW, len(policies) - 1):
                answers = self._values(*asked, [alone(each) for each in only], input_json)
                rules = {each.rule.id: json.loads(answer) for each, answer in zip(only, answers, strict=True)}
                return read_sets(only, rules)
            [result] = self._values(*asked, [QUERY if self._linked else query_rule(*asked)], input_json)
        except EngineError as error:
            if self._linked:  # places in linked modules are not those of the files
                self._linked = False
                self._start_anew()
                return self.evaluate(subject, value)
            raise self._blamed(*asked, input_json, error) from None
        if result == self._clean.get(asked):
            return []
        found = read_result(self._bundle, subject, policies, json.loads(result))
        if not found:
            self._clean[asked] = result
        return found

    def close(self) -> None:
        """Let regorus go here: its engines may not be dropped by another thread, where a collector could find them."""
        if self._loaded is not _KEPT.by_digest.get(self._bundle.digest):
            self._loaded.clear()

    def _start_anew(self) -> None:
        """Use no engine that failed once, nor leave it to another."""
        self._loaded.clear()
        self._loaded = {}

    def _values(self, subject: str, tier: str, rules: Sequence[str], input_json: str) -> list[str]:
        loaded = self._loaded_for(subject, tier)
        with _explained(loaded.modules, EngineError):
            loaded.engine.set_input_json(input_json)
            return [str(loaded.engine.eval_rule_as_json(rule)) for rule in rules]

    def _loaded_for(self, subject: str, tier: str) -> _Loaded:
        """An engine with what is asked: shipped policies need no other policy, and each module costs time."""
        key = (subject, tier) if self._bundle.trusted else ("", "")
        if key not in self._loaded:
            bundle = self._bundle
            if bundle.trusted:
                asked = {policy.rule.source for policy in bundle.asked(subject, tier)}
                foreign = {policy.rule.source for policy in (*bundle.policies, *bundle.off)} - asked
                modules = [module for module in bundle.modules if module.path not in foreign]
                if self._linked:
                    modules = linked_modules(bundle, subject, tier, {module.path for module in modules})
                else:
                    modules.append(query_module(bundle, subject, [tier]))
            else:
                modules = [*bundle.modules]
                modules += [query_module(bundle, each, tiers_of(each)) for each in sorted(self._subjects)]
            self._loaded[key] = _Loaded(modules, _load(modules, bundle.parameters, self._records))
        return self._loaded[key]

    def _blamed(self, subject: str, tier: str, input_json: str, error: EngineError) -> EngineError:
        """Return the error with the policy that it came from, where regorus gave no place."""
        if str(error).startswith(_FAILED):
            self._start_anew()
            for policy in self._bundle.asked(subject, tier):
                for name in (*policy.denies, *policy.warns):
                    try:
                        self._values(subject, tier, [f"{policy.package}.{name}"], input_json)
                    except EngineError as again:
                        what = str(again).removeprefix(_FAILED)
                        return EngineError(f"{policy.rule.source}: `{name}` of rule {policy.rule.id}: {what}")
        return error


class RuleRun:
    """Asks single rules of modules for their value, and which lines that ran: what `policy test` is made of."""

    def __init__(self, modules: Sequence[Module], parameters: Json, coverage: bool) -> None:
        """Load the modules; raises `EngineError` where regorus can't."""
        self._modules = modules
        self._engine = _load(modules, parameters, None)
        self._engine.set_enable_coverage(coverage)

    def passes(self, rule: str) -> tuple[bool, str]:
        """Tell whether a rule, `data.main_test.test_x`, is true, and what it is or what went wrong."""
        try:
            with _explained(self._modules, EngineError):
                self._engine.set_input_json("{}")
                result = self._engine.eval_rule_as_json(rule)
        except EngineError as error:
            return False, str(error)
        value = json.loads(result)
        return value is True, "undefined" if value == "<undefined>" else json.dumps(value, ensure_ascii=False)[:200]

    def coverage(self) -> dict[str, tuple[frozenset[int], frozenset[int]]]:
        """Return path -> (lines that ran, lines that could have run and did not)."""
        with _explained(self._modules, EngineError):
            report = json.loads(self._engine.get_coverage_report_as_json())
        found = {}
        for file in report["files"]:
            module = self._modules[int(file["path"].removesuffix(".rego"))]
            covered = frozenset(file["covered"])
            found[module.path] = (covered, frozenset(file["not_covered"]) - covered)
        return found


def _load(modules: Sequence[Module], parameters: Json, records: Json | None) -> Any:
    engine = regorus.Engine()
    with _explained(modules, EngineError):
        engine.set_gather_prints(True)
        # The lint refuses it; this is the second lock, as regorus would answer with undefined.
        engine.add_extension("http.send", 1, _no_network)
        for number, module in enumerate(modules):
            engine.add_policy(f"{number}.rego", module.text)
        data: dict[str, Json] = {"parameters": parameters}
        if records is not None:
            data["records"] = records
        engine.add_data_json(json.dumps({"govml": data}))
    return engine


def _no_network(_request: object) -> NoReturn:
    raise RuntimeError("a policy may not reach the network")


@contextmanager
def _explained(modules: Sequence[Module], error_type: Callable[[str, str], GovmlError]) -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        # A Rust panic is a BaseException of a class that regorus doesn't export.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        text = str(error).split("Stack backtrace")[0].strip()
        raise error_type(*_message(modules, text)) from None


def _message(modules: Sequence[Module], text: str) -> tuple[str, str]:
    reasons = re.findall(r"^error: (.*)$", text, re.MULTILINE) or [text.splitlines()[-1] if text else "no reason given"]
    reasons = [_OTHER.sub(lambda match: _named(modules, match), reason) for reason in reasons]
    place = _PLACE.search(text)
    if place is None:
        return f"{_FAILED}{reasons[-1]}", ""
    module = modules[int(place[1])]
    line, shown = int(place[2]), int(place[3])
    lines = module.text.splitlines()
    source = lines[line - 1] if 0 < line <= len(lines) else ""
    column = _column(source, shown)
    return f"{module.path}:{line}:{column}: {reasons[0]}", _hint(source, column, reasons[0])


def _named(modules: Sequence[Module], match: re.Match[str]) -> str:
    number = int(match[1])
    return f"{modules[number].path}:{match[2]}" if number < len(modules) else match[0]


def _column(line: str, shown: int) -> int:
    width = 0
    for number, character in enumerate(line, start=1):
        width += _TAB if character == "\t" else 1
        if width >= shown:
            return number
    return len(line) + 1


def _hint(line: str, column: int, reason: str) -> str:
    if line[column - 1 : column] == "$":
        return "string interpolation is known to OPA only; use `sprintf`"
    if "if` keyword" in reason or "contains` keyword" in reason or ("[" in line and "{" in line and " if" not in line):
        return "policies are Rego v1: `deny contains msg if { ... }`"
    return ""
