"""The formats of a report, one module each.

A module in this package that defines ``FORMAT`` is a format, named like the
module with hyphens. What several formats share lies one package up.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..format import Format


def names() -> list[str]:
    """The formats' names, sorted; imports none of them."""
    found = pkgutil.iter_modules(__path__)
    return sorted(module.name.replace("_", "-") for module in found)


def load(name: str) -> Format:
    """The format of one of these names."""
    module = importlib.import_module(f".{name.replace('-', '_')}", __name__)
    form: Format = module.FORMAT
    return form
