"""What the rules say of Optax's transformations, against the real ones."""

import inspect

import jax.numpy as jnp
import optax
import pytest

from lrmigrate.rules.nnx.names import PATHS
from lrmigrate.rules.optax.transformations import (
    CHAIN,
    HOLDERS,
    LBFGS,
    LINESEARCHES,
    NAMED_CHAIN,
    NEEDED,
    PLATEAU,
)

PARAMS = {"a": jnp.ones(2), "b": jnp.ones(2)}
WAYS = {
    name: getattr(optax, name, None)
    or getattr(optax.contrib, name, None)
    or getattr(optax.transforms, name)
    for name in (CHAIN, NAMED_CHAIN, *HOLDERS, *NEEDED)
}
OTHERS = {
    "MultiSteps": {"every_k_schedule": 2},
    "apply_if_finite": {"max_consecutive_errors": 3},
    "conditionally_mask": {"should_transform_fn": lambda *a, **k: True},
    "conditionally_transform": {"should_transform_fn": lambda *a, **k: True},
    "masked": {"mask": {"a": True, "b": False}},
    "multi_transform": {"param_labels": {"a": "x", "b": "x"}},
    "partition": {"param_labels": {"a": "x", "b": "x"}},
    "schedule_free": {"learning_rate": 0.1},
    "selective_transform": {"freeze_mask": {"a": False, "b": True}},
}


def loss(params):
    return sum(jnp.sum(value**2) for value in params.values())


GIVEN = {"value": loss(PARAMS), "grad": PARAMS, "value_fn": loss}


def update(tx, given):
    return tx.update(PARAMS, tx.init(PARAMS), PARAMS, **given)


def made(name):
    arguments = () if name == PLATEAU else (5,)
    return WAYS[name](*arguments)


@pytest.mark.parametrize("name", NEEDED)
def test_an_update_raises_without_each_keyword_that_is_needed(name):
    needed = {one: GIVEN[one] for one in NEEDED[name]}
    update(made(name), needed)
    for missing in needed:
        rest = {one: value for one, value in needed.items() if one != missing}
        with pytest.raises(TypeError, match=f"'{missing}'"):
            update(made(name), rest)


def holding(name, inner):
    if name == CHAIN:
        return optax.chain(optax.sgd(0.1), inner)
    if name == NAMED_CHAIN:
        return optax.named_chain(("sgd", optax.sgd(0.1)), ("inner", inner))
    parameter = HOLDERS[name]
    value = {"x": inner} if parameter.values else inner
    return WAYS[name](**{parameter.name: value}, **OTHERS.get(name, {}))


@pytest.mark.parametrize("name", [CHAIN, NAMED_CHAIN, *HOLDERS])
def test_what_holds_a_plateau_hands_the_metric_on(name):
    with pytest.raises(TypeError, match="value"):
        update(holding(name, made(PLATEAU)), {})
    update(holding(name, made(PLATEAU)), {"value": 1.0})


@pytest.mark.parametrize("name", HOLDERS)
def test_the_parameter_is_where_the_table_says(name):
    parameters = [*inspect.signature(WAYS[name]).parameters]
    assert parameters.index(HOLDERS[name].name) == HOLDERS[name].index


def test_lbfgs_has_a_line_search_where_none_is_given():
    with pytest.raises(TypeError, match="value_fn"):
        update(optax.lbfgs(), {})
    update(optax.lbfgs(), GIVEN)
    update(optax.lbfgs(0.1, linesearch=None), {})


def test_a_train_state_hands_nothing_on_to_a_line_search():
    from flax.training.train_state import TrainState

    state = TrainState.create(apply_fn=None, params=PARAMS, tx=optax.lbfgs())
    with pytest.raises(TypeError, match="value_fn"):
        state.apply_gradients(grads=PARAMS, **GIVEN)


def test_every_transformation_has_a_path():
    assert {CHAIN, NAMED_CHAIN, *HOLDERS, *NEEDED} <= {*PATHS.values()}
    assert {LBFGS, *LINESEARCHES} <= {*PATHS.values()}


def scale(metrics, **tolerances):
    tx = optax.contrib.reduce_on_plateau(factor=0.5, patience=3, **tolerances)
    state = tx.init(PARAMS)
    for metric in metrics:
        _, state = tx.update(PARAMS, state, PARAMS, value=metric)
    return float(state.scale)


FLAT = [1.0] * 40
SLOWLY_WORSE = [1.0 + 1e-6 * step for step in range(40)]
BETTER_THEN_FLAT = [1.0 - 0.01 * step for step in range(20)] + [0.8] * 40


@pytest.mark.parametrize("metrics", [FLAT, SLOWLY_WORSE, BETTER_THEN_FLAT])
def test_a_negative_metric_that_stands_still_never_reduces(metrics):
    below = [metric - 2.0 for metric in metrics]
    assert scale(metrics) < 0.01
    assert scale(below) == 1.0
    assert scale(below, rtol=0.0, atol=1e-4) < 0.01


def test_a_negative_metric_that_gets_better_is_rightly_not_reduced():
    assert scale([-1.0 - 0.1 * step for step in range(40)]) == 1.0
