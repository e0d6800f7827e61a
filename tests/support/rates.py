"""Learning rates of made-up runs, for the tests of what shows them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lrmigrate.codemod.curves.find import story_of
from lrmigrate.codemod.curves.points import curve_of
from lrmigrate.codemod.curves.record import Basis, LearningRate, LearningRates
from lrmigrate.codemod.model import Position
from lrmigrate.codemod.rule.recipe import Recipe
from lrmigrate.codemod.values.spots import Place, Way
from lrmigrate.rules import catalogue

RECIPES = catalogue(Path()).recipes
PLACE = Place(
    *("config.peak", 0.001, Way.FIELD, "config.py", 11, "Config.peak"),
    (Place("PEAK", 0.001, Way.CONSTANT, "constants.py", 3),),
)
CALLS = {
    "cosine_decay_schedule": {"init_value": 0.1, "decay_steps": 10_000},
    "warmup_cosine_decay_schedule": {
        "init_value": 0.0,
        "peak_value": 0.001,
        "warmup_steps": 1_000,
        "decay_steps": 20_000,
        "end_value": 1e-5,
    },
    "piecewise_constant_schedule": {
        "init_value": 1.0,
        "boundaries_and_scales": {300: 0.5, 600: 0.1},
    },
    "exponential_decay": {
        "init_value": 0.1,
        "transition_steps": 1_000,
        "decay_rate": 0.5,
    },
}
HOSTILE = (
    "</script><script>alert(1)</script>",
    "</title></svg><img src=x onerror=alert(1)>",
    "]]><!--",
    "-->",
    "line\u2028separator\u2029",
    "\u202eright to left",
    "'\"`&amp;",
    "größe/日本/🙂",
    "undecodable \udcff",
    "control \x00\x1b[31m",
    "x" * 10_000,
    "${policy} $$ {0}",
)


def rate(function="cosine_decay_schedule", values=None, **changes):
    """A learning rate, known unless the changes say something else."""
    given = CALLS[function] if values is None else values
    recipe = Recipe(f"optax.{function}", tuple(given.items()))
    made = LearningRate(
        path="train.py",
        start=Position(12, 5),
        scope="make_schedule",
        order=0,
        target="schedule",
        function=recipe.function,
        call=str(recipe),
        basis=Basis.KNOWN,
        recipe=recipe,
    )
    return told(replace(made, **changes))


def told(made):
    """The same with its story, as finding it tells it."""
    curve = curve_of(made, RECIPES)
    return replace(made, story=story_of(curve) if curve else None)


def unknown(**changes):
    """One that nothing is known of but its call."""
    return rate(
        **{"basis": Basis.UNKNOWN, "why": "`lr` comes from a caller", **changes},
        recipe=None,
    )


def many(count):
    """Learning rates in files of twenty, of all kinds, each with its own curve."""
    for index in range(count):
        path, start = f"pkg/module_{index // 20}.py", Position(10 + index, 5)
        place = {"path": path, "start": start, "scope": f"make_{index}"}
        match index % 6:
            case 0:
                yield unknown(**place)
            case 1:
                given = f"optax.adamw on line {20 + index}"
                values = {"init_value": 0.1 + index, "decay_steps": 1_000 + index}
                yield rate(values=values, optimizers=(given,), **place)
            case 2:
                yield rate(
                    "warmup_cosine_decay_schedule",
                    {
                        **CALLS["warmup_cosine_decay_schedule"],
                        "decay_steps": 9_000 + index,
                    },
                    basis=Basis.CHOICE,
                    why="a `Config` may be made with another `peak`",
                    stated=(PLACE,),
                    **place,
                )
            case 3:
                yield rate(
                    values={"init_value": 0.1, "decay_steps": 100 + index},
                    basis=Basis.SAMPLED,
                    why="`lr` is not stated",
                    sampled=(("lr", "0.1"), ("steps", f"{100 + index}")),
                    **place,
                )
            case 4:
                values = {
                    **CALLS["piecewise_constant_schedule"],
                    "init_value": 1.0 + index,
                }
                yield rate("piecewise_constant_schedule", values, **place)
            case _:
                values = {**CALLS["exponential_decay"], "init_value": 0.1 + index}
                yield rate("exponential_decay", values, **place)


def hostile(text):
    """One in which every word is somebody else's."""
    place = Place(text, text, Way.FLAG, f"{text}.py", 3, text)
    return rate(
        path=f"{text}.py",
        scope=text,
        target=text,
        call=f'f("{text}")\n    {text}',
        optimizers=(f"optax.{text} on line 3",),
        basis=Basis.SAMPLED,
        why=f"`{text}` {text}",
        stated=(replace(place, behind=(place,)),),
        sampled=((text, text),),
    )


def run_of(*found, problems=()):
    """A run, and its learning rates, each with its curve if there is one."""
    result = LearningRates(
        tuple(found), tuple(problems), len({r.path for r in found}) + 2
    )
    return result, [(one, curve_of(one, RECIPES)) for one in found]
