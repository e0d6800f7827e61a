"""What narrows a page, and how its curves are drawn: a person's choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ...model import Finding
from ..picture.axes import Axis
from .markup import plain
from .sites import outcome_key
from .totals import by_verdict

if TYPE_CHECKING:
    from ...rule.rule import Rule


def axes(chosen: Axis = Axis.LINEAR) -> Iterator[str]:
    """Yield the choice of how the values are spread, which needs no script."""
    yield '<fieldset id="axes"><legend>Axis</legend>'
    for axis, name in ((Axis.LINEAR, "linear"), (Axis.LOG, "logarithmic")):
        checked = " checked" if axis is chosen else ""
        yield (
            f'<label><input type="radio" name="axis" id="axis-{axis}" '
            f'value="{axis}"{checked}>{name}</label>'
        )
    yield "</fieldset>"


def filters(findings: Sequence[Finding], rules: dict[str, Rule]) -> Iterator[str]:
    """The form that narrows the list; shown where scripts run."""
    codes = Counter(finding.code for finding in findings)
    paths = Counter(finding.path for finding in findings)
    yield '<form id="filters" class="needs-script" role="search" aria-label="Findings">'
    yield select(
        "rule",
        "Rule",
        [(code, f"{code} {_slug(code, rules)}", codes[code]) for code in sorted(codes)],
    )
    yield select("severity", "Severity", _counted(one.severity for one in findings))
    yield select("verdict", "Verdict", by_verdict(findings))
    yield select("outcome", "Outcome", _counted(map(outcome_key, findings)))
    yield select("file", "File", [(path, path, paths[path]) for path in paths])
    yield (
        '<label class="text">Text<input id="text" type="search" autocomplete="off" '
        'placeholder="any word"></label>'
        '<button type="button" id="clear">Reset</button>'
        '<button type="button" id="open-all">Open all</button></form>'
    )


def _counted(words: Iterable[str]) -> list[tuple[str, str, int]]:
    counts = Counter(words)
    return [(word, word, counts[word]) for word in sorted(counts)]


def _slug(code: str, rules: dict[str, Rule]) -> str:
    return rules[code].slug if code in rules else ""


def select(key: str, label: str, options: list[tuple[str, str, int]]) -> str:
    """A choice of a filter: each value with its name and how many there are."""
    items = "".join(
        f'<option value="{plain(value)}">{plain(name)} ({count:,})</option>'
        for value, name, count in options
    )
    return (
        f'<label>{label}<select id="{key}"><option value="">all</option>'
        f"{items}</select></label>"
    )
