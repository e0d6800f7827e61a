"""What code reads from outside itself: the environment, files, the command line."""

from __future__ import annotations

import ast

from .tree import Module, path_of

_ENVIRONMENT = frozenset({"os.environ", "os.environ.get", "os.getenv"})
_READ = frozenset(
    {
        *(
            "json.load",
            "json.loads",
            "open",
            "pickle.load",
            "toml.load",
            "tomllib.load",
        ),
        *("tomllib.loads", "yaml.full_load", "yaml.load", "yaml.safe_load"),
        *("omegaconf.OmegaConf.load", "numpy.load", "pandas.read_csv"),
        "msgpack.unpackb",
    }
)
_COMMAND_LINE = frozenset({"input", "sys.argv"})
_PARSES = ("parse_args", "parse_args_into_dataclasses", "parse_known_args")


def outside(module: Module, node: ast.AST) -> str:
    """Return what outside the code an expression reads: a file, the command line."""
    called = node.func if isinstance(node, ast.Call) else node
    path = path_of(module, called)
    if path in _ENVIRONMENT:
        return "is read from the environment"
    if path in _COMMAND_LINE:
        return "is given on the command line"
    if isinstance(node, ast.Call) and path in _READ:
        return "is read from a file"
    if isinstance(node, ast.Call) and getattr(called, "attr", "") in _PARSES:
        return "is given on the command line"
    return ""


def is_conversion(module: Module, node: ast.Call) -> bool:
    """Whether a call only makes another kind of value of what it is given."""
    return path_of(module, node.func) in ("float", "int", "str", "round", "max", "min")
