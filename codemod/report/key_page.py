"""What is told of the configuration's keys: on a terminal, as JSON and as a page.

As a script, it writes the page and the schema into the folder that is named.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import wrap
from typing import Any

from ..address import PROJECT
from ..config.keys import KEYS, Key
from ..files.write import write_file
from .styled import Line, Piece, Role

_COMMAND = "python -m lrmigrate.codemod.report.key_page docs"
_SCHEMA = "lrmigrate.schema.json"
_WIDTH = 80


def list_lines(keys: Mapping[str, Key]) -> Iterator[Line]:
    """All keys, one line each: name, default, and what it is for."""
    width = max(map(len, keys))
    defaults = max(len(key.default) for key in keys.values())
    for name, key in keys.items():
        yield (
            Piece(f"{name:{width}}", Role.HEADING),
            Piece(f"  {key.default:{defaults}}", Role.FAINT),
            Piece(f"  {_first_sentence(key)}"),
        )


def key_lines(key: Key) -> Iterator[Line]:
    """One key, with its default, its type and an example, as ruff tells them."""
    for line in _wrapped(key, _WIDTH):
        yield (Piece(line),)
    yield ()
    yield (Piece("Default value: ", Role.HEADING), Piece(key.default))
    yield (Piece("Type: ", Role.HEADING), Piece(key.kind.told))
    yield (Piece("Example usage:", Role.HEADING),)
    for line in _example(key).splitlines():
        yield (Piece(line, Role.FAINT if line.startswith("```") else Role.PLAIN),)


def key_object(key: Key) -> Mapping[str, str]:
    """One key as a JSON object, with ruff's keys."""
    return {
        "doc": key.says,
        "default": key.default,
        "value_type": key.kind.told,
        "example": key.example,
    }


def page(keys: Mapping[str, Key]) -> str:
    """The page of all keys, in Markdown."""
    parts = [
        f"<!-- Generated from codemod/config/keys.py by `{_COMMAND}`. -->",
        "# Configuration",
        "The keys of `[tool.lrmigrate]` in `pyproject.toml`. `lrmigrate config` tells "
        "the same,\nand `lrmigrate check --show-settings FILE` what holds for a file.",
        f"Editors check and complete them by the schema [{_SCHEMA}]({_SCHEMA}):\n"
        "see [editors.md](editors.md#pyprojecttoml).",
    ]
    for name, key in keys.items():
        parts += [
            f"## {name}",
            "\n".join(_wrapped(key, 88)),
            f"Default: `{key.default}`. Type: `{key.kind.told}`.",
            _example(key),
        ]
    return "\n\n".join(parts) + "\n"


def schema(keys: Mapping[str, Key]) -> Mapping[str, Any]:
    """The JSON schema of a ``pyproject.toml``, which speaks of our table alone."""
    properties = {
        name: {"description": key.says, **key.kind.schema, **_default(key)}
        for name, key in keys.items()
    }
    table = {
        "description": "How lrmigrate looks at this project.",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }
    tool = {"type": "object", "properties": {"lrmigrate": _reference("lrmigrate")}}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"{PROJECT}/raw/main/docs/{_SCHEMA}",
        "title": "[tool.lrmigrate] of pyproject.toml",
        "type": "object",
        "properties": {"tool": tool},
        "definitions": {"lrmigrate": table},
    }


def _reference(name: str) -> Mapping[str, str]:
    return {"$ref": f"#/definitions/{name}"}


def _default(key: Key) -> Mapping[str, Any]:
    """The default, where it is one for every project: JSON writes it as TOML does."""
    try:
        return {"default": json.loads(key.default)}
    except ValueError:
        return {}


def _wrapped(key: Key, width: int) -> list[str]:
    return wrap(key.says, width, break_long_words=False, break_on_hyphens=False)


def _example(key: Key) -> str:
    return f"```toml\n[tool.lrmigrate]\n{key.example}\n```"


def _first_sentence(key: Key) -> str:
    return key.says.partition(". ")[0].partition(": ")[0].rstrip(".")


def main(arguments: list[str]) -> int:
    """Write the page and the schema into the folder named."""
    if len(arguments) != 1:
        print(f"usage: {_COMMAND}", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    write_file(folder / "configuration.md", page(KEYS).encode())
    text = json.dumps(schema(KEYS), indent=2) + "\n"
    write_file(folder / _SCHEMA, text.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
