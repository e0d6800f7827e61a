"""A recipe is a call of the library, and its curve is what that call makes."""

from __future__ import annotations

import math
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from learning_rates import found
from schedule_arguments import ARGUMENTS

from lrmigrate.codemod.rule.recipe import Recipe
from lrmigrate.rules.optax.migrated import MIGRATED
from lrmigrate.rules.optax.recipes import OPTAX_RECIPES
from lrmigrate.rules.optax.schedules import FUNCTIONS

SETTINGS = settings(deadline=None, max_examples=15, derandomize=True)


def optax_recipe(name: str, arguments: dict[str, object]) -> Recipe:
    return Recipe(f"optax.{name}", tuple(arguments.items()))


def migrated(recipe: Recipe) -> Recipe:
    """Return the same in the words of `lrsched`."""
    known = FUNCTIONS.get(recipe.name)
    renamed = dict(known.renamed) if known is not None else {}
    arguments = dict(recipe.arguments)
    if "pct_start" in renamed:
        length = arguments["transition_steps"]
        share = arguments.pop("pct_start", 0.3)
        arguments["warmup_steps"] = int(share * length)
    if "cosine_kwargs" in arguments:
        cycles = arguments.pop("cosine_kwargs")
        arguments["cycles"] = [
            {key.replace("decay_steps", "transition_steps"): one[key] for key in one}
            for one in cycles
        ]
    pairs = tuple((renamed.get(key, key), one) for key, one in arguments.items())
    return Recipe(MIGRATED[recipe.function].path, pairs)


def assert_holds(recipe: Recipe, sampled) -> None:
    """Assert that the curve of a recipe is that of the call that it reads as."""
    import optax

    import lrmigrate.lrsched

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        schedule = eval(str(recipe), {"optax": optax, "lrmigrate": lrmigrate})
        values = sampled(schedule)
    curve = OPTAX_RECIPES.curve(recipe)
    assert curve is not None
    scale = max(map(abs, values))
    for step, value in enumerate(values):
        close = math.isclose(curve.at(step), value, rel_tol=1e-9, abs_tol=1e-9 * scale)
        assert close, (step, curve.at(step), value, str(recipe))


@pytest.mark.parametrize("words", ["optax", "lrsched"])
@pytest.mark.parametrize("name", sorted(ARGUMENTS))
def test_the_curve_of_a_recipe_is_that_of_its_call(name, words, sampled):
    pytest.importorskip("optax")

    @SETTINGS
    @given(ARGUMENTS[name])
    def holds(arguments):
        recipe = optax_recipe(name, arguments)
        assert_holds(recipe if words == "optax" else migrated(recipe), sampled)

    holds()


single = st.one_of(
    *(
        ARGUMENTS[name].map(lambda one, name=name: optax_recipe(name, one))
        for name in sorted(ARGUMENTS)
    )
)


def join(parts: st.SearchStrategy[Recipe]) -> st.SearchStrategy[Recipe]:
    @st.composite
    def drawn(draw: st.DrawFn) -> Recipe:
        schedules = draw(st.lists(parts, min_size=1, max_size=3))
        steps = st.integers(0, 400)
        boundaries = draw(st.lists(steps, max_size=len(schedules)))
        arguments = {"schedules": schedules, "boundaries": boundaries}
        return optax_recipe("join_schedules", arguments)

    return drawn()


@SETTINGS
@given(join(join(single) | single))
def test_the_curve_of_a_join_in_a_join_is_that_of_its_call(sampled, recipe):
    pytest.importorskip("optax")
    assert_holds(recipe, sampled)


HEAD = """import functools
import optax
TABLE = {"cosine": optax.cosine_decay_schedule, "line": optax.linear_schedule}
"""
# The same schedule, by every way of writing it.
CALLS = {
    "by its name": "optax.cosine_decay_schedule(0.1, 50)",
    "by keywords": "optax.cosine_decay_schedule(decay_steps=50, init_value=0.1)",
    "by its module": "optax.schedules.cosine_decay_schedule(0.1, 50)",
    "by its private module": "optax._src.schedule.cosine_decay_schedule(0.1, 50)",
    "by a text": "getattr(optax, 'cosine_decay_schedule')(0.1, 50)",
    "by a partial": "functools.partial(optax.cosine_decay_schedule, 0.1)(50)",
    "by a dict": "optax.cosine_decay_schedule(**{'init_value': 0.1, 'decay_steps': 50})",
    "by a table": "TABLE['cosine'](0.1, 50)",
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_the_same_call_has_the_same_recipe(tmp_path, call):
    (rate,) = found(tmp_path, f"{HEAD}S = {call}\n")
    expected = "optax.cosine_decay_schedule(init_value=0.1, decay_steps=50)"
    assert str(rate.recipe) == expected


def test_what_is_no_number_is_written_so_that_it_can_be_run():
    recipe = Recipe("f", (("a", math.inf), ("b", [math.nan]), ("c", None)))
    assert str(recipe) == "f(a=float('inf'), b=[float('nan')], c=None)"
