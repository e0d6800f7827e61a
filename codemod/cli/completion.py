"""What a shell is offered for half a word: rules, keys, formats and files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def files(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer files and folders, as the shell itself does."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def rules(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer codes of rules, or else slugs; behind a comma, too."""
    from ...rules import index

    before, comma, word = incomplete.rpartition(",")
    codes = index().codes
    slugs = ((slug, code) for code, slug in codes.items())
    by_code = _offered(codes.items(), word, before + comma)
    return by_code or _offered(slugs, word, before + comma)


def formats(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the formats of a report."""
    from ..report.formats import names

    return _offered(((name, "") for name in names()), incomplete)


def keys(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the keys of the configuration, each with its default."""
    from ..config.keys import KEYS

    named = ((name, key.default) for name, key in KEYS.items())
    return _offered(named, incomplete)


def _offered(
    names: Iterable[tuple[str, str]], word: str, before: str = ""
) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [
        CompletionItem(before + name, help=told)
        for name, told in sorted(names)
        if name.lower().startswith(word.lower())
    ]
