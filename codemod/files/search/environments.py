"""The virtual environments that a project's code may run in; nothing in them is run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_OWN = (".venv", "venv")
_SITES = ("lib/python*/site-packages", "Lib/site-packages")


@dataclass(frozen=True, slots=True)
class Environment:
    """A folder with packages.

    Attributes:
        path: the folder.
        name: what it is called when a person is told of it.
    """

    path: Path
    name: str

    def find(self, pattern: str) -> Iterator[Path]:
        """Yield what lies among its packages by a name, in sorted order."""
        for site in _SITES:
            yield from sorted(self.path.glob(f"{site}/{pattern}"))


def environments(root: Path) -> Iterator[Environment]:
    """Yield those of a project, the one that it most likely runs with first.

    Its own go before the active one, which may be that of another project.
    """
    own = {str(root / name): name for name in _OWN}
    for path, name in own.items():
        yield Environment(Path(path), name)
    active = os.environ.get("VIRTUAL_ENV")
    if active and active not in own:
        yield Environment(Path(active), f"the active environment, {active},")
