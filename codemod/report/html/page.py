"""The whole page: one file, with its style, its script and its data inside."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from importlib.resources import files
from string import Template

from ...model import RunResult
from ...rule.catalogue import Catalogue
from ..sources import Sources
from .curves import CurveBook
from .rule_pages import rule_sections
from .sites import OPEN, site_sections
from .totals import filters, overview

_SCRIPTS = ("plot.js", "report.js")


def html_page(
    result: RunResult,
    known: Catalogue,
    stdin: bytes | None = None,
) -> bytes:
    """The report of a run: the same bytes for the same run.

    Args:
        result: of ``run.fix``, with nothing written.
        known: the rules, and the facts about curves.
        stdin: what came in on standard input; None where files were named.
    """
    rules = {rule.code: rule for rule in known.rules}
    curves = CurveBook(known.facts)
    found = {finding.code for finding in result.findings}
    sites = site_sections(
        result.findings,
        rules,
        Sources(result, stdin),
        curves,
        opened=len(result.findings) <= OPEN,
    )
    shown = "".join(sites)
    style, scripts = _asset("report.css"), [_asset(name) for name in _SCRIPTS]
    page = Template(_asset("report.html")).substitute(
        policy=_policy(style, scripts),
        style=style,
        overview="".join(overview(result)),
        filters="".join(filters(result.findings, rules)),
        sites=shown or '<p class="none">Nothing was found.</p>',
        rules="".join(rule_sections(rules[code] for code in sorted(found & {*rules}))),
        data=curves.json(),
        scripts="".join(f"<script>{script}</script>\n" for script in scripts),
        version=version("lrmigrate"),
    )
    return page.encode("utf-8", "backslashreplace")


def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, scripts: Iterable[str]) -> str:
    """Nothing is loaded, and nothing runs but what this page was made with."""
    allowed = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {allowed}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
