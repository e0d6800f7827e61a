"""Why a call that a configuration stands for may not be given other names.

Other files of the tree set and read by name what a configuration says. A key gets
another name only where none of them says the old one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..files.kinds import is_config
from ..names.config_keys import ConfigKeys
from ..rule.intents import RenameArgument, RenameFunction, RenameKey
from ..sites.site import Site
from ..units.unit import SiteMember, Unit
from .analysis import Analysis


class Configured:
    """Asks the tree of a file that is a configuration, or makes one."""

    def __init__(self, analysis: Analysis) -> None:
        plan = analysis.plan
        self._renamed = plan.target.parameters
        self._file = Path(analysis.source.path).resolve()
        known = plan.catalogue.required.items()
        shared = plan.project.config_keys if plan.project is not None else ConfigKeys()
        self._keys = shared
        self._is_config = is_config(analysis.source.path)
        self._functions = {path.rpartition(".")[2]: names for path, names in known}

    def reason(self, unit: Unit) -> str:
        """Return why sites have to stay as they are, or nothing."""
        for member in unit.members:
            if isinstance(member, SiteMember) and self._is_asked(member):
                for name in sorted(set(self._names(member))):
                    reason = self._keys.reason(name, self._file, self._functions)
                    if reason:
                        return reason
        return ""

    def _is_asked(self, member: SiteMember) -> bool:
        later = member.site.is_called_later
        return member.rewrites and not member.blocked and (self._is_config or later)

    def _names(self, member: SiteMember) -> Iterator[str]:
        """Yield the keys that nothing else may say where a site is rewritten."""
        yield from self._renamed.get(member.site.function, ())
        for _, report in member.reports:
            for intent in report.intents:
                if isinstance(intent, RenameArgument):
                    yield intent.old
                elif isinstance(intent, RenameKey):
                    yield str(intent.at.value)
                elif not isinstance(intent, RenameFunction):
                    yield from _given(member.site)


def _given(site: Site) -> Iterator[str]:
    """Yield all that a site is given by name: a new value may rest on each."""
    yield from site.arguments.named if site.arguments is not None else ()
