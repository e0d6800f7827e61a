"""What the NNX rules say of Flax and Optax, against the real ones."""

import importlib

import flax
import jax.numpy as jnp
import optax
import pytest
from flax import nnx

from lrmigrate.rules.nnx.names import JOIN, OPTIMIZERS, PATHS, STEP_SENSITIVE

GONE = {  # paths that only earlier releases have
    "optax.contrib.reduce_on_plateau.reduce_on_plateau",
}


def resolve(path):
    parts = path.split(".")
    for length in range(len(parts) - 1, 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:length]))
        except ImportError:
            continue
        for name in parts[length:]:
            found = getattr(found, name)
        return found
    raise ImportError(path)


@pytest.mark.parametrize(
    "path", [path for path in PATHS if "experimental" not in path and path not in GONE]
)
def test_every_path_leads_somewhere(path):
    assert callable(resolve(path))


def test_the_old_optimizer_is_a_new_one_with_its_model():
    assert issubclass(nnx.ModelAndOptimizer, nnx.Optimizer)
    assert {nnx.Optimizer.__name__, nnx.ModelAndOptimizer.__name__} == OPTIMIZERS


SCHEDULES = {
    "piecewise_constant_schedule": (1.0, {10: 0.1}),
    "linear_schedule": (1.0, 0.0, 20, 10),
    "polynomial_schedule": (1.0, 0.0, 2, 20, 10),
    "exponential_decay": (1.0, 20, 0.5, 10),
    "warmup_exponential_decay_schedule": (0.0, 1.0, 5, 20, 0.5, 10),
    "cosine_decay_schedule": (1.0, 20),
    "warmup_cosine_decay_schedule": (0.0, 1.0, 5, 20),
    "warmup_constant_schedule": (0.0, 1.0, 5),
    "linear_onecycle_schedule": (30, 1.0),
    "cosine_onecycle_schedule": (30, 1.0),
    "piecewise_interpolate_schedule": ("linear", 1.0, {10: 0.1}),
    "constant_schedule": (1.0,),
}


def differs(schedule, make):
    return any(
        float(schedule(jnp.int32(step))) != float(schedule(make(step)))
        for step in range(40)
    )


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_is_wrong_at_an_unsigned_step_where_the_rule_says_so(name):
    schedule = getattr(optax, name)(*SCHEDULES[name])
    assert differs(schedule, jnp.uint32) == (name in STEP_SENSITIVE)
    assert not differs(schedule, lambda step: jnp.uint32(step).astype(int))


@pytest.mark.parametrize("name", STEP_SENSITIVE)
def test_what_makes_it_wrong_is_where_the_rule_looks(name):
    parameter, index = STEP_SENSITIVE[name]
    arguments = SCHEDULES[name]
    assert len(arguments) == index + 1
    without = getattr(optax, name)(*arguments[:index])
    by_name = getattr(optax, name)(*arguments[:index], **{parameter: arguments[index]})
    assert not differs(without, jnp.uint32)
    assert differs(by_name, jnp.uint32)


def test_a_joined_schedule_is_wrong_with_one_of_its_own():
    pieces = [optax.constant_schedule(1.0), optax.linear_schedule(1.0, 0.0, 5, 5)]
    assert differs(getattr(optax, JOIN)(pieces, [10]), jnp.uint32)


def test_the_step_of_an_optimizer_is_unsigned():
    model = nnx.Linear(1, 1, rngs=nnx.Rngs(0))
    optimizer = nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
    assert optimizer.step[...].dtype == jnp.uint32
    assert optimizer.step.astype(int).dtype == jnp.int32


@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param({}, "value", id="no metric"),
        pytest.param({"loss": 1.0}, "loss|value", id="the old name"),
    ],
)
def test_a_plateau_raises_without_its_metric(given, message):
    tx = optax.chain(optax.adam(1e-3), optax.contrib.reduce_on_plateau())
    params = {"w": jnp.ones(2)}
    with pytest.raises(TypeError, match=message):
        tx.update(params, tx.init(params), params, **given)


def test_a_train_state_does_not_pass_the_metric_on():
    from flax.training.train_state import TrainState

    tx = optax.chain(optax.adam(1e-3), optax.contrib.reduce_on_plateau())
    params = {"w": jnp.ones(2)}
    state = TrainState.create(apply_fn=None, params=params, tx=tx)
    with pytest.raises(TypeError, match="value"):
        state.apply_gradients(grads=params, value=1.0)


def test_the_flax_that_this_ran_under_is_new():
    assert tuple(map(int, flax.__version__.split(".")[:2])) >= (0, 11)
