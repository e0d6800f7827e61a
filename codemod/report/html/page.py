"""The whole page: one file, with its style, its script and its data inside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ...model import RunResult
from ..portable import portable, relative
from ..sources import Sources
from .controls import axes, filters
from .curves import CurveBook
from .document import asset, document
from .rule_pages import rule_sections
from .sites import OPEN, site_sections
from .totals import overview

if TYPE_CHECKING:
    from ...rule.catalogue import Catalogue

_SCRIPTS = ("page.js", "address.js", "reading.js", "report.js")


def html_page(
    result: RunResult,
    known: Callable[[], Catalogue],
    stdin: bytes | None = None,
    paths: Iterable[str] = (),
) -> bytes:
    """The report of a run: the same bytes for the same run.

    Args:
        result: of ``run.fix``, with nothing written.
        known: gives the rules, and the facts about curves; not asked where nothing
            was found, for to import them takes longer than to make the page.
        stdin: what came in on standard input; None where files were named.
        paths: that the run was over, as they were given.
    """
    text = relative(paths)
    real = {text(one.path): one.path for one in result.findings}
    sources = Sources(result, stdin, real)
    result = portable(result, text)
    found = {finding.code for finding in result.findings}
    rules = {rule.code: rule for rule in known().rules} if found else {}
    curves = CurveBook(known)
    sites = site_sections(
        result.findings,
        rules,
        sources,
        curves,
        opened=len(result.findings) <= OPEN,
    )
    shown = "".join(sites)
    page = document(
        "report",
        asset("report.html"),
        asset("base.css") + asset("report.css"),
        [asset(name) for name in _SCRIPTS],
        curves.json(),
        {
            "overview": "".join(overview(result)),
            "paths": curves.paths(),
            "axes": "".join(axes()),
            "filters": "".join(filters(result.findings, rules)),
            "sites": shown or '<p class="none">Nothing was found.</p>',
            "rules": "".join(
                rule_sections(rules[one] for one in sorted(found & {*rules}))
            ),
        },
    )
    return page.encode("utf-8", "backslashreplace")
