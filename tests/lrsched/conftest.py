"""What "the same curve" means, and the two precisions it must hold in."""

import importlib.metadata

import numpy as np
import pytest
from packaging.version import Version

# Before this release Optax interpolates in NumPy's arithmetic, in float64 where
# JAX takes float32 (an int32 step, even in x64), and its plateau starts in float32
# whatever the parameters are. The bound is in ulp of float32, for ordinary cases.
FIRST_EXACT_OPTAX = Version("0.2.7")
ULPS_BEFORE = 4
OTHERWISE_BEFORE = {
    "piecewise_interpolate_schedule",
    "linear_onecycle_schedule",
    "cosine_onecycle_schedule",
    "reduce_on_plateau",
}


def _describe(value):
    """Type, dtype, weak type, shape and bits of a value, with one kind of NaN."""
    array = np.asarray(value)
    is_nan = array != array
    array = np.where(is_nan, np.ones((), array.dtype), array)
    weak = getattr(value, "weak_type", None)
    return (
        type(value),
        weak,
        array.dtype,
        array.shape,
        array.tobytes(),
        is_nan.tolist(),
    )


def _outcome(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return type(error)


def _assert_same(old, new, *, exact=True):
    """Asserts that two lists of outcomes are the same; errors only if exact."""
    assert len(old) == len(new)
    if exact:
        for index, (a, b) in enumerate(zip(old, new, strict=True)):
            if isinstance(a, type) or isinstance(b, type):
                assert a is b, f"at {index}: {a!r} and {b!r}"
            else:
                assert _describe(a) == _describe(b), f"at {index}: {a!r} and {b!r}"
        return
    a, b = (
        np.concatenate([np.ravel(np.asarray(value, np.float32)) for value in side])
        for side in (old, new)
    )
    finite = np.isfinite(a)
    np.testing.assert_array_equal(a[~finite], b[~finite])
    largest = np.max(np.abs(a[finite]), initial=np.finfo(np.float32).tiny)
    difference = np.max(np.abs(a[finite] - b[finite]), initial=0)
    assert difference <= ULPS_BEFORE * np.spacing(largest)


@pytest.fixture(scope="session")
def optax_is_exact():
    """Tells whether the installed Optax computes a function bit for bit as here."""
    version = Version(importlib.metadata.version("optax"))
    return lambda name: version >= FIRST_EXACT_OPTAX or name not in OTHERWISE_BEFORE


@pytest.fixture(scope="session")
def outcome():
    """Calls a function; returns its value, or the class of its error."""
    return _outcome


@pytest.fixture(scope="session")
def assert_same():
    """Compares lists of outcomes, to the bit unless told otherwise."""
    return _assert_same


@pytest.fixture(params=[False, True], ids=["float32", "x64"])
def precision(request):
    """Runs a test in both of JAX's precisions."""
    jax = pytest.importorskip("jax")
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", request.param)
    yield request.param
    jax.config.update("jax_enable_x64", before)
