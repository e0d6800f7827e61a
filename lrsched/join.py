"""Schedules one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized

import jax.numpy as jnp

from ._types import Scalar, Schedule


def join_schedules(
    schedules: Sequence[Schedule], boundaries: Iterable[float]
) -> Schedule:
    r"""Runs schedules one after the other, each from its own step 0.

    .. math::
        f(t) = f_k(t - b_k) \quad \text{for } b_k \leq t < b_{k + 1}

    where :math:`f_0, f_1, \ldots` are ``schedules``, :math:`b_1, b_2, \ldots` are
    ``boundaries`` and :math:`b_0 = 0`.

    Args:
        schedules: The schedules. Each is called with the number of steps since its
            own boundary.
        boundaries: The steps at which the second, third, ... schedule starts, in
            increasing order: one fewer than there are schedules. A schedule without
            a boundary, and a boundary without a schedule, have no effect, as in
            Optax.

    Returns:
        A function that maps a step to a value.

    Raises:
        IndexError: If ``schedules`` is empty.
        TypeError: If a schedule cannot be called, or ``boundaries`` is one number.

    Examples:
        >>> from lrmigrate import lrsched
        >>> schedule = lrsched.join_schedules(
        ...     [lrsched.constant_schedule(1.0), lrsched.linear_schedule(1.0, 0.0, 10)],
        ...     boundaries=[100],
        ... )
        >>> [round(float(schedule(step)), 4) for step in (0, 100, 105, 110)]
        [1.0, 1.0, 0.5, 0.0]
    """
    if not isinstance(boundaries, Iterable):
        raise TypeError(
            f"join_schedules requires a list of boundaries, got {boundaries=}; "
            f"pass [{boundaries}]."
        )
    reachable = len(boundaries) + 1 if isinstance(boundaries, Sized) else None
    for position, candidate in enumerate(schedules[:reachable]):
        if not callable(candidate):
            raise TypeError(
                f"join_schedules requires schedules, got schedules[{position}]="
                f"{candidate!r}; pass constant_schedule({candidate!r})."
            )
    if len(schedules) == 0:
        raise IndexError(
            "join_schedules requires at least one schedule, got none; pass the "
            "schedule to start with, and a boundary for each one after it."
        )

    def schedule(step: Scalar) -> Scalar:
        output = schedules[0](step)
        for boundary, later in zip(boundaries, schedules[1:], strict=False):
            output = jnp.where(step < boundary, output, later(step - boundary))
        return output

    return schedule
