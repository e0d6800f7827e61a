"""What `rules/indexed.py` says: what a run knows of the rules that imports none.

As a script, it writes that file anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from paths import ROOT

from lrmigrate.codemod.config.entry_points import GROUP
from lrmigrate.codemod.config.index import Index
from lrmigrate.codemod.rule.packs import EntryPoint, load
from lrmigrate.rules import OWN
from lrmigrate.rules.assembled import catalogue_of

FILE = ROOT / "rules" / "indexed.py"
TEXT = '''"""What is known of our rules without them: written by `make docs`, held by a test."""

from __future__ import annotations

from ..codemod.config.index import Index
from ..codemod.files.search.sought import Sought

INDEX = Index(
    {{
{codes}
    }},
    Sought(
        frozenset(
            {words}
        ),
        frozenset(
            [
{leading}
            ]
        ),
    ),
    frozenset(
        {schedules}
    ),
)
'''


def own_index() -> Index:
    """The index of our own rules, from the rules."""
    own = load(EntryPoint(*OWN, GROUP))
    return catalogue_of(own.rules, Path()).index


def text_of(index: Index) -> str:
    """The module that says an index."""
    groups = sorted(map(sorted, index.sought.leading))
    return TEXT.format(
        codes="\n".join(
            f"        {_said(code)}: {_said(slug)},"
            for code, slug in sorted(index.codes.items())
        ),
        words=_listed(index.sought.words, 12),
        leading="\n".join(f"                frozenset({_one(one)})," for one in groups),
        schedules=_listed(index.schedules, 8),
    )


def _listed(values: Iterable[str | bytes], margin: int) -> str:
    indent = " " * margin
    lines = (f"{indent}    {_said(one)},\n" for one in sorted(values))
    return f"[\n{''.join(lines)}{indent}]"


def _one(values: Iterable[bytes]) -> str:
    return f"[{', '.join(map(_said, values))}]"


def _said(value: str | bytes) -> str:
    return repr(value).replace("'", '"')


if __name__ == "__main__":
    FILE.write_text(text_of(own_index()), encoding="utf-8")
