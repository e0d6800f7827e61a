"""What a verdict rests on, beside the plot."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Counterexample, Finding, Verdict
from ..outcome import NO_REWRITE, VERDICT_NAMES
from .markup import plain, prose


def evidence(finding: Finding) -> Iterator[str]:
    """A list of what is known of a finding: outcome, verdict, counts."""
    yield "<dl>"
    yield _row("Outcome", _outcome(finding))
    yield _row("Severity", plain(finding.severity.value))
    verdict = finding.verdict
    if verdict is not None:
        yield _row("Verdict", f"<strong>{VERDICT_NAMES[verdict.kind]}</strong>")
        if verdict.reason:
            yield _row("Reason", prose(verdict.reason))
        yield from _numbers(verdict)
        if verdict.counterexample is not None:
            yield _row("Counterexample", _counterexample(verdict.counterexample))
    if finding.fix is not None and finding.fix.message != finding.message:
        yield _row("Rewrite", prose(finding.fix.message))
    yield "</dl>"


def _numbers(verdict: Verdict) -> Iterator[str]:
    if not verdict.points:
        return
    if verdict.bindings:
        yield _row("Bindings", f"{verdict.bindings:,}")
    yield _row("Points compared", f"{verdict.points:,}")
    if verdict.max_ulp:
        yield _row("Largest difference", f"{verdict.max_ulp:g} ulp")
    else:
        yield _row("Largest difference", "0, bit-identical")


def _counterexample(example: Counterexample) -> str:
    where = "at construction" if example.step is None else f"at step {example.step:,}"
    names = ", ".join(f"{name} = {value}" for name, value in example.binding)
    given = f" with <code>{plain(names)}</code>" if names else ""
    before, after = plain(example.before), plain(example.after)
    return (
        f"{where}{given}, in {plain(example.precision)}: before "
        f"<code>{before}</code>, after <code>{after}</code>"
    )


def _outcome(finding: Finding) -> str:
    if finding.written:
        return "would be written"
    return f"left: {prose(finding.left or _refused(finding) or NO_REWRITE)}"


def _refused(finding: Finding) -> str:
    verdict = finding.verdict
    return verdict.reason if verdict is not None and not verdict.kind.safe else ""


def _row(term: str, description: str) -> str:
    return f"<dt>{term}</dt><dd>{description}</dd>"
