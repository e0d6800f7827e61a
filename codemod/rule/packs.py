"""Packs of rules: installed packages of them, each with a prefix of its own.

A pack is an entry point of the group ``lrmigrate.rules``. Its name is the letters that
its codes begin with, its value a module. That, or a module in it, is a rule if it
defines ``RULE``; nothing lists it.
"""

from __future__ import annotations

import importlib
import pickle
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType

from ..config.entry_points import GROUP
from .rule import Rule, RuleError

_PREFIX = re.compile(r"[A-Z]+")

Together = Callable[[tuple[Rule, ...]], object]
"""Refuses rules that cannot stand together, with a `RuleError`."""


class PackError(Exception):
    """A pack that cannot be used, and why."""


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules of one entry point.

    Attributes:
        prefix: the letters that their codes begin with.
        distribution: what installs them: its name and version.
        rules: sorted by code; none where they cannot be used.
        fault: why they cannot be used; empty if they can.
    """

    prefix: str
    distribution: str
    rules: tuple[Rule, ...] = ()
    fault: str = ""

    @property
    def told(self) -> str:
        """The fault as a sentence that names the pack."""
        rules = f"the rules {self.prefix} of {self.distribution}"
        return f"{rules} are left out: {self.fault}"


def load_all(own: EntryPoint, together: Together) -> tuple[Pack, ...]:
    """Return our own pack, whether its metadata is installed or not, and all others.

    Raises:
        PackError: our own is broken; of others that is told.
        RuleError: likewise.
    """
    packs = [load(own)]
    together(packs[0].rules)
    try:
        found = {one for one in entry_points(group=GROUP) if one != own}
        entries = sorted(found, key=lambda one: (_distribution(one), one.name))
    except Exception as error:
        everything = Pack(GROUP, "this environment", fault=repr(error))
        return (*packs, everything)
    for entry in entries:
        packs.append(_loaded(entry, packs, together))
    return tuple(packs)


def prefixes() -> list[str]:
    """Return the names of all packs that are installed, none of them imported."""
    return sorted({entry.name for entry in entry_points(group=GROUP)})


def load(entry: EntryPoint) -> Pack:
    """Return the pack of an entry point, its modules imported.

    Raises:
        PackError: it holds no rules, or not such as its name says.
    """
    if not _PREFIX.fullmatch(entry.name):
        raise PackError(f"{entry.name!r} is no prefix of codes: capital letters")
    if entry.attr:
        raise PackError(f"{entry.value!r} is no module; name the one with the rules")
    rules: dict[str, Rule] = {}
    for module in _modules(entry.module):
        rule = getattr(module, "RULE", None)
        if rule is None:
            continue
        if not isinstance(rule, Rule):
            what = f"`RULE` of {module.__name__} is no `Rule`"
            raise PackError(f"{what}, but a {type(rule).__name__}")
        if not re.fullmatch(rf"{entry.name}\d+", rule.code):
            raise PackError(f"{rule.code!r} is no code: {entry.name} and digits")
        if rules.setdefault(rule.code, rule) is not rule:
            raise PackError(f"two rules have the code {rule.code}")
    if not rules:
        raise PackError(f"no module of {entry.module} defines `RULE`")
    by_code = (rule for _, rule in sorted(rules.items()))
    return Pack(entry.name, _distribution(entry), tuple(by_code))


def _loaded(entry: EntryPoint, others: Iterable[Pack], together: Together) -> Pack:
    """Return the pack of another distribution; one that is broken without rules."""
    try:
        with redirect_stdout(sys.stderr):  # where code or a report may be written
            pack = load(entry)
        _stand_together(pack, others, together)
    except (Exception, SystemExit) as error:  # whatever it is, the others are used
        return Pack(entry.name, _distribution(entry), fault=_told(error, entry))
    return pack


def _stand_together(pack: Pack, others: Iterable[Pack], together: Together) -> None:
    """Refuse a pack that cannot be used beside others."""
    rules: list[Rule] = []
    for other in others:
        rules += other.rules
        if other.prefix == pack.prefix:
            raise PackError(f"{other.distribution} has the prefix {pack.prefix}, too")
    together((*rules, *pack.rules))
    try:
        pickle.dumps(pack.rules)
    except Exception as error:
        what = "its rules cannot be sent to another process, as --jobs does"
        raise PackError(f"{what}: {error}") from error


def _modules(name: str) -> Iterator[ModuleType]:
    """Import a module, and all that is in it, but what would run as a program."""
    module = importlib.import_module(name)
    yield module
    for info in pkgutil.iter_modules(getattr(module, "__path__", ()), f"{name}."):
        if not info.name.endswith(".__main__"):
            yield from _modules(info.name)


def _distribution(entry: EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.module


def _told(error: BaseException, entry: EntryPoint) -> str:
    if isinstance(error, PackError | RuleError):
        return str(error)
    missing = error.name if isinstance(error, ModuleNotFoundError) else None
    if missing and f"{entry.module}.".startswith(f"{missing}."):
        return f"there is no module {missing} outside of what is looked at"
    return f"{type(error).__name__}: {error}"
