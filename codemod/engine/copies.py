"""Projects whose rewritten code calls a copy of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..config.pyproject import ConfigError
from ..config.settings import Settings
from ..files.real import real_path

if TYPE_CHECKING:
    from ..rule.target import Target
    from ..vendor.copy import Copy

    Targets = Callable[[str, frozenset[str]], Target]

VENDORED = "vendored"
_INSTALLED = "lrsched"


class Copies:
    """Finds the copy of each project, once."""

    def __init__(self) -> None:
        self._found: dict[tuple[Path, str], Copy | ConfigError | None] = {}

    def target(
        self, settings: Settings, targets: Targets, codes: frozenset[str]
    ) -> Target:
        """Return what rewritten code calls.

        Raises:
            ConfigError: that is a copy in the project, and there is none to call.
        """
        if settings.target == VENDORED:
            chosen = targets(_INSTALLED, codes)
            reason = chosen.reason
        else:
            chosen = targets(settings.target, codes)
            if chosen.name != _INSTALLED or settings.target == _INSTALLED:
                return chosen
            reason = "the project has a copy, which its configuration names"
        copy = self._copy(settings)
        if copy is None and settings.target != VENDORED:
            return chosen
        if copy is None:
            raise ConfigError(_unnamed(settings))
        if isinstance(copy, ConfigError):
            raise copy
        file = real_path(copy.folder / "__init__.py")
        return replace(
            chosen, name=VENDORED, reason=reason, module=copy.module, file=file
        )

    def known(self, settings: Settings, targets: Targets) -> Mapping[Path, str]:
        """Return the files of a project that are copies, and what each is one of."""
        copy = self._copy(settings)
        if copy is None or isinstance(copy, ConfigError):
            return {}
        file = real_path(copy.folder / "__init__.py")
        return {file: targets(_INSTALLED, frozenset()).module}

    def _copy(self, settings: Settings) -> Copy | ConfigError | None:
        if not settings.vendored:
            return None
        key = (settings.root, settings.vendored)
        if key not in self._found:
            from importlib.metadata import version

            from ..vendor.copy import CopyError, configured

            try:
                ours = version("lrmigrate")
                found: Copy | ConfigError = configured(*key, ours)
            except CopyError as error:
                found = ConfigError(f"vendored = {settings.vendored!r}: {error}")
            self._found[key] = found
        return self._found[key]


def _unnamed(settings: Settings) -> str:
    return (
        f"{settings.root}: --target {VENDORED} needs to know the copy: "
        "`lrmigrate vendor PATH` writes one, and says what to configure"
    )
