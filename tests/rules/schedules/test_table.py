"""The table of functions against the installed Optax, and against lrsched."""

import importlib
import inspect

import pytest

from lrmigrate import lrsched
from lrmigrate.rules.optax.schedules import FACTS, FUNCTIONS, OPTAX_MODULES

TABLE = pytest.mark.parametrize("known", FUNCTIONS.values(), ids=lambda f: f.name)


def parameters(function):
    return inspect.signature(function).parameters


@TABLE
@pytest.mark.parametrize("module", OPTAX_MODULES)
def test_every_path_exists_in_optax(known, module):
    assert callable(getattr(importlib.import_module(module), known.name))


@TABLE
def test_the_parameters_are_those_of_optax(known):
    live = parameters(getattr(importlib.import_module("optax"), known.name))
    assert tuple(live) == known.parameters
    required = [name for name, one in live.items() if one.default is one.empty]
    assert tuple(required) == known.parameters[: known.required]


@TABLE
def test_the_new_names_are_those_of_lrsched(known):
    live = parameters(getattr(lrsched, known.new_name or known.name))
    renamed = [known.renamed.get(name, name) for name in known.parameters]
    assert list(live) == renamed


@TABLE
def test_every_parameter_has_values_to_try(known):
    for name in known.parameters:
        assert FACTS[known.path].domains[name]
        assert FACTS[known.path].domains[known.renamed.get(name, name)]
