"""Find the learning rates of a small tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import dedent

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.curves.record import LearningRate, LearningRates
from lrmigrate.codemod.curves.run import curves_of
from lrmigrate.codemod.engine.request import Request


def learning_rates(
    root: Path, files: Mapping[str, str] | str, named: Sequence[str] = ("",)
) -> LearningRates:
    """Return what `curves` finds in files that are written below a folder."""
    (root / "pyproject.toml").write_text("[tool.lrmigrate]\n", encoding="utf-8")
    files = {"train.py": files} if isinstance(files, str) else files
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    settings = Settings(frozenset(), root=root)
    paths = tuple(str(root / name) for name in named)
    request = Request(paths, lambda path: settings)
    return curves_of(request, lambda *_: None)


def found(
    root: Path, files: Mapping[str, str] | str, named: Sequence[str] = ("",)
) -> tuple[LearningRate, ...]:
    """Return the learning rates, of which none may fail."""
    result = learning_rates(root, files, named)
    assert not result.problems
    return result.found
