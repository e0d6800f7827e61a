"""Curves computed with JAX: step by step's values, whatever a schedule returns.

JAX is imported by the functions here, not by the module. Where this is the
first use of JAX in the process, JAX is told to use the CPU alone, so that no
accelerator is taken; else only the computations here are put on the CPU.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .bounded import RaisedError
from .steps import CHUNK, LONG_CHUNK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Values = NDArray[Any]

Schedule = Callable[[Any], Any]

COMPILED = 600
"""Operations that are kept compiled for the next curve: each takes 1.6 MB."""


@dataclass(frozen=True, slots=True)
class Precision:
    """How a curve is computed: JAX's x64 mode, and the type of the steps."""

    name: str
    x64: bool
    steps: str


FLOAT32 = Precision("float32", x64=False, steps="int32")
FLOAT64 = Precision("float64", x64=True, steps="int64")
# Optimizers count in int32 under x64, too; then some of a schedule is float32.
COUNTER64 = Precision("float64, int32 steps", x64=True, steps="int32")
FRACTION32 = Precision("float32, float32 steps", x64=False, steps="float32")
FRACTION64 = Precision("float64, float64 steps", x64=True, steps="float64")


@dataclass(frozen=True, slots=True)
class Failure:
    """A schedule that cannot be built or called: the exception's name and text."""

    kind: str
    message: str

    def __str__(self) -> str:
        return f"raises {self.kind}{': ' if self.message else ''}{self.message}"


@dataclass(frozen=True, slots=True)
class Curve:
    """A schedule's values at some steps, and the type it returns.

    ``weak`` is JAX's weak type: whether the value takes the type of what it
    is multiplied by.
    """

    values: Values
    weak: bool

    @property
    def type(self) -> str:
        """The type as a counterexample tells it."""
        return f"{self.values.dtype}{', weakly typed' if self.weak else ''}"


def failure_of(error: BaseException) -> Failure:
    """What is kept of an exception: its name and the first line of its text."""
    if isinstance(error, RaisedError):
        return Failure(error.kind, str(error).partition(": ")[2])
    first = (str(error).splitlines() or [""])[0]
    return Failure(type(error).__name__, first[:120])


def load(function: str) -> Callable[..., Any]:
    """Import a schedule factory by its dotted path.

    Raises:
        ImportError: there is no such module, it cannot be executed, or it has
            nothing of that name.
    """
    _import_jax()
    module, _, name = function.rpartition(".")
    try:
        loaded = importlib.import_module(module)
    except ImportError:
        raise
    except (Exception, SystemExit) as error:
        raise ImportError(f"{module} {failure_of(error)}") from error
    try:
        factory: Callable[..., Any] = getattr(loaded, name)
    except AttributeError as error:
        raise ImportError(f"{module} has no {name}") from error
    return factory


def _import_jax() -> None:
    loaded = "jax" in sys.modules
    config: Any = importlib.import_module("jax").config
    if not loaded:
        config.update("jax_platforms", "cpu")


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Silences warnings: what a schedule warns of is the same before and after.

    What it prints does not get among what is printed here, which may be code.
    """
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def computing(precision: Precision) -> Iterator[None]:
    """JAX on the CPU in one precision, whatever its settings are outside."""
    import jax

    cpu = jax.local_devices(backend="cpu")[0]
    enable_x64: Any = getattr(jax, "enable_x64", None)
    if enable_x64 is None:
        enable_x64 = importlib.import_module("jax.experimental").enable_x64
    with (
        enable_x64(precision.x64),
        jax.default_device(cpu),
        jax.numpy_dtype_promotion("standard"),
        jax.debug_nans(False),
    ):
        yield
    # One for each shape and each number that an operation is compiled for: JAX
    # itself keeps them all, and a run over many projects would only grow.
    if len(cpu.client.live_executables()) > COMPILED:
        clear_caches: Any = jax.clear_caches
        clear_caches()


def whole_curve(
    schedule: Schedule, steps: NDArray[Any], precision: Precision
) -> Curve | None:
    """The values, where the schedule takes arrays of steps; else None."""
    import jax.numpy as jnp

    def values(chunk: Any) -> Any:
        result = jnp.asarray(schedule(chunk))
        return jnp.broadcast_to(result, chunk.shape) if not result.ndim else result

    try:
        return _in_chunks(values, steps, precision)
    except Exception:
        # Whether the schedule itself fails is for each_step to say.
        return None


def each_step(
    schedule: Schedule, steps: NDArray[Any], precision: Precision
) -> Curve | Failure:
    """The values, the schedule being called with one step, under ``jax.vmap``."""
    import jax
    import jax.numpy as jnp

    try:
        return _in_chunks(
            jax.vmap(lambda step: jnp.asarray(schedule(step))), steps, precision
        )
    except Exception as error:
        return failure_of(error)


def _in_chunks(schedule: Schedule, steps: NDArray[Any], precision: Precision) -> Curve:
    import jax.numpy as jnp
    import numpy as np

    size = CHUNK if len(steps) <= LONG_CHUNK else LONG_CHUNK
    parts = []
    for start in range(0, len(steps), size):
        chunk = steps[start : start + size]
        padded = np.pad(chunk, (0, size - len(chunk)), mode="edge")
        with np.errstate(over="ignore"):
            given = padded.astype(precision.steps)
        result = schedule(jnp.asarray(given))
        if result.shape != padded.shape:
            raise TypeError("the schedule does not return one number for a step")
        parts.append(np.asarray(result)[: len(chunk)])
    return Curve(np.concatenate(parts), bool(result.weak_type))
