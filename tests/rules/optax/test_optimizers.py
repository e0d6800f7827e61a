"""What the tables say of optimizers, against the installed Optax."""

from __future__ import annotations

import inspect

import pytest

from lrmigrate.rules.optax.optimizers import (
    ADAPTIVE,
    NUMBERS_OF_OPTIMIZERS,
    OPTIMIZERS,
    SIGN_KEPT,
)
from lrmigrate.rules.optax.rounded_b2 import _ONE_IN_HALF
from lrmigrate.rules.schedules.lrs112_inject_hyperparams_dtype import _ASKED_IN_AN_IF

optax = pytest.importorskip("optax")
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402

# Their own arguments beside the learning rate.
NEEDED = {
    "noisy_sgd": {"key": 0},
    "trace": {"decay": 0.9},
    "clip": {"max_delta": 100.0},
    "clip_by_global_norm": {"max_norm": 100.0},
    "scale_by_schedule": {"step_size_fn": lambda step: 1.0},
}
PARAMETERS = {"w": jnp.full((3, 4), 0.5)}


def made(name):
    function = getattr(optax, name)
    arguments = dict(NEEDED.get(name, {}))
    if "learning_rate" in inspect.signature(function).parameters:
        arguments["learning_rate"] = 0.1
    return function(**arguments)


def updates(transformation, factor):
    """What a transformation makes of five gradients, each times a factor."""
    state, key, found = transformation.init(PARAMETERS), jax.random.key(0), []
    for step in range(5):
        noise = jax.random.normal(jax.random.fold_in(key, step), (3, 4))
        gradient = {"w": factor * (3 + noise)}
        update, state = transformation.update(gradient, state, PARAMETERS)
        found.append(update["w"])
    return jnp.stack(found)


@pytest.mark.parametrize("name", sorted(OPTIMIZERS))
def test_an_optimizer_takes_the_learning_rate_first(name):
    if hasattr(optax, name):  # newer than the oldest Optax that is tested
        parameters = list(inspect.signature(getattr(optax, name)).parameters)
        assert parameters[0] == "learning_rate"


def test_no_optimizer_is_missing():
    found = {
        name
        for name, function in vars(optax).items()
        if inspect.isfunction(function) and not name.startswith("_")
        if [*inspect.signature(function).parameters][:1] == ["learning_rate"]
    }
    assert found - OPTIMIZERS <= {"polyak_sgd", "scale_by_rprop"}


@pytest.mark.filterwarnings("ignore:`optimistic_adam`:DeprecationWarning")
@pytest.mark.parametrize("name", sorted(ADAPTIVE))
def test_an_adaptive_one_divides_a_factor_out(name):
    if hasattr(optax, name):
        whole, small = updates(made(name), 1.0), updates(made(name), 1e-3)
        ratio = float(jnp.abs(small).mean() / jnp.abs(whole).mean())
        assert ratio == pytest.approx(1, abs=0.03)


def test_momentum_does_not():
    whole, small = updates(made("sgd"), 1.0), updates(made("sgd"), 1e-3)
    assert float(jnp.abs(small / whole).mean()) == pytest.approx(1e-3)


@pytest.mark.parametrize("name", sorted(SIGN_KEPT))
def test_the_sign_is_kept(name):
    assert float(updates(made(name), 1.0).min()) > 0


NUMBERS = [
    (name, parameter)
    for name in sorted(OPTIMIZERS)
    for parameter in sorted(NUMBERS_OF_OPTIMIZERS)
    if parameter in inspect.signature(getattr(optax, name, len)).parameters
]


@pytest.mark.filterwarnings("ignore:`optimistic_adam`:DeprecationWarning")
@pytest.mark.parametrize(("name", "parameter"), NUMBERS)
def test_no_schedule_is_taken_for(name, parameter):
    given = {**NEEDED.get(name, {}), parameter: optax.linear_schedule(0.1, 0.0, 9)}

    def first_update():
        tx = getattr(optax, name)(0.1, **given)
        return tx.update(PARAMETERS, tx.init(PARAMETERS), PARAMETERS)

    with pytest.raises(TypeError):
        first_update()


def test_a_mask_that_is_injected_is_called_with_the_step():
    parameters = {"w": jnp.ones((2, 2)), "b": jnp.ones(2)}
    zeros = jax.tree.map(jnp.zeros_like, parameters)

    def decayed(**given):
        make = optax.inject_hyperparams(optax.adamw, **given)
        tx = make(0.1, mask=lambda tree: jax.tree.map(lambda x: x.ndim > 1, tree))
        return tx.update(zeros, tx.init(parameters), parameters)[0]["w"].any()

    assert not decayed()
    assert decayed(static_args="mask")


@pytest.mark.parametrize("fixed", [(), ("factored",), ("min_dim_size_to_factor",)])
def test_which_number_adafactor_asks_in_an_if(fixed):
    parameters = {"w": jnp.ones((130, 130))}
    tx = optax.inject_hyperparams(optax.adafactor, static_args=fixed)(0.1)
    update = jax.jit(tx.update)
    state = tx.init(parameters)
    if _ASKED_IN_AN_IF["adafactor"] in fixed:
        update(parameters, state, parameters)
        return
    with pytest.raises(jax.errors.TracerBoolConversionError):
        update(parameters, state, parameters)


@pytest.mark.parametrize("name", ["adam", "adamw"])
def test_a_decorated_function_injects_its_own_numbers_alone(name):
    def first(make):
        parameters = {"w": jnp.ones(3, jnp.bfloat16)}
        tx = make(rate=0.1)
        return tx.update(parameters, tx.init(parameters), parameters)[0]["w"]

    @optax.inject_hyperparams
    def gives_it_on(rate, b2=0.999):
        return getattr(optax, name)(rate, b2=b2)

    @optax.inject_hyperparams
    def leaves_it(rate):
        return getattr(optax, name)(rate)

    assert jnp.isnan(first(gives_it_on)).all()
    assert not jnp.isnan(first(leaves_it)).any()


@pytest.mark.parametrize(("b2", "rounded"), [(0.998, False), (0.9985, True)])
def test_which_numbers_are_one_in_bfloat16(b2, rounded):
    parameters = {"w": jnp.ones(3, jnp.bfloat16)}
    tx = optax.inject_hyperparams(optax.adam)(0.1, b2=b2)
    update, _ = tx.update(parameters, tx.init(parameters), parameters)
    assert bool(jnp.isnan(update["w"]).any()) is rounded
    assert (b2 > _ONE_IN_HALF) is rounded
