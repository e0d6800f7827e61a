"""The house: each package imports those before it alone, and no circle is left."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest
from paths import ROOT

from lrmigrate.codemod.rule.rule import Rule
from lrmigrate.rules import all_rules

# Each floor may import those before it; on one floor, none imports another.
FLOORS = (
    ("lrsched", "model", "huge_numbers", "nodes", "framing"),
    ("address",),
    ("files", "verify"),
    ("names", "config"),
    ("values", "vendor", "layout"),
    ("sites", "objects"),
    ("rule",),
    ("rules", "units"),
    ("report", "engine"),
    ("curves",),
    ("server",),
    ("cli",),
)
FLOOR_OF = {name: floor for floor, names in enumerate(FLOORS) for name in names}
RULE_FILE = re.compile(r"lrs\d")

Module = tuple[str, ...]


def modules() -> dict[Module, Path]:
    """Every module of the product, by its name in parts."""
    found: dict[Module, Path] = {}
    for package in ("codemod", "rules", "lrsched"):
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[parts[:-1] if parts[-1] == "__init__" else parts] = path
    return found


MODULES = modules()


def imported(module: Module) -> Iterator[Module]:
    """Which modules of the product a module imports, anywhere in its text."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        base = package[: len(package) - node.level + 1]
        base += tuple(node.module.split(".")) if node.module else ()
        for alias in node.names:
            inner = (*base, alias.name)
            yield inner if inner in MODULES else base


@cache
def imports() -> dict[Module, set[Module]]:
    return {module: {*imported(module)} - {module} for module in MODULES}


def test_a_rule_file_imports_the_face_and_the_facts_alone():
    allowed = {("codemod", "rule")}
    for module in MODULES:
        if RULE_FILE.match(module[-1]):
            other = {
                one
                for one in imports()[module] - allowed
                if one[:2] not in {("rules", "optax"), ("rules", "nnx")}
            }
            assert not other, ".".join(module)


def room(module: Module) -> str:
    """The package of the order that a module stands in."""
    return module[1] if module[0] == "codemod" and len(module) > 1 else module[0]


def test_every_package_has_its_floor():
    rooms = {room(module) for module in MODULES}
    assert rooms - {"codemod"} == {*FLOOR_OF}


@pytest.mark.parametrize("module", sorted(MODULES), ids=".".join)
def test_imports_go_down(module: Module):
    here = room(module)
    against = [
        ".".join(other)
        for other in sorted(imports()[module])
        if room(other) != here and FLOOR_OF[room(other)] >= FLOOR_OF[here]
    ]
    assert against == []


def test_no_module_imports_itself_by_way_of_others():
    try:
        TopologicalSorter(imports()).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(".".join(module) for module in error.args[1]))


def test_each_package_says_its_one_job_in_one_sentence():
    for module, path in MODULES.items():
        if path.name == "__init__.py" and len(module) == 2:
            text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
            first = (text or "").partition("\n\n")[0]
            assert first.endswith("."), ".".join(module)
            assert first.count(". ") == 0, ".".join(module)


def test_a_rule_is_a_file_that_is_named_by_its_code_and_slug():
    rules: dict[str, Rule] = {}
    for module in sorted(MODULES):
        if module[0] == "rules":
            rule = getattr(
                import_module(".".join(("lrmigrate", *module))), "RULE", None
            )
            if isinstance(rule, Rule):
                rules[module[-1]] = rule
    named = {
        f"{rule.code.lower()}_{rule.slug.replace('-', '_')}": rule
        for rule in rules.values()
    }
    assert rules == named
    assert {rule.code for rule in rules.values()} == {one.code for one in all_rules()}
    stems = {module[-1] for module in MODULES if RULE_FILE.match(module[-1])}
    assert stems == {*rules}, "a file of this name holds a rule"


def test_one_place_says_where_a_path_really_leads():
    """Others would fail at a link around in a circle: see `files/real.py`."""
    calls = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in MODULES.values()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "resolve"
    ]
    assert calls == []
