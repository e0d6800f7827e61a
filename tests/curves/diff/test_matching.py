"""Which learning rates of two states are one and the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrmigrate.codemod.curves.diff.match import matched
from lrmigrate.codemod.curves.record import Basis, LearningRate
from lrmigrate.codemod.model import Position
from lrmigrate.codemod.rule.recipe import Recipe

LINE = "{} = optax.linear_schedule({}, 0.0, 100)\n"
HEAD = "import optax\n\n"
MAKE = "def {}():\n    return optax.cosine_decay_schedule(0.1, {})\n\n\n"


def text(*pairs):
    return HEAD + "".join(LINE.format(*pair) for pair in pairs)


def outcome(curves):
    return sorted(
        (
            one["fate"],
            one["before"] and one["before"]["call"],
            one["after"] and one["after"]["call"],
        )
        for one in curves
        if one["fate"] != "as before"
    )


def call(value):
    return f"optax.linear_schedule({value}, 0.0, 100)"


STATES = {
    "one that is inserted before": (
        text(("a", 0.1), ("b", 0.2)),
        text(("new", 0.3), ("a", 0.1), ("b", 0.2)),
        [("new", None, call(0.3))],
    ),
    "one without a name that is inserted": (
        HEAD + f"use({call(0.1)})\nuse({call(0.2)})\n",
        HEAD + f"use({call(0.5)})\nuse({call(0.1)})\nuse({call(0.2)})\n",
        [("new", None, call(0.5))],
    ),
    "one that is taken away": (
        text(("a", 0.1), ("b", 0.2), ("c", 0.3)),
        text(("a", 0.1), ("c", 0.3)),
        [("gone", call(0.2), None)],
    ),
    "another order": (
        text(("a", 0.1), ("b", 0.2), ("c", 0.3)),
        text(("c", 0.3), ("a", 0.1), ("b", 0.2)),
        [],
    ),
    "two that change places with their names kept": (
        text(("a", 0.1), ("b", 0.2)),
        text(("a", 0.2), ("b", 0.1)),
        [("moved", call(0.1), call(0.2)), ("moved", call(0.2), call(0.1))],
    ),
    "one that moved beside one that is new": (
        text(("a", 0.1), ("b", 0.2)),
        text(("new", 0.7), ("a", 0.15), ("b", 0.2)),
        [("moved", call(0.1), call(0.15)), ("new", None, call(0.7))],
    ),
    "two branches of one name": (
        HEAD + f"if x:\n    lr = {call(0.1)}\nelse:\n    lr = {call(0.2)}\n",
        HEAD + f"if x:\n    lr = {call(0.3)}\nelse:\n    lr = {call(0.2)}\n",
        [("moved", call(0.1), call(0.3))],
    ),
    "one that is new among others that moved": (
        HEAD
        + "use(optax.linear_schedule(0.1, 0.0, 10))\nuse(optax.linear_schedule(0.2, 0.5, 77))\n",
        HEAD
        + "use(optax.linear_schedule(0.1, 0.0, 11))\nuse(optax.linear_schedule(9, 9, 9))\n"
        "use(optax.linear_schedule(0.2, 0.5, 78))\n",
        [
            (
                "moved",
                "optax.linear_schedule(0.1, 0.0, 10)",
                "optax.linear_schedule(0.1, 0.0, 11)",
            ),
            (
                "moved",
                "optax.linear_schedule(0.2, 0.5, 77)",
                "optax.linear_schedule(0.2, 0.5, 78)",
            ),
            ("new", None, "optax.linear_schedule(9, 9, 9)"),
        ],
    ),
    "another name and another value in the same function": (
        HEAD + MAKE.format("make", 100),
        HEAD + MAKE.format("build", 200),
        [
            (
                "moved",
                "optax.cosine_decay_schedule(0.1, 100)",
                "optax.cosine_decay_schedule(0.1, 200)",
            )
        ],
    ),
}


@pytest.mark.parametrize(("before", "after", "wanted"), STATES.values(), ids=STATES)
def test_in_one_file(repository, changes, before, after, wanted):
    repository.commit({"train.py": before})
    repository.write({"train.py": after})
    assert outcome(changes("HEAD")) == wanted


def test_a_renamed_file_is_followed(repository, changes):
    rest = "".join(f"X{index} = {index}\n" for index in range(30))
    repository.commit({"a/train.py": text(("lr", 0.1)) + rest})
    new = text(("lr", 0.2)) + rest
    repository.commit({"a/train.py": None, "b c/ü\ttrain.py": new})
    [curve] = changes("HEAD^..HEAD")
    assert curve["fate"] == "moved"
    assert curve["before"]["filename"] == "a/train.py"
    assert curve["after"]["filename"] == "b c/ü\ttrain.py"


def test_a_function_that_went_to_another_file_is_followed(repository, changes):
    repository.commit(
        {"a.py": HEAD + MAKE.format("one", 100) + MAKE.format("two", 100)}
    )
    repository.write(
        {"a.py": HEAD + MAKE.format("one", 100), "b.py": HEAD + MAKE.format("two", 300)}
    )
    assert outcome(changes("HEAD")) == [
        (
            "moved",
            "optax.cosine_decay_schedule(0.1, 100)",
            "optax.cosine_decay_schedule(0.1, 300)",
        )
    ]


def test_where_two_functions_may_be_meant_none_is(repository, changes):
    repository.commit({"a.py": HEAD + MAKE.format("make", 100)})
    files = {
        f"{one}.py": HEAD + MAKE.format("make", n) for one, n in (("b", 2), ("c", 3))
    }
    repository.write({"a.py": None, **files})
    assert sorted(one["fate"] for one in changes("HEAD")) == ["gone", "new", "new"]


def test_a_number_elsewhere_is_not_the_same_by_chance(repository, changes):
    made = "def {}():\n    return optax.adam(1e-3)\n\n\n" + MAKE.format("x", 1)
    repository.commit({"a.py": HEAD + made.format("here")})
    repository.write(
        {"a.py": None, "b.py": HEAD + "y = 1\n" * 50 + made.format("there")}
    )
    fates = {one["fate"] for one in changes("HEAD") if "adam" in str(one)}
    assert fates == {"gone", "new"}


# -- whatever the order -------------------------------------------------------------


def rate(target, value, scope="", path="a.py"):
    recipe = Recipe("optax.constant_schedule", (("value", value),))
    made = f"optax.constant_schedule({value})"
    return LearningRate(
        path=path,
        start=Position(1, 1),
        scope=scope,
        order=0,
        target=target,
        function="optax.constant_schedule",
        call=made,
        basis=Basis.KNOWN,
        recipe=recipe,
    )


RATES = st.builds(
    rate,
    st.sampled_from(["", "a", "b"]),
    st.integers(0, 4),
    st.sampled_from(["", "f", "f.g"]),
    st.sampled_from(["a.py", "b.py"]),
)


def kept(pairs):
    return [
        (before.target, before.scope, before.path, before.recipe)
        == (after.target, after.scope, after.path, after.recipe)
        for before, after in pairs
        if before is not None and after is not None
    ]


@given(st.lists(RATES, max_size=8), st.randoms(use_true_random=False))
def test_an_order_moves_nothing(rates, random):
    after = [replace(one) for one in rates]
    random.shuffle(after)
    pairs = matched(rates, after, {})
    assert len(pairs) == len(rates)
    assert all(kept(pairs))


@given(st.lists(RATES, max_size=6), st.lists(RATES, max_size=3), st.data())
def test_what_is_inserted_moves_nothing(rates, more, data):
    after = [replace(one) for one in rates]
    for one in more:
        after.insert(data.draw(st.integers(0, len(after))), one)
    pairs = matched(rates, after, {})
    assert all(kept(pairs))
    assert sum(one is None for one, _ in pairs) == len(more)
    back = matched(after, rates, {})
    assert all(kept(back))
    assert sum(one is None for _, one in back) == len(more)


@given(st.lists(RATES, max_size=8), st.lists(RATES, max_size=8))
def test_each_has_its_place_once(before, after):
    before, after = ([replace(one) for one in side] for side in (before, after))
    pairs = matched(before, after, {})
    for side, rates in enumerate((before, after)):
        found = [id(one[side]) for one in pairs if one[side] is not None]
        assert sorted(found) == sorted(map(id, rates))
