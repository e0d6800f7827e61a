"""The whole gallery: its head, its filters, and its cards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from ....report.html.controls import axes, select
from ....report.html.document import asset, document
from ....report.html.totals import problem_list, tiles
from ....report.outcome import noun
from ....report.picture.axes import Axis
from ...record import Basis, LearningRate, LearningRates
from ..words import BASES
from .cards import Drawn, Gallery

_NONE = '<p class="none">No learning rate was found.</p>'


def gallery(
    result: LearningRates,
    drawn: Sequence[Drawn],
    is_schedule: Callable[[str], bool],
    axis: Axis = Axis.LINEAR,
) -> str:
    """Return the page of a run: the same text for the same run.

    Args:
        result: of the run.
        drawn: its learning rates, each with its curve if there is one.
        is_schedule: whether a function makes a schedule; else it is an optimizer.
        axis: how the values are spread when the page is opened.
    """

    def optimizers(rate: LearningRate) -> Sequence[str]:
        own = [] if is_schedule(rate.function) else [rate.name]
        given = (one.partition(" ")[0].rpartition(".")[2] for one in rate.optimizers)
        return sorted({*own, *given})

    made = Gallery(optimizers)
    cards = "".join(made.sections(drawn))
    shared = [asset(name) for name in ("page.js", "address.js", "reading.js")]
    own = [asset(name, __package__) for name in ("axis.js", "plot.js", "curves.js")]
    return document(
        "curves",
        asset("curves.html", __package__),
        asset("base.css") + asset("curves.css", __package__),
        [*shared, *own],
        made.json(),
        {
            "overview": "".join(_overview(result)),
            "axes": "".join(axes(axis)),
            "filters": "".join(_filters(result.found, optimizers)),
            "cards": cards or _NONE,
        },
    )


def _overview(result: LearningRates) -> Iterator[str]:
    bases = Counter(rate.basis for rate in result.found)
    count, files = len(result.found), len({rate.path for rate in result.found})
    yield from tiles(
        [
            (count, noun(count, "learning rate")),
            (
                files,
                f"{noun(files, 'file')} of {result.files_scanned:,} read",
            ),
            *((bases[one], BASES[one]) for one in Basis if bases[one]),
        ]
    )
    yield from problem_list(result.problems)


def _filters(
    found: Sequence[LearningRate], names: Callable[[LearningRate], Sequence[str]]
) -> Iterator[str]:
    """Yield the form that narrows the list; shown where scripts run."""
    bases = Counter(rate.basis for rate in found)
    functions = Counter(rate.name for rate in found)
    optimizers = Counter(name for rate in found for name in names(rate))
    yield (
        '<form id="filters" class="needs-script" role="search" '
        'aria-label="Learning rates">'
    )
    yield select(
        "basis",
        "Values",
        [(one, BASES[one], bases[one]) for one in Basis if bases[one]],
    )
    yield select("function", "Function", _counted(functions))
    if optimizers:
        yield select("optimizer", "Optimizer", _counted(optimizers))
    yield (
        '<label class="text">Text<input id="text" type="search" autocomplete="off" '
        'placeholder="any word"></label>'
        '<button type="button" id="clear">Reset</button></form>'
    )


def _counted(counts: Counter[str]) -> list[tuple[str, str, int]]:
    return [(name, name, counts[name]) for name in sorted(counts)]
