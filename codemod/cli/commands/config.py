"""``lrmigrate config``: what the configuration may say."""

from __future__ import annotations

import sys

import click

from ..completion import keys
from ..declared import color
from ..help import Command
from ..outputs import wrong


@click.command(
    cls=Command,
    short_help="Explain a key of the configuration, or list",
    epilog="""\b
Examples:
  lrmigrate config                     all keys with their defaults
  lrmigrate config per-file-ignores    one key, with an example
  lrmigrate config --output-format json
""",
)
@click.argument("key", required=False, shell_complete=keys)
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How they are told: json has ruff's keys.",
)
@color
def config(key: str | None, output_format: str) -> int:
    """Show what a key of [tool.lrmigrate] says; without KEY, list all of them.

    What holds for a file is told by `lrmigrate check --show-settings FILE`.
    """
    from ...config.keys import KEYS
    from ...report.json_text import dumps
    from ...report.key_page import key_lines, key_object, list_lines
    from ...report.mode import CLEAN
    from ...report.stream import colour_wanted, write
    from ...report.styled import render

    if key is not None and key not in KEYS:
        raise wrong(_unknown(key))
    chosen = KEYS if key is None else {key: KEYS[key]}
    if output_format == "json":
        told = {name: key_object(one) for name, one in chosen.items()}
        write(sys.stdout, dumps(told, indent=2) + "\n")
        return CLEAN
    lines = list_lines(KEYS) if key is None else key_lines(KEYS[key])
    write(sys.stdout, render(lines, colour=colour_wanted(sys.stdout)))
    return CLEAN


def _unknown(key: str) -> str:
    from ...config.keys import nearest_key

    hint = nearest_key(key) or "`lrmigrate config` lists them all"
    return f"there is no key {key!r}; {hint}"
