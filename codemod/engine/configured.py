"""Why a call that a configuration stands for may not be given other names.

Other files of the tree set and read by name what a configuration says. A key gets
another name only where none of them says the old one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from ..files.kinds import is_config
from ..files.real import real_path
from ..names.configs.keys import Takes
from ..names.configs.targets import Renamed
from ..names.elsewhere.use import Use
from ..rule.intents import RenameArgument, RenameFunction, RenameKey
from ..sites.site import Site
from ..units.unit import SiteMember, Unit
from .analysis import Analysis


def by_own_names(
    takes: Mapping[str, Sequence[str]], needs: Mapping[str, Sequence[str]]
) -> Mapping[str, Takes]:
    """Return what functions are given, by their own names.

    Two with one name are given what either takes; the first says what is needed.
    """
    found: dict[str, Takes] = {}
    for path, parameters in takes.items():
        name = path.rpartition(".")[2]
        known = found.get(name, Takes((), needs[path]))
        found[name] = Takes({*known.takes, *parameters}, known.needs)
    return found


class Configured:
    """Asks the tree of a file that is a configuration, or makes one."""

    def __init__(self, analysis: Analysis) -> None:
        plan = analysis.plan
        self._target = plan.target
        self._file = real_path(analysis.source.path)
        self._project = plan.project
        self._is_config = is_config(analysis.source.path)
        self._catalogue = plan.catalogue

    @cached_property
    def _functions(self) -> Mapping[str, Takes]:
        known = self._catalogue
        return by_own_names(known.parameters, known.required)

    def reason(self, unit: Unit) -> str:
        """Return why sites have to stay as they are, or nothing."""
        for member in unit.members:
            if isinstance(member, SiteMember) and (reason := self._reason(member)):
                return reason
        return ""

    def together(self, member: SiteMember) -> list[Use]:
        """Return the calls of other files with which a site is rewritten, or not."""
        callee = member.site.callee
        if (
            self._project is None
            or not self._is_config
            or isinstance(callee, ast.alias)
        ):
            return []
        if not member.rewrites or member.blocked:
            return []
        calls = self._project.config_calls
        return [
            use
            for name in sorted(set(self._names(member)))
            for use in calls.over(name, self._file, callee, self._functions)
        ]

    def _is_asked(self, member: SiteMember) -> bool:
        later = member.site.is_called_later
        return member.rewrites and not member.blocked and (self._is_config or later)

    def _reason(self, member: SiteMember) -> str:
        """Return where the tree says what is to be renamed at a site, or nothing."""
        if self._project is None or not self._is_asked(member):
            return ""
        keys, targets = self._project.config_keys, self._project.config_targets
        renamed = self._renamed(member)
        for name in sorted(set(self._names(member))):
            asked = (name, self._file, self._functions)
            if reason := keys.reason(*asked) or targets.laid_over(*asked):
                return reason
        for name in sorted(set(self._new_names(member))):
            if reason := keys.asked(name, self._file):
                return reason
        if renamed.old == renamed.new:
            return ""
        if self._is_config:
            return targets.reason(renamed, self._file)
        return targets.stored(renamed, self._file)

    def _renamed(self, member: SiteMember) -> Renamed:
        old, move = member.site.path, member.move
        if move is None:
            return Renamed(old, old)
        return Renamed(old, f"{move.module_of(old)}.{move.name}")

    def _new_names(self, member: SiteMember) -> Iterator[str]:
        """Yield the keys that are there only where a site is rewritten."""
        yield from self._target.parameters.get(member.site.function, {}).values()
        yield from (name for name, _ in member.new_names)

    def _names(self, member: SiteMember) -> Iterator[str]:
        """Yield the keys that nothing else may say where a site is rewritten."""
        yield from self._target.parameters.get(member.site.function, ())
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
