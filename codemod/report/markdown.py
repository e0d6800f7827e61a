"""Markdown for a terminal, laid out by Rich."""

from __future__ import annotations

import io
import shutil

from .styled import printable


def markdown(text: str) -> str:
    """``text`` as a terminal shows it, as wide as that is, in its colours.

    A pack's text is Markdown and nothing else: what could drive the terminal is
    escaped, and Rich's own markup is printed as it is.
    """
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.theme import Theme

    written = io.StringIO()
    console = Console(
        file=written,
        width=shutil.get_terminal_size().columns,
        force_terminal=True,
        color_system="standard",
        legacy_windows=False,
        theme=Theme({"markdown.code": "cyan", "markdown.code_block": "cyan"}),
        _environ={},
    )
    page = Markdown(
        printable(text, keep="\n"), code_theme="ansi_dark", hyperlinks=False
    )
    console.print(page)
    return "".join(f"{line.rstrip()}\n" for line in written.getvalue().splitlines())
