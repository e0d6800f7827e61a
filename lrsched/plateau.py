"""The stateful schedule: it looks at a value, not at the step."""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple, Protocol, cast

import jax
import jax.numpy as jnp
import numpy as np

from ._types import Scalar
from ._validate import require_numbers


class ReduceLROnPlateauState(NamedTuple):
    """What :func:`reduce_on_plateau` remembers; fields as in Optax.

    Attributes:
        scale: The factor that updates are multiplied by.
        best_value: The lowest value so far.
        plateau_count: Values (averages of ``accumulation_size``) since the last
            improvement, int32.
        cooldown_count: Values still to ignore, int32.
        count: Values in the running average, int32.
        avg_value: The running average.
    """

    scale: jax.Array
    best_value: jax.Array
    plateau_count: jax.Array
    cooldown_count: jax.Array
    count: Any  # tuple.count, to a type checker
    avg_value: jax.Array


class GradientTransformation(Protocol):
    """What is returned, as a type checker sees it: Optax publishes no types."""

    init: Callable[..., Any]
    update: Callable[..., Any]


def _lower_dtype(a: jnp.dtype, b: jnp.dtype) -> jnp.dtype:
    promoted = jnp.promote_types(a, b)
    if promoted == a:
        return b
    if promoted == b:
        return a
    raise ValueError(
        f"reduce_on_plateau requires parameters of which one dtype promotes to the "
        f"other, got {a} and {b}; cast one of them."
    )


def _higher_dtype(a: jnp.dtype, b: jnp.dtype) -> jnp.dtype:
    return b if _lower_dtype(a, b) == a else a


def _increment(count: jax.Array) -> jax.Array:
    largest = jnp.array(np.iinfo(count.dtype).max, count.dtype)
    one = jnp.array(1, count.dtype)
    return jnp.where(count < largest, count + one, largest)


def _check(factor: float, rtol: float, atol: float) -> None:
    owner = "reduce_on_plateau"
    require_numbers(owner, factor=factor, rtol=rtol, atol=atol)
    if factor <= 0.0 or factor >= 1.0:
        raise ValueError(
            f"{owner} requires a factor between 0 and 1, got {factor=}; pass what the "
            "learning rate is multiplied by, such as 0.1."
        )
    if rtol < 0.0 or atol < 0.0:
        raise ValueError(
            f"{owner} requires rtol and atol that are not negative, got {rtol=} and "
            f"{atol=}; pass how much lower a value must be to count as better."
        )
    if rtol == 0.0 and atol == 0.0:
        raise ValueError(
            f"{owner} requires rtol or atol to be positive, got {rtol=} and {atol=}; "
            "pass how much lower a value must be to count as better."
        )
    if rtol > 1.0:
        raise ValueError(
            f"{owner} requires rtol to be at most 1, got {rtol=}; pass a fraction of "
            "the best value, such as 1e-4."
        )


def reduce_on_plateau(
    factor: float = 0.1,
    patience: Scalar = 10,
    rtol: float = 1e-4,
    atol: float = 0.0,
    cooldown: Scalar = 0,
    accumulation_size: Scalar = 1,
    min_scale: Scalar = 0.0,
) -> GradientTransformation:
    r"""Scales updates down when a value has stopped to improve.

    A value :math:`v` is an improvement on the best one :math:`v^*` if

    .. math::
        v < (1 - r) \, v^* - a

    where :math:`r` is ``rtol`` and :math:`a` is ``atol``. (With a negative
    :math:`v^*` and :math:`a = 0` a value can improve by getting worse.) After
    ``patience`` values without improvement the scale becomes
    ``max(scale * factor, min_scale)``.

    Args:
        factor: What the scale is multiplied by, between 0 and 1.
        patience: Number of values without improvement before that.
        rtol: Improvement that counts, as a fraction of the best value.
        atol: Improvement that counts, in units of the value.
        cooldown: Number of values to ignore after a reduction.
        accumulation_size: Number of updates whose values are averaged into one.
            Use more than 1 for the loss of a minibatch.
        min_scale: The scale is not reduced below this.

    Returns:
        An ``optax.GradientTransformationExtraArgs``. Its ``update`` requires the
        keyword ``value``, and its state is a :class:`ReduceLROnPlateauState`.

    Raises:
        ImportError: If Optax is not installed.
        TypeError: If ``factor``, ``rtol`` or ``atol`` is None, text or a function.
        ValueError: If ``factor`` is not between 0 and 1, ``rtol`` not from 0 to 1,
            ``atol`` is negative, or both tolerances are 0.

    Examples:
        >>> import jax.numpy as jnp
        >>> from lrmigrate import lrsched
        >>> plateau = lrsched.reduce_on_plateau(factor=0.5, patience=2)
        >>> state = plateau.init(jnp.ones(3))
        >>> scales = []
        >>> for value in (1.0, 0.5, 0.5, 0.5, 0.5, 0.5):
        ...     _, state = plateau.update(jnp.ones(3), state, value=value)
        ...     scales.append(float(state.scale))
        >>> scales
        [1.0, 1.0, 1.0, 0.5, 0.5, 0.25]
    """
    _check(factor, rtol, atol)

    def init(params: Any) -> ReduceLROnPlateauState:
        dtypes = [jnp.asarray(leaf).dtype for leaf in jax.tree.leaves(params)]
        dtypes = dtypes or [jnp.asarray([]).dtype]
        # With the lowest dtype, scaling an update does not promote it.
        lowest = functools.reduce(_lower_dtype, dtypes)
        highest = functools.reduce(_higher_dtype, dtypes)
        return ReduceLROnPlateauState(
            scale=jnp.asarray(1.0, dtype=lowest),
            best_value=jnp.asarray(float("inf"), dtype=highest),
            plateau_count=jnp.asarray(0, jnp.int32),
            cooldown_count=jnp.asarray(0, jnp.int32),
            count=jnp.asarray(0, jnp.int32),
            avg_value=jnp.asarray(0.0, highest),
        )

    def judge(state: ReduceLROnPlateauState) -> ReduceLROnPlateauState:
        value = state.avg_value
        improved = jnp.where(value < (1 - rtol) * state.best_value - atol, 1, 0)
        best_value = jnp.where(
            improved, value.astype(state.best_value.dtype), state.best_value
        )
        bad_values = jnp.where(improved, 0, _increment(state.plateau_count))

        def cooling() -> tuple[jax.Array, jax.Array, jax.Array]:
            return jnp.asarray(0, jnp.int32), state.scale, state.cooldown_count - 1

        def watching() -> tuple[jax.Array, jax.Array, jax.Array]:
            plateau_count = jnp.where(bad_values == patience, 0, bad_values)
            scale = jnp.maximum(
                jnp.where(bad_values == patience, state.scale * factor, state.scale),
                min_scale,
            )
            cooldown_count = jnp.where(bad_values == patience, cooldown, 0)
            return plateau_count, scale, cooldown_count.astype(jnp.int32)

        plateau_count, scale, cooldown_count = jax.lax.cond(
            state.cooldown_count > 0, cooling, watching
        )
        return ReduceLROnPlateauState(
            scale=scale,
            best_value=best_value.astype(state.best_value.dtype),
            plateau_count=plateau_count,
            cooldown_count=cooldown_count,
            count=jnp.asarray(0, dtype=jnp.int32),
            avg_value=jnp.asarray(0.0, value.dtype),
        )

    def update(
        updates: Any,
        state: ReduceLROnPlateauState,
        params: Any = None,
        *,
        value: Scalar,
        **extra_args: Any,
    ) -> tuple[Any, ReduceLROnPlateauState]:
        del params, extra_args
        dtype = state.avg_value.dtype
        new_count = _increment(state.count)
        total = state.count * state.avg_value + jnp.astype(value, dtype)
        state = state._replace(
            avg_value=(total / new_count).astype(dtype), count=new_count
        )
        state = jax.lax.cond(
            new_count == accumulation_size, judge, lambda unjudged: unjudged, state
        )
        return jax.tree.map(lambda g: state.scale * g, updates), state

    optax = import_module("optax")
    return cast(
        GradientTransformation, optax.GradientTransformationExtraArgs(init, update)
    )
