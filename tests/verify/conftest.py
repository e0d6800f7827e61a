from __future__ import annotations

from collections.abc import Callable

import pytest

from lrmigrate.codemod.model import Invocation, Verdict
from lrmigrate.codemod.verify.comparison import Comparison
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
