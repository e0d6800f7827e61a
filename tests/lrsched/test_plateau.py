"""reduce_on_plateau against Optax's, state and updates, to the bit."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lrmigrate import lrsched

VALUES = (
    *(3.0, 2.5, 2.5, 2.4999, 2.4, 2.6, 2.7, 2.5, 2.4, 2.4, 2.4, 2.3, 2.3, 2.3, 2.3),
    *(2.3, 2.3, 2.2, jnp.nan, jnp.nan, jnp.inf, 2.2, 2.2, 2.2, -1.0, -1.0, -2.0, -2.0),
    *(-2.0, -2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
)
ARGUMENTS = [
    {},
    {"patience": 0},
    {"patience": 1, "factor": 0.5},
    {"patience": 2, "cooldown": 3},
    {"patience": 2, "accumulation_size": 3},
    {"patience": 1, "factor": 0.5, "min_scale": 0.2},
    {"patience": 3, "rtol": 0.0, "atol": 0.05},
    {"patience": 3, "rtol": 1.0, "atol": 0.0},
    {"patience": jnp.int32(2), "cooldown": jnp.int32(1), "factor": np.float32(0.3)},
    {"patience": 2, "accumulation_size": 2, "cooldown": 1, "min_scale": 0.05},
]
PARAMS = {
    "float32": {"w": jnp.ones(3), "b": jnp.float32(0.1)},
    "bfloat16": jnp.ones(2, jnp.bfloat16),
    "mixed": [jnp.ones(2, jnp.bfloat16), jnp.ones(2, jnp.float32)],
    "mixed, lowest last": [jnp.ones(2, jnp.float32), jnp.ones(2, jnp.float16)],
    "NumPy": np.ones(2),
    "empty": {},
}


@pytest.fixture
def exact(optax_is_exact):
    return optax_is_exact("reduce_on_plateau")


def assert_same_state(old, new, assert_same, exact=True):
    assert old._fields == new._fields
    assert_same(list(old), list(new), exact=exact)


def values_seen(transformation, params):
    """Updates and states over all values, in one compiled loop."""

    def body(state, value):
        updates, state = transformation.update(params, state, value=value)
        return state, (updates, state)

    values = jnp.array(VALUES, jnp.float32)
    return jax.lax.scan(body, transformation.init(params), values)[1]


@pytest.mark.parametrize("kwargs", ARGUMENTS, ids=str)
def test_arguments(kwargs, precision, assert_same, exact):
    params = jnp.ones(2)
    old = values_seen(optax.contrib.reduce_on_plateau(**kwargs), params)
    new = values_seen(lrsched.reduce_on_plateau(**kwargs), params)
    assert_same([old[0]], [new[0]], exact=exact)
    assert_same_state(old[1], new[1], assert_same, exact)


@pytest.mark.parametrize("params", PARAMS.values(), ids=PARAMS)
def test_params(params, precision, assert_same, exact):
    kwargs = {"patience": 2, "cooldown": 1, "accumulation_size": 2, "factor": 0.3}
    old = optax.contrib.reduce_on_plateau(**kwargs)
    new = lrsched.reduce_on_plateau(**kwargs)
    assert_same([old.init(params).scale], [new.init(params).scale])
    if exact:
        assert_same_state(old.init(params), new.init(params), assert_same)
        old, new = values_seen(old, params), values_seen(new, params)
        assert_same(jax.tree.leaves(old[0]), jax.tree.leaves(new[0]))
        assert_same_state(old[1], new[1], assert_same)


def test_eager(precision, assert_same, exact):
    old = optax.contrib.reduce_on_plateau(patience=1, cooldown=1)
    new = lrsched.reduce_on_plateau(patience=1, cooldown=1)
    params = jnp.ones(2)
    old_state, new_state = old.init(params), new.init(params)
    for value in (1, 1.0, np.float32(1), jnp.bfloat16(2), jnp.nan, -jnp.inf, -1.0):
        a, old_state = old.update(params, old_state, value=value)
        b, new_state = new.update(params, new_state, params, value=value, other=1)
        assert_same([a], [b], exact=exact)
        assert_same_state(old_state, new_state, assert_same, exact)


def test_params_of_unrelated_dtypes_are_refused():
    params = [jnp.ones(2, jnp.bfloat16), jnp.ones(2, jnp.float16)]
    for library in (optax.contrib, lrsched):
        with pytest.raises(ValueError, match="float16"):
            library.reduce_on_plateau().init(params)


def test_value_is_required():
    for library in (optax.contrib, lrsched):
        plateau = library.reduce_on_plateau()
        state = plateau.init(jnp.ones(2))
        with pytest.raises(TypeError, match="value"):
            plateau.update(jnp.ones(2), state)


def test_counts_do_not_overflow(assert_same):
    largest = jnp.int32(np.iinfo(np.int32).max)
    states = []
    for library in (optax.contrib, lrsched):
        plateau = library.reduce_on_plateau(accumulation_size=largest)
        state = plateau.init(jnp.ones(2))
        state = state._replace(
            count=largest, plateau_count=largest, best_value=jnp.float32(0.0)
        )
        states.append(plateau.update(jnp.ones(2), state, value=1.0)[1])
    assert_same_state(*states, assert_same)


def test_in_a_chain_with_an_optimizer(assert_same):
    results = []
    for library in (optax.contrib, lrsched):
        transformation = optax.chain(
            optax.adam(1e-2), library.reduce_on_plateau(patience=2, factor=0.5)
        )
        assert isinstance(transformation, optax.GradientTransformationExtraArgs)
        params = jnp.ones(3)
        state = transformation.init(params)
        for value in (1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5):
            updates, state = transformation.update(params, state, params, value=value)
            params = optax.apply_updates(params, updates)
        results.append([params, state[1].scale])
    assert_same(*results)


# Metrics that stand still, hardly move, worsen, or are no number at all.
metrics = st.sampled_from(
    [0.0, 0.5, 1.0, 1.0 - 1e-5, 0.9, -1.0, -1.1, jnp.nan, jnp.inf, -jnp.inf]
) | st.floats(width=32)
options = st.fixed_dictionaries(
    {},
    optional={
        "factor": st.floats(0.01, 0.99),
        "patience": st.integers(0, 4),
        "rtol": st.floats(1e-6, 1.0),
        "atol": st.sampled_from([0.0, 1e-3, 0.2]),
        "cooldown": st.integers(0, 4),
        "accumulation_size": st.integers(1, 4),
        "min_scale": st.sampled_from([0.0, 0.01, 0.3]),
    },
)


@given(st.lists(metrics, min_size=24, max_size=24), options)
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_metric_in_a_chain(precision, assert_same, exact, values, arguments):
    params = jnp.ones(2)
    seen = []
    for library in (optax.contrib, lrsched):
        transformation = optax.chain(
            optax.sgd(0.1, momentum=0.9), library.reduce_on_plateau(**arguments)
        )

        def step(state, value, update=transformation.update):
            updates, state = update(params, state, params, value=value)
            return state, (updates, *state[-1])

        state = transformation.init(params)
        seen.append(list(jax.lax.scan(step, state, jnp.array(values))[1]))
    assert_same(*seen, exact=exact)
