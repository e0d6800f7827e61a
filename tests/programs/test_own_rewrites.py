"""What holds for the rewrite of every rule, whatever its arguments are."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wrong import calls, rights
from wrong.equal import holds
from wrong.trees import call_of, values_of, with_value

from lrmigrate.codemod.model import VerdictKind
from lrmigrate.codemod.verify.verifier import Verifier

VERIFIER = Verifier(rights.KNOWN.facts)
REFUSED = (VerdictKind.DIVERGENT, VerdictKind.UNVERIFIABLE)

numbers = (
    st.integers(-3, 400)
    | st.floats(0.0, 1.0)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.sampled_from([0, 1, 2, 2**31 - 1, 2**31, 10**12, 0.29, 1e-30, 1e30, -0.0])
)
randoms = st.randoms(use_true_random=False)


@st.composite
def written(draw, name):
    """A call of one schedule, at times with any number in the place of a value."""
    function, _, rest = calls.SCHEDULES[name](draw(randoms)).partition("(")
    call = f"f({rest}"
    for _ in range(draw(st.integers(0, 2))):
        index = draw(st.integers(0, len(values_of(call_of(call))) - 1))
        call = with_value(call, index, repr(draw(numbers)))
    return function + call[1:]


@pytest.mark.parametrize("name", calls.SCHEDULES)
def test_a_rewrite_is_equivalent_or_honestly_refused(name):
    @settings(
        max_examples=4,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[*HealthCheck],
    )
    @given(written(name))
    def every_rewrite(text):
        rewrites = rights.of_calls([text])
        assert len(rewrites) == 1
        for asked in rewrites:
            verdict = VERIFIER.verify(asked)
            assert verdict.kind.safe or verdict.kind in REFUSED
            assert verdict.reason
            if verdict.kind is VerdictKind.DIVERGENT:
                assert verdict.counterexample is not None
                assert holds(asked.before, asked.after, verdict.counterexample)

    every_rewrite()
