"""The lock of a project, read: what it holds, or on which line it is broken."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from ...files.read import LARGEST, read_text
from ...files.real import is_path
from ...model import Position
from ...rule.curve import Curve
from ...rule.recipe import Recipes
from ..find import story_of
from ..record import Basis, LearningRate
from .project import plain
from .record import Bits, Lock, Locked, LockError, Versions
from .singles import single
from .steps import Steps, read_steps
from .text import UNTOLD, VERSION
from .written import read_recipe

_CURE = "write it anew with `lrmigrate curves --lock`"
_HEADER = "[[curve]]"


def read_lock(file: Path, recipes: Recipes) -> Lock | None:
    """Return what a lock holds; None where there is none.

    Raises:
        LockError: it is there, and cannot be read.
    """
    try:
        text = read_text(file, limit=LARGEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LockError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise LockError(f"{file}: is not UTF-8: {error}; {_CURE}") from error
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = _conflict(text)
        why = f"{place}: a merge left its markers" if place else f": {error}"
        raise LockError(f"{file}{why}; {_CURE}") from error
    return _Reader(file, text, recipes).read(content)


def _conflict(text: str) -> str:
    """Return the line on which a merge left a mark, if one did."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(("<<<<<<< ", ">>>>>>> ", "||||||| ")):
            return f":{number}"
    return ""


class _Reader:
    def __init__(self, file: Path, text: str, recipes: Recipes) -> None:
        self._file = file
        self._lines = text.splitlines()
        self._recipes = recipes

    def read(self, content: Mapping[str, Any]) -> Lock:
        version = content.get("version")
        if version != VERSION:
            raise LockError(
                f"{self._file}: is of version {version!r}, and this lrmigrate reads "
                f"{VERSION}; {_CURE}, or use the lrmigrate that wrote it"
            )
        curves: dict[tuple[str, str, int], Locked] = {}
        tables = content.get("curve", [])
        for number, table in enumerate(tables if isinstance(tables, list) else []):
            locked = self._locked(number, table)
            if locked.key in curves:
                self._fail(number, f"the same curve a second time, {locked.key}")
            curves[locked.key] = locked
        versions = [content.get(one) for one in ("optax", "jax")]
        if not all(isinstance(one, str) for one in versions):
            raise LockError(f"{self._file}: does not say its optax and jax; {_CURE}")
        untold = [one for one in self._lines if one.startswith(UNTOLD)]
        return Lock(
            Versions(*map(str, versions)),
            tuple(curves.values()),
            "".join(one.removeprefix(UNTOLD).rstrip(".") for one in untold[:1]),
        )

    def _locked(self, number: int, table: Any) -> Locked:
        try:
            return Locked(_rate(table, self._recipes), _bits(table))
        except (KeyError, AttributeError) as error:
            self._fail(number, f"the curve has no {error}", error)
        except (TypeError, ValueError, ArithmeticError) as error:
            self._fail(number, f"the curve cannot be read: {error}", error)
        raise AssertionError

    def _fail(self, number: int, why: str, cause: Exception | None = None) -> None:
        starts = (
            row
            for row, line in enumerate(self._lines, 1)
            if line.strip().startswith(_HEADER)
        )
        row = next(islice(starts, number, None), 0)
        place = f"{self._file}:{row}" if row else f"{self._file}"
        raise LockError(f"{place}: {why}; {_CURE}") from cause


def _rate(table: Any, recipes: Recipes) -> LearningRate:
    recipe = read_recipe(_text(table, "call"))
    for one in recipe.inner():
        if not recipes.is_schedule(one.function):
            raise ValueError(f"`{one.function}` is no schedule")
    curve = plain(recipe, recipes)
    return LearningRate(
        path=_path(table, "file"),
        start=Position(0, 0),
        scope=_text(table, "in"),
        order=_of(table, "order", int),
        target=_text(table, "target"),
        function=_text(table, "given_to") if "given_to" in table else recipe.function,
        call=str(recipe),
        basis=Basis.CHOICE if "choice" in table else Basis.KNOWN,
        why=_text(table, "choice") if "choice" in table else "",
        recipe=recipe,
        story=story_of(curve) if isinstance(curve, Curve) else None,
        raises=curve if isinstance(curve, str) else "",
    )


def _bits(table: Any) -> Bits:
    steps = read_steps(_text(table, "steps"))
    raises = _text(table, "raises") if "raises" in table else ""
    values = {} if raises else _values(table, "values", steps)
    numbers_raise, numbers = raises, values
    if "numbers_raise" in table:
        numbers_raise, numbers = _text(table, "numbers_raise"), {}
    elif "numbers" in table:
        numbers_raise = ""
        numbers = {**values, **_values(table, "numbers", steps)}
    return Bits(
        steps,
        values,
        numbers,
        0.0 if raises else float(_of(table, "mean", float)),
        _text(table, "sha256"),
        raises,
        numbers_raise,
    )


def _values(table: Any, key: str, steps: Steps) -> Mapping[int, float]:
    pairs = _of(table, key, dict).items()
    values = {int(step): single(float(one)) for step, one in pairs}
    for step in values:
        steps.index(step)
    return values


def _text(table: Any, key: str) -> str:
    return str(_of(table, key, str))


def _path(table: Any, key: str) -> str:
    path = _text(table, key)
    if not is_path(path):
        raise ValueError(f"its {key!r} is {path!r}, and no file can be called so")
    return path


def _of(table: Any, key: str, kind: type) -> Any:
    value = table[key]
    if type(value) is not kind:
        raise TypeError(f"its {key!r} is {value!r}")
    return value
