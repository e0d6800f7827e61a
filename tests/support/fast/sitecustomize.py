"""Keeps JAX out of the short loop; Python imports this by itself where it is found.

A test that reaches for JAX is skipped at that point, and left to the whole suite: what
is wrong before that still fails. A process that a test starts cannot skip its test, so
that it fails; such a test begins with `pytest.importorskip("jax")`.
"""

import sys
from importlib.machinery import ModuleSpec, PathFinder


class Refusal:
    """Loads nothing, and says so."""

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: object) -> None:
        if "pytest" in sys.modules:
            import pytest

            pytest.skip("needs JAX", allow_module_level=True)
        raise SystemExit("JAX in a process of a test that has not asked for JAX")


class WithoutJax:
    """Finds JAX where it is, so that it is installed, but lets nobody have it."""

    def find_spec(self, name: str, path: object, target: object = None):
        if name != "jax":
            return None
        spec = PathFinder.find_spec(name)
        if spec is not None:
            spec.loader = Refusal()
        return spec


sys.meta_path.insert(0, WithoutJax())
