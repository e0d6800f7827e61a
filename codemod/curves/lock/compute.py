"""Curves computed by the Optax of an environment, each as its float32 bits."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
import threading
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from ...rule.recipe import Recipe
from .record import LockError, Versions
from .steps import Steps

BOUND = 300.0
"""Seconds that an answer may take: the first imports JAX."""

_WORKER = Path(__file__).with_name("worker.py")
_LRSCHED = Path(__file__).parents[3] / "lrsched"
_LAST_LINES = 8192

Values: TypeAlias = "array[float]"


@dataclass(frozen=True, slots=True)
class Asked:
    """A curve that is to be computed, and where.

    Attributes:
        recipe: what makes it.
        steps: where, as an optimizer asks: with JAX's int32.
        numbers: where, as a loop of Python asks: with numbers.
    """

    recipe: Recipe
    steps: Steps
    numbers: Sequence[int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The values of a curve, or what is raised in place of them, by how it is asked."""

    steps: Values | str
    numbers: Values | str


@contextmanager
def computed(
    python: str, curves: Sequence[Asked]
) -> Iterator[tuple[Versions, Iterator[Outcome]]]:
    """Have curves computed by an interpreter that has JAX and Optax.

    The versions are known at once, the outcomes come in the order of the curves.

    Raises:
        LockError: it cannot be started, has no JAX or Optax, or does not answer.
    """
    asked = {"lrsched": str(_LRSCHED), "curves": [_request(one) for one in curves]}
    with tempfile.TemporaryFile() as request, tempfile.TemporaryFile() as errors:
        request.write(json.dumps(asked).encode())
        request.seek(0)
        try:
            process = subprocess.Popen(
                [python, "-I", str(_WORKER)],
                stdin=request,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=_environment(),
            )
        except OSError as error:
            reason = error.strerror or error
            raise LockError(f"{python}: cannot be run: {reason}") from error
        try:
            answers = _answers(python, process, errors, 1 + len(curves))
            yield _versions(python, next(answers)), map(_outcome, answers)
        finally:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


def _request(asked: Asked) -> dict[str, object]:
    ranges = [[one.start, one.stop, one.step] for one in asked.steps.ranges]
    call = _plain(asked.recipe)
    return {"call": call, "ranges": ranges, "numbers": asked.numbers}


def _plain(value: object) -> object:
    """Return a value of a recipe as the worker reads it."""
    if isinstance(value, Recipe):
        arguments = [[name, _plain(one)] for name, one in value.arguments]
        return {"call": value.function, "arguments": arguments}
    if isinstance(value, list | tuple):
        return {"list": [_plain(one) for one in value]}
    if isinstance(value, dict):
        return {"dict": [[key, _plain(one)] for key, one in value.items()]}
    return value


def _environment() -> dict[str, str]:
    """Return our environment without what changes how JAX computes."""
    return {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("JAX_", "XLA_")) or "CACHE" in key
    }


def _answers(
    python: str, process: subprocess.Popen[bytes], errors: Any, count: int
) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None
    for _ in range(count):
        timer = threading.Timer(BOUND, process.kill)
        timer.start()
        try:
            answer: dict[str, Any] = json.loads(process.stdout.readline())
        except ValueError:
            raise LockError(_stopped(python, errors)) from None
        finally:
            timer.cancel()
        yield answer


def _stopped(python: str, errors: Any) -> str:
    errors.seek(0, os.SEEK_END)
    errors.seek(max(0, errors.tell() - _LAST_LINES))
    lines = errors.read().decode("utf-8", "replace").strip().splitlines()
    last = lines[-1] if lines else f"no answer within {BOUND:g} seconds"
    return f"{python}: the computing of curves stopped: {last}"


def _versions(python: str, answer: dict[str, Any]) -> Versions:
    if "fails" in answer:
        raise LockError(
            f"{python}: JAX and Optax cannot be imported together there: "
            f"{answer['fails']}; name an environment that has both, which go together"
        )
    return Versions(answer["optax"], answer["jax"])


def _outcome(answer: dict[str, Any]) -> Outcome:
    return Outcome(_values(answer["steps"]), _values(answer["numbers"]))


def _values(answer: dict[str, str]) -> Values | str:
    if "raises" in answer:
        return answer["raises"]
    values = array("f", base64.b64decode(answer["values"]))
    if sys.byteorder == "big":
        values.byteswap()
    return values
