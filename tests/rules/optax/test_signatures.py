"""The table of all functions against the installed Optax."""

import importlib
import inspect

import pytest

from lrmigrate.rules.optax.schedules import OPTAX_MODULES
from lrmigrate.rules.optax.signatures import PLATEAU, SCHEDULES, SIGNATURES


def live(name):
    package = "optax.contrib" if name == PLATEAU else "optax.schedules"
    return getattr(importlib.import_module(package), name)


@pytest.mark.parametrize("name", SIGNATURES)
def test_the_parameters_are_those_of_optax(name):
    parameters = inspect.signature(live(name)).parameters
    assert tuple(parameters) == SIGNATURES[name].parameters
    required = [one.name for one in parameters.values() if one.default is one.empty]
    assert tuple(required) == SIGNATURES[name].parameters[: SIGNATURES[name].required]


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("module", OPTAX_MODULES[:2])
def test_every_schedule_is_where_the_table_says(name, module):
    assert f"{module}.{name}" in SCHEDULES[name].paths
    assert getattr(importlib.import_module(module), name) is live(name)


def test_the_table_has_every_schedule():
    public = vars(importlib.import_module("optax.schedules"))
    functions = {
        name
        for name, value in public.items()
        if inspect.isfunction(value) and not name.startswith(("_", "inject"))
    }
    assert functions == set(SCHEDULES)
