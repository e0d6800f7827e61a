"""What holds for a file: its configuration, and what the command line says."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model import UNREADABLE, FailOn
from .codes import UnknownCodeError, expand_codes, names_rules
from .pyproject import Config, ConfigError, Configurations, place_of

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_PER_FILE = "per-file-ignores"
_ALWAYS = frozenset({UNREADABLE})
"""The rules that no selection turns off."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the command line says, which goes before every configuration.

    ``ignore`` and ``exclude`` come on top of the configured ones, the others
    stand in place of them; ``extend_select`` comes on top of ``select``, which also
    stands in place of what is configured to come on top of it.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    target: str | None = None
    fail_on: FailOn | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    docs: bool = False


@dataclass(frozen=True, eq=False)
class Settings:
    """What holds for the files of one configuration.

    Attributes:
        codes: the active rules.
        target: ``auto``, ``lrsched``, ``optax`` or ``vendored``.
        vendored: the module that is the project's own copy of the schedules, if any.
        exclude: patterns of files to leave out, relative to ``root``.
        root: the project's folder.
        fail_on: from which severity on a finding changes the exit code.
        baseline: the file with the accepted findings; None where none is read.
        versions: the versions that the code is looked at for, where they are said.
        configured_versions: those of them that the configuration says.
        named: the active rules that are selected by more than what all are called.
        per_file_ignores: files by what is below ``root``, and the rules that are
            not for them.
        docs: whether ``fix`` rewrites examples for people, too.
        output_format: how a report is written where nothing else is asked for.
    """

    codes: frozenset[str]
    target: str = "auto"
    vendored: str = ""
    exclude: tuple[str, ...] = ()
    root: Path = field(default_factory=Path.cwd)
    fail_on: FailOn = FailOn.WARNING
    baseline: Path | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    configured_versions: Mapping[str, str] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    per_file_ignores: Sequence[tuple[GitIgnoreSpec, frozenset[str]]] = ()
    docs: bool = False
    output_format: str = "text"

    def codes_for(self, path: str) -> frozenset[str]:
        """Return the active rules for the file at ``path``."""
        if not self.per_file_ignores:
            return self.codes
        relative = os.path.relpath(os.path.realpath(path), os.path.realpath(self.root))
        ignored = (
            codes
            for pattern, codes in self.per_file_ignores
            if pattern.match_file(relative)
        )
        return self.codes.difference(*ignored)


class SettingsFinder:
    """Answers which settings hold for a path; those of a configuration are one.

    Args:
        configurations: what is configured, and where.
        overrides: what the command line says.
        known: the slugs of all rules, by their codes.
        broken: what the codes of rules begin with that cannot be used.

    Raises:
        ConfigError: the command line names a rule that is none.
    """

    def __init__(
        self,
        configurations: Configurations,
        overrides: Overrides,
        known: Mapping[str, str],
        broken: frozenset[str] = frozenset(),
    ) -> None:
        self._configurations = configurations
        self._overrides = overrides
        self._known = known
        self._broken = broken
        self._settings: dict[int, tuple[Config, Settings]] = {}
        self._selected = self._expand("--select", overrides.select)
        self._extended = self._expand("--extend-select", overrides.extend_select)
        self._ignored = self._expand("--ignore", overrides.ignore)

    def __reduce__(self) -> tuple[type[SettingsFinder], tuple[Any, ...]]:
        """Go to another process, or place, as what it was made of: nothing read."""
        made_of = self._configurations, self._overrides, self._known, self._broken
        return SettingsFinder, made_of

    def config(self, path: str) -> Config:
        """Return the configuration of a file or a folder.

        Raises:
            ConfigError: it cannot be used.
        """
        given = Path(path)
        is_dir = os.path.isdir(path)  # noqa: PTH112 (a name may be too long)
        return self._configurations.nearest(given if is_dir else given.parent)

    def __call__(self, path: str) -> Settings:
        """Return the settings of a file or a folder.

        Raises:
            ConfigError: its configuration cannot be used.
        """
        config = self.config(path)
        # The configuration is kept with it, so that its id stays its own.
        if id(config) not in self._settings:
            self._settings[id(config)] = config, self._merged(config)
        return self._settings[id(config)][1]

    def _merged(self, config: Config) -> Settings:
        selected = self._extended
        selected |= self._selected if self._overrides.select else self._chosen(config)
        ignored = self._ignored | self._expand("ignore", config.ignore, config)
        return Settings(
            codes=(selected - ignored) | _ALWAYS,
            target=self._overrides.target or config.target,
            vendored=config.vendored,
            exclude=(*config.exclude, *self._overrides.exclude),
            root=config.root,
            fail_on=self._overrides.fail_on or config.fail_on,
            baseline=config.root / config.baseline if config.baseline else None,
            versions={**config.versions, **self._overrides.versions},
            configured_versions=config.versions,
            named=self._named(config),
            per_file_ignores=[
                (
                    _pattern(pattern, config),
                    self._expand(_PER_FILE, codes, config) - _ALWAYS,
                )
                for pattern, codes in config.per_file_ignores.items()
            ],
            docs=self._overrides.docs or config.docs,
            output_format=config.output_format,
        )

    def _chosen(self, config: Config) -> frozenset[str]:
        """Return the rules that a configuration selects: all, where it says none."""
        selected = self._expand("select", config.select, config)
        extended = self._expand("extend-select", config.extend_select, config)
        return (selected if config.select else frozenset(self._known)) | extended

    def _named(self, config: Config) -> frozenset[str]:
        """Return the rules that are selected by more than what all are called."""
        over = self._overrides
        chosen = over.select or (*config.select, *config.extend_select)
        said = (*chosen, *over.extend_select)
        named = (one for one in said if names_rules(one, self._known))
        return expand_codes(named, self._known, self._broken)

    def _expand(
        self, said_by: str, prefixes: Sequence[str], config: Config | None = None
    ) -> frozenset[str]:
        """Return the rules that an option names, or a key of a configuration."""
        try:
            return expand_codes(prefixes, self._known, self._broken)
        except UnknownCodeError as error:
            said = said_by if config is None else _said(config, said_by)
            raise ConfigError(f"{said}: {error}") from error


def _said(config: Config, key: str) -> str:
    where = config.file and place_of(config.file, key)
    return f"{where}: {key}"


def _pattern(pattern: str, config: Config) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    try:
        spec = GitIgnoreSpec.from_lines([pattern])
    except ValueError as error:
        said = _said(config, _PER_FILE)
        raise ConfigError(f"{said}: {pattern!r} is not a pattern") from error
    if not any(one.include for one in spec.patterns):
        raise ConfigError(f"{_said(config, _PER_FILE)}: {pattern!r} matches no file")
    return spec
