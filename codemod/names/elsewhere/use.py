"""Where another file calls what a name holds."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

Place = tuple[int, int, int, int]  # a node's line and column, and those of its end


@dataclass(frozen=True, slots=True)
class Use:
    """Where a file calls what a name holds.

    Attributes:
        file: the file, resolved.
        place: where what is called stands.
        name: the name.
        line: the line in the file, for a report.
    """

    file: Path
    place: Place
    name: str
    line: str

    @property
    def shown(self) -> str:
        """The name and the place, for a report."""
        return f"`{self.name}` is called on {self.line}"


def place_of(node: ast.expr | ast.alias) -> Place:
    """Return where a node stands."""
    end_line, end_column = node.end_lineno or 0, node.end_col_offset or 0
    return node.lineno, node.col_offset, end_line, end_column
