"""The head of the page: what was found, what became of it, and what was left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ...model import Finding, Problem, RunResult
from ...rule.rule import Rule
from ..mode import Mode
from ..outcome import why_left
from ..summary import dependency_note
from .markup import plain, prose
from .sites import verdict_key, verdict_name

_ORDER = (
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
    findings = result.findings
    written = sum(finding.written for finding in findings)
    tiles = [
        (result.files_scanned, _noun("file", result.files_scanned) + " scanned"),
        (len(findings), _noun("finding", len(findings))),
        (written, "would be written"),
        (len(findings) - written, "left"),
    ]
    if result.suppressed:
        tiles.append((result.suppressed, "silenced by noqa"))
    if result.baselined:
        tiles.append((result.baselined, "known from the baseline"))
    if result.problems:
        tiles.append((len(result.problems), _noun("problem", len(result.problems))))
    yield '<ul class="tiles">'
    for number, name in tiles:
        yield f"<li><strong>{number:,}</strong><span>{name}</span></li>"
    yield "</ul>"
    if findings:
        yield from _verdicts(findings)
        yield from _left(findings)
    yield from _problems(result.problems)
    if any(finding.fix for finding in findings):
        for target in (result.target, *result.other_targets):
            yield (
                f'<p class="note">Target: <code>{plain(target.name)}</code>, '
                f"{prose(target.reason)}.</p>"
            )
    for warning in result.warnings:
        yield f'<p class="note">{prose(warning)}</p>'
    if note := dependency_note(result, Mode.DIFF):
        yield f'<p class="note">{prose(note)}</p>'


def _noun(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"


def filters(findings: Sequence[Finding], rules: dict[str, Rule]) -> Iterator[str]:
    """The form that narrows the list; shown where scripts run."""
    codes = Counter(finding.code for finding in findings)
    kinds = Counter(verdict_key(finding) for finding in findings)
    names = {verdict_key(finding): verdict_name(finding) for finding in findings}
    paths = Counter(finding.path for finding in findings)
    yield '<form id="filters" class="needs-script" role="search" aria-label="Findings">'
    yield _select(
        "rule",
        "Rule",
        [(code, f"{code} {_slug(code, rules)}", codes[code]) for code in sorted(codes)],
    )
    yield _select(
        "verdict",
        "Verdict",
        [(kind, names[kind], kinds[kind]) for kind in _ORDER if kind in kinds],
    )
    yield _select("file", "File", [(path, path, paths[path]) for path in paths])
    yield (
        '<label class="text">Text<input id="text" type="search" autocomplete="off" '
        'placeholder="any word"></label>'
        '<button type="button" id="clear">Reset</button>'
        '<button type="button" id="open-all">Open all</button></form>'
    )


def _slug(code: str, rules: dict[str, Rule]) -> str:
    return rules[code].slug if code in rules else ""


def _select(key: str, label: str, options: list[tuple[str, str, int]]) -> str:
    items = "".join(
        f'<option value="{plain(value)}">{plain(name)} ({count:,})</option>'
        for value, name, count in options
    )
    return (
        f'<label>{label}<select id="{key}"><option value="">all</option>'
        f"{items}</select></label>"
    )


def _verdicts(findings: Sequence[Finding]) -> Iterator[str]:
    kinds = Counter(verdict_key(finding) for finding in findings)
    names = {verdict_key(finding): verdict_name(finding) for finding in findings}
    present = [kind for kind in _ORDER if kinds[kind]]
    yield '<h2>Verdicts</h2><table class="verdicts"><tbody>'
    for kind in present:
        width = f"{100 * kinds[kind] / len(findings):.4g}"
        yield (
            f'<tr><th scope="row"><span class="badge v-{kind}">{names[kind]}</span>'
            f'</th><td class="number">{kinds[kind]:,}</td><td class="bar">'
            '<svg aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none">'
            f'<rect class="f-{kind}" width="{width}" height="8"/></svg></td></tr>'
        )
    yield "</tbody></table>"


def _left(findings: Sequence[Finding]) -> Iterator[str]:
    reasons = Counter(why_left(one) for one in findings if not one.written)
    if not reasons:
        return
    yield '<h2>Left, and why</h2><table class="reasons"><tbody>'
    for reason, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0])):
        yield f'<tr><td class="number">{count:,}</td><td>{prose(reason)}</td></tr>'
    yield "</tbody></table>"


def _problems(problems: Sequence[Problem]) -> Iterator[str]:
    if not problems:
        return
    yield '<h2>Problems</h2><ul class="problems">'
    for problem in problems:
        place = plain(problem.path)
        if problem.position is not None:
            place += f":{problem.position.line}"
        code = (
            f'<span class="code">{plain(problem.code)}</span> ' if problem.code else ""
        )
        at = f'<span class="place">{place}</span> ' if place else ""
        yield f"<li>{at}{code}{prose(problem.message)}</li>"
    yield "</ul>"
