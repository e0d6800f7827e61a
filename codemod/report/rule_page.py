"""A rule's page: from its docstring and its examples, and from nothing else."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..address import rule_page
from ..files.write import write_file
from ..model import FileChange, VerdictKind
from .diff import unified_diff
from .outcome import plural
from .styled import Line, Piece, Role

if TYPE_CHECKING:
    from ..rule.rule import Example, Rule

_COMMAND = "python -m lrmigrate.codemod.report.rule_page docs/rules"
_NOTE = f"<!-- Generated from the rule by `{_COMMAND}`. -->\n"
_TARGETS = ("lrsched", "optax")


def document(rule: Rule) -> str:
    """The rule's page in Markdown."""
    return "\n\n".join([f"# {rule.code}: {rule.slug}", *_sections(rule)]) + "\n"


def rule_object(rule: Rule) -> Mapping[str, object]:
    """The rule as a JSON object: ruff's keys, with the severity and the page added."""
    package, version = rule.since or ("", "")
    return {
        "name": rule.slug,
        "code": rule.code,
        "summary": rule.summary,
        "severity": rule.severity.value,
        "fix": f"{_fix(rule).capitalize()}.",
        "fix_availability": "Sometimes" if rule.fixable else "None",
        "since": {package: version} if package else None,
        "explanation": document(rule),
        "url": rule_page(rule.code),
    }


def _fix(rule: Rule) -> str:
    return "`lrmigrate fix` has a rewrite" if rule.fixable else "there is no rewrite"


def _sections(rule: Rule) -> Iterator[str]:
    lead, _, sections = inspect.cleandoc(rule.doc).partition("\n\n")
    yield lead
    yield f"Severity: **{rule.severity}**. Fix: **{_fix(rule)}**."
    yield sections
    examples = (*rule.accepted, *rule.refused)
    for heading, wanted, told in _GROUPS:
        group = [example for example in examples if wanted(example)]
        if group:
            yield f"## {heading}"
        for example in group:
            yield from told(example)


def _written(example: Example) -> bool:
    return (example.lrsched, example.optax, example.unsafe) != (None, None, None)


def _rewritten(example: Example) -> Iterator[str]:
    yield f"### {example.title}"
    if example.unsafe is not None:
        yield "Only with `--unsafe-fixes`:"
        yield _diff(example.code, example.unsafe)
    elif example.lrsched == example.optax:
        yield "With either target:"
        yield _diff(example.code, example.lrsched)
    else:
        for target in _TARGETS:
            yield f"With `--target {target}`:"
            yield _diff(example.code, getattr(example, target))
    if example.verdict is not None:
        yield f"Verdict: {_verdict(example.verdict)}."


def _as_it_is(example: Example) -> Iterator[str]:
    yield f"### {example.title}"
    yield _fenced("python", example.code)
    told = plural(example.findings, "finding") if example.findings else "No finding"
    verdict = f"; verdict: {_verdict(example.verdict)}" if example.verdict else ""
    yield f"{told}{verdict}."


_GROUPS: tuple[
    tuple[str, Callable[[Example], bool], Callable[[Example], Iterator[str]]], ...
] = (
    ("Rewritten", _written, _rewritten),
    ("Reported", lambda one: not _written(one) and one.findings > 0, _as_it_is),
    ("Left alone", lambda one: not _written(one) and not one.findings, _as_it_is),
)


def _verdict(kind: VerdictKind) -> str:
    name, _, degree = kind.value.partition("-")
    return f"{name} ({degree})" if degree else name


def _diff(before: str, after: str | None) -> str:
    if after is None:
        return "Nothing is written."
    whole = before.count("\n") + 1
    change = FileChange("example.py", before, after)
    return _fenced("diff", "".join(unified_diff(change, context=whole)[3:]))


def _fenced(language: str, code: str) -> str:
    longest = max(map(len, re.findall(r"`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{code.rstrip(chr(10))}\n{fence}"


def index(rules: Iterable[Rule]) -> str:
    """The table of all rules, in Markdown."""
    rows = [
        f"| [{rule.code}]({rule.code}.md) | {rule.slug} | {_cell(rule.summary)} "
        f"| {rule.severity} | {'yes' if rule.fixable else 'no'} |"
        for rule in rules
    ]
    head = ["| code | name | finds | severity | fix |", "|---|---|---|---|---|"]
    return "\n".join(["# Rules", "", *head, *rows]) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def pages(rules: Iterable[Rule]) -> dict[str, str]:
    """All pages by file name, the index as ``README.md``."""
    rules = tuple(rules)
    texts = {f"{rule.code}.md": document(rule) for rule in rules}
    texts["README.md"] = index(rules)
    return {name: f"{_NOTE}\n{text}" for name, text in texts.items()}


def list_lines(rules: Iterable[Rule]) -> Iterator[Line]:
    """All rules, one line each: code, ``[*]`` where fixable, name, summary."""
    rules = tuple(rules)
    width = max((len(rule.slug) for rule in rules), default=0)
    for rule in rules:
        yield (
            Piece(rule.code, Role.HEADING),
            Piece(" [*] " if rule.fixable else "     ", Role.FIXABLE),
            Piece(f"{rule.slug:{width}}  {rule.summary}"),
        )


def main(arguments: list[str]) -> int:
    """Write every page into the folder named, and drop those of no rule."""
    from ...rules import packs

    if len(arguments) != 1:
        print(f"usage: {_COMMAND}", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    texts = pages(packs()[0].rules)
    for name, text in texts.items():
        write_file(folder / name, text.encode())
    for page in folder.glob("LRS*.md"):
        if page.name not in texts:
            page.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
