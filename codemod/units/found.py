"""Whether a file certainly finds the copy in its project that its calls move to.

A library that is installed is found from anywhere. A module of the project is found by
what is beside it, in its package, or imports from there already; and what else runs
when it is imported must do nothing that could go round in circles.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from ..names.meaning import FILE, Meaning, Modules
from ..names.module_paths import top_of
from ..names.resolver import Resolver
from ..rule.target import Target

# What a module holds that other modules import, and that is no program by itself.
_OF_A_LIBRARY = (
    *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef),
    *(ast.ClassDef, ast.Assign, ast.AnnAssign),
)


class Found:
    """Answers for one file.

    Args:
        resolver: of the file.
        target: where calls move to.
    """

    def __init__(self, resolver: Resolver, target: Target) -> None:
        self._resolver = resolver
        self._module = target.module
        self._copy = target.file

    @cached_property
    def reason(self) -> str:
        """Why it is not certain that the file finds the copy, or nothing."""
        project = self._resolver.project
        if self._copy is None:
            return ""
        if project is None or (
            project.file(self._resolver.path, self._module, 0) != self._copy
        ):
            return f"`import {self._module}` does not certainly find the copy from here"
        return self._unsure() or self._loud(project)

    def _unsure(self) -> str:
        """Return why the package around the copy may not be found, or nothing."""
        top = self._parts[0]
        if self._is_beside:
            return ""
        if any(one.partition(".")[0] == top for one in self._imported):
            return ""
        if not self._is_inside:
            return f"nothing here imports `{top}`, so that it may not be found"
        if not all(map(_is_of_a_library, self._body)):
            return f"it may run as a program, which does not find `{top}` by itself"
        return ""

    def _loud(self, project: Modules) -> str:
        """Return what would be run by the new import that may lead back, or nothing."""
        assert self._copy is not None
        folder = self._copy.parent.parent
        for end in range(len(self._parts) - 1, 0, -1):
            package = "/".join(self._parts[:end])
            if not self._runs_already(package, folder):
                file = folder / "__init__.py"
                line = self._loud_line(project, file)
                if line:
                    return (
                        f"`import {self._module}` would run `{package}/__init__.py`, "
                        f"which does more than define names, on line {line}"
                    )
            folder = folder.parent
        return ""

    def _runs_already(self, package: str, folder: Path) -> bool:
        return self._resolver.file.is_relative_to(folder) or any(
            f"{one.replace('.', '/')}/".startswith(f"{package}/")
            for one in self._imported
        )

    def _loud_line(self, project: Modules, file: Path) -> int:
        scopes = project.scopes(Meaning(f"{FILE}{file}"))
        if scopes is None or not isinstance(scopes.module.node, ast.Module):
            return 1
        name = self._parts[-1]
        body = scopes.module.node.body
        return next((one.lineno for one in body if not _is_quiet(one, name)), 0)

    @cached_property
    def _parts(self) -> Sequence[str]:
        return self._module.split(".")

    @cached_property
    def _body(self) -> Sequence[ast.stmt]:
        module = self._resolver.scopes.module.node
        return module.body if isinstance(module, ast.Module) else ()

    @cached_property
    def _is_beside(self) -> bool:
        """Whether the file is found where the copy's first package is.

        Python looks there when it runs the file, and when it imports it by its name.
        """
        assert self._copy is not None
        return self._resolver.file.parent == top_of(self._copy.parent.parent)

    @cached_property
    def _is_inside(self) -> bool:
        """Whether the file is in the package that the copy is in."""
        file = self._resolver.file
        top = top_of(file.parent)
        return top != file.parent and file.is_relative_to(top / self._parts[0])

    @cached_property
    def _imported(self) -> frozenset[str]:
        """The modules that are imported whenever the file is run, by whole paths."""
        return frozenset(self._imports())

    def _imports(self) -> Iterator[str]:
        file = self._resolver.file
        top = top_of(file.parent)
        for one in self._body:
            if isinstance(one, ast.Import):
                yield from (alias.name for alias in one.names)
            elif isinstance(one, ast.ImportFrom) and not one.level:
                yield one.module or ""
            elif isinstance(one, ast.ImportFrom):
                package = file.parents[one.level - 1 : one.level]
                for folder in package:
                    if folder.is_relative_to(top):
                        inner = [one.module] if one.module else []
                        yield ".".join([*folder.relative_to(top).parts, *inner])


def _is_of_a_library(statement: ast.stmt) -> bool:
    return isinstance(statement, _OF_A_LIBRARY) or _is_text(statement)


def _is_quiet(statement: ast.stmt, copy: str) -> bool:
    """Whether a statement of a package imports nothing, but the copy in it."""
    if isinstance(statement, ast.ImportFrom):
        module = (statement.module or "").partition(".")[0]
        named = module or [one.name for one in statement.names]
        ours = statement.level == 1 and named in (copy, [copy])
        return ours or module == "__future__"
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        return statement.value is None or _is_plain(statement.value)
    return _is_text(statement)


def _is_plain(value: ast.expr) -> bool:
    """Whether a value is a constant, or a list or tuple of constants."""
    parts = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
    return all(isinstance(one, ast.Constant) for one in parts)


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
