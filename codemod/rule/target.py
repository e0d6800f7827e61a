"""What rewritten code calls, and how the tool came to choose it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Target:
    """Where migrated calls go.

    Attributes:
        name: as ``--target`` names it.
        reason: why it was chosen, for the user.
        module: dotted path of the module that the calls move to; empty where
            they stay at the library that they already call.
        verify_module: dotted path of the module whose functions stand for the
            rewritten calls when curves are compared.
        functions: the paths of those that the module has; all others stay.
        note: told with every verdict, where ``verify_module`` is a stand-in.
        renamed: functions that have another name there, by their path.
        parameters: for each function, by its path, the parameters that have
            another name there.
        file: where the module is a copy in the project, its file; else nothing has
            to be shown for it to be found.
        returning: functions that moved before and go back to the library, which has
            the same: from the path of each to the one there.
    """

    name: str
    reason: str
    module: str
    verify_module: str
    functions: frozenset[str] = frozenset()
    note: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    file: Path | None = None
    returning: Mapping[str, str] = field(default_factory=dict)

    @property
    def destination(self) -> str:
        """The one module that calls move to; empty where all stay in their own."""
        return self.module or _module(next(iter(self.returning.values()), ""))

    def goes(self, function: str) -> str:
        """Return the module that a function moves to; empty where it stays."""
        if function in self.returning:
            return _module(self.returning[function])
        return self.module if function in self.functions else ""

    @property
    def moves(self) -> bool:
        """Whether migrated calls go to another module than before."""
        return bool(self.module)

    @property
    def new_names(self) -> frozenset[str]:
        """The names of functions that the library has there, and nowhere else."""
        return frozenset() if self.moves else frozenset(self.renamed.values())


def _module(path: str) -> str:
    return path.rpartition(".")[0]
