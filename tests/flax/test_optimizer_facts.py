"""What the rules about NNX optimizers say of the current Flax, asked of Flax."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from flax import nnx

X = np.linspace(-1.0, 1.0, 8, dtype=np.float32).reshape(4, 2)
Y = np.ones((4, 1), np.float32)
PLATEAU = optax.chain(optax.sgd(0.1), optax.contrib.reduce_on_plateau())

# Schedules that are wrong at a uint32 step, with a step at which they are.
WRONG_AT_UINT32 = {
    "piecewise_constant": (optax.piecewise_constant_schedule(1.0, {10: 0.1}), 11),
    "linear, begin": (optax.linear_schedule(1.0, 0.0, 10, transition_begin=5), 2),
    "polynomial, begin": (optax.polynomial_schedule(1.0, 0.0, 2, 10, 5), 2),
    "exponential, begin": (optax.exponential_decay(1.0, 10, 0.5, 5), 2),
    "warmup_exponential, begin": (
        optax.warmup_exponential_decay_schedule(0.0, 1.0, 5, 10, 0.5, 5),
        8,
    ),
}
RIGHT_AT_UINT32 = {
    "constant": optax.constant_schedule(0.1),
    "linear": optax.linear_schedule(1.0, 0.0, 10),
    "polynomial": optax.polynomial_schedule(1.0, 0.0, 2, 10),
    "exponential": optax.exponential_decay(1.0, 10, 0.5),
    "cosine": optax.cosine_decay_schedule(1.0, 10),
    "warmup_constant": optax.warmup_constant_schedule(0.0, 1.0, 5),
    "warmup_cosine": optax.warmup_cosine_decay_schedule(0.0, 1.0, 5, 20),
    "warmup_exponential": optax.warmup_exponential_decay_schedule(0.0, 1.0, 5, 10, 0.5),
    "sgdr": optax.sgdr_schedule(
        [
            {"init_value": 0.0, "peak_value": 1.0, "warmup_steps": 2, "decay_steps": 8},
            {"init_value": 0.0, "peak_value": 0.5, "warmup_steps": 2, "decay_steps": 8},
        ]
    ),
    "piecewise_interpolate": optax.piecewise_interpolate_schedule(
        "cosine", 1.0, {5: 0.5, 10: 0.1}
    ),
    "linear_onecycle": optax.linear_onecycle_schedule(20, 1.0),
    "cosine_onecycle": optax.cosine_onecycle_schedule(20, 1.0),
    "join": optax.join_schedules(
        [optax.linear_schedule(0.0, 1.0, 5), optax.cosine_decay_schedule(1.0, 10)], [5]
    ),
}


@pytest.fixture
def model():
    return nnx.Linear(2, 1, rngs=nnx.Rngs(0))


def loss_fn(model):
    return jnp.mean((model(X) - Y) ** 2)


def kernel(model):
    return np.array(model.kernel[...])


def test_model_and_optimizer_is_an_optimizer(model):
    assert issubclass(nnx.ModelAndOptimizer, nnx.Optimizer)
    assert nnx.ModelAndOptimizer(model, optax.sgd(0.1)).wrt is nnx.Param


def test_swapped_arguments_raise_nothing_and_train_nothing(model):
    optimizer = nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
    before = kernel(model)
    optimizer.update(nnx.grad(loss_fn)(model), model)
    np.testing.assert_array_equal(kernel(model), before)
    assert optimizer.step[...] == 1


@pytest.mark.parametrize("kwargs", [{}, {"loss": 1.0}], ids=["nothing", "loss"])
def test_a_plateau_requires_value(model, kwargs):
    optimizer = nnx.Optimizer(model, PLATEAU, wrt=nnx.Param)
    grads = nnx.grad(loss_fn)(model)
    with pytest.raises(TypeError, match="required keyword-only argument: 'value'"):
        optimizer.update(model, grads, **kwargs)


def test_apply_gradients_hands_no_value_on(model):
    graphdef, params = nnx.split(model)
    state = nnx.TrainState.create(graphdef, params=params, tx=PLATEAU)
    grads = nnx.grad(loss_fn)(model)
    with pytest.raises(TypeError, match="required keyword-only argument: 'value'"):
        state.apply_gradients(grads, value=1.0)


def test_jax_jit_throws_updates_away(model):
    @jax.jit
    def train_step(model, optimizer):
        optimizer.update(model, nnx.grad(loss_fn)(model))

    optimizer = nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
    before = kernel(model)
    train_step(model, optimizer)
    np.testing.assert_array_equal(kernel(model), before)
    assert optimizer.step[...] == 0


def test_jax_jit_trains_what_it_returns(model):
    @jax.jit
    def train_step(model, optimizer):
        optimizer.update(model, nnx.grad(loss_fn)(model))
        return model, optimizer

    optimizer = nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
    before, loss = kernel(model), loss_fn(model)
    trained, updated = train_step(model, optimizer)
    np.testing.assert_array_equal(kernel(model), before)
    assert loss_fn(trained) < loss
    assert (optimizer.step[...], updated.step[...]) == (0, 1)


def test_jit_without_a_graph_refuses_a_model_that_comes_twice(model):
    @nnx.jit(graph=False)
    def train_step(model, optimizer):
        optimizer.update(nnx.grad(loss_fn)(model))

    optimizer = nnx.ModelAndOptimizer(model, optax.sgd(0.1))
    with pytest.raises(ValueError, match="Duplicate"):
        train_step(model, optimizer)


def test_the_step_is_unsigned(model):
    optimizer = nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)
    assert optimizer.step[...].dtype == jnp.uint32


@pytest.mark.parametrize(
    ("schedule", "step"), WRONG_AT_UINT32.values(), ids=WRONG_AT_UINT32
)
def test_schedules_that_are_wrong_at_an_unsigned_step(schedule, step):
    unsigned = jnp.uint32(step)
    assert schedule(unsigned) != schedule(step)
    assert schedule(unsigned.astype(int)) == schedule(step)
    assert schedule(int(unsigned)) == schedule(step)


@pytest.mark.parametrize("schedule", RIGHT_AT_UINT32.values(), ids=RIGHT_AT_UINT32)
def test_schedules_that_are_right_at_an_unsigned_step(schedule):
    for step in range(40):
        assert schedule(jnp.uint32(step)) == schedule(step)
