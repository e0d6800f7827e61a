"""What a project's pre-commit hooks sort imports and format code with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ..files.configs import yaml_nodes as yaml
from ..files.read import read_text
from .tables import UnreadableTableError

_TOOLS = re.compile(r"isort|ruff|black|yapf")

Hooks = Mapping[str, Sequence[str]]
"""The arguments of each hook, by its id."""


def hooks(folder: Path) -> Hooks | None:
    """Return the hooks that a folder configures; None where it names no such tool.

    Raises:
        UnreadableTableError: the file is no YAML.
    """
    try:
        text = read_text(folder / ".pre-commit-config.yaml")
    except (OSError, UnicodeDecodeError):
        return None
    if _TOOLS.search(text) is None:
        return None
    try:
        tops = yaml.documents(text)
    except yaml.YamlError as error:
        raise UnreadableTableError from error
    found = {}
    for top in tops:
        for repository in _listed(top, "repos"):
            for hook in _listed(repository, "hooks"):
                for name in _texts([_value(hook, "id")]):
                    found[name] = [*_texts(_listed(hook, "args"))]
    return found or None


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    return node.get(key) if isinstance(node, yaml.Mapping) else None


def _listed(node: yaml.Node | None, key: str) -> Sequence[yaml.Node]:
    found = _value(node, key)
    return found.items if isinstance(found, yaml.Sequence) else ()


def _texts(nodes: Sequence[yaml.Node | None]) -> Iterator[str]:
    return (one.value for one in nodes if isinstance(one, yaml.Scalar))
