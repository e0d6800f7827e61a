"""The findings, file by file: every word of them, also where no script runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby
from math import isfinite
from typing import TYPE_CHECKING

from ...model import Finding
from ..draw import ARROW
from ..outcome import VERDICT_NAMES, plural
from ..shared import Shared
from ..sketch import numbers
from .evidence import evidence
from .markup import plain, prose, source_line
from .patch import patch

if TYPE_CHECKING:
    from ...rule.rule import Rule
    from ..sources import Sources
    from .curves import CurveBook, Drawing

OPEN = 3
"""So many findings are all shown open; of more, a person opens what matters."""

_SIGNS = {"-": "del", "+": "add", "*": "hit", "@": "gap", " ": ""}
_WORDS = {"-": "removed", "+": "added", "*": "found"}


def verdict_key(finding: Finding) -> str:
    """What the page filters by: the verdict's kind, or why there is none."""
    if finding.verdict is not None:
        return finding.verdict.kind.value
    return "no-rewrite" if finding.fix is None else "not-verified"


def verdict_name(finding: Finding) -> str:
    """The same for a person."""
    if finding.verdict is not None:
        return VERDICT_NAMES[finding.verdict.kind]
    return "no rewrite" if finding.fix is None else "not verified"


def outcome_key(finding: Finding) -> str:
    """Whether it would be written."""
    return "written" if finding.written else "left"


def site_sections(
    findings: Iterable[Finding],
    rules: dict[str, Rule],
    sources: Sources,
    curves: CurveBook,
    *,
    opened: bool,
) -> Iterator[str]:
    """One section for each file, with all of its findings."""
    findings = [*findings]
    shared = Shared(findings)
    numbers = {id(finding): number for number, finding in enumerate(findings, 1)}
    for path, group in groupby(findings, key=lambda finding: finding.path):
        members = list(group)
        yield f'<section class="file" data-file="{plain(path)}">'
        yield f'<h3 class="file-name"><span class="path">{plain(path)}</span>'
        yield f'<span class="count">{plural(len(members), "finding")}</span></h3>'
        for finding in members:
            drawing, first = curves.drawing(finding), shared.first(finding)
            change = _patch(finding, sources)
            if first is not None:
                change = _change_with(first, numbers[id(first)], finding, sources)
            number = numbers[id(finding)]
            yield from _site(finding, number, rules, change, drawing, opened)
        yield "</section>"


def _site(
    finding: Finding,
    number: int,
    rules: dict[str, Rule],
    change: Iterator[str],
    drawing: Drawing | str,
    opened: bool,
) -> Iterator[str]:
    key, start = verdict_key(finding), finding.start
    place = f"{plain(finding.path)}:{start}"
    yield (
        f'<details class="site" id="site-{number}" data-rule="{plain(finding.code)}" '
        f'data-severity="{finding.severity}" data-verdict="{key}" '
        f'data-outcome="{outcome_key(finding)}"{" open" if opened else ""}><summary>'
        f'<span class="line"><span class="word">line </span>{start.row}</span>'
        f'<span class="code">{plain(finding.code)}</span>'
        f'<span class="message">{prose(finding.message)}</span>'
        f"{_spark(drawing)}"
        f'<span class="badge v-{key}">{verdict_name(finding)}</span>'
        "</summary>"
    )
    yield '<div class="body">'
    yield f'<p class="about"><span class="place">{place}</span>'
    yield f"{_rule(finding, rules)}</p>"
    yield from change
    yield '<div class="columns"><div class="facts">'
    yield from evidence(finding)
    yield '</div><div class="curve">'
    yield from _figure(finding, drawing)
    yield "</div></div></div></details>"


def _spark(drawing: Drawing | str) -> str:
    if isinstance(drawing, str):
        return '<span class="spark"></span>'
    odd = f'<span class="odd">{drawing.marks[0].label}</span>' if drawing.marks else ""
    return f'{odd}<span class="spark">{drawing.picture.small()}</span>'


def _rule(finding: Finding, rules: dict[str, Rule]) -> str:
    rule = rules.get(finding.code)
    if rule is None:
        return ""
    return (
        f'<span class="why"><a href="#{rule.code}">{rule.code} {rule.slug}</a>: '
        f"{prose(rule.summary)}</span>"
    )


def _change_with(
    first: Finding, number: int, finding: Finding, sources: Sources
) -> Iterator[str]:
    """The source of a finding whose change is shown with the first of many."""
    yield from _patch(replace(finding, fix=None), sources)
    where = f'<a href="#site-{number}">line {first.start.row}</a>'
    yield f'<p class="none">Its rewrite is one with that of {where}, shown there.</p>'


def _patch(finding: Finding, sources: Sources) -> Iterator[str]:
    lines = patch(partial(sources.lines, finding.path), finding)
    if not lines:
        yield '<p class="none">No lines to show: the file is not there now.</p>'
        return
    name = "Change" if finding.fix is not None else "Source"
    yield f'<pre class="patch" tabindex="0" role="region" aria-label="{name}">'
    for line in lines:
        if line.sign == "@":
            yield '<span class="l gap">⋯\n</span>'
            continue
        word = _WORDS.get(line.sign, "")
        sign = line.sign if line.sign in "+-" else " "
        hidden = f'<span class="hidden">{word}: </span>' if word else ""
        number = "" if line.sign == "+" else line.number
        yield (
            f'<span class="l {_SIGNS[line.sign]}"><i>{number}</i>{hidden}'
            f"<b>{sign}</b>{source_line(line.text)}\n</span>"
        )
    yield "</pre>"


def _figure(finding: Finding, drawing: Drawing | str) -> Iterator[str]:
    if isinstance(drawing, str):
        yield f'<p class="none">No curve: {prose(drawing)}.</p>'
        return
    curve, shown = drawing.curve, drawing.picture
    told = [*_told(drawing)]
    name = finding.before.function.rpartition(".")[2] if finding.before else ""
    words = " ".join((f"Learning rate of {name}:", *told))
    yield f'<figure class="plot" data-curve="{drawing.index}"><div class="legend">'
    for key in ("before", *(("after",) if curve.after else ())):
        yield f'<span class="k-{key}">{key}</span>'
    if shown.rest:
        yield '<span class="k-residual">residual</span>'
    yield f'</div><div class="picture">{shown.svg(words)}</div><figcaption>'
    for mark in drawing.marks:
        yield f'<p class="mark">{plain(mark.text)}</p>'
    yield f"<p>{plain(' '.join(told[len(drawing.marks) :]))}</p>"
    if curve.binding:
        given = ", ".join(f"{name} = {value}" for name, value in curve.binding)
        yield f"<p>Sampled, with <code>{plain(given)}</code></p>"
    yield "</figcaption></figure>"


def _told(drawing: Drawing) -> Iterator[str]:
    """Yield what a picture shows, a sentence each: first what is odd."""
    yield from (mark.text for mark in drawing.marks)
    curve = drawing.curve
    if all(map(isfinite, curve.values)):
        yield f"{f' {ARROW} '.join(numbers(curve))}."
    if curve.after:
        same = "Before and after are the same at every point."
        yield same if drawing.same else "Before and after differ."
