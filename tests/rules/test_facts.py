"""What rules say of functions, and write, against the installed libraries."""

from __future__ import annotations

import ast
import importlib
import inspect
import warnings
from collections.abc import Iterator

import pytest

from lrmigrate.codemod.rule import Example, Function
from lrmigrate.rules import all_rules
from lrmigrate.rules.optax.gone import GONE_MODULES
from lrmigrate.rules.optax.schedules import FUNCTIONS

NOT_RELEASED = {known.new_name for known in FUNCTIONS.values()}
OF_RULES = [known for rule in all_rules() for known in rule.facts]
FACTS = [known for known in OF_RULES if not known.gone]
GONE = [known for known in OF_RULES if known.gone]
WRITTEN = [
    pytest.param(example, id=f"{rule.code}: {example.title}")
    for rule in all_rules()
    for example in rule.accepted
    if example.optax is not None
]


def live(path: str) -> object:
    """What a dotted path is in the installed library, deprecated or not."""
    module, _, name = path.rpartition(".")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            return getattr(importlib.import_module(module), name)
        except ImportError:
            return getattr(live(module), name)


@pytest.mark.parametrize("known", FACTS, ids=lambda known: known.path)
def test_a_function_of_one_rule_is_that_of_the_library(known: Function):
    function = live(known.path)
    parameters = inspect.signature(function).parameters
    assert known.parameters == tuple(parameters)
    required = [one.name for one in parameters.values() if one.default is one.empty]
    assert known.parameters[: known.required] == tuple(required)
    for path in known.also:
        if path.rpartition(".")[0] in GONE_MODULES:
            with pytest.raises((AttributeError, ImportError)):
                live(path)
        else:
            assert live(path) is function, path


@pytest.mark.parametrize("known", GONE, ids=lambda known: known.path)
def test_a_function_that_is_gone_is_not_there(known: Function):
    for path in known.paths:
        with pytest.raises((AttributeError, ImportError)):
            live(path)


def named_in(code: str) -> Iterator[str]:
    """The paths of Optax that a module names."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Attribute):
            path = ast.unparse(node)
            if path.startswith("optax."):
                yield path
        elif isinstance(node, ast.ImportFrom) and node.module == "optax":
            yield from (f"optax.{one.name}" for one in node.names if one.name != "*")


@pytest.mark.parametrize("example", WRITTEN)
def test_what_is_written_is_there(example: Example):
    """All but the names that no Optax has yet, which a fork is to take."""
    assert example.optax is not None
    before = {*named_in(example.code)}
    for path in {*named_in(example.optax)} - before:
        if path.rpartition(".")[2] not in NOT_RELEASED:
            assert live(path), path
