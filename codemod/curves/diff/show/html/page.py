"""The whole page of a change: its head, and a card for each that is otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .....report.html.controls import axes
from .....report.html.document import asset, document
from .....report.html.markup import plain, prose
from .....report.html.totals import tiles
from .....report.picture.axes import Axis
from .....rule.recipe import Recipes
from ....points import curve_of
from ....show import html as gallery
from ...record import Change, Difference, Fate
from ..words import calls, moved, said, samples, states, story, where
from .picture import picture

_NONE = '<p class="none">Every learning rate is as before.</p>'
_LOOKS = {Fate.NOT_KNOWN: "unknown", Fate.LAST_BITS: "bits"}


def diff_page(
    difference: Difference, recipes: Recipes, axis: Axis = Axis.LINEAR
) -> str:
    """Return the page of a change: the same text for the same change.

    Args:
        difference: the change.
        recipes: what is known of schedules.
        axis: how the values are spread when the page is opened.
    """
    cards = "".join(_card(one, recipes) for one in difference.told)
    return document(
        "curves --diff",
        asset("diff.html", __package__),
        asset("base.css")
        + asset("curves.css", gallery.__package__)
        + asset("diff.css", __package__),
        [asset("page.js"), asset("address.js"), asset("diff.js", __package__)],
        "{}",
        {
            "states": plain(states(difference)),
            "overview": "".join(_overview(difference)),
            "axes": "".join(axes(axis)),
            "cards": f'<div class="cards">{cards}</div>' if cards else _NONE,
        },
    )


def _overview(difference: Difference) -> Iterator[str]:
    counts = Counter(one.fate for one in difference.changes)
    yield from tiles((counts[fate], fate.value) for fate in Fate if counts[fate])
    if difference.problems:
        yield '<h2>Problems</h2><ul class="problems">'
        yield from (f"<li>{plain(one)}</li>" for one in difference.problems)
        yield "</ul>"
    for note in difference.notes:
        yield f'<p class="note">{plain(note)}</p>'


def _card(change: Change, recipes: Recipes) -> str:
    return (
        '<article class="rate">'
        f"{_heading(change)}{''.join(_body(change, recipes))}</article>"
    )


def _heading(change: Change) -> str:
    rate = change.shown
    look = _LOOKS.get(change.fate, change.fate.value)
    return (
        f"<h4>{plain(where(rate)).replace('_', '_<wbr>')}</h4>"
        f'<span class="badge b-{look}">{said(change)}</span>'
        f'<p class="at"><code>{plain(f"{rate.path}:{rate.start.row}")}</code></p>'
    )


def _body(change: Change, recipes: Recipes) -> Iterator[str]:
    if change.why:
        yield f'<p class="reason">{prose(change.why)}</p>'
        yield from (
            f'<p class="at"><code>{plain(one)}</code></p>' for one in calls(change)
        )
        return
    rates = {"before": change.before, "after": change.after}
    there = {name: rate for name, rate in rates.items() if rate is not None}
    curves = {name: curve_of(rate, recipes) for name, rate in there.items()}
    drawn = {name: curve for name, curve in curves.items() if curve is not None}
    if drawn:
        words = "; ".join(f"{name} {story(rate)}" for name, rate in there.items())
        yield picture(drawn, f"Learning rate of {where(change.shown)}: {words}")
    for name, rate in there.items():
        yield f'<p class="side"><b>{name}</b> {plain(story(rate))}</p>'
    lines = [*moved(change.move)] if change.move is not None else []
    if change.sampled:
        lines.append(samples(change))
    yield from (f'<p class="why">{plain(one)}</p>' for one in lines)
    if change.causes:
        causes = (f"<li><code>{plain(str(one))}</code></li>" for one in change.causes)
        yield f"<ul>{''.join(causes)}</ul>"
