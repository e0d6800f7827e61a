"""Which values the free names are given: all edge cases, mostly with a curve."""

from __future__ import annotations

import pytest

from lrmigrate.codemod.verify.binding import Binding, Trial
from lrmigrate.codemod.verify.call import parse_call
from lrmigrate.codemod.verify.pools import GENERIC, SEQUENCES, make_pools, value_key
from lrmigrate.codemod.verify.sampling import BINDINGS, make_plan
from lrmigrate.codemod.verify.uses import Role, find_uses

DOMAINS = {
    "steps": (100, 1, 2, 0),
    "rate": (0.1, 0.0, 1e-3),
    "pct": (0.3, 0.29),
    "cycles": ([{"steps": 1}], [{"steps": 2}, {"steps": 3}]),
}
PARAMETERS = ("rate", "steps")


def uses(arguments):
    return find_uses(parse_call(f"f({arguments})"), PARAMETERS, DOMAINS)


def pools(arguments):
    return make_pools(uses(arguments), DOMAINS)


@pytest.mark.parametrize(
    ("arguments", "name", "parameter", "role", "alone"),
    [
        ("lr", "lr", "rate", Role.VALUE, True),
        ("1, n", "n", "steps", Role.VALUE, True),
        ("*[1], n", "n", "", Role.VALUE, True),
        ("steps=cfg.n", "cfg.n", "steps", Role.VALUE, True),
        ("steps=int(-n)", "n", "steps", Role.VALUE, True),
        ("steps=n // 2", "n", "steps", Role.VALUE, False),
        ("steps=max(n, 2)", "n", "steps", Role.VALUE, False),
        ("steps=1 if n else 2", "n", "", Role.VALUE, False),
        ("steps=n if 1 else 2", "n", "steps", Role.VALUE, True),
        ("cycles=[{'steps': n}]", "n", "steps", Role.VALUE, True),
        ("cycles=[dict(steps=n)]", "n", "steps", Role.VALUE, True),
        ("cycles=[a]", "a", "cycles", Role.ELEMENT, True),
        ("cycles=[1 for i in xs]", "xs", "", Role.SEQUENCE, True),
        ("cycles=[dict(steps=c.n) for c in (1, 2)]", "c.n", "steps", Role.VALUE, True),
        ("cycles=[1 for i in range(k)]", "k", "", Role.COUNT, True),
        ("steps=len(xs)", "xs", "steps", Role.LENGTH, True),
        ("steps=sum(xs)", "xs", "", Role.SEQUENCE, True),
    ],
)
def test_where_a_name_stands(arguments, name, parameter, role, alone):
    (use,) = uses(arguments)
    found = (use.name, use.parameter, use.role, use.alone)
    assert found == (name, parameter, role, alone)


def test_a_list_that_is_counted_is_as_long_as_its_parameter_may_be():
    lists = pools("steps=len(xs)")["xs"].required
    assert [len(one) for one in lists] == [100, 1, 2, 0]


def test_a_zero_is_tried_where_it_alone_can_hide_something_and_with_another():
    found = make_pools(uses("rate=r or 1, steps=n // 4"), DOMAINS)

    def trial(binding):
        rate, length = binding.values["r"], binding.values["n"]
        return Trial(builds=True, dull=(rate == 0) + (length < 4))

    zeros = [one for one in make_plan(found, trial, "").odd if one.values["r"] == 0.0]
    assert any(one.values["n"] >= 4 for one in zeros)
    assert [one.values["n"] for one in zeros if one.values["n"] < 4] == [0]


def test_variables_of_a_comprehension_are_not_free():
    assert [use.name for use in uses("[i + n for i in xs if i]")] == ["xs", "n"]


def test_a_name_takes_the_domain_of_its_parameter():
    assert pools("steps=n")["n"].required[:4] == (100, 1, 2, 0)
    assert pools("lr")["lr"].extra == ()
    assert pools("cycles=[a]")["a"].required == (
        {"steps": 1},
        {"steps": 2},
        {"steps": 3},
    )
    assert pools("[0 for i in xs]")["xs"].required == SEQUENCES


def test_a_domain_is_never_of_round_numbers_alone():
    assert any(value % 1 for value in pools("steps=n")["n"].required)
    assert any(round(value, 3) != value for value in pools("lr")["lr"].required)


def test_a_name_in_a_formula_takes_other_numbers_too():
    pool = pools("pct=w / n")["w"]
    assert {0.3, 0.29} <= set(pool.required)
    assert set(GENERIC) <= set(pool.values)


def test_a_sequence_that_is_unpacked_has_elements_of_that_length():
    for rows in pools("[a for a, b in xs]")["xs"].required:
        assert {len(row) for row in rows} == {2}


def builds_if_shorter(binding):
    warmup, length = binding.values["w"], binding.values["n"]
    return Trial(builds=warmup < length, plausible=True, suspicious=warmup == 2)


WARMUP_AND_LENGTH = make_pools(
    uses("rate=w, steps=n") + uses("pct=w, steps=n * w"), DOMAINS | {"rate": (2, 5, 0)}
)


def test_every_required_value_occurs_and_most_bindings_build():
    plan = make_plan(WARMUP_AND_LENGTH, builds_if_shorter, "text")
    bindings = plan.required + plan.extra
    for name, pool in WARMUP_AND_LENGTH.items():
        used = {value_key(binding.values[name]) for binding in bindings}
        assert used >= {value_key(value) for value in pool.required}
    built = sum(builds_if_shorter(binding).builds for binding in bindings)
    assert len(bindings) <= BINDINGS
    assert built > 0.8 * len(bindings)


def test_what_looks_different_is_compared_first_and_what_fails_last():
    plan = make_plan(WARMUP_AND_LENGTH, builds_if_shorter, "text")
    trials = [builds_if_shorter(binding) for binding in plan.required]
    assert trials[0].suspicious
    builds = [trial.builds for trial in trials]
    assert builds == sorted(builds, reverse=True)


def test_the_choice_depends_on_the_text_alone():
    plans = (
        make_plan(WARMUP_AND_LENGTH, builds_if_shorter, text)
        for text in ("text", "text", "other")
    )
    first, second, other = ((one.required, one.odd, one.extra) for one in plans)
    assert first == second != other


def test_what_is_odd_does_not_depend_on_what_was_asked_for_before():
    first, second = (
        make_plan(WARMUP_AND_LENGTH, builds_if_shorter, "text") for _ in range(2)
    )
    odd, required = first.odd, second.required
    assert (odd, first.required) == (second.odd, required)


def test_each_round_of_a_comprehension_has_a_value_of_its_own():
    binding = Binding({"lrs[i]": 0.1, "n": 10, "flag": True})
    values = {binding.lookup("lrs[i]", {"i": i}) for i in range(4)}
    assert len(values) > 1
    assert binding.lookup("lrs[i]", {"i": 1}) == binding.lookup("lrs[i]", {"i": 1})
    assert binding.lookup("flag", {"i": 1}) is True
    assert isinstance(binding.lookup("n", {"i": 1}), int)
