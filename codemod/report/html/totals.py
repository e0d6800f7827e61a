"""The head of the page: what was found, what became of it, and what was left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ...model import Finding, Problem, RunResult
from ..mode import Mode
from ..newer import hidden_count, hidden_notes, needed_notes
from ..outcome import noun
from ..summary import dependency_note, left_and_why, targets_told
from ..unread import unread_parts
from .markup import plain, prose
from .sites import verdict_key, verdict_name

_ORDER = (
    "equivalent-identical",
    "equivalent-exact",
    "equivalent-sampled",
    "preserving",
    "unverifiable",
    "divergent",
    "not-verified",
    "no-rewrite",
)


def overview(result: RunResult) -> Iterator[str]:
    """The numbers, the share of each verdict, what is left and why, problems."""
    yield from tiles(_tiles(result))
    if result.findings:
        yield from _verdicts(result.findings)
        yield from _left(result.findings)
    yield from problem_list(result.problems)
    for note in _notes(result):
        yield f'<p class="note">{note}</p>'


def tiles(found: Iterable[tuple[int, str]]) -> Iterator[str]:
    """A tile for each number, with what it counts."""
    yield '<ul class="tiles">'
    for number, name in found:
        yield f"<li><strong>{number:,}</strong><span>{name}</span></li>"
    yield "</ul>"


def _tiles(result: RunResult) -> Iterator[tuple[int, str]]:
    """Each number of the run with what it counts; some only where there are any."""
    count = len(result.findings)
    written = sum(finding.written for finding in result.findings)
    yield result.files_scanned, f"{noun(result.files_scanned, 'file')} scanned"
    yield count, noun(count, "finding")
    yield written, "would be written"
    yield count - written, "left"
    problems = len(result.problems)
    some = (
        (result.suppressed, "silenced by noqa"),
        (result.baselined, "known from the baseline"),
        (hidden_count(result), "hidden, for newer versions"),
        (problems, noun(problems, "problem")),
    )
    yield from (tile for tile in some if tile[0])


def _notes(result: RunResult) -> Iterator[str]:
    for target in targets_told(result):
        yield f"Target: <code>{plain(target.name)}</code>, {prose(target.reason)}."
    yield from map(prose, result.warnings)
    yield from map(prose, hidden_notes(result))
    if note := dependency_note(result, Mode.DIFF):
        yield prose(note)
    yield from map(prose, needed_notes(result, Mode.DIFF))
    yield from map(prose, unread_parts(result))


def by_verdict(findings: Sequence[Finding]) -> list[tuple[str, str, int]]:
    """Each kind of verdict that there is, with its name and how often."""
    kinds = Counter(verdict_key(finding) for finding in findings)
    names = {verdict_key(finding): verdict_name(finding) for finding in findings}
    return [(kind, names[kind], kinds[kind]) for kind in _ORDER if kind in kinds]


def _verdicts(findings: Sequence[Finding]) -> Iterator[str]:
    yield '<h2>Verdicts</h2><table class="verdicts"><tbody>'
    for kind, name, count in by_verdict(findings):
        width = f"{100 * count / len(findings):.4g}"
        yield (
            f'<tr><th scope="row"><span class="badge v-{kind}">{name}</span>'
            f'</th><td class="number">{count:,}</td><td class="bar">'
            '<svg aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none">'
            f'<rect class="f-{kind}" width="{width}" height="8"/></svg></td></tr>'
        )
    yield "</tbody></table>"


def _left(findings: Sequence[Finding]) -> Iterator[str]:
    reasons = left_and_why(findings)
    if not reasons:
        return
    yield '<h2>Left, and why</h2><table class="reasons"><tbody>'
    for reason, count in reasons:
        yield f'<tr><td class="number">{count:,}</td><td>{prose(reason)}</td></tr>'
    yield "</tbody></table>"


def problem_list(problems: Sequence[Problem]) -> Iterator[str]:
    """What the run could not do."""
    if not problems:
        return
    yield '<h2>Problems</h2><ul class="problems">'
    for problem in problems:
        place = plain(problem.path)
        if problem.position is not None:
            place += f":{problem.position.row}"
        code = (
            f'<span class="code">{plain(problem.code)}</span> ' if problem.code else ""
        )
        at = f'<span class="place">{place}</span> ' if place else ""
        yield f"<li>{at}{code}{prose(problem.message)}</li>"
    yield "</ul>"
