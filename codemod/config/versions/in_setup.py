"""What ``setup.cfg`` and ``setup.py`` require of a package; neither is run."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from configparser import ConfigParser
from configparser import Error as ConfigParserError
from pathlib import Path

from ...files.read import read_text
from ...files.source import Source, SourceError
from .requirements import named
from .stated import Stated, alternatives, stated

Warn = Callable[[str], None]
_KEYS = ("install_requires", "extras_require")


def in_setup_cfg(root: Path, package: str, warn: Warn) -> Iterator[Stated | None]:
    """Yield what ``setup.cfg`` says, its extras behind the rest."""
    file = root / "setup.cfg"
    parser = ConfigParser(interpolation=None)
    try:
        parser.read_string(read_text(file))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return
    except OSError as error:
        warn(f"{file}: cannot be read: {error.strerror}")
        return
    except (UnicodeDecodeError, ConfigParserError) as error:
        warn(f"{file}: is no configuration file: {str(error).splitlines()[0]}")
        return
    required = parser.get("options", _KEYS[0], fallback="")
    extras = "options.extras_require"
    groups = dict(parser[extras]) if parser.has_section(extras) else {}
    for lists in ([required], groups.values()):
        lines = [text.splitlines() for text in lists]
        yield _said(file, package, lines, warn)


def in_setup_py(root: Path, package: str, warn: Warn) -> Iterator[Stated | None]:
    """Yield what the lists that ``setup.py`` spells out say, extras behind the rest."""
    file = root / "setup.py"
    if not file.is_file():
        return
    try:
        tree = Source.read(file).tree
    except SourceError as error:
        warn(f"{file}: {error}")
        return
    given = _given(tree)
    required, extras = (given.get(key) for key in _KEYS)
    yield _said(file, package, [_strings(required)], warn)
    if isinstance(extras, ast.Dict):
        yield _said(file, package, map(_strings, extras.values), warn)


def _said(
    file: Path, package: str, lists: Iterable[Iterable[str]], warn: Warn
) -> Stated | None:
    allowed = [
        one
        for lines in lists
        for one in alternatives(named(package, lines, file, warn))
    ]
    return stated(package, allowed, f"{file.name} requires")


def _given(tree: ast.Module) -> Mapping[str, ast.expr]:
    """Return what ``setup()`` is called with; names stand for what they are given."""
    values: dict[str, ast.expr] = {}
    given: dict[str, ast.expr] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(name)], value=value):
                values[name] = value
            case ast.Call(func=ast.Name("setup") | ast.Attribute(attr="setup")):
                given |= {one.arg: one.value for one in node.keywords if one.arg}
    return {
        key: values.get(value.id, value) if isinstance(value, ast.Name) else value
        for key, value in given.items()
    }


def _strings(value: ast.expr | None) -> list[str]:
    if not isinstance(value, (ast.List, ast.Tuple)):
        return []
    return [
        item.value
        for item in value.elts
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    ]
