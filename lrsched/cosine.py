"""Cosine decay: bare, after a warmup, and with warm restarts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import jax.numpy as jnp

from ._deprecated import accepts_old_keyword, both_names_error, warn_old_name
from ._types import Scalar, Schedule
from ._validate import require_numbers, require_positive_steps
from .join import join_schedules
from .polynomial import linear_schedule


def _int_to_float(number: Scalar) -> Scalar:
    # A Python int beyond int32 overflows under jit; a Python float does not.
    return float(number) if isinstance(number, int) else number


@accepts_old_keyword("decay_steps", "transition_steps", code="LRS001")
def cosine_decay_schedule(
    init_value: Scalar,
    transition_steps: float,
    alpha: Scalar = 0.0,
    exponent: Scalar = 1.0,
) -> Schedule:
    r"""Decays along half a cosine.

    .. math::
        f(t) = I \left((1 - \alpha) \left[\tfrac{1}{2} \left(1 + \cos \left(\pi \,
        \frac{\min(t, T)}{T}\right)\right)\right]^{p} + \alpha\right)

    where :math:`I` is ``init_value``, :math:`T` is ``transition_steps``,
    :math:`\alpha` is ``alpha`` and :math:`p` is ``exponent``.

    Args:
        init_value: The value at step 0.
        transition_steps: Length of the decay, in steps.
        alpha: The value from step ``transition_steps`` on, as a fraction of
            ``init_value``. It is not a learning rate.
        exponent: Power to which the cosine is raised.

    Returns:
        A function that maps a step to a value.

    Raises:
        TypeError: If an argument is None, text or a function.
        ValueError: If ``transition_steps`` is not positive.

    Examples:
        >>> from lrmigrate import lrsched
        >>> schedule = lrsched.cosine_decay_schedule(
        ...     1.0, transition_steps=10, alpha=0.1
        ... )
        >>> [round(float(schedule(step)), 4) for step in (0, 5, 10, 99)]
        [1.0, 0.55, 0.1, 0.1]

    References:
        Loshchilov and Hutter, `SGDR: Stochastic Gradient Descent with Warm Restarts
        <https://arxiv.org/abs/1608.03983>`_, 2017
    """
    owner = "cosine_decay_schedule"
    require_numbers(
        owner,
        init_value=init_value,
        transition_steps=transition_steps,
        alpha=alpha,
        exponent=exponent,
    )
    require_positive_steps(owner, transition_steps)
    length = _int_to_float(transition_steps)

    def schedule(count: Scalar) -> Scalar:
        count = jnp.minimum(_int_to_float(count), length)
        cosine_decay = 0.5 * (1 + jnp.cos(jnp.pi * count / length))
        decayed = (1 - alpha) * cosine_decay**exponent + alpha
        return init_value * decayed

    return schedule


@accepts_old_keyword("decay_steps", "transition_steps", code="LRS001")
def warmup_cosine_decay_schedule(
    init_value: Scalar,
    peak_value: Scalar,
    warmup_steps: float,
    transition_steps: float,
    end_value: Scalar = 0.0,
    exponent: Scalar = 1.0,
) -> Schedule:
    r"""Warms up linearly, then decays along half a cosine.

    ``transition_steps`` *includes* the warmup: ``end_value`` is reached at step
    ``transition_steps``, after ``transition_steps - warmup_steps`` steps of decay.
    (That of :func:`warmup_exponential_decay_schedule` starts after the warmup.)

    .. math::
        f(t) = \begin{cases}
          I + (P - I) \, t / W, & t < W \\
          E + (P - E) \left[\tfrac{1}{2} \left(1 + \cos \left(\pi \,
          \frac{\min(t, T) - W}{T - W}\right)\right)\right]^{p}, & t \geq W
        \end{cases}

    where :math:`I` is ``init_value``, :math:`P` is ``peak_value``, :math:`E` is
    ``end_value``, :math:`W` is ``warmup_steps``, :math:`T` is ``transition_steps``
    and :math:`p` is ``exponent``.

    Args:
        init_value: The value at step 0.
        peak_value: The value at step ``warmup_steps``.
        warmup_steps: Length of the warmup, in steps.
        transition_steps: Length of warmup and decay together, in steps; more than
            ``warmup_steps``.
        end_value: The value from step ``transition_steps`` on. It has no effect if
            ``peak_value`` is 0, as in Optax.
        exponent: Power to which the cosine is raised.

    Returns:
        A function that maps a step to a value.

    Raises:
        TypeError: If an argument is None, text or a function.
        ValueError: If ``transition_steps`` is not larger than ``warmup_steps``.

    Examples:
        >>> from lrmigrate import lrsched
        >>> schedule = lrsched.warmup_cosine_decay_schedule(
        ...     0.0, 1.0, warmup_steps=20, transition_steps=100
        ... )
        >>> [round(float(schedule(step)), 4) for step in (0, 10, 20, 60, 100)]
        [0.0, 0.5, 1.0, 0.5, 0.0]

    References:
        Loshchilov and Hutter, `SGDR: Stochastic Gradient Descent with Warm Restarts
        <https://arxiv.org/abs/1608.03983>`_, 2017
    """
    owner = "warmup_cosine_decay_schedule"
    require_numbers(
        owner,
        init_value=init_value,
        peak_value=peak_value,
        warmup_steps=warmup_steps,
        transition_steps=transition_steps,
        exponent=exponent,
    )
    if not transition_steps - warmup_steps > 0:
        raise ValueError(
            f"{owner} requires transition_steps larger than warmup_steps, which it "
            f"includes, got {transition_steps=} and "
            f"{warmup_steps=}; pass the length of warmup and decay together."
        )
    if peak_value == 0.0:
        alpha: Scalar = 0.0
    else:
        require_numbers(owner, end_value=end_value)
        alpha = end_value / peak_value
    schedules = [
        linear_schedule(
            init_value=init_value, end_value=peak_value, transition_steps=warmup_steps
        ),
        cosine_decay_schedule(
            init_value=peak_value,
            transition_steps=transition_steps - warmup_steps,
            alpha=alpha,
            exponent=exponent,
        ),
    ]
    return join_schedules(schedules, [warmup_steps])


def _restarts(owner: str, cycles: Iterable[Mapping[str, Any]]) -> Schedule:
    schedules, boundaries = [], []
    step = 0
    old_key_used = False
    for cycle in cycles:
        if not hasattr(cycle, "keys"):
            raise TypeError(
                f"{owner} requires a dict for each cycle, got {cycle!r}; pass a list "
                "of dicts of warmup_cosine_decay_schedule arguments."
            )
        arguments = dict(cycle)
        if "decay_steps" in arguments:
            if "transition_steps" in arguments:
                raise both_names_error(owner, "decay_steps", "transition_steps")
            arguments["transition_steps"] = arguments.pop("decay_steps")
            old_key_used = True
        schedules.append(warmup_cosine_decay_schedule(**arguments))
        step = step + arguments["transition_steps"]
        boundaries.append(step)
    if old_key_used:
        warn_old_name(owner, "decay_steps in a cycle", "transition_steps", "LRS001")
    if not schedules:
        raise IndexError(
            f"{owner} requires at least one cycle, got none; pass dicts of "
            "warmup_cosine_decay_schedule arguments."
        )
    return join_schedules(schedules, boundaries[:-1])


@accepts_old_keyword("cosine_kwargs", "cycles", code="LRS003")
def cosine_warm_restarts_schedule(cycles: Iterable[Mapping[str, Any]]) -> Schedule:
    r"""Runs warmup and cosine decay in cycles, one after the other.

    .. math::
        f(t) = f_k(t - b_k) \quad \text{for } b_k \leq t < b_{k + 1},
        \qquad b_{k + 1} = b_k + T_k, \quad b_0 = 0

    where :math:`f_k` is the :func:`warmup_cosine_decay_schedule` of cycle :math:`k`
    and :math:`T_k` its ``transition_steps``.

    Args:
        cycles: For each cycle, a dict of keyword arguments of
            :func:`warmup_cosine_decay_schedule`. Its ``transition_steps`` is the
            length of the cycle, warmup included, in steps.

    Returns:
        A function that maps a step to a value.

    Raises:
        IndexError: If there is no cycle.
        TypeError: If a cycle misses an argument, or has one that is unknown, None,
            text or a function.
        ValueError: If a cycle is not longer than its warmup.

    Examples:
        >>> from lrmigrate import lrsched
        >>> cycle = {"init_value": 0.0, "peak_value": 1.0, "warmup_steps": 10}
        >>> schedule = lrsched.cosine_warm_restarts_schedule(
        ...     [cycle | {"transition_steps": 50}, cycle | {"transition_steps": 100}]
        ... )
        >>> [round(float(schedule(step)), 4) for step in (0, 10, 30, 50, 60, 150)]
        [0.0, 1.0, 0.5, 0.0, 1.0, 0.0]

    References:
        Loshchilov and Hutter, `SGDR: Stochastic Gradient Descent with Warm Restarts
        <https://arxiv.org/abs/1608.03983>`_, 2017
    """
    return _restarts("cosine_warm_restarts_schedule", cycles)


def sgdr_schedule(cosine_kwargs: Iterable[Mapping[str, Any]]) -> Schedule:
    """Old name of :func:`cosine_warm_restarts_schedule` (LRS003).

    Args:
        cosine_kwargs: The cycles.

    Returns:
        A function that maps a step to a value.
    """
    warn_old_name(
        "sgdr_schedule", "this name", "cosine_warm_restarts_schedule(cycles)", "LRS003"
    )
    return _restarts("sgdr_schedule", cosine_kwargs)
