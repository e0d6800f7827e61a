"""The API, name by name, and what it may import."""

import doctest
import importlib
import inspect
import subprocess
import sys

import optax
import pytest

from lrmigrate import lrsched

SIGNATURES = {
    "constant_schedule": "(value)",
    "warmup_constant_schedule": "(init_value, peak_value, warmup_steps)",
    "linear_schedule": "(init_value, end_value, transition_steps, transition_begin=0)",
    "polynomial_schedule": (
        "(init_value, end_value, power, transition_steps, transition_begin=0)"
    ),
    "exponential_decay": (
        "(init_value, transition_steps, decay_rate, transition_begin=0, "
        "staircase=False, end_value=None)"
    ),
    "warmup_exponential_decay_schedule": (
        "(init_value, peak_value, warmup_steps, transition_steps, decay_rate, "
        "transition_begin=0, staircase=False, end_value=None)"
    ),
    "cosine_decay_schedule": "(init_value, transition_steps, alpha=0.0, exponent=1.0)",
    "warmup_cosine_decay_schedule": (
        "(init_value, peak_value, warmup_steps, transition_steps, end_value=0.0, "
        "exponent=1.0)"
    ),
    "cosine_warm_restarts_schedule": "(cycles)",
    "linear_onecycle_schedule": (
        "(transition_steps, peak_value, warmup_steps=None, pct_final=0.85, "
        "div_factor=25.0, final_div_factor=10000.0)"
    ),
    "cosine_onecycle_schedule": (
        "(transition_steps, peak_value, warmup_steps=None, div_factor=25.0, "
        "final_div_factor=10000.0)"
    ),
    "piecewise_constant_schedule": "(init_value, boundaries_and_scales=None)",
    "piecewise_interpolate_schedule": (
        "(interpolate_type, init_value, boundaries_and_scales=None)"
    ),
    "join_schedules": "(schedules, boundaries)",
    "reduce_on_plateau": (
        "(factor=0.1, patience=10, rtol=0.0001, atol=0.0, cooldown=0, "
        "accumulation_size=1, min_scale=0.0)"
    ),
}
RENAMED = {"sgdr_schedule": "cosine_warm_restarts_schedule"}
MODULES = (
    *("constant", "polynomial", "exponential", "cosine", "onecycle"),
    *("piecewise", "join", "plateau"),
)


def bare(signature):
    """A signature without annotations."""
    parameters = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for parameter in signature.parameters.values()
    ]
    return inspect.Signature(parameters)


@pytest.mark.parametrize("name", SIGNATURES)
def test_signature(name):
    function = getattr(lrsched, name)
    assert str(bare(inspect.signature(function))) == SIGNATURES[name]
    assert function.__name__ == name


@pytest.mark.parametrize("name", SIGNATURES)
def test_parameters_are_annotated_and_documented(name):
    function = getattr(lrsched, name)
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty
    documentation = inspect.getdoc(function)
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty
        assert f"\n    {parameter.name}: " in documentation
    assert "\nReturns:\n" in documentation
    assert "\nExamples:\n    >>> " in documentation


def test_all_lists_the_functions_and_two_types():
    assert set(lrsched.__all__) == {*SIGNATURES, "Schedule", "ReduceLROnPlateauState"}


def test_every_schedule_of_optax_has_a_counterpart():
    family = {
        name
        for name in dir(optax.schedules)
        if not name.startswith("_")
        and name.endswith(("_schedule", "_schedules", "_decay"))
    }
    for name in family | {"reduce_on_plateau"}:
        assert hasattr(lrsched, name)
        assert RENAMED.get(name, name) in SIGNATURES


def test_parameters_keep_their_places():
    """A positional argument means what it meant, but for pct_start."""
    was = {"transition_steps": {"decay_steps"}, "warmup_steps": {"pct_start"}}
    was["cycles"] = {"cosine_kwargs"}
    optax_names = {new: old for old, new in RENAMED.items()}
    for name in SIGNATURES:
        library = optax.contrib if name == "reduce_on_plateau" else optax
        old = inspect.signature(getattr(library, optax_names.get(name, name)))
        new = inspect.signature(getattr(lrsched, name))
        for a, b in zip(old.parameters.values(), new.parameters.values(), strict=True):
            assert a.name == b.name or a.name in was[b.name]
            assert a.default == b.default or a.name == "pct_start"


def test_neither_optax_nor_absl_is_imported():
    program = (
        "import sys, jax.numpy; before = set(sys.modules); "
        "from lrmigrate import lrsched; lrsched.constant_schedule(1.0)(0); "
        "print(sorted({m.split('.')[0] for m in set(sys.modules) - before} "
        "& {'optax', 'absl', 'chex', 'flax'}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(f"lrmigrate.lrsched.{name}")
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
