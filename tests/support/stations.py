"""What each stage of the way makes of a file, as docs/architecture.md shows it.

As a script, it writes the stations into that page anew.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

from paths import DOCS, FIXTURES
from plans import plan_of

from lrmigrate.codemod.engine.analysis import Analysis
from lrmigrate.codemod.engine.analyze import analyze
from lrmigrate.codemod.engine.fix_file import Fixer
from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.model import Edit, Finding
from lrmigrate.codemod.names.resolver import Resolver
from lrmigrate.codemod.objects.follow import follow
from lrmigrate.codemod.units.unit import Member, SiteMember
from lrmigrate.codemod.verify.verifier import Verifier
from lrmigrate.rules import catalogue

KNOWN = catalogue(Path())
CODES = frozenset(rule.code for rule in KNOWN.rules)
PLAN = plan_of(KNOWN, CODES)
START = "## One call site, from path to byte\n"
BLOCK = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def all_stations() -> list[str]:
    """The blocks of the page, in order."""
    readme = FIXTURES / "readme"
    found = [*call_site(readme / "train.py", 5), *optimizer(readme / "nnx_train.py")]
    return [f"{station}\n" for station in found]


def main() -> None:
    """Put the stations of today into the page."""
    page = DOCS / "architecture.md"
    stations = iter(all_stations())
    head, start, walks = page.read_text(encoding="utf-8").partition(START)
    new = BLOCK.sub(lambda old: f"```text\n{next(stations)}```", walks)
    page.write_text(f"{head}{start}{new}", encoding="utf-8")


def call_site(path: Path, line: int) -> Iterator[str]:
    """The stations of the call on a line."""
    source = Source.read(path)
    analysis = analyze(source, PLAN)
    member = next(
        one
        for one in analysis.members
        if isinstance(one, SiteMember) and one.line == line
    )
    site = member.site
    assert site.arguments is not None
    assert member.comparison is not None
    yield _searched(source)
    yield "\n".join(_meanings(analysis.resolver, source, line))
    yield "\n".join(
        [
            f"{site.kind} of {site.function}, {_place(source, site.node)}",
            *(
                f"  {one.name} = {source.segment(one.value)}"
                f"  ({'by name' if one.keyword else f'argument {one.index}'})"
                for one in site.arguments.named.values()
            ),
        ]
    )
    yield _reports(source, member)
    compared = member.comparison
    yield "\n".join(
        [
            *_edits(source, analysis, member),
            f"before  {compared.before.function}  {compared.before.call}",
            f"after   {compared.after.function}  {compared.after.call}",
        ]
    )
    yield from _fixed(source, [line])


def optimizer(path: Path) -> Iterator[str]:
    """The stations of the one optimizer of a module."""
    source = Source.read(path)
    analysis = analyze(source, PLAN)
    flow = follow(source, analysis.resolver, KNOWN.flow)
    [instance] = [one for one in flow.instances if one.is_created("Optimizer")]
    [member] = [one for one in analysis.members if one.edits]
    [made] = instance.creations
    yield "\n".join(_meanings(analysis.resolver, source, made.call.lineno))
    yield "\n".join(
        [
            f"made     {_place(source, made.call)}  {made.name}",
            *(f"held by  {one}" for one in _holders(instance.places)),
            *(
                f"called   {_place(source, one.call)}  .{one.name}"
                for one in instance.calls
            ),
            f"escapes  {', '.join(map(str, instance.escapes)) or 'nowhere'}",
        ]
    )
    yield _reports(source, member)
    yield "\n".join(_edits(source, analysis, member))
    yield from _fixed(source, [one.call.lineno for one in (*instance.calls, made)])


def _searched(source: Source) -> str:
    held = sorted(word for word in KNOWN.sought.words if word in source.data)
    words = ", ".join(word.decode() for word in held)
    return f"{Path(source.path).name}, {len(source.data)} bytes, holds {words}"


def _meanings(resolver: Resolver, source: Source, line: int) -> Iterator[str]:
    for node in resolver.scopes.parents:
        if isinstance(node, ast.Attribute) and node.lineno == line:
            meaning = resolver.expression(node)
            if meaning is not None:
                text = source.segment(node)
                yield f"{text}  is  {meaning.path}{meaning.doubt and ', perhaps'}"


def _holders(places: Iterable[object]) -> Iterator[str]:
    for place in places:
        scope, name = getattr(place, "scope", None), getattr(place, "name", "")
        if scope is not None:
            yield f"{name} of {getattr(scope.node, 'name', 'the module')}"


def _reports(source: Source, member: Member) -> str:
    lines = []
    for rule, report in member.reports:
        lines.append(f"{rule.code} {_place(source, report.node)}  {report.message}")
        lines += [f"  {_shown(source, intent)}" for intent in report.intents]
    return "\n".join(lines)


def _shown(source: Source, value: object) -> str:
    """A value as it would be made, with source in the place of its nodes."""
    if isinstance(value, ast.AST):
        return f"`{' '.join(source.segment(value).split())}`"
    if is_dataclass(value):
        given = (getattr(value, one.name) for one in fields(value))
        inner = ", ".join(_shown(source, one) for one in given)
        return f"{type(value).__name__}({inner})"
    return repr(value)


def _edits(source: Source, analysis: Analysis, member: Member) -> Iterator[str]:
    [unit] = [one for one in analysis.units if member in one.members]
    for edit in sorted(analysis.edits([unit])):
        yield f"{_at(source, edit)}  {source.text[edit.start : edit.end]!r} to {edit.content!r}"


def _fixed(source: Source, lines: Iterable[int]) -> Iterator[str]:
    fixed = Fixer(PLAN, Verifier(KNOWN.facts), unsafe=False).fix(source)
    told = [one for one in fixed.findings if one.start.line in lines]
    yield "\n".join(dict.fromkeys(map(_verdict, told)))
    before = source.text.splitlines()
    after = fixed.text.splitlines()[-len(before) :]  # imports are added above
    pairs = zip(before, after, strict=True)
    yield "\n".join(
        new for number, (old, new) in enumerate(pairs, 1) if number in lines
    )


def _verdict(finding: Finding) -> str:
    verdict = finding.verdict
    assert verdict is not None
    counts = f"{verdict.bindings} bindings, {verdict.points} points; "
    return f"{verdict.kind}: {counts if verdict.points else ''}{verdict.reason}"


def _place(source: Source, node: ast.AST) -> str:
    position = source.position(source.span(node)[0])
    return f"{position.line}:{position.column}"


def _at(source: Source, edit: Edit) -> str:
    position = source.position(edit.start)
    return f"{position.line}:{position.column}"


if __name__ == "__main__":
    main()
