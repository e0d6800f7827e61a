"""One side of a comparison: a schedule factory, and the call that it is given."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..model import Invocation
from .bounded import RaisedError, RefusedError
from .call import ParsedCall, parse_call
from .comparison import CurveFacts
from .curve import Failure, Schedule, failure_of, load
from .evaluate import Lookup, evaluate_arguments
from .requirements import not_installed
from .uses import Use, find_uses


@dataclass(frozen=True, slots=True)
class Side:
    """A parsed call with the function and the facts that it is for."""

    invocation: Invocation
    call: ParsedCall
    factory: Callable[..., Any]
    facts: CurveFacts
    signature: inspect.Signature

    def uses(self) -> list[Use]:
        """Where the free names of the call stand."""
        positional = [
            parameter.name
            for parameter in self.signature.parameters.values()
            if parameter.kind
            in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
        ]
        return find_uses(self.call, positional, self.facts.domains.keys())

    @property
    def computes(self) -> bool:
        """Whether an argument is more than a name or a constant."""
        return bool(self.terms)

    @property
    def terms(self) -> frozenset[str]:
        """The arguments that are more than a name or a constant, as written."""
        plain = ast.Name | ast.Constant
        computed = (one for one in self.call.arguments if not isinstance(one, plain))
        return frozenset(map(ast.unparse, computed))

    def build(self, lookup: Lookup) -> Schedule | Failure:
        """Evaluate the arguments and make the schedule.

        Raises:
            RefusedError: an argument cannot be evaluated.
        """
        try:
            args, kwargs = evaluate_arguments(self.call, lookup)
        except RaisedError as error:
            return failure_of(error)
        try:
            schedule: Schedule = self.factory(*args, **kwargs)
        except Exception as error:
            return failure_of(error)
        return schedule

    def arguments(self, lookup: Lookup) -> dict[str, object]:
        """The arguments by parameter name, defaults applied.

        Empty where Python raises on the way to them.

        Raises:
            RefusedError: an argument cannot be evaluated.
        """
        try:
            args, kwargs = evaluate_arguments(self.call, lookup)
        except RaisedError:
            return {}
        return {
            name: list(value) if isinstance(value, Iterator) else value
            for name, value in _bind(self.signature, args, kwargs).items()
        }

    def boundaries(self, arguments: Mapping[str, object]) -> tuple[float, ...]:
        """The steps where the curve's pieces meet; none if they are not known."""
        try:
            return tuple(float(step) for step in self.facts.boundaries(arguments))
        except Exception:
            # Arguments for which there is no curve need not have boundaries.
            return ()


def absent(*invocations: Invocation) -> str:
    """What calling these needs that is not installed, in one clause; else empty."""
    packages = (call.function.partition(".")[0] for call in invocations)
    return not_installed(dict.fromkeys(["jax", *packages]))


def make_side(invocation: Invocation, facts: CurveFacts) -> Side:
    """Parse the call and import the function.

    Raises:
        RefusedError: the call is not one that can be evaluated, or the function
            none that can be called by name.
        ImportError: the function cannot be imported.
    """
    call = parse_call(invocation.call, invocation.repeatable)
    factory = load(invocation.function)
    try:
        signature = inspect.signature(factory)
    except (TypeError, ValueError) as error:
        what = f"what {invocation.function} takes cannot be read: {error}"
        raise RefusedError(what) from error
    return Side(invocation, call, factory, facts, signature)


def dullness(value: object) -> int:
    """How many numbers of an argument are 0 or 1."""
    if isinstance(value, dict):
        return sum(map(dullness, value.values()))
    if isinstance(value, (list, tuple)):
        return sum(map(dullness, value))
    return value in (0, 1)


def within(
    arguments: Mapping[str, object], domains: Mapping[str, Sequence[object]]
) -> bool:
    """Whether every number lies between those that its parameter has."""
    for name, value in arguments.items():
        numbers = [
            one for one in domains.get(name, ()) if isinstance(one, (int, float))
        ]
        if not numbers or not isinstance(value, (int, float)):
            continue
        if not min(numbers) <= value <= max(numbers):
            return False
    return True


def _bind(
    signature: inspect.Signature, args: Sequence[object], kwargs: Mapping[str, object]
) -> dict[str, object]:
    try:
        bound = signature.bind(*args, **kwargs)
    except TypeError:
        # A name that the function accepts without declaring it, or a call that
        # will raise.
        return {**dict(zip(signature.parameters, args, strict=False)), **kwargs}
    bound.apply_defaults()
    return dict(bound.arguments)
