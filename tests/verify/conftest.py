from __future__ import annotations

from collections.abc import Callable

import pytest

from lrmigrate.codemod.model import Invocation, Verdict
from lrmigrate.codemod.verify.comparison import Comparison
from lrmigrate.codemod.verify.curve import quiet
from lrmigrate.codemod.verify.judging import CurveJudge
from lrmigrate.codemod.verify.pair import Pair
from lrmigrate.codemod.verify.side import make_side
from lrmigrate.codemod.verify.verifier import Verifier
from lrmigrate.rules.optax.schedules import FACTS

NEW_NAMES = {"sgdr_schedule": "cosine_warm_restarts_schedule"}

Verify = Callable[[str, str, str], Verdict]


@pytest.fixture(scope="session")
def verifier() -> Verifier:
    return Verifier(FACTS)


@pytest.fixture(scope="session")
def verify(verifier: Verifier) -> Verify:
    """The verdict on a call of an Optax schedule, `f(...)`, against lrsched's."""

    def run(function: str, before: str, after: str) -> Verdict:
        renamed = NEW_NAMES.get(function, function)
        return verifier.verify(
            Comparison(
                Invocation(f"optax.{function}", before),
                Invocation(f"lrmigrate.lrsched.{renamed}", after),
            )
        )

    return run


@pytest.fixture(scope="session")
def computed() -> Verify:
    """The same by their curves alone, as where programs differ."""

    def run(function: str, before: str, after: str) -> Verdict:
        renamed = NEW_NAMES.get(function, function)
        sides = [
            make_side(Invocation(path, call), FACTS[path])
            for path, call in (
                (f"optax.{function}", before),
                (f"lrmigrate.lrsched.{renamed}", after),
            )
        ]
        with quiet():
            return CurveJudge(Pair(*sides)).verdict()

    return run
