"""Imports point one way, each library has one importer, and the command starts without the heavy ones."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.builders import ROOT

LAYERS = (
    *("model", "base", "training", "launch", "evaluation", "forge", "registry"),
    *("evidence", "ledger", "records", "policy", "render", "usecases", "cli"),
)
"""From the bottom up, as `docs/architecture.md` says. The modules beside them, `BOTTOM`, are below all."""

BOTTOM = ("", "assets", "named")
EVERYWHERE_IN = {
    "click": ("govml.cli",),
    "numpy": ("govml.training", "govml.evaluation"),
    "torch": ("govml.training", "govml.evaluation"),
}
"""Libraries that whole packages are about; any other has one importer."""
FOR_SCRIPTS = "govml.training"
"""A training script's library: its progress is printed."""
PRINTS_OR_EXITS = ("print", "exit", "sys.exit", "os._exit", "sys.stdout.write", "sys.stderr.write")
LAZY = ("aiohttp", "cryptography", "dvc", "jinja2", "jsonschema", "numpy", "opa_client", "requests", "torch")


def modules() -> dict[str, Path]:
    names = {}
    for path in sorted((ROOT / "govml").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return names


MODULES = modules()


def imported(module: str, *, at_import: bool = False) -> Iterator[tuple[str, int]]:
    """Yield every absolute name that a module imports anywhere in it, with its line.

    `at_import=True` leaves out what is imported for annotations only, or later, inside a function.
    """
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed_over = {id(inner) for node in ast.walk(tree) if at_import and is_later(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in passed_over:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            prefix = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                name = f"{prefix}.{alias.name}"
                yield (name if name in MODULES else prefix), node.lineno


def is_later(node: ast.AST) -> bool:
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def rank(module: str) -> int:
    layer = module.partition(".")[2].partition(".")[0]
    return 0 if layer in BOTTOM else LAYERS.index(layer)


def third_party() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for module in MODULES:
        for name, line in imported(module):
            top = name.partition(".")[0]
            if top != "govml" and top not in sys.stdlib_module_names:
                found[top].setdefault(module, line)
    return found


def requirement_names(requirements: list[str]) -> set[str]:
    return {re.sub(r"[-_.]+", "-", match[0]).lower() for text in requirements if (match := re.match(r"[\w.-]+", text))}


def test_the_package_has_every_layer() -> None:
    layers = {name.split(".")[1] for name in MODULES if name.count(".")} - {"__main__", *BOTTOM}
    assert layers == set(LAYERS)


@pytest.mark.parametrize("module", [name for name in MODULES if name != "govml.__main__"])
def test_imports_point_downwards(module: str) -> None:
    upward = [
        f"{MODULES[module].relative_to(ROOT)}:{line} imports {name}"
        for name, line in imported(module)
        if name.partition(".")[0] == "govml" and rank(name) > rank(module)
    ]
    assert upward == []


def test_no_module_needs_itself_to_be_imported() -> None:
    graph = {name: {other for other, _ in imported(name, at_import=True) if other in MODULES} for name in MODULES}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail[trail.index(name) :], name))
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_the_model_needs_only_the_standard_library() -> None:
    names = {name for name, _ in imported("govml.model")} - {"govml.named"}
    assert {name.partition(".")[0] for name in names} <= set(sys.stdlib_module_names)


def test_nouns_are_made_by_one_module() -> None:
    for module, path in MODULES.items():
        text = path.read_text(encoding="utf-8")
        if "NamedTuple)" in text and module != "govml.named":
            assert "from govml.named import NamedTuple\n" in text, module
            assert "from __future__ import annotations\n" in text, module


def test_one_module_imports_each_library() -> None:
    shared = {
        library: sorted(importers)
        for library, importers in third_party().items()
        if len(importers) > 1 and library not in EVERYWHERE_IN
    }
    assert shared == {}
    for library, packages in EVERYWHERE_IN.items():
        assert [name for name in third_party().get(library, {}) if not name.startswith(packages)] == []


def test_only_the_command_line_prints_or_exits() -> None:
    offenders = []
    for module, path in MODULES.items():
        if module.startswith(("govml.cli", FOR_SCRIPTS)) or module == "govml.__main__":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in PRINTS_OR_EXITS:
                offenders.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert offenders == []


def test_every_import_is_declared_and_every_dependency_is_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = requirement_names(project["dependencies"])
    extras = [project["optional-dependencies"][extra] for extra in ("train", "evaluate", "kubernetes")]
    optional = requirement_names([text for extra in extras for text in extra])
    owners = packages_distributions()
    used = {dist.lower().replace("_", "-") for library in third_party() for dist in owners.get(library, [library])}
    assert used - declared - optional == set(), "imported but not declared"
    assert declared - used == set(), "declared but not imported"


COMPILED = "compiled.py"
"""Made by a tool, to be read by none."""


def test_modules_and_functions_stay_small() -> None:
    long = []
    for path in MODULES.values():
        text = path.read_text(encoding="utf-8")
        if len(text.splitlines()) > 500 and path.name != COMPILED:
            long.append(f"{path.relative_to(ROOT)}: {len(text.splitlines())} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                size = node.end_lineno - node.lineno + 1
                if size > 80 and path.name != COMPILED:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno}: {node.name} has {size} lines")
    assert long == []


def test_the_command_starts_without_heavy_libraries() -> None:
    code = f"import sys, govml.cli.main; print(sorted(set(sys.modules) & set({LAZY!r})))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a file that nobody can finish reading")
def test_reading_and_judging_a_few_records_loads_no_certificates_no_sockets_and_no_validator(tmp_path: Path) -> None:
    certificates = tmp_path / "certificates"
    os.mkfifo(certificates)
    code = """
import os, sys
import govml.base.git
from govml.records.kinds import load_kinds, shipped_schemas
from govml.records.schema import Validator
card = load_kinds(shipped_schemas(), {}, {}, []).by_name["model-card"]
assert Validator().validate(card, {"license": "mit", "governance": {"risk": {"tier": "minimal"}}}) == ()
print(os.environ["SSL_CERT_FILE"], *({"socket", "jsonschema", "jsonschema_rs"} & sys.modules.keys()))
"""
    environment = {**os.environ, "SSL_CERT_FILE": str(certificates)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60, env=environment)
    assert done.stdout == f"{certificates}\n"


def test_texts_are_read_and_written_as_utf8_whatever_the_locale() -> None:
    bare = []
    for path in sorted((ROOT / "govml").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                named = {keyword.arg for keyword in node.keywords}
                place = {"read_text": 0, "write_text": 1}.get(node.func.attr)
                if place is not None and len(node.args) <= place and "encoding" not in named:
                    bare.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert bare == []
