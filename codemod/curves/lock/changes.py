"""What is otherwise in the call that makes a schedule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...rule.recipe import Recipe


def changes(before: Recipe, after: Recipe) -> list[str]:
    """Return each value that two calls do not share, in words."""
    old, new = dict(_values(before, "")), dict(_values(after, ""))
    return [
        said
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
        for said in (_change(name, old, new),)
    ]


def _change(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> str:
    if name not in new:
        return f"{name}={old[name]} is not given any more"
    if name not in old:
        return f"{name}={new[name]}, which was not given"
    return f"{name} {old[name]} to {new[name]}".strip()


def _values(value: object, name: str) -> Iterator[tuple[str, str]]:
    """Yield the values in a value, each with its name as a path."""
    if isinstance(value, Recipe):
        yield name, value.name
        for key, one in value.arguments:
            yield from _values(one, f"{name}.{key}" if name else key)
    elif isinstance(value, list | tuple):
        for index, one in enumerate(value):
            yield from _values(one, f"{name}[{index}]")
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _values(one, f"{name}[{key!r}]")
    else:
        yield name, repr(value)
