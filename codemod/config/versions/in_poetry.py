"""Poetry's own way to write which versions a package may have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

_PART = re.compile(r"(\^|~=?|[<>=!]=?=?|)\s*([^\s,<>=!~^|]+)")


def poetry_constraint(value: Any) -> Iterator[SpecifierSet]:
    """Yield what a dependency's value allows: text, a table, or a list of those.

    Raises:
        ValueError: it cannot be understood.
    """
    if isinstance(value, list):
        for one in value:
            yield from poetry_constraint(one)
    elif isinstance(value, dict):
        # Without a version it comes from a folder or a repository.
        yield from poetry_constraint(value.get("version", "*"))
    elif isinstance(value, str):
        for choice in re.split(r"\|\|?", value):
            yield _conjunction(choice)
    else:
        raise ValueError(f"{value!r} is no version")


def _conjunction(text: str) -> SpecifierSet:
    parts = _PART.findall(text)
    if _PART.sub("", text).strip(" ,") or not parts:
        raise ValueError(f"{text!r} is no version")
    try:
        return SpecifierSet(",".join(_specifier(*part) for part in parts))
    except (InvalidSpecifier, InvalidVersion) as error:
        raise ValueError(f"{text!r} is no version") from error


def _specifier(operator: str, version: str) -> str:
    if version == "*":
        return ""
    if operator not in ("^", "~"):
        return f"{operator if operator not in ('', '=') else '=='}{version}"
    release = Version(version).release
    if operator == "~":
        kept = min(len(release), 2)
    else:
        leading = (at for at, number in enumerate(release, 1) if number)
        kept = next(leading, len(release))
    upper = (*release[: kept - 1], release[kept - 1] + 1)
    return f">={version},<{'.'.join(map(str, upper))}"
